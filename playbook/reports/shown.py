"""What is one named part of a report, before anybody displays it?

The unit is one part with a name. Each carries HTML, plain text for readers without HTML and for
stored notebooks, and the record of its numbers that the checks and the manifest read. Titles and
names come from data, so text becomes markup only through `markup`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from playbook.runner.outputs import MIME

# A line may otherwise end between a sign and its currency: "-" above, "$1,234" below.
_SIGNED = re.compile(r"[-+][^\d\s<>&;]{1,4}\d[\d,.]*|[-+]\d[\d,.]*(?: pp|%)?")


@dataclass(frozen=True)
class Shown:
    """One named part, ready to be displayed as the last value of a cell.

    Parameters
    ----------
    name : str
    kind : {"table", "figure", "text", "note", "numbers"}
    html, text : str
        The same content, as markup and as plain text.
    rows : int
        Rows, points or paragraphs it holds.
    numbers, detail : mapping
        What goes into the manifest.
    image : bytes
        PNG of a figure.
    """

    name: str
    kind: str
    html: str
    text: str
    rows: int = 0
    numbers: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)
    image: bytes = b""

    def _repr_mimebundle_(self, **_told: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        record = {
            "name": self.name,
            "kind": self.kind,
            "rows": self.rows,
            "numbers": dict(self.numbers),
            "detail": dict(self.detail),
        }
        data: dict[str, Any] = {"text/plain": self.text, MIME: record}
        if self.image:
            data["image/png"] = base64.b64encode(self.image).decode("ascii")
            return data, {"image/png": {"alt": self.text}}
        return data | {"text/html": self.html}, {}


def markup(text: str) -> str:
    """Escape a text and keep each signed amount in it on one line.

    Parameters
    ----------
    text : str

    Examples
    --------
    >>> markup("a < b: -$1,234.50")
    'a &lt; b: <span class="whole">-$1,234.50</span>'
    >>> markup("2026-05-30")
    '2026-05-30'
    """
    return _SIGNED.sub(_whole, escape(text))


def _whole(found: re.Match[str]) -> str:
    before = found.string[found.start() - 1] if found.start() else " "
    # A hyphen inside a date, an id or a word is no sign.
    if before.isascii() and (before.isalnum() or before in "-_/."):
        return found.group()
    return f'<span class="whole">{found.group()}</span>'
