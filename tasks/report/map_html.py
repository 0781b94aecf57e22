"""The evidence map as one HTML file: our own script and style, the data as JSON beside them.

What others wrote is only ever data: it stands in a JSON block in which no markup can begin, the script
shows it as text, and the policy of the page lets nothing run but that one script, and nothing be loaded.
"""

import json
from typing import Any

from tasks.report.mapping import MapData
from tasks.report.pages import NOTHING, filled, only, page_text, styles


def map_page(data: MapData) -> str:
    """Return the page."""
    style, script = styles("map.css"), page_text("map.js")
    policy = f"{NOTHING}; script-src {only(script)}; style-src {only(style)}"
    head = {"POLICY": policy, "TITLE": "Dateline: evidence map", "STYLE": style}
    return filled("map.html", head | {"SCRIPT": script, "DATA": inert_json(data)})


def inert_json(data: Any) -> str:
    """Return JSON that ends no script element and begins no comment, whatever the strings hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")
