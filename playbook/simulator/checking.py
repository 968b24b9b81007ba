"""Can a world be made from these arguments?"""

from __future__ import annotations

import datetime as dt

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _

FIRST_DAY, LAST_DAY = dt.date(2015, 1, 1), dt.date(2045, 12, 31)
MOST_ORDERS_PER_DAY = 100_000.0
LANGUAGES = ("en", "zh")


def check_world(seed: int, start: dt.date, orders_per_day: float, lang: str) -> None:
    """Refuse arguments from which no shop can be made.

    Raises
    ------
    ParameterError
        Names the argument, the value found and what is allowed.
    """
    if not 0 <= seed < 2**63:
        raise ParameterError(
            _("The seed is {value}. Give a whole number from 0 to 2**63 - 1.", value=seed)
        )
    if not FIRST_DAY <= start <= LAST_DAY:
        raise ParameterError(
            _(
                "The start is {value}. Give a day from {first} to {last}.",
                value=start.isoformat(),
                first=FIRST_DAY.isoformat(),
                last=LAST_DAY.isoformat(),
            )
        )
    if not 1 <= orders_per_day <= MOST_ORDERS_PER_DAY:
        raise ParameterError(
            _(
                "Orders per day is {value}. Give a number from 1 to {most}: "
                "a shop without customers has nothing to learn from.",
                value=orders_per_day,
                most=round(MOST_ORDERS_PER_DAY),
            )
        )
    if lang not in LANGUAGES:
        raise ParameterError(
            _(
                "The language is '{value}'. Allowed: {allowed}.{hint}",
                value=lang,
                allowed=", ".join(LANGUAGES),
                hint=did_you_mean(lang, LANGUAGES),
            )
        )
