"""The words beside a number, in both languages, with what this shop's number rests on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.metrics import DICTIONARY, describe, explain
from playbook.metrics.explaining import formula
from playbook.store import Store
from tests.metrics.full_shop import full_shop, march
from tests.shops import make_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return full_shop(tmp_path_factory.mktemp("shop") / "store")


def test_all_facts_stand_beside_the_number(shop: Store) -> None:
    lines = explain("cvr_pay", shop, "en", period=march(1)).splitlines()
    assert lines[0] == ("Payment conversion: Paying buyers divided by visitors of the same period.")
    assert lines[1:5] == [
        "Formula: buyers / uv",
        "Base (n): Visitors",
        "Counted on: orders, dated when paid; the platform's own totals of the shop",
        "Period: Mar 1, 2026",
    ]
    assert lines[5].startswith("Beware: Can exceed 100 %")


def test_chinese_does_not_depend_on_the_language_in_force(shop: Store) -> None:
    text = explain("cvr_pay", shop, "zh", period=march(1))
    assert text.startswith("支付转化率：支付买家数除以同期访客数。\n公式：支付买家数 ÷ 访客数")
    assert "统计依据：订单表（按付款时间）；平台全店数据" in text
    assert "统计周期：2026年3月1日" in text


def test_a_split_may_change_the_rows(shop: Store) -> None:
    assert "order lines" in explain("gmv_paid", shop, by=("sku",))
    assert "order lines" not in explain("gmv_paid", shop)


def test_what_a_store_lacks_is_said(tmp_path: Path) -> None:
    store = make_shop(
        tmp_path / "s", orders=[{"order_id": "1", "created_at": "2026-03-01 10:00:00"}]
    )
    assert "Not counted here: The Store lacks: Ads" in explain("spend", store)


def test_an_unknown_metric_is_refused() -> None:
    with pytest.raises(ParameterError, match="Did you mean 'buyers'"):
        explain("buyer")


def test_the_dictionary_can_be_read_as_a_table(shop: Store) -> None:
    found = describe(shop).set_index("id")
    assert list(found.index) == list(DICTIONARY)
    assert found.loc["gmv_paid", "name"] == "Paid sales"
    # The platform states channels and products apart, so these can be had by a split.
    assert found.loc[["gmv_paid", "channel_share", "attach_rate"], "available"].all()
    with use_language("zh"):
        assert describe().set_index("id").loc["gmv_paid", "name"] == "支付金额"


def test_what_cannot_be_had_is_not_available(tmp_path: Path) -> None:
    store = make_shop(
        tmp_path / "s", orders=[{"order_id": "1", "created_at": "2026-03-01 10:00:00"}]
    )
    found = describe(store)
    assert set(found.loc[found["available"], "id"]) == {"freshness", "complete"}


def test_no_formula_shows_english_words_or_ids_in_chinese() -> None:
    with use_language("zh"):
        words = {w for one in DICTIONARY.values() for w in re.findall(r"[A-Za-z_]+", formula(one))}
    assert words == {"SKU", "A", "B"}  # as Chinese operators write them
