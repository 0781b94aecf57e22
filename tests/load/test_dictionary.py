"""The page that says what every table, view, column and macro is."""

from tasks.load.dictionary import dictionary
from tests.conftest import ROOT


def test_the_data_dictionary_is_current() -> None:
    assert (ROOT / "docs" / "data-dictionary.md").read_text("utf-8") == dictionary(), "run `make dictionary`"
