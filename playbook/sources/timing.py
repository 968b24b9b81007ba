"""When was a file made, as far as it says so itself?

The unit is one file. "Newer replaces older" hangs on this time, so the order is fixed: what the
user says, the file's name, the rows above its header, the latest event in its data. Sheets that a
person fills in are as new as their import. The answer comes with a note that says where it is from.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from playbook.i18n import _
from playbook.sources.part import Part

_STAMP = re.compile(
    r"(?<!\d)(?P<y>20\d\d|19\d\d)[-_./年]?(?P<m>0[1-9]|1[0-2])[-_./月]?(?P<d>0[1-9]|[12]\d|3[01])日?"
    r"(?:[-_ T]?(?P<H>[01]\d|2[0-3])[-_:.时]?(?P<M>[0-5]\d)(?:[-_:.分]?(?P<S>[0-5]\d))?"
    r"(?![-\d]))?(?!\d)"  # what goes on with a dash is the next date, not a time
)
_MADE = re.compile(r"(导出|生成|下载|制表|exported|generated|created|as of).{0,12}", re.IGNORECASE)


def time_in(text: str) -> dt.datetime | None:
    """Return the last time that a text names; a day without hours means its end.

    Examples
    --------
    >>> time_in("ExportOrderList202405011830.csv")
    datetime.datetime(2024, 5, 1, 18, 30)
    >>> time_in("orders_2024-05-01_2024-05-31.csv")
    datetime.datetime(2024, 5, 31, 23, 59, 59)
    >>> time_in("orders_export_1.csv") is None
    True
    """
    found = [moment for moment in map(_moment, _STAMP.finditer(text)) if moment]
    return max(found, default=None)


def _moment(match: re.Match[str]) -> dt.datetime | None:
    year, month, day = (int(match[part]) for part in "ymd")
    try:
        if match["H"] is None:
            return dt.datetime(year, month, day, 23, 59, 59)
        return dt.datetime(year, month, day, int(match["H"]), int(match["M"]), int(match["S"] or 0))
    except ValueError:
        return None


def stated_time(parts: Iterable[Part], now: dt.datetime) -> tuple[dt.datetime, str]:
    """Find out when the parts of one import were made.

    Parameters
    ----------
    parts : iterable of Part
        The sheets of one import, their fields read.
    now : datetime
        The shop's local time.

    Returns
    -------
    tuple of datetime and str
        The time and the note that says where it is from.
    """
    held = list(parts)
    for text in dict.fromkeys(part.file for part in held):
        if named := time_in(text):
            return named, _("Made at {time}, as its name says.", time=named)
    for part in held:
        lines = part.loaded.raw.preamble_text().splitlines()
        made = [time for line in lines if _MADE.search(line) and (time := time_in(line))]
        if made:
            return max(made), _("Made at {time}, as the file says.", time=max(made))
    if all(part.profile.as_of == "import" for part in held):
        return now, _("Counts as made when it was imported: {time}.", time=now)
    latest = max((event for part in held if (event := _latest_event(part, now))), default=None)
    if latest:
        return latest, _(
            "The file does not say when it was made; its latest event counts: {time}.", time=latest
        )
    made_by = min(_modified(held[0]), now)
    return made_by, _(
        "The file does not say when it was made; the file's own date counts: {time}.", time=made_by
    )


def _modified(part: Part) -> dt.datetime:
    zone = ZoneInfo(part.writer.info.timezone)
    stamp = dt.datetime.fromtimestamp(part.loaded.raw.path.stat().st_mtime, zone)
    return stamp.replace(tzinfo=None, microsecond=0)


def local_now(timezone: str) -> dt.datetime:
    """Return the shop's local time, naive, to the second."""
    return dt.datetime.now(ZoneInfo(timezone)).replace(tzinfo=None, microsecond=0)


def _latest_event(part: Part, now: dt.datetime) -> dt.datetime | None:
    """Find the latest time that has come: one wrong clock must not make a file the newest."""
    names = [
        known.name
        for known in part.profile.fields.values()
        if known.kind in ("datetime", "date") and known.name in part.present
    ]
    if not names:
        return None
    casts = ", ".join(
        f"max(TRY_CAST({name} AS TIMESTAMP)) FILTER (TRY_CAST({name} AS TIMESTAMP) <= $1)"
        for name in names
    )
    row = part.one(f"SELECT {casts} FROM {part.relation('fields')}", [now])
    latest: dt.datetime | None = max((moment for moment in row if moment), default=None)
    return latest
