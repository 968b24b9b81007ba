"""Values reach a notebook only when they are what was declared."""

import datetime as dt
from typing import Any

import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.runner import Bounds, Parameter, bind

DAY = Parameter("date", "date", "the day", "日期")
DAYS = {"date": Bounds(dt.date(2025, 11, 1), dt.date(2026, 10, 31), "the days in store 'demo'")}
SKU = Parameter("sku", "text", "the product", "商品")


def test_a_product_code_stays_text() -> None:
    assert bind([SKU], {"sku": "00123"}) == {"sku": "00123"}


def test_an_impossible_date_is_refused_with_the_days_allowed() -> None:
    with pytest.raises(ParameterError) as caught:
        bind([DAY], {"date": "2026-13-01"}, DAYS)
    assert str(caught.value) == (
        "date='2026-13-01' is not a date. Expected YYYY-MM-DD between 2025-11-01 and 2026-10-31 "
        "(the days in store 'demo')."
    )


@pytest.mark.parametrize("given", ["20260228", "2026-W09-6", "2026-2-8", "yesterday", "", 20260228])
def test_only_one_way_of_writing_a_date(given: Any) -> None:
    with pytest.raises(ParameterError, match="is not a date"):
        bind([DAY], {"date": given})


@pytest.mark.parametrize("given", [dt.date(2026, 2, 28), dt.datetime(2026, 2, 28, 9), "2026-02-28"])
def test_dates_leave_as_text(given: Any) -> None:
    assert bind([DAY], {"date": given}) == {"date": "2026-02-28"}


def test_a_day_outside_the_data_is_out_of_range() -> None:
    with pytest.raises(ParameterError, match=r"out of range.*2025-11-01"):
        bind([DAY], {"date": "2020-01-01"}, DAYS)


def test_a_misspelt_name_is_an_error_and_not_a_warning() -> None:
    with pytest.raises(ParameterError, match="Did you mean 'date'"):
        bind([DAY], {"dat": "2026-02-28"})


def test_a_name_can_carry_no_code() -> None:
    with pytest.raises(ParameterError, match="There is no parameter"):
        bind([DAY], {"date = 1; import os": "2026-02-28"})
    with pytest.raises(ValueError, match="no parameter name"):
        Parameter("x; import os", "text", "x", "x")


def test_what_is_required_must_be_given() -> None:
    with pytest.raises(ParameterError, match="date is missing: the day"):
        bind([DAY], {})


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [("integer", "12", 12), ("integer", -3, -3), ("number", "1.5", 1.5), ("flag", "yes", True)],
)
def test_text_from_a_command_line_is_read_by_its_kind(kind: Any, given: Any, value: Any) -> None:
    assert bind([Parameter("n", kind, "n", "n")], {"n": given}) == {"n": value}


@pytest.mark.parametrize(
    ("kind", "given"),
    [("integer", "1.5"), ("integer", True), ("number", "nan"), ("number", float("inf")),
     ("number", "1,5"), ("flag", "perhaps"), ("integer", "１２")],
)  # fmt: skip
def test_what_is_nearly_right_is_refused(kind: Any, given: Any) -> None:
    with pytest.raises(ParameterError, match="is not"):
        bind([Parameter("n", kind, "n", "n")], {"n": given})


def test_a_choice_names_what_is_allowed() -> None:
    lang = Parameter("lang", "choice", "language", "语言", default="en", choices=("en", "zh"))
    assert bind([lang], {}) == {"lang": "en"}
    with pytest.raises(ParameterError, match="Allowed: en, zh"):
        bind([lang], {"lang": "de"})


def test_refusals_are_chinese_in_chinese() -> None:
    with use_language("zh"), pytest.raises(ParameterError) as caught:
        bind([DAY], {"date": "x"}, {"date": Bounds(dt.date(2025, 1, 1), None)})
    assert "不是日期" in str(caught.value)
    assert "不早于" in str(caught.value) or "至少" in str(caught.value)
