"""Would an operator believe the data? One small shop a profile, looked at with SQL.

`nonsense` lists what must not be; here it is asked of all four profiles, two of them in Chinese.
"""

import datetime as dt
from typing import Any

import pytest

from playbook.simulator.making import simulate
from playbook.store import tables
from tests.simulator.nonsense import ALL

START, DAYS = dt.date(2025, 7, 1), 30
SHOPS = {"tmall-fashion": "en", "food": "zh", "electronics": "zh", "shopify-home": "en"}
LATER_BY_RIGHT = {
    *("due_at", "ends_at", "expires_at", "licence_until_at", "contract_until_at", "next_due_at"),
    *("promised_at", "promised_ship_at", "promised_delivery_at", "payment_due_at"),
}
HAN = r"[\x{3400}-\x{9fff}\x{ff01}-\x{ff5e}]"
NAMES_NOT_WORDS = {"skus", "coupons", "depends_on", "metric", "goal_metric", "currency"}
SPOKEN = {  # what a person reads, in the language of the shop
    "order_lines": "title", "products": "title", "reviews": "text", "chat_messages": "text",
    "tickets": "subject", "changes": "what", "tasks": "title", "content": "title",
    "promotions": "name", "suppliers": "name", "search_terms": "term", "posts": "text",
    "orders": "region", "traffic": "channel", "refunds": "reason_text",
}  # fmt: skip


@pytest.fixture(scope="module", params=SHOPS)
def shop(request: Any, tmp_path_factory: Any) -> Any:
    folder = tmp_path_factory.mktemp("sense") / request.param
    return simulate(
        folder,
        seed=5,
        days=DAYS,
        start=START,
        orders_per_day=20.0,
        profile=request.param,
        lang=SHOPS[request.param],
        truth=False,
    )


def test_nothing_is_nonsense(shop: Any) -> None:
    counted = {what: int(shop.sql(query).iloc[0, 0]) for what, query in ALL.items()}
    assert {what: count for what, count in counted.items() if count} == {}


def test_nothing_happens_tomorrow(shop: Any) -> None:
    end = dt.datetime.combine(START + dt.timedelta(days=DAYS), dt.time())
    late = {
        f"{table}.{name}": newest
        for table in shop.tables
        if table in tables()
        for name, column in tables()[table].columns.items()
        if column.type == "datetime" and name not in LATER_BY_RIGHT
        for newest in [shop.sql(f'SELECT max("{name}") AS t FROM {table}')["t"][0]]
        if newest == newest and newest is not None and newest >= end
    }
    assert late == {}


def test_an_english_shop_has_no_chinese_word(shop: Any) -> None:
    if shop.info.language != "en":
        return
    found = {
        f"{table}.{name}"
        for table in shop.tables
        if table in tables()
        for name, column in tables()[table].columns.items()
        if column.type == "text" and name not in NAMES_NOT_WORDS
        and shop.sql(f"""SELECT count(*) AS n FROM {table}
            WHERE regexp_matches("{name}", '{HAN}')""")["n"][0]
    }  # fmt: skip
    assert found == set()


def test_a_chinese_shop_speaks_chinese(shop: Any) -> None:
    if shop.info.language != "zh":
        return
    found = {
        table: shop.sql(f"""SELECT any_value("{name}") AS v, count(*) AS n FROM {table}
            WHERE "{name}" IS NOT NULL AND NOT regexp_matches("{name}", '{HAN}')""").iloc[0]
        for table, name in SPOKEN.items()
    }
    assert {table: row["v"] for table, row in found.items() if row["n"]} == {}
