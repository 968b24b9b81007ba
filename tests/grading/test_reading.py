"""Numbers as people write them, and what is no number."""

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

from playbook.grading.reading import read_number


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.2万", 12000, ""),
        ("1.2w", 12000, ""),
        ("3 万 元", 30000, "CNY"),
        ("12万单", 120000, "count"),
        ("1.5亿", 150_000_000, ""),
        ("12%", 12, "percent"),
        ("百分之12", 12, "percent"),
        ("12.5个百分点", 12.5, "percent"),
        ("5‰", 5, "permille"),
        ("¥3,400", 3400, "CNY"),
        ("￥3，400.50", 3400.5, "CNY"),
        ("3400分", 3400, "fen"),
        ("$-5", -5, "USD"),
        ("-$5", -5, "USD"),
        ("US$5", 5, "USD"),
        ("１２３", 123, ""),
        ("（500）", -500, ""),
        ("−5", -5, ""),
        ("约12单", 12, "count"),
        ("= 12", 12, ""),
        ("2小时", 2, "hours"),
        ("3.4k", 3400, ""),
        ("1e5", 100000, ""),
        (".5", 0.5, ""),
    ],
)
def test_text_is_read_as_it_was_meant(text: str, value: float, unit: str) -> None:
    read = read_number(text)
    assert read is not None
    assert read.value == pytest.approx(value)
    assert read.unit == unit


@pytest.mark.parametrize(
    "text", ["12 or 13", "twelve", "1,23", "1.2.3", "0x10", "(5", "5 bananas", "9" * 300, "1 200"]
)
def test_text_that_is_not_one_number_is_refused(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    "one",
    [
        7, 7.0, Decimal(7), Fraction(7), np.int64(7), np.float32(7), np.array(7), np.array([[7]]),
        pd.Series([7]), pd.Series([7], dtype="Int64"), pd.Index([7]), pd.DataFrame({"n": [7]}),
        [7], (7,), {7}, ["7"], pd.Series(["7"]),
    ],
    ids=repr,
)  # fmt: skip
def test_one_number_is_taken_from_any_container(one: Any) -> None:
    read = read_number(one)
    assert read is not None
    assert read.value == 7


@pytest.mark.parametrize(
    "empty", [math.nan, pd.NA, pd.NaT, np.nan, "n/a", "—", "无", Decimal("sNaN")]
)
def test_an_empty_answer_is_nan_and_not_zero(empty: Any) -> None:
    read = read_number(empty)
    assert read is not None
    assert math.isnan(read.value)


@pytest.mark.parametrize(
    "other", [True, np.True_, 1j, [1, 2], [], {"a": 1}, object(), print, [[[[[1]]]]]]
)
def test_what_is_not_one_number_is_refused(other: Any) -> None:
    assert read_number(other) is None


def test_a_giant_int_is_infinite_and_does_not_raise() -> None:
    read = read_number(-(10**5000))
    assert read is not None
    assert read.value == -math.inf


def test_the_last_digit_written_is_known() -> None:
    sizes = [read.quantum for text in ("1.2万", "3.45", 3.0) if (read := read_number(text))]
    assert sizes == pytest.approx([1000, 0.01, 1])
