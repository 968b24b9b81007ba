"""How is a PO file read and written so that a re-run leaves it byte for byte as it was?

The unit is one pair of texts, English and translation. No dates, places or fuzzy guesses are
kept: they change without the text changing, and two people's branches then conflict.
"""

from __future__ import annotations

import io
from pathlib import Path

_HEAD = 'msgid ""\nmsgstr ""\n"Language: {code}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def read_pairs(path: Path) -> dict[str, str]:
    """Read a PO file as English → translation, in the file's order.

    Parameters
    ----------
    path : Path
        A file that does not exist counts as empty.

    Returns
    -------
    dict
        The translation is ``""`` where it is missing or marked fuzzy.
    """
    from babel.messages.pofile import read_po

    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans_CN", charset="utf-8", abort_invalid=True)
    return {
        str(message.id): "" if message.fuzzy else str(message.string or "")
        for message in catalogue
        if message.id
    }


def write_pairs(path: Path, pairs: dict[str, str]) -> None:
    """Write English → translation as a PO file, in the order given.

    Parameters
    ----------
    path : Path
        Its folder is made when needed.
    pairs : dict
        Texts may span lines.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    catalogue = Catalog(locale="zh_Hans_CN", charset="utf-8")
    for text, translation in pairs.items():
        catalogue.add(text, translation)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=96, omit_header=True)
    body = buffer.getvalue().decode("utf-8").strip("\n")
    text = _HEAD.format(code="zh_Hans_CN") + ("\n" + body + "\n" if body else "")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
