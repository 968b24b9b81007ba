"""What would have happened otherwise?

Two worlds of one seed differ only through what was planned or decided, so the difference of their
ledgers is the exact effect: of an incident, a promotion, an ad, a stock-out. `compare` refuses
worlds that are not twins. It uses the simulator's own ledger, never the metric dictionary.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.simulator.flow.ledger import BACK, FLOW, LOST, SPENT

if TYPE_CHECKING:
    import pandas as pd

    from playbook.simulator.core.frames import Frame
    from playbook.simulator.world import World

BY = ("date", "channel", "product", "plan")
COUNTS = ("visits", "bots", "units", "lost_wishes")
MONEY = ("list_sales", "discount", "sales", "cost", "unpaid", "refunds", "ad_spend")
COLUMNS = (*COUNTS, *MONEY, "margin")


def compare(
    with_it: World,
    without: World,
    *,
    by: Sequence[str] = (),
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> pd.DataFrame:
    """Return the exact effect: the first world minus the second.

    Parameters
    ----------
    with_it, without : World
        Twins: same seed, profile, start, size; simulated at least to `last`.
    by : sequence of str
        Any of "date", "channel", "product", "plan"; empty gives one row.
    first, last : date, optional
        Days to count, both inclusive; all days that both worlds have when omitted.

    Returns
    -------
    DataFrame
        One row a group, columns: counts (visits, bots, units, lost_wishes) and money in the shop's
        currency: list_sales, discount (seller's), sales (paid for goods), cost (of goods),
        unpaid, refunds (dated on the order's day), ad_spend, and
        margin = sales - refunds - cost - ad_spend. Cost of returned goods is not taken back.

    Raises
    ------
    ParameterError
        The worlds are no twins, or a name in `by` is unknown.
    """
    _check(with_it, without, by)
    start = _day(with_it, first, 0)
    end = _day(with_it, last, min(with_it.today, without.today) - 1)
    plus, minus = (ledger(world, by, start, end) for world in (with_it, without))
    total = plus.sub(minus, fill_value=0).reset_index() if by else plus.sub(minus)
    if "date" in by:
        total["date"] = [with_it.date_of(int(day)) for day in total["date"]]
    if "channel" in by:
        names = with_it.channels.names
        total["channel"] = [names[int(i)] if i >= 0 else None for i in total["channel"]]
    if "product" in by:
        codes, values = with_it.catalogue.product_code, with_it.texts.values
        total["product"] = [values[codes[int(i)]] if i >= 0 else None for i in total["product"]]
    return total


def ledger(world: World, by: Sequence[str], start: int, end: int) -> pd.DataFrame:
    """Sum a world's ledger over days ``start`` to ``end`` (indexes, inclusive)."""
    import pandas as pd

    keys = {"date": "day", "channel": "channel", "product": "product", "plan": "plan"}
    parts = [
        _part(world, FLOW, "day", {"list_sales": "list_cents", "discount": "discount_cents",
              "sales": "paid_cents", "cost": "cost_cents", "unpaid": "unpaid_cents",
              "visits": "visits", "bots": "bots", "units": "units"}),
        _part(world, BACK, "order_day", {"refunds": "cents"}),
        _part(world, SPENT, "day", {"ad_spend": "cents"}),
        _part(world, LOST, "day", {"lost_wishes": "wishes"}),
    ]  # fmt: skip
    rows = pd.concat([part for part in parts if len(part)], ignore_index=True)
    rows = rows[(rows["day"] >= start) & (rows["day"] <= end)]
    for name in COLUMNS:
        if name not in rows:
            rows[name] = 0
    names = [name for name in COLUMNS if name != "margin"]
    if by:
        for name in by:
            if keys[name] not in rows:
                rows[keys[name]] = -1
        held = rows.fillna({keys[name]: -1 for name in by})
        total = held.groupby([keys[name] for name in by])[names].sum()
        total.index.names = list(by)
    else:
        total = rows[names].sum().to_frame().T
    for name in MONEY:
        total[name] = total[name] / 100
    total["margin"] = total["sales"] - total["refunds"] - total["cost"] - total["ad_spend"]
    return total


def _part(world: World, name: str, day: str, columns: dict[str, str]) -> pd.DataFrame:
    import pandas as pd

    frame: Frame | None = world.frames.get(name)
    if frame is None or not len(frame):
        return pd.DataFrame()
    told: dict[str, Any] = {ours: frame.get(theirs) for ours, theirs in columns.items()}
    dims: dict[str, Any] = {
        dim: frame.get(dim) for dim in ("channel", "product", "plan") if dim in frame.columns
    }
    if "sku" in frame.columns:
        dims["product"] = world.catalogue.sku_product[frame.get("sku")]
    return pd.DataFrame({"day": frame.get(day), **dims, **told})


def _check(a: World, b: World, by: Sequence[str]) -> None:
    for name in by:
        if name not in BY:
            raise ParameterError(
                _(
                    "by: '{name}' is unknown. Allowed: {allowed}.{hint}",
                    name=name,
                    allowed=", ".join(BY),
                    hint=did_you_mean(name, BY),
                )
            )
    for what in ("seed", "start", "orders_per_day"):
        if getattr(a, what) != getattr(b, what) or a.profile != b.profile:
            raise ParameterError(
                _(
                    "These two worlds are no twins: they differ in {what}. "
                    "Compare worlds of one seed, profile, start and size.",
                    what=what if a.profile == b.profile else "profile",
                )
            )


def _day(world: World, date: dt.date | None, otherwise: int) -> int:
    return otherwise if date is None else (date - world.start).days
