"""The card that ships beside the models: what they are, what they learned from, and how to make them."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tasks.geocode.build.models.corpora import NAMES_OF_FILES, Sample, digest
from tasks.geocode.gazetteer import Gazetteer

_LICENCES = {
    "lgl": "LGL (Lieberman et al. 2010), half of it: texts are their publishers', none ships",
    "geovirus": "GeoVirus (Gritta, Pilehvar and Collier 2018): WikiNews texts, CC BY 2.5",
    "gmb": "Groningen Meaning Bank: texts in the public domain",
}
_CARD = """\
# Models of the geocoder
Made by `make models`; the numbers are trees and weights, read without pickle and evaluated by numpy.

| file | what | how |
|---|---|---|
| first_look.npz, second_look.npz | which place a name means | boosted trees, conditional logit |
| finder.npz | whether a name is a place here | boosted trees over marks of spelling and surroundings |
| sureness.npz | how sure a pin is | boosted trees over both chances and what spoke for the place |
| numbers.json | words around a name | logistic regression |

No feature is a name: size and kind of place, spelling, small words and word classes around it, and what the
other names of the document say. Seeded, on fixed folds; the gazetteer was {gazetteer}.

## Learned from
{corpora}

SHA-256 of the corpus files, concatenated ({files}): `{digest}`

## How good
`make bench-geoparse` prints the figures, from models that left each document's outlet out; those of the
day that these were made stand in README.md. Shipped models have seen all documents above: what they reach
there is no figure.

## Not meant for
Other languages than English, lower-case text, and lists without sentences. Confidence is calibrated on news.
"""


def write_card(folder: Path, samples: Sequence[Sample], shared: Path, gaz: Gazetteer) -> None:
    """Write CARD.md into the folder of the models."""
    counts = Counter(sample.corpus for sample in samples)
    corpora = "\n".join(f"- {_LICENCES[name]}; {count} documents" for name, count in counts.items())
    words = _CARD.format(
        gazetteer=gaz.version,
        corpora=corpora,
        files=", ".join(NAMES_OF_FILES),
        digest=digest(shared, NAMES_OF_FILES),
    )
    (folder / "CARD.md").write_text(words, "utf-8")
