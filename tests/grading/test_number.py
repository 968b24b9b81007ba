"""One number against the truth: what passes, and which sentence a wrong one gets."""

import math
from typing import Any

import pytest

from playbook.grading import Kind, Outcome, Tolerance, check_number


@pytest.mark.parametrize("blank", [None, ..., "", "  ", "____", "..."])
def test_a_starter_is_not_attempted(blank: Any) -> None:
    assert check_number(blank, 5).outcome is Outcome.NOT_ATTEMPTED


@pytest.mark.parametrize(
    ("answer", "expected", "unit"),
    [
        (0.12, 0.12, "ratio"),
        ("12%", 0.12, "ratio"),
        ("12%", 12, "percent"),
        ("120‰", 12, "percent"),
        ("1.2万", 12000, "CNY"),
        ("¥3,400", 3400, "CNY"),
        ("¥3,400", 3400, "JPY"),
        ("340000分", 3400, "CNY"),
        ("2小时", 120, "minutes"),
        ("2.5倍", 2.5, "times"),
        ("4.8 分", 4.8, "stars"),
        ("38 单", 38, "count"),
    ],
)
def test_a_right_number_passes_in_any_form(answer: Any, expected: float, unit: str) -> None:
    assert check_number(answer, expected, unit=unit).passed


def test_what_a_text_was_read_as_is_told() -> None:
    assert check_number("1.2万", 12000).read_as == "12000"
    assert check_number(12000, 12000).read_as == ""


@pytest.mark.parametrize(
    ("answer", "expected", "unit", "kind"),
    [
        (12, 0.12, "ratio", Kind.PERCENT_OR_RATIO),
        (0.12, 12, "percent", Kind.PERCENT_OR_RATIO),
        (12.1, 0.1213, "ratio", Kind.PERCENT_OR_RATIO),
        (340000, 3400, "CNY", Kind.FEN_OR_YUAN),
        (1.2, 12000, "CNY", Kind.SCALE),
        (1.2, 12345, "CNY", Kind.VALUE),
        (-5, 5, "", Kind.SIGN),
        (12.3, 12.345, "", Kind.ROUNDING),
        ("1.2万", 12345, "CNY", Kind.ROUNDING),
        (12, 12.9, "", Kind.ROUNDING),
        (1010, 1000, "count", Kind.NEAR),
        (700, 1000, "count", Kind.VALUE),
        (0, 5, "", Kind.VALUE),
        (5, 0, "", Kind.VALUE),
        (math.inf, 5, "", Kind.VALUE),
        (math.nan, 5, "", Kind.MISSING),
        ("12%", 38, "count", Kind.UNIT),
        ("$3400", 3400, "CNY", Kind.UNIT),
        ("3400元", 38, "count", Kind.UNIT),
        ("2小时", 2, "count", Kind.UNIT),
        ("many", 38, "count", Kind.NOT_A_NUMBER),
        ([38, 39], 38, "count", Kind.NOT_A_NUMBER),
        (True, 1, "", Kind.NOT_A_NUMBER),
        (len, 38, "count", Kind.NOT_A_NUMBER),
    ],
)
def test_a_wrong_number_gets_its_own_kind(
    answer: Any, expected: float, unit: str, kind: Kind
) -> None:
    assert check_number(answer, expected, unit=unit).kinds == (kind,)


def test_the_callers_confusions_are_named() -> None:
    # Hand-made: 5 orders, 4 buyers, 900 paid, 180 refunded.
    confusions = {"per_order_or_per_buyer": 180, "gross_or_net": 225}
    assert check_number(180, 225 - 45, confusions=confusions).passed
    wrong = check_number(225, 180, confusions=confusions)
    assert wrong.kinds == (Kind.GROSS_OR_NET,)


def test_a_confusion_that_makes_no_difference_here_is_never_blamed() -> None:
    assert check_number(7, 9, confusions={"gross_or_net": 9}).kinds == (Kind.VALUE,)
    assert check_number(7, 9, confusions={"gross_or_net": None}).kinds == (Kind.VALUE,)


def test_the_tolerance_decides() -> None:
    assert check_number(0.333, 1 / 3, tolerance=Tolerance(absolute=0.001)).passed
    assert check_number(333, 1000 / 3, tolerance=Tolerance(relative=0.01)).passed
    assert not check_number(330, 1000 / 3, tolerance=Tolerance(relative=0.001)).passed


@pytest.mark.parametrize("nothing", [None, math.nan, "n/a", "无"])
def test_where_nothing_can_be_measured_empty_is_right(nothing: Any) -> None:
    assert check_number(nothing, None).passed


def test_where_nothing_can_be_measured_zero_is_wrong() -> None:
    assert check_number(0, None).kinds == (Kind.NULL_NOT_ZERO,)
    assert check_number(3, None).kinds == (Kind.VALUE,)
    assert check_number(..., None).outcome is Outcome.NOT_ATTEMPTED
