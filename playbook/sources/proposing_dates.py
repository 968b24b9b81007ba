"""In which ways can the dates of an unknown file be read?

The unit is one column of dates. What can be read one way is stated, what can be read two ways is
left to the user: 03/04/2026 is two days.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence

from playbook.i18n import _
from playbook.sources.parsing import OFFSET, TIMES

_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p")
AMBIGUOUS = tuple(
    f"{day}{clock}"
    for day in ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y", "%d.%m.%Y", "%d/%m/%y", "%m/%d/%y")
    for clock in _CLOCKS
) + tuple(f"{day}{clock}" for day in ("%b %d, %Y", "%d %b %Y", "%B %d, %Y") for clock in _CLOCKS)


def format_lines(column: str, values: Sequence[str]) -> list[str]:
    """Write a mapping's lines for the format of one date column.

    Parameters
    ----------
    column : str
        Canonical column.
    values : sequence of str
        Some of its values.

    Returns
    -------
    list of str
        Empty when the usual formats read them; commented lines where the user has to choose.
    """
    if not values or any(_fits(values, pattern) for pattern in TIMES) or _mixed(values):
        return []
    example = _one_line(values[0])
    fitting = [pattern for pattern in AMBIGUOUS if _fits(values, pattern)]
    if len(fitting) == 1:
        return [f"{column} = {quoted(fitting[0])}"]
    if fitting:
        shown = _("# {value} can be read in more than one way; keep one line:", value=example)
        return [shown, *(f"# {column} = {quoted(pattern)}" for pattern in fitting)]
    return [
        _("# Say how {value} is written, such as %d/%m/%Y:", value=values[0]),
        f'# {column} = ""',
    ]


def _mixed(values: Sequence[str]) -> bool:
    """Whether each value can be read one way only, though not all by the same format."""
    return all(any(_fits([value], pattern) for pattern in TIMES) for value in values)


def _fits(values: Sequence[str], pattern: str) -> bool:
    try:
        for value in values:
            dt.datetime.strptime(re.sub(OFFSET, r"\1", value.strip()), pattern)
    except ValueError:
        return False
    return True


def _one_line(text: str) -> str:
    """Keep a cell inside the comment that quotes it."""
    return " ".join(text.split())[:40]


def quoted(text: str) -> str:
    """Write a text as a TOML string.

    Examples
    --------
    >>> print(quoted("实付金额"))
    "实付金额"
    """
    return json.dumps(text, ensure_ascii=False)
