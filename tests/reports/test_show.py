"""Whatever the data holds, a part of a report is our markup, and its numbers are recorded."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from playbook.i18n import use_language
from playbook.reports import show
from playbook.reports.show import Column, Shown
from playbook.reports.shown import markup
from playbook.reports.words import difference, plain_number, say, write
from playbook.runner.cleaning import clean
from playbook.runner.outputs import MIME
from tests.reports.small import XSS

FRAME = pd.DataFrame(
    {
        "item": [XSS, "B"],
        "sales": [1234.5, float("nan")],
        "said": ["1 pp", "—"],
        "said_value": [0.01, None],
    }
)
COLUMNS = {
    "item": Column("Item <b>"),
    "sales": Column("Sales", "money", unit="USD"),
    "said": Column("Said", "said"),
}


@pytest.fixture(name="table")
def _table() -> Shown:
    return show.table("t", FRAME, COLUMNS, title="T & t", caption="what it is", key="item")


def test_titles_from_data_are_escaped(table: Shown) -> None:
    assert "<script" not in table.html
    assert "&lt;script&gt;" in table.html
    assert "Item &lt;b&gt;" in table.html
    assert clean(table.html).count("<td") == 4


def test_numbers_are_written_with_separators_and_their_unit_stands_in_the_header(
    table: Shown,
) -> None:
    assert '<td class="num">1,234.50</td>' in table.html
    assert '<span class="unit">USD</span>' in table.html
    assert '<td class="num">—</td>' in table.html


def test_every_number_shown_is_recorded_and_null_is_not_zero(table: Shown) -> None:
    assert table.numbers == {
        f"{XSS}/sales": 1234.5, f"{XSS}/said": 0.01, "B/sales": None, "B/said": None,
    }  # fmt: skip


def test_the_record_travels_with_the_output(table: Shown) -> None:
    data, _metadata = table._repr_mimebundle_()
    assert data[MIME]["rows"] == 2
    assert data["text/plain"].splitlines()[0] == "T & t"


def test_the_region_that_scrolls_has_a_name_and_takes_the_focus(table: Shown) -> None:
    assert 'tabindex="0" role="region" aria-labelledby="about-t"' in table.html
    assert 'id="about-t"' in table.html


def test_a_wide_table_tells_each_cell_its_header() -> None:
    html = show.table("t", FRAME, COLUMNS, title="T", stack=True).html
    assert 'data-label="Sales"' in html
    assert clean(html).count("data-label") == 4


def test_a_recorded_number_shows_nothing() -> None:
    record = show.record("gmv_paid", Decimal("1.50"))
    assert record.html == ""
    assert record._repr_mimebundle_()[0][MIME]["numbers"] == {"gmv_paid": 1.5}


def test_sentences_are_escaped_and_joined_as_the_language_does() -> None:
    assert "&lt;i&gt;" in show.paragraphs("p", ["<i>"]).html
    assert show.left_out("x", "A.", "B.").text == "A. B."
    with use_language("zh"):
        assert show.left_out("x", "甲。", "乙。").text == "甲。乙。"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1234.5, "money", "$1,234.50"), (0.0345, "fraction", "3.45%"), (3, "count", "3"),
     (2.5, "x", "2.50×"), (None, "money", "—"), (1.25, "days", "1.3 days")],
)  # fmt: skip
def test_values_in_sentences(value: Any, unit: str, text: str) -> None:
    assert say(value, unit, "USD") == text


def test_large_money_in_sentences_can_leave_out_cents() -> None:
    assert say(12345.67, "money", "USD", whole=True) == "$12,346"
    assert say(345.67, "money", "USD", whole=True) == "$345.67"


@pytest.mark.parametrize(
    ("before", "after", "unit", "text"),
    [(200, 100, "money", "-50.0%"), (0.10, 0.12, "fraction", "+2.00 pp"), (0, 3, "count", "—"),
     (None, 3, "count", "—"), (-50, 50, "money", "+200.0%")],
)  # fmt: skip
def test_changes(before: Any, after: Any, unit: str, text: str) -> None:
    assert difference(before, after, unit) == text


def test_what_is_absent_is_a_dash_in_every_unit() -> None:
    for unit in ("money", "count", "fraction", "points", "day", "x", "text"):
        assert write(pd.NA, unit) == "—"
    assert plain_number(pd.NaT) is None


def test_a_sign_stays_with_its_amount_and_other_hyphens_are_left_alone() -> None:
    said = markup("from 2026-05-30 (A-7, x-1): -CN¥480.00 and +60.0%")
    assert said.count('class="whole"') == 2
    assert '<span class="whole">-CN¥480.00</span>' in said
    assert '<span class="whole">+60.0%</span>' in said
    assert "2026-05-30 (A-7, x-1)" in said
