"""In which language does this command speak?

``--lang`` decides; else PLAYBOOK_LANG; else the shop's own language, once a Store is opened; else
the machine's locale. The unit is one command.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from playbook.i18n import Language, language, language_of_locale, set_language

if TYPE_CHECKING:
    from playbook.store import Store

_asked_for: str | None = None


def choose_default() -> None:
    """Forget an earlier choice and take the machine's language."""
    global _asked_for
    _asked_for = os.environ.get("PLAYBOOK_LANG") or None
    if _asked_for:
        set_language(language_of_locale(_asked_for))
    else:
        set_language(_machine())


def choose(lang: str | None) -> None:
    """Take the language that the user asked for; None leaves it open."""
    global _asked_for
    if lang is not None:
        _asked_for = lang
        set_language(lang)


def asked_for() -> Language | None:
    """Return the language that the user asked for, or None when none was."""
    return language() if _asked_for else None


def follow(store: Store) -> None:
    """Speak the shop's language unless the user asked for another."""
    if _asked_for is None:
        set_language(store.info.language)


def _machine() -> Language:
    import locale

    found = language_of_locale(os.environ)
    if os.name == "nt" and found == "en":
        # Windows has no LANG; its own name for the locale is "Chinese (Simplified)_China".
        return language_of_locale(locale.getlocale()[0] or "")
    return found
