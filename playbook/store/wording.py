"""How does a sentence stored in one language reach a reader of another?

The unit is one sentence: the reason why a row was set aside, or a note on an
import. It is stored as its English key and the values in it, and becomes words
when it is read. Text stored before this was so, or written by hand, is shown as
it stands; nothing is translated by guessing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from playbook.i18n import Message, _

_BEGINS = '{"message": '


def stored(text: str) -> str:
    """Return a sentence as it is kept: its key and values, where it still knows them.

    Examples
    --------
    >>> stored(_("not one of: {values}", values="a, b"))
    '{"message": "not one of: {values}", "fields": {"values": "a, b"}}'
    >>> stored("written by hand")
    'written by hand'
    """
    if not isinstance(text, Message):
        return text
    kept = _kept(text)
    # A value that cannot be kept as it is, such as a day to be formatted, stays in the words.
    return json.dumps(kept, ensure_ascii=False) if _says(kept, text) else str(text)


def told(text: str) -> str:
    """Put a stored sentence into the words of the language in force.

    Examples
    --------
    >>> told('{"message": "below {minimum:g}", "fields": {"minimum": 0.0}}')
    'below 0'
    >>> told("written by hand")
    'written by hand'
    """
    if not text.startswith(_BEGINS):
        return text
    try:
        return _words(json.loads(text))
    except (ValueError, LookupError, TypeError, AttributeError):
        return text


def told_all(texts: Iterable[str]) -> dict[str, str]:
    """Put each different sentence into words once."""
    return {text: told(text) for text in set(texts)}


def _kept(text: Message) -> dict[str, Any]:
    fields = {name: _value(value) for name, value in text.fields.items()}
    return {"message": text.message, "fields": fields}


def _value(value: Any) -> Any:
    if isinstance(value, Message):
        return _kept(value)
    return value if type(value) in (str, int, float, bool) else str(value)


def _says(kept: Mapping[str, Any], text: str) -> bool:
    try:
        return _words(kept) == text
    except ValueError:
        return False


def _words(kept: Mapping[str, Any]) -> str:
    fields = {
        name: _words(value) if isinstance(value, dict) else value
        for name, value in kept["fields"].items()
    }
    return _(kept["message"], **fields)
