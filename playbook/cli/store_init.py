"""How does a new shop come to its facts: given as options, or asked for one by one?

The unit is one new Store. Each fact is checked the moment it is known, so that a person is asked
again and a script gets the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playbook.cli import facts
from playbook.cli.asking import ask, require
from playbook.cli.output import say
from playbook.cli.places import new_store_folder
from playbook.i18n import _, language


def make(
    folder: str | None,
    name: str | None,
    platform: str | None,
    currency: str | None,
    zone: str | None,
) -> None:
    """Make an empty Store from what was given and what is asked."""
    require({"--name": name, "--platform": platform, "--currency": currency, "--zone": zone})
    shop = _given_or_asked(name, _("Name of the shop"), str, facts.name)
    where = _given_or_asked(platform, _("Platform"), facts.likely_platform, facts.platform)
    money = _given_or_asked(currency, _("Currency"), facts.likely_currency, facts.currency)
    times = _given_or_asked(zone, _("Time zone"), facts.likely_zone, facts.zone)
    path = Path(folder) if folder else new_store_folder(shop)

    from playbook.store import create_store

    store = create_store(
        path, name=shop, platform=where, currency=money, timezone=times, language=language()
    )
    say(_("The store {name} is ready in {path}.", name=store.info.name, path=store.path))
    say(_("Next: playbook store import FILE --store {path}", path=_quoted(store.path)))


def _given_or_asked(
    given: str | None, question: str, likely: Callable[[], str], check: Callable[[str], str]
) -> str:
    return check(given) if given is not None else ask(question, likely(), check)


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)
