"""How does an English message become the sentence that this user reads?

The unit is one message. English is the key; a message that has no translation is shown in
English. Every ``locales/zh/*.po`` counts, whatever its name, so that each room keeps its own.
This module does not extract or check anything: see `playbook.i18n.extract`.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from playbook.i18n.current import language

LOCALES = Path(__file__).parent / "locales"


class Message(str):
    """A translated sentence that still knows what it was made from.

    Attributes
    ----------
    message : str
        The English key.
    fields : mapping of str to object
        The values filled in.
    """

    message: str
    fields: Mapping[str, Any]


def _(message: str, /, **fields: Any) -> str:
    """Translate a message into the language in force and fill in its fields.

    Parameters
    ----------
    message : str
        English text, with ``{name}`` for each field.
    **fields
        The values. Format numbers, money and dates with `playbook.i18n` first.

    Returns
    -------
    str
        A `Message`, so that who stores it can keep it for readers of the other language.

    Examples
    --------
    >>> _("Rows: {n}", n=3)
    'Rows: 3'
    """
    if not message:  # gettext answers "" with the head of the catalogue
        return ""
    text = _translations(language()).gettext(message)
    made = Message(text.format(**fields) if fields else text)
    made.message, made.fields = message, fields
    return made


def N_(message: str, /) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a message for extraction and return it as it is; translate it later with `_`."""
    return message


def pick(*, en: str, zh: str) -> str:
    """Return the text in the language in force, for pairs that carry both.

    Examples
    --------
    >>> pick(en="orders", zh="订单")
    'orders'
    """
    return zh if language() == "zh" and zh else en


def pick_from(pair: Mapping[str, Any]) -> str:
    """Return ``pair["en"]`` or ``pair["zh"]``, whichever is in force."""
    return pick(en=str(pair["en"]), zh=str(pair.get("zh") or ""))


@cache
def _translations(code: str) -> NullTranslations:
    folder = LOCALES / code
    return compile_catalogues(sorted(folder.glob("*.po"))) if code != "en" else NullTranslations()


def compile_catalogues(paths: list[Path]) -> NullTranslations:
    """Merge PO files into one set of translations, in memory.

    Parameters
    ----------
    paths : list of Path
        Later files win where two translate the same message.

    Returns
    -------
    gettext.NullTranslations
    """
    # Compiled here and not ahead of time: a .mo beside its .po goes stale without a word.
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    merged = Catalog(locale="zh_Hans_CN", charset="utf-8")
    for path in paths:
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_Hans_CN", charset="utf-8"):
                if message.id and message.string and not message.fuzzy:
                    merged.add(message.id, message.string)
    buffer = io.BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return GNUTranslations(buffer)
