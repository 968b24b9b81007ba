"""How far is the month, and what does each day left have to bring?

The unit is one metric's target for one month. The share of the month that has passed is given by
days and by a curve of expected sales, since a month with a promotion at its end is not half done
on the 15th. Where no curve can be drawn it is null, never days / 30 in disguise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from playbook.i18n import _
from playbook.metrics.ask import Ask
from playbook.metrics.asking import answer, query
from playbook.metrics.dictionary import known as known_metrics
from playbook.metrics.dictionary import metric
from playbook.metrics.period import ONE_DAY, Period
from playbook.metrics.promotions import Phase, last_year, phases, promotion_days

if TYPE_CHECKING:
    import pandas as pd

    from playbook.store import Store

Weights = Mapping[dt.date, float]
CURVE_WEEKS = 8


def progress(store: Store, date: dt.date) -> pd.DataFrame:
    """Compare the month to date with the month's targets.

    Parameters
    ----------
    store : Store
        The shop.
    date : date
        The last day that counts.

    Returns
    -------
    DataFrame
        One row a target of the month: ``metric``; ``month`` (its first day); ``target``;
        ``actual`` (month to date); ``attained`` (actual / target); ``share_days`` and
        ``share_curve`` (share of the month passed, by days and by expected sales); ``curve`` (what
        the curve rests on); ``ahead`` (attained − share_curve, else − share_days; percentage
        points / 100); ``days_left``; ``needed`` (what is still missing); ``needed_per_day``;
        ``unit``; ``reason``. Shares and needs are null for metrics that do not add up over days.
    """
    import pandas as pd

    month = Period.month(date)
    rows = [_row(store, name, target, date, month) for name, target in _targets(store, month)]
    columns = [
        *("metric", "month", "target", "actual", "attained", "share_days", "share_curve"),
        *("curve", "ahead", "days_left", "needed", "needed_per_day", "unit", "reason"),
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({"curve": "str", "reason": "str"})


def _targets(store: Store, month: Period) -> list[tuple[str, float]]:
    if not store.has("targets.target"):
        return []
    found = store.sql(
        "SELECT metric, target FROM targets WHERE grain = 'month' AND date = ?"
        " AND target IS NOT NULL ORDER BY metric",
        [month.start],
    )
    pairs = zip(found["metric"], found["target"], strict=True)
    order = list(known_metrics())
    held = [(str(name), float(target)) for name, target in pairs if name in order]
    return sorted(held, key=lambda pair: order.index(pair[0]))


def _row(store: Store, name: str, target: float, date: dt.date, month: Period) -> dict[str, Any]:
    so_far = Period.month_to_date(date)
    cell = query(store, [name], period=so_far).iloc[0]
    actual, adds = float(cell["value"]), metric(name).kind == "SUM"
    weights, curve = month_weights(store, name, date) if adds else ({}, "")
    passed = sum(weight for day, weight in weights.items() if day <= date)
    share_days = so_far.days / month.days if adds else float("nan")
    share_curve = passed / sum(weights.values()) if weights else float("nan")
    attained = actual / target if target else float("nan")
    share = share_curve if weights else share_days
    left = month.days - so_far.days
    needed = max(target - actual, 0.0) if adds and actual == actual else float("nan")
    return {
        "metric": name,
        "month": month.start,
        "target": target,
        "actual": actual,
        "attained": attained,
        "share_days": share_days,
        "share_curve": share_curve,
        "curve": curve or None,
        "ahead": attained - share,
        "days_left": left,
        "needed": needed,
        "needed_per_day": needed / left if left else float("nan"),
        "unit": metric(name).unit,
        "reason": cell["reason"] if isinstance(cell["reason"], str) else None,
    }


def month_weights(store: Store, name: str, date: dt.date) -> tuple[Weights, str]:
    """Return what each day of a month is expected to weigh, and what that rests on.

    Last year's days, aligned by promotion phase or by weekday, where all of them are held; else
    the weekday's average over the 8 weeks before the month, days of promotions left out.

    Parameters
    ----------
    store : Store
        The shop.
    name : str
        A metric that adds up over days.
    date : date
        A day of the month.

    Returns
    -------
    tuple
        Weight a day, empty where no curve can be drawn; the basis in words.
    """
    month, known = Period.month(date), phases(store)
    aligned = {day: last_year(known, day).date for day in month}
    then = _daily(store, name, Period(min(aligned.values()), max(aligned.values())))
    if all(day in then for day in aligned.values()):
        weights = {day: max(then[other], 0.0) for day, other in aligned.items()}
        if sum(weights.values()) > 0:
            return weights, _("last year's days, aligned by promotion phase, else by weekday")
    return _weekday_weights(store, name, month, known)


def _weekday_weights(
    store: Store, name: str, month: Period, known: list[Phase]
) -> tuple[Weights, str]:
    before = Period.last_days(month.start - ONE_DAY, 7 * CURVE_WEEKS)
    busy = promotion_days(known, before)
    seen: dict[int, list[float]] = {}
    for day, value in _daily(store, name, before).items():
        if day not in busy:
            seen.setdefault(day.isoweekday(), []).append(max(value, 0.0))
    if len(seen) < 7:
        return {}, ""
    mean = {weekday: sum(values) / len(values) for weekday, values in seen.items()}
    if not any(mean.values()):
        return {}, ""
    return {day: mean[day.isoweekday()] for day in month}, _(
        "the weekday's average over the {n} weeks before the month", n=CURVE_WEEKS
    )


def _daily(store: Store, name: str, period: Period) -> dict[dt.date, float]:
    """Return the days that are wholly known."""
    found = answer(store, [name], Ask((), "day", period))
    found = found[found["value"].notna() & ~found["partial"]]
    return dict(zip(found["period"].dt.date, found["value"], strict=True))
