"""Numbers on axes are short, in alt text exact, in both languages."""

import math

import pytest

from playbook.charts.units import check, exact, short, symbol, tick
from playbook.errors import ParameterError
from playbook.i18n import use_language


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (0, "count", "0", "0"),
        (950, "count", "950", "950"),
        (12345, "count", "12.3k", "1.23万"),
        (999_960, "count", "1m", "100万"),
        (1_000_000_000, "CNY", "CN¥1bn", "¥10亿"),
        (-2500, "USD", "-$2.5k", "-US$2,500"),
        (0.5, "USD", "$0.5", "US$0.5"),
        (0.0345, "percent", "3.5%", "3.5%"),
        (0.00345, "percent", "0.35%", "0.35%"),
        (0.0, "percent", "0.0%", "0.0%"),
        (None, "count", "—", "—"),
        (math.nan, "CNY", "—", "—"),
    ],
)
def test_short_numbers(value: float | None, unit: str, en: str, zh: str) -> None:
    assert short(value, unit) == en
    with use_language("zh"):
        assert short(value, unit) == zh


def test_signs_are_shown_when_asked() -> None:
    assert short(5, "count", signed=True) == "+5"
    assert short(0, "count", signed=True) == "0"
    assert short(0.01, "percent", signed=True) == "+1.0 pp"


def test_ticks_lose_no_digit_that_parts_them() -> None:
    assert [tick(v, "percent") for v in (0, 0.025, 0.5, 1)] == ["0%", "2.5%", "50%", "100%"]
    assert [tick(v, "USD") for v in (-1e-13, -0.5, 2500)] == ["$0", "-$0.5", "$2.5k"]
    assert tick(1e-9, "number") == "0"


def test_exact_numbers_keep_their_cents() -> None:
    assert exact(1234.5, "USD") == "$1,234.50"
    assert exact(0.03456, "percent") == "3.46%"
    assert exact(2.345, "number") == "2.35"
    assert exact(math.nan, "USD") == "—"


def test_units_are_known_or_refused() -> None:
    assert symbol("count") == ""
    assert check("JPY") == "JPY"
    with pytest.raises(ParameterError, match="count, percent, number"):
        check("cny")
