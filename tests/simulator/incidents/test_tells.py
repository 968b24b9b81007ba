"""Each incident can be told from what it is mistaken for, by the tell that it states."""

from typing import Any

import pytest

from playbook.simulator.core.day import DAY_S
from tests.simulator.incidents.conftest import FIRST, LEAD, only_on_duty

START = (FIRST.toordinal() - 719_163) * DAY_S
"""Seconds since 1970 at the first incident's beginning."""


def change(twin: Any, told: Any, metric: Any, where: Any = None, days: Any = (0, 0)) -> Any:
    """Return a metric with an incident over the same without it."""
    return twin(told).ask(metric, where, days) / twin().ask(metric, where, days)


def first_day(frame: Any, column: Any = "created_at", scale: Any = DAY_S, day: Any = 0) -> Any:
    """Return the rows of one day of the incident."""
    return frame[frame[column] // scale == START // DAY_S + day]


@only_on_duty("E1", "E5")
def test_e1_or_e5_the_money_tells(twin: Any) -> None:
    assert change(twin, "E1", "gmv_paid") < 0.97
    assert change(twin, "E5", "gmv_paid") == 1.0
    assert change(twin, "E1", "uv") == 1.0
    assert change(twin, "E5", "uv") < 0.9
    # Tracking coverage leaves its band where the tag is broken, and only there.
    version = {"app_version": twin("E5").facts["app_version"]}
    assert twin("E5").ask("track_cov", version) < 0.5
    assert twin("E1").ask("track_cov") > 0.95


@only_on_duty("E1")
def test_e1_breaks_one_method_in_its_hours_with_an_error_code(twin: Any) -> None:
    struck, calm = (twin(each).rows("orders") for each in ("E1", ""))
    start, end = twin("E1").facts["hours"]

    def unpaid(orders: Any) -> Any:
        orders = first_day(orders)
        hour = orders["created_at"] % DAY_S / 3600
        inside = (hour >= start) & (hour < end)
        method = orders["payment_method"] == twin("E1").facts["payment_method"]
        lost = orders["paid_at"] < 0
        return [(lost & inside & method).sum(), (lost & ~(inside & method)).sum()]

    (there, elsewhere), (before, usual) = unpaid(struck), unpaid(calm)
    assert there > 4 * before
    assert abs(elsewhere - usual) <= 2
    codes = twin("E1").rows("events")["error_code"]
    assert (codes == "gateway_timeout").sum() >= there - before
    assert not (twin().rows("events")["error_code"] == "gateway_timeout").any()


@only_on_duty("E2", "E3")
def test_e2_or_e3_unit_price_or_coupons(twin: Any) -> None:
    product = {"product_id": twin("E2").facts["product_id"]}
    assert change(twin, "E2", "asp", product) < 0.6
    # Where coupons stack, the price on the page is what it was.
    pages = [first_day(twin(each).rows("product_days"), "date", 1) for each in ("E3", "")]
    assert pages[0]["price"].tolist() == pages[1]["price"].tolist()
    stacked = [
        (first_day(twin(each).rows("orders"))["coupon_count"] >= 2).mean()
        for each in ("E2", "E3", "")
    ]
    assert stacked[1] > 0.1 > 10 * stacked[0]
    assert stacked[1] > 10 * stacked[2]


@only_on_duty("E3")
def test_e3_shares_addresses_and_devices(twin: Any) -> None:
    def clustered(told: Any) -> Any:
        orders = first_day(twin(told).rows("orders"))
        return orders["ship_cluster"].map(orders["ship_cluster"].value_counts()).ge(10).mean()

    assert clustered("E3") > 0.1
    assert clustered("") == 0


@only_on_duty("E4", "E11")
def test_e4_or_e11_the_order_of_events(twin: Any) -> None:
    skus = {"sku": twin("E4").facts["sku_ids"]}
    exposed = [change(twin, "E4", "search_exposure", skus, (day, day)) for day in (0, 7)]
    assert exposed[0] > 0.95
    assert exposed[1] < 0.85
    assert change(twin, "E11", "search_exposure", skus, (2, 2)) < 0.6

    def units(told: Any) -> Any:
        stock = first_day(twin(told).rows("inventory"), "date", 1)
        return stock[stock["sku"].isin(skus["sku"])]["available"].sum()

    # Before search shows it less, nothing is left but what came back during the day.
    assert units("E4") < 0.1 * units("")
    assert units("E11") > 0.7 * units("")


@only_on_duty("E6", "E5")
def test_e6_or_e5_the_load_time_tells(twin: Any) -> None:
    one = {"app_version": twin("E6").facts["app_version"]}
    assert one["app_version"] == twin("E5").facts["app_version"]

    def slowness(told: Any) -> Any:
        rows = twin(told).rows("system_health")
        rows = rows[(rows["app_version"] == one["app_version"]) & (rows["p95_ms"] > 0)]
        return rows[rows["checked_at"] // DAY_S == START // DAY_S]["p95_ms"].mean()

    assert slowness("E6") > 1.8 * slowness("")
    assert slowness("E5") == slowness("")
    assert change(twin, "E6", "orders_paid", one) < 1
    assert change(twin, "E5", "orders_paid", one) == 1
    assert change(twin, "E6", "uv", one) == 1


@only_on_duty("E7", "E6")
def test_e7_or_a_real_fall_of_conversion_buyers_tell(twin: Any) -> None:
    assert change(twin, "E7", "cvr_pay") < 0.85
    assert change(twin, "E7", "buyers") == pytest.approx(1, abs=0.02)
    assert change(twin, "E6", "cvr_pay") < 0.99
    assert change(twin, "E6", "buyers") < 0.98
    assert twin("E7").ask("bot_share") > 0.15 > 10 * twin("E6").ask("bot_share")


@only_on_duty("E7")
def test_e7_comes_day_and_night(twin: Any) -> None:
    def night(told: Any) -> Any:
        rows = first_day(twin(told).rows("traffic"), "date", 1)
        rows = rows[rows["grain"] == "hour"]
        return rows[rows["hour"].isin([2, 3, 4])]["uv"].sum() / rows["uv"].sum()

    assert night("E7") > 1.5 * night("")


@only_on_duty("E8", "E21")
def test_e8_or_e21_the_market_tells(twin: Any) -> None:
    def market(told: Any) -> Any:
        rows = twin(told).rows("category_days")
        rows = rows[rows["price_band"].isna()]
        return first_day(rows, "date", 1, 3)["sales_index"].sum()

    assert market("E21") / market("") == pytest.approx(twin("E21").facts["factor"], abs=0.02)
    assert market("E8") == market("")
    skus = {"sku": twin("E8").facts["sku_ids"]}
    assert change(twin, "E8", "price_index", skus, (3, 6)) > 1.1
    assert change(twin, "E21", "price_index", skus, (3, 6)) == pytest.approx(1, abs=0.01)


@only_on_duty("E9", "E7")
def test_e9_or_e7_money_was_spent(twin: Any) -> None:
    plan = {"campaign_id": twin("E9").facts["campaign_id"]}
    assert change(twin, "E9", "spend", plan) > 1.5
    assert change(twin, "E9", "cpc", plan) > 1.2
    assert change(twin, "E7", "spend") == pytest.approx(1, abs=0.02)
    assert twin("E9").ask("bot_share") == twin().ask("bot_share")


@only_on_duty("E10", "E11")
def test_e10_or_e11_ads_end_at_an_hour(twin: Any) -> None:
    hour = twin("E10").facts["hours"][0]

    def paid_later(told: Any) -> Any:
        orders = first_day(twin(told).rows("orders"))
        late = orders["created_at"] % DAY_S >= (hour + 0.1) * 3600
        return (late & (orders["_plan"] >= 0)).sum()

    assert paid_later("E10") < 0.4 * paid_later("")
    assert paid_later("E11") > 0.7 * paid_later("")
    assert change(twin, "E10", "search_exposure") == pytest.approx(1, abs=0.01)
    assert change(twin, "E11", "search_exposure", None, (3, 3)) < 0.7


@only_on_duty("E12", "E11")
def test_e12_or_e11_the_total_tells(twin: Any) -> None:
    for day in (0, 3):
        assert change(twin, "E12", "uv", None, (day, day)) == 1
    assert change(twin, "E11", "uv", None, (3, 3)) < 0.97
    new = {"channel": twin("E12").facts["new_name"]}
    old = {"channel": twin("E12").facts["channel_name"]}
    assert twin("E12").ask("sessions", new) > 2 * twin("E12").ask("sessions", old)


@only_on_duty("E13", "E14")
def test_e13_or_e14_a_region_or_a_batch(twin: Any) -> None:
    late, bad = twin("E13"), twin("E14")
    region, batch = {"region": late.facts["region_name"]}, {"batch_id": bad.facts["batch_id"]}
    assert change(twin, "E13", "door_h", region, (3, 9)) > 1.4
    assert change(twin, "E14", "door_h", region, (3, 9)) == pytest.approx(1, abs=0.03)
    assert bad.ask("quality_refund", batch, (0, 3)) > 3 * twin().ask("quality_refund", None, (0, 3))

    def elsewhere(told: Any, column: Any, value: Any) -> Any:
        found = twin(told).rows("orders" if column == "region" else "order_lines")
        return found[found[column] != value]

    spared = [elsewhere(told, "region", region["region"]) for told in ("E13", "")]
    assert spared[0]["refunded_amount"].sum() == pytest.approx(
        spared[1]["refunded_amount"].sum(), rel=0.03
    )


@only_on_duty("E15", "E14")
def test_e15_or_e14_nobody_sends_anything_back(twin: Any) -> None:
    skus = {"sku": twin("E15").facts["sku_ids"]}
    assert change(twin, "E15", "quality_refund", skus, (0, 3)) == pytest.approx(1, abs=0.4)
    assert change(twin, "E14", "quality_refund", skus, (0, 3)) > 1.8
    bombs = first_day(twin("E15").rows("reviews"))
    bombs = bombs[(bombs["stars"] == 1) & bombs["sku"].isin(skus["sku"])]
    assert (bombs["order_id"] < 0).mean() > 0.8
    assert bombs["account_age_days"].median() < 60
    texts = bombs[[name for name in bombs if name.startswith("text")]].fillna("").agg("".join, 1)
    assert texts.nunique() < 0.7 * len(texts)


@only_on_duty("E16", "E5")
def test_e16_or_e5_the_regions_orders_are_gone_too(twin: Any) -> None:
    region = {"region": twin("E16").facts["region_name"]}
    assert change(twin, "E16", "uv", region) < 0.9
    assert change(twin, "E16", "orders_paid", region) < 0.95
    assert change(twin, "E5", "orders_paid", region) == 1
    others = [
        (rows := first_day(twin(told).rows("orders")))[rows["region"] != region["region"]]
        for told in ("E16", "")
    ]
    assert len(others[0]) == pytest.approx(len(others[1]), rel=0.02)


@only_on_duty("E17", "E23")
def test_e17_or_e23_two_orders_or_two_files(twin: Any) -> None:
    def again(told: Any) -> Any:
        orders = first_day(twin(told).rows("orders"))
        orders = orders.sort_values(["customer_id", "created_at"])
        same = orders[["customer_id", "placed_amount"]].eq(
            orders[["customer_id", "placed_amount"]].shift()
        )
        return (same.all(axis=1) & (orders["created_at"].diff() <= 60)).sum()

    assert again("E17") > 10 > 2 * again("")
    assert 1.02 < change(twin, "E17", "orders_paid") < 1.2
    # A file loaded twice doubles the Store exactly, and leaves the shop's own books alone.
    assert change(twin, "E23", "orders_paid") == 2
    assert again("E23") == again("")
    refunds = twin("E17").rows("refunds")
    assert (refunds["reason_text"] == "duplicate order").sum() > 10


@only_on_duty("E18", "E4")
def test_e18_or_e4_below_zero_or_zero(twin: Any) -> None:
    def least(told: Any) -> Any:
        stock = first_day(twin(told).rows("inventory"), "date", 1)
        return stock[stock["sku"].isin(twin(told).facts["sku_ids"])]["available"].min()

    assert least("E18") < 0
    assert least("E4") == 0
    reasons = twin("E18").rows("refunds")["reason_code"].value_counts()
    usual = twin().rows("refunds")["reason_code"].value_counts()
    assert reasons["out_of_stock"] >= 3 * usual.get("out_of_stock", 1)


@only_on_duty("E19", "E14")
def test_e19_or_e14_the_reason_tells(twin: Any) -> None:
    def reasons(told: Any) -> Any:
        rows = twin(told).rows("refunds")
        return rows[rows["sku"].isin(twin(told).facts["sku_ids"])]["reason_code"].value_counts()

    wrong, bad = reasons("E19"), reasons("E14")
    assert wrong["not_as_described"] > wrong.get("quality", 0)
    assert bad["quality"] > bad.get("not_as_described", 0)


@only_on_duty("E20", "E3")
def test_e20_or_e3_members_only(twin: Any) -> None:
    def depth(told: Any, member: Any) -> Any:
        orders = twin(told).rows("orders")
        days = orders["created_at"] // DAY_S - START // DAY_S
        orders = orders[(orders["is_member"] == member) & days.between(0, 1)]
        return orders["discount_amount"].sum() / orders["list_amount"].sum()

    assert depth("E20", 1) > 1.3 * depth("", 1)
    assert depth("E20", 0) == pytest.approx(depth("", 0), rel=0.05)
    assert depth("E3", 0) > 2 * depth("", 0)


@only_on_duty("E22", "E1")
def test_e22_or_e1_hours_are_missing_whole(twin: Any) -> None:
    def hours(told: Any) -> Any:
        from playbook.metrics import Period, query

        rows = query(twin(told, days=1).store, "orders_placed", grain="hour",
                     period=Period(FIRST, FIRST))  # fmt: skip
        return rows["value"].fillna(0).to_numpy()

    calm, cut = hours(""), int(twin("E22", days=1).facts["hours"][0])
    assert (hours("E22")[:cut] == calm[:cut]).all()
    assert (hours("E22")[cut + 1 :] == 0).all()
    assert (hours("E1") == calm).all()


@only_on_duty("E22")
def test_e22_heals_itself(twin: Any) -> None:
    assert change(twin, "E22", "orders_paid") == 1


@only_on_duty("E24", "E9")
def test_e24_or_e9_exactly_a_hundred(twin: Any) -> None:
    assert change(twin, "E24", "spend") == pytest.approx(100, rel=1e-9)
    assert change(twin, "E24", "clk") == 1
    plan = {"campaign_id": twin("E9").facts["campaign_id"]}
    assert change(twin, "E9", "clk", plan) > 1.05


@only_on_duty("E25")
def test_e25_hides_few_buyers_who_send_nothing_back(twin: Any) -> None:
    orders = twin("E25").rows("orders")
    orders = orders[(orders["created_at"] >= START) & (orders["paid_at"] > 0)]
    calm = twin().rows("orders")
    fake = orders[~orders["order_id"].isin(calm["order_id"])]
    fake = fake[fake["region"].isin(twin("E25").facts["region_names"])]
    assert (fake["created_at"] < START + LEAD * DAY_S).mean() > 0.8
    before = fake[fake["created_at"] < START + 3 * DAY_S]
    assert before["customer_id"].nunique() < 0.5 * len(before)
    assert before["refunded_amount"].sum() < 0.05 * before["paid_amount"].sum()
    assert before["region"].nunique() <= 3


@only_on_duty("E26", "E14")
def test_e26_or_e14_without_a_quality_reason(twin: Any) -> None:
    assert change(twin, "E26", "refund_only", None, (0, 6)) > 1.3
    assert change(twin, "E26", "quality_refund", None, (0, 6)) == pytest.approx(1, abs=0.2)
    assert change(twin, "E14", "refund_only", None, (0, 6)) == pytest.approx(1, abs=0.12)


@only_on_duty("E27", "E2")
def test_e27_or_e2_one_channel_or_one_product(twin: Any) -> None:
    live = {"channel": twin("E27").facts["channel_name"]}
    assert change(twin, "E27", "gmv_paid", live) > 3
    sales = {told: first_day(twin(told).rows("orders")) for told in ("E27", "")}
    rest = {t: rows[rows["channel"] != live["channel"]] for t, rows in sales.items()}
    assert len(rest["E27"]) == pytest.approx(len(rest[""]), rel=0.03)
    product = {"product_id": twin("E2").facts["product_id"]}
    assert change(twin, "E27", "asp", product) == pytest.approx(1, abs=0.2)


@only_on_duty("E28", "E8")
def test_e28_or_e8_who_became_cheaper(twin: Any) -> None:
    own = {"sku": twin("E28").facts["sku_ids"]}
    assert change(twin, "E28", "price_index", own, (0, 2)) < 0.8
    theirs = {"sku": twin("E8").facts["sku_ids"]}
    assert change(twin, "E8", "price_index", theirs, (2, 6)) > 1.1


@only_on_duty("E29", "E4")
def test_e29_or_a_product_problem_mix_or_rate(twin: Any) -> None:
    from playbook.analysis import mix_and_rate

    def parts(told: Any) -> Any:
        def by_channel(of: Any) -> Any:
            rows = first_day(twin(of).rows("traffic"), "date", 1)
            return rows[rows["scope"] == "channel"][["channel", "uv", "buyers"]]

        return mix_and_rate(by_channel(""), by_channel(told), "channel", "buyers", "uv")

    shift, sold_out = parts("E29"), parts("E4")
    assert shift["mix"].sum() < 0 < shift["rate"].sum()
    assert shift["mix"].sum() + shift["rate"].sum() < 0
    assert abs(sold_out["mix"].sum()) < abs(sold_out["rate"].sum())
    assert sold_out["rate"].sum() < 0
    assert twin("E29").ask("bot_share") == twin().ask("bot_share")


@only_on_duty("E30", "E14")
def test_e30_or_e14_the_cohort_tells(twin: Any) -> None:
    assert change(twin, "E30", "refund_amt", None, (8, 14)) > 1.3
    assert change(twin, "E30", "refund_rate_ord", None, (0, 1)) == pytest.approx(1, abs=0.15)
    batch = {"sku": twin("E14").facts["sku_ids"]}
    assert change(twin, "E14", "refund_rate_ord", batch, (0, 3)) > 1.3
