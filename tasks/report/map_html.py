"""The evidence map as one HTML file: our own script and style, the data as JSON beside them.

What others wrote is only ever data: it stands in a JSON block in which no markup can begin, the script
shows it as text, and the policy of the page lets nothing run but that one script, and nothing be loaded.
"""

import base64
import hashlib
import json
from importlib.resources import files
from typing import Any

from tasks.report.mapping import MapData


def map_page(data: MapData) -> str:
    """Return the page."""
    style, script = _text("map.css"), _text("map.js")
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    parts = {"POLICY": policy, "STYLE": style, "SCRIPT": script, "DATA": inert_json(data)}
    page = _text("map.html")
    head, *rest = page.split("{{")
    out = [head]
    for piece in rest:
        name, _, tail = piece.partition("}}")
        out += [parts[name], tail]
    return "".join(out)


def inert_json(data: Any) -> str:
    """Return JSON that ends no script element and begins no comment, whatever the strings hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return (files("tasks.report") / "page" / name).read_text("utf-8")
