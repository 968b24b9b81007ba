"""The metrics of the tables around the orders, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from playbook.metrics import Period, query
from playbook.store import Store
from tests.metrics.full_shop import march
from tests.metrics.wide_shop import wide_shop

DAYS = march(2, 4)

# metric, period, slice, value, n
CASES: list[tuple[str, Period, dict[str, str], float, float]] = [
    # Ranks 4, 10 and 20 on the last day; one term has no rank.
    ("kw_rank", DAYS, {}, 10, 3),
    ("cart_to_pay", march(2, 3), {}, 2 / 3, 3),
    ("cart_abandon", march(2, 3), {}, 2 / 3, 3),
    ("checkout_err", march(2), {}, 1 / 3, 3),
    ("checkout_err", march(2), {"payment_method": "wallet"}, 1, 1),
    # Ann and Bob paid, Dan and Eve did not.
    ("inquiry_cvr", DAYS, {}, 2 / 4, 4),
    # Cat paid without asking; Eve asked without paying.
    ("silent_cvr", march(4), {}, 1 / 19, 19),
    ("coupon_redeem", DAYS, {}, 8 / 16, 16),
    ("zero_result", march(3), {}, 0.1, 100),
    # 7 units out of 15 in stock and 6 received
    ("sell_through", DAYS, {}, 7 / 21, 21),
    ("sell_through", DAYS, {"sku": "A"}, 3 / 16, 16),
    # Own 55 + 35 against 50 (between 40 and 60) + 25
    ("price_index", march(2), {}, 90 / 75, 2),
    ("price_index", march(2), {"sku": "A"}, 55 / 50, 1),
    ("unsub", DAYS, {}, 1 / 2, 2),
    # 100 - 30 - 20 - 10 points of 0.01
    ("points_liab", DAYS, {}, 0.40, 4),
    ("live_gmv", DAYS, {}, 240, 2),
    ("gpm", DAYS, {}, 160, 1500),
    ("finish_rate", DAYS, {}, 0.25, 100),
    ("neg_rate", march(2, 3), {}, 2 / 4, 4),
    ("neg_topic", march(2, 3), {"topic": "quality"}, 1 / 2, 2),
    # 60, 30 and 120 seconds
    ("first_resp", DAYS, {}, 70, 3),
    ("ship_48h", DAYS, {}, 2 / 3, 3),
    ("ship_48h", DAYS, {"carrier": "SF"}, 1, 2),
    # w4, promised for the 6th, was cancelled.
    ("ship_breach", march(4, 6), {}, 1 / 3, 3),
    # 72 and 120 hours; the pre-sale is left out.
    ("door_h", march(5, 7), {}, 96, 2),
    ("dsr", DAYS, {}, 4.7, 1),
    ("dsr", march(4), {"score_part": "service"}, 4.6, 1),
    ("fill_rate", DAYS, {}, 5 / 6, 6),
    ("aged_share", DAYS, {}, (4 * 20 + 1 * 9) / (13 * 20 + 2 * 9), 2),
    ("otif", march(3, 5), {}, 1 / 4, 4),
    ("otif", march(3, 5), {"supplier": "s1"}, 1 / 2, 2),
    ("defect_ppm", march(3, 6), {}, 1e6 / 28, 28),
    # A 3·20; B 3·8 before and 1·10 from the 4th
    ("cogs", DAYS, {}, 94, 4),
    # B: 0.2·10 + 4; A: none lost + 6
    ("return_loss", DAYS, {}, 12, 2),
    # (230 - 70 - 94) + 30 - 23 - 17 - 5 - 12
    ("cm2", DAYS, {}, 39, 4),
    ("cm3", DAYS, {}, 39 - 10 - 3 - 0.50, 4),
    # (98 - 10 + 5) - (100 - 10 + 60 + 5)
    ("cash_gap", march(3, 4), {}, -62, 4),
    ("availability", march(2), {}, 234 / 240, 240),
    ("availability", march(2), {"component": "shop page"}, 114 / 120, 120),
    ("p95_ms", march(2), {}, 1950, 2),
    ("api_err", march(2), {}, 45 / 1500, 1500),
    # Only w1 was reported, if twice.
    ("track_cov", DAYS, {}, 1 / 4, 4),
    ("track_cov", march(2), {"app_version": "7.0"}, 0, 1),
    ("dup_event", march(2), {}, 1 / 2, 2),
    ("bot_share", march(2), {}, 0.1, 60),
    ("member_share", DAYS, {}, 140 / 230, 4),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return wide_shop(tmp_path_factory.mktemp("wide") / "store")


@pytest.mark.parametrize(
    ("name", "period", "where", "value", "n"),
    CASES,
    ids=[f"{one[0]}-{one[1].start.day}-{one[1].end.day}-{''.join(one[2])}" for one in CASES],
)
def test_a_metric_is_what_the_hand_gives(
    shop: Store, name: str, period: Period, where: dict[str, str], value: float, n: float
) -> None:
    found = query(shop, [name], by=list(where), period=period)
    for dim, wanted in where.items():
        found = found[found[dim] == wanted]
    (row,) = found.to_dict("records")
    assert row["value"] == pytest.approx(value, rel=1e-12), row["reason"]
    assert row["n"] == n
    assert row["basis"]
