"""Every number of the weekly report, computed a second time with pandas from the shop's own rows.

Nothing of the package's store, metrics or analysis takes part in the second computation. A number
without a counterpart fails the test, so a new number on the page needs a second computation too.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from playbook.reports import run_report
from tests.reports.fifteen_weeks import CATEGORY, PROMOTED, SUNDAY, days, orders, shop

POINTS = {"cvr_pay", "refund_rate_amt", "discount_rate", "ctr", "ad_cvr", "tacos"}
BASES = {"week_before": [1], "week_median_4w": [1, 2, 3, 4]}
Value = float | None


@pytest.fixture(scope="module", name="numbers")
def _numbers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    out = tmp_path_factory.mktemp("weekly")
    result = run_report("weekly", shop(out / "s"), {"date": SUNDAY}, out / "out")
    found: dict[str, Any] = json.loads(result.manifest.read_text(encoding="utf-8"))["numbers"]
    return found


@pytest.fixture(scope="module", name="rows")
def _rows() -> pd.DataFrame:
    table = pd.DataFrame(orders())
    closed = table["day"] + dt.timedelta(days=2)
    # A refund that would close after the last day is not in the data.
    held = table["refund"].where(closed <= SUNDAY, 0.0)  # type: ignore[operator]
    return table.assign(closed=closed, refund=held, category=table["sku"].map(CATEGORY))


def span(back: int, weeks: int = 1) -> tuple[dt.date, dt.date]:
    """Return first and last day of some weeks that end a number of weeks back."""
    last = SUNDAY - dt.timedelta(days=7 * back)
    return last - dt.timedelta(days=7 * weeks - 1), last


def within(rows: pd.DataFrame, back: int, weeks: int = 1, column: str = "day") -> pd.DataFrame:
    first, last = span(back, weeks)
    return rows[(rows[column] >= first) & (rows[column] <= last)]


def visitors(back: int) -> float:
    monday = span(back)[0]
    return 300.0 + days().index(monday)


def money(rows: pd.DataFrame, back: int, weeks: int = 1) -> dict[str, float]:
    """Return every metric of orders and refunds over some weeks."""
    own = within(rows, back, weeks)
    paid, came_back = own["paid"].sum(), within(rows, back, weeks, "closed")["refund"].sum()
    buyers = own["customer_id"].nunique()
    return {
        "gmv_paid": paid, "orders_paid": len(own), "buyers": buyers, "refund_amt": came_back,
        "net_sales": paid - came_back, "net_sales_cohort": paid - own["refund"].sum(),
        "arpu_buyer": paid / buyers, "aov_order": paid / len(own),
        "refund_rate_amt": own["refund"].sum() / paid,
        "refund_rate_ord": (own["refund"] > 0).sum() / len(own),
        "discount_rate": own["off"].sum() / (paid + own["off"].sum()),
    }  # fmt: skip


def metric(rows: pd.DataFrame, name: str, back: int = 0) -> float:
    found = money(rows, back) | {"uv": visitors(back)}
    return found["buyers"] / found["uv"] if name == "cvr_pay" else found[name]


def base(rows: pd.DataFrame, name: str, comparison: str) -> Value:
    if comparison == "last_year":
        return None
    return float(np.median([metric(rows, name, back) for back in BASES[comparison]]))


def changed(name: str, now: float, then: Value) -> Value:
    if then is None:
        return None
    return now - then if name in POINTS else (now - then) / then


def compared(rows: pd.DataFrame, name: str, comparison: str, column: str) -> Value:
    now, then = metric(rows, name), base(rows, name, comparison)
    return {"value": now, "base": then, "change": changed(name, now, then)}[column]


def split(rows: pd.DataFrame) -> dict[str, float]:
    """Split the change of sales with logarithmic means: visitors, conversion, spend per buyer."""
    a, b = metric(rows, "gmv_paid", 1), metric(rows, "gmv_paid")
    mean = (b - a) / math.log(b / a)
    found = {"total/before": a, "total/after": b, "total/effect": b - a}
    names = {"visitors": "uv", "conversion": "cvr_pay", "spend_per_buyer": "arpu_buyer"}
    for factor, name in names.items():
        x, y = metric(rows, name, 1), metric(rows, name)
        effect = mean * math.log(y / x)
        found |= {f"{factor}/before": x, f"{factor}/after": y, f"{factor}/effect": effect}
    return found


def sides(rows: pd.DataFrame, column: str, weeks: int = 1) -> pd.DataFrame:
    """Return sales by item, of the weeks before and now."""
    both = [within(rows, back, weeks).groupby(column)["paid"].sum() for back in (weeks, 0)]
    table = pd.concat(both, axis=1, keys=["before", "after"]).fillna(0.0)
    return table.assign(change=table["after"] - table["before"])


def mix(rows: pd.DataFrame) -> pd.DataFrame:
    """Return weight and order value of each channel, and the parts of mix and rate."""
    found = {}
    for side, back in (("before", 1), ("after", 0)):
        own = within(rows, back).groupby("channel")["paid"].agg(["sum", "count"])
        found[f"weight_{side}"] = own["count"] / own["count"].sum()
        found[f"rate_{side}"] = own["sum"] / own["count"]
    table = pd.DataFrame(found)
    heavier = table["weight_after"] - table["weight_before"]
    dearer = table["rate_after"] - table["rate_before"]
    table["mix"] = heavier * (table["rate_before"] + table["rate_after"]) / 2
    table["rate"] = dearer * (table["weight_before"] + table["weight_after"]) / 2
    table["total"] = table["mix"] + table["rate"]
    whole = table.sum()
    whole["rate_before"], whole["rate_after"] = (metric(rows, "aov_order", b) for b in (1, 0))
    table.loc["total"] = whole
    return table


def classes(sales: pd.Series[float]) -> dict[str, str]:
    """Class products: A while those before them make less than 80 %, B up to 95 %, else C."""
    ordered = sales.sort_values(ascending=False)
    before = (ordered.cumsum() - ordered) / ordered.sum()
    return {
        str(sku): "A" if share < 0.8 else "B" if share < 0.95 else "C"
        for sku, share in before.items()
    }


def class_moves(rows: pd.DataFrame) -> dict[str, float]:
    table = sides(rows, "sku", 4)
    then, now = classes(table["before"]), classes(table["after"])
    found = {
        f"abc/{a}/{b}": float(sum(then[sku] == a and now[sku] == b for sku in then))
        for a in ("A", "B", "C", "absent") for b in ("A", "B", "C", "absent")
    }  # fmt: skip
    for sku in then:
        if then[sku] != now[sku] and "A" in {then[sku], now[sku]}:
            row = table.loc[sku]
            found |= {f"abc_moves/{sku}/value_before": row["before"],  # type: ignore[dict-item]
                      f"abc_moves/{sku}/value_after": row["after"],  # type: ignore[dict-item]
                      f"abc_moves/{sku}/change": row["change"]}  # type: ignore[dict-item]  # fmt: skip
    return found


def new_and_returning(rows: pd.DataFrame) -> dict[str, Value]:
    found: dict[str, Value] = {}
    counts = []
    for back in (0, 1):
        seen = set(rows.loc[rows["day"] < span(back)[0], "customer_id"])
        own = within(rows, back)
        kind = own["customer_id"].isin(seen).map({True: "returning", False: "new"})
        counts.append(own.assign(kind=kind).groupby("kind"))
    for name, own in counts[0]:
        buyers, paid = own["customer_id"].nunique(), own["paid"].sum()
        found |= {
            f"buyers/{name}/buyers": buyers, f"buyers/{name}/orders_paid": len(own),
            f"buyers/{name}/gmv_paid": paid, f"buyers/{name}/arpu_buyer": paid / buyers,
            f"buyers/{name}/buyers_before": counts[1]["customer_id"].nunique()[name],
        }  # fmt: skip
    return found


def ads(rows: pd.DataFrame, back: int) -> dict[str, float]:
    first, last = span(back)
    at = [i for i, day in enumerate(days()) if first <= day <= last]
    spend, sales = sum(20 + i % 3 for i in at), sum(60 + i for i in at)
    imp, clk, sold = sum(1000 + i for i in at), sum(50 + i % 5 for i in at), 2 * len(at)
    paid = money(rows, back)
    return {
        "spend": spend, "imp": imp, "clk": clk, "ctr": clk / imp, "cpc": spend / clk,
        "ad_cvr": sold / clk, "roas": sales / spend, "tacos": spend / paid["gmv_paid"],
        "net_roas": sales * (1 - paid["refund_rate_amt"]) / spend,
    }  # fmt: skip


def advertising(rows: pd.DataFrame) -> dict[str, Value]:
    found: dict[str, Value] = {}
    now, then = ads(rows, 0), ads(rows, 1)
    for name in now:
        # Refunds of the week still come in, so this one is not compared.
        change = None if name == "net_roas" else changed(name, now[name], then[name])
        found |= {f"ads/{name}/after": now[name], f"ads/{name}/before": then[name],
                  f"ads/{name}/change": change}  # fmt: skip
    return found


def funnel() -> dict[str, Value]:
    seen = visitors(0)
    steps = {"Visitors": seen, "Added to cart": seen - 240, "Placed an order": 40.0, "Paid": 30.0}
    found: dict[str, Value] = {}
    before: Value = None
    for name, count in steps.items():
        step = None if before is None else count / before
        found |= {f"funnel/{name}/count": count, f"funnel/{name}/overall_rate": count / seen,
                  f"funnel/{name}/step_rate": step}  # fmt: skip
        before = count
    return found


def week_by_week(rows: pd.DataFrame) -> dict[str, Value]:
    shown = ("gmv_paid", "orders_paid", "buyers", "uv", "cvr_pay", "aov_order", "refund_rate_amt")
    found: dict[str, Value] = {}
    for back in range(12, -1, -1):
        monday = span(back)[0]
        found |= {f"weeks/{monday}/{name}": metric(rows, name, back) for name in shown}
        then = metric(rows, "gmv_paid", back + 1) if back < 12 else None
        found[f"weeks/{monday}/change"] = changed("gmv_paid", metric(rows, "gmv_paid", back), then)
    return found


def expected(rows: pd.DataFrame) -> dict[str, Value]:
    """Compute a counterpart for every number of the page."""
    cards = ("gmv_paid", "net_sales", "orders_paid", "uv", "buyers", "cvr_pay")
    every = (*cards, "arpu_buyer", "aov_order", "refund_rate_amt", "discount_rate")
    kinds = (*BASES, "last_year")
    found: dict[str, Value] = {f"headline/{name}": metric(rows, name) for name in cards}
    found |= {f"headline/{name}/{kind}": base(rows, name, kind) for name in cards for kind in kinds}
    found |= {
        f"comparisons/{name}/{kind}/{column}": compared(rows, name, kind, column)
        for name in every for kind in kinds for column in ("value", "base", "change")
    }  # fmt: skip
    found |= {f"decomposition/{name}": value for name, value in split(rows).items()}
    for part, column in (("categories", "category"), ("products", "sku"), ("channels", "channel")):
        table = sides(rows, column)
        found |= {f"{part}/{item}/{c}": table[c][item] for item in table.index for c in table}
    table = mix(rows)
    found |= {
        f"mix/{item}/{column}": table[column][item] for item in table.index for column in table
    }
    now, month = money(rows, 0), money(rows, 1, 4)
    kept = ("gmv_paid", "refund_amt", "net_sales", "net_sales_cohort", "refund_rate_amt",
            "refund_rate_ord")  # fmt: skip
    for name in kept:
        found |= {f"refunds/{name}/now": now[name], f"refunds/{name}/before": month[name]}
    found |= week_by_week(rows) | class_moves(rows) | new_and_returning(rows) | funnel()
    return found | advertising(rows) | promoted(rows) | said(rows)


def promoted(rows: pd.DataFrame) -> dict[str, Value]:
    late = rows[rows["day"] >= SUNDAY - dt.timedelta(days=3)]
    sales = late.loc[late["sku"].isin(PROMOTED.split(";")), "paid"].sum()
    # Lines do not say what was refunded, so neither does the promotion.
    return {"promotions/p/sales": sales, "promotions/p/refunds": None, "promotions/p/net": None}


def said(rows: pd.DataFrame) -> dict[str, Value]:
    """Return the numbers that stand in sentences."""
    parts, categories = split(rows), sides(rows, "category")["change"]
    effects = [parts[f"{one}/effect"] for one in ("visitors", "conversion", "spend_per_buyer")]
    held = len(rows)
    lines, refunds, weeks = held, int((rows["refund"] > 0).sum()), len(days()) // 7
    quality: dict[str, Value] = {"fresh": 0, "empty": 0, "aside": 0}
    return {
        "lead/total": metric(rows, "gmv_paid"), "lead/before": metric(rows, "gmv_paid", 1),
        "lead/largest_effect": max(effects, key=abs),
        "lead/largest_mover": float(categories.iloc[int(categories.abs().argmax())]),
        "lead/median": float(np.median([metric(rows, "gmv_paid", back) for back in (1, 2, 3, 4)])),
        **{f"quality_line/{name}": value for name, value in quality.items()},
        **{f"quality/{name}/value": value for name, value in quality.items()},
        "quality_line/read": held + lines + len(CATEGORY) + refunds + len(days()) + weeks + 1,
        "quality/provisional/value": 20,
    }  # fmt: skip


def same(one: Value, other: Value) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)


def test_every_number_has_a_second_computation(numbers: dict[str, Any], rows: pd.DataFrame) -> None:
    second = expected(rows)
    assert set(numbers) - set(second) == set()
    assert set(second) - set(numbers) == set()
    assert len(numbers) > 300


def test_both_computations_agree(numbers: dict[str, Any], rows: pd.DataFrame) -> None:
    second = expected(rows)
    off = {
        name: (value, second[name])
        for name, value in numbers.items()
        if not same(value, second[name])
    }
    assert off == {}
