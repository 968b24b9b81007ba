"""The parts of a product's change add up, and agree with published numbers."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import chain, decompose
from playbook.errors import ParameterError

BEFORE = {"visitors": 10000, "conversion": 0.03, "spend": 200}
AFTER = {"visitors": 9000, "conversion": 0.024, "spend": 230}

positive = st.floats(0.001, 1e6)
signed = st.floats(-1e5, 1e5).map(lambda x: round(x, 3))


def test_lmdi_agrees_with_the_worked_example() -> None:
    parts = decompose(BEFORE, AFTER)
    expected = [-5760.878891827182, -12200.993575128712, 7641.872466955897]
    assert parts["effect"].tolist() == pytest.approx(expected, rel=1e-12)
    assert set(parts["method"]) == {"lmdi"}
    assert parts["share"].sum() == pytest.approx(1)
    assert parts["factor"].tolist() == ["visitors", "conversion", "spend"]


def test_shapley_agrees_with_the_worked_example() -> None:
    parts = decompose(BEFORE, AFTER, method="shapley")
    assert parts["effect"].tolist() == pytest.approx([-5790, -12240, 7710], abs=1e-9)


def test_a_zero_factor_is_split_by_shapley() -> None:
    # 0 buyers before: 100 × 0 × 0 → 100 × 0.1 × 50 = 500, visitors did not change.
    parts = decompose({"v": 100, "c": 0, "s": 0}, {"v": 100, "c": 0.1, "s": 50})
    assert parts["effect"].tolist() == pytest.approx([0, 250, 250])
    assert set(parts["method"]) == {"shapley"}


def test_negative_net_sales_are_split_by_shapley() -> None:
    # orders 10 → 20 at net +5 → −1 each: 50 → −20.
    parts = decompose({"orders": 10, "net": 5}, {"orders": 20, "net": -1})
    assert parts["effect"].tolist() == pytest.approx([20, -90])


def test_no_change_has_effects_of_zero_and_no_share() -> None:
    parts = decompose(BEFORE, BEFORE)
    assert parts["effect"].tolist() == [0, 0, 0]
    assert parts["share"].isna().all()


def test_one_factor_carries_the_whole_change() -> None:
    assert decompose({"orders": 4}, {"orders": 7})["effect"].tolist() == pytest.approx([3])


@given(st.lists(st.tuples(positive, positive), min_size=1, max_size=5))
def test_lmdi_adds_up(pairs: list[tuple[float, float]]) -> None:
    before = {f"f{i}": pair[0] for i, pair in enumerate(pairs)}
    after = {f"f{i}": pair[1] for i, pair in enumerate(pairs)}
    start, end = math.prod(before.values()), math.prod(after.values())
    got = math.fsum(decompose(before, after)["effect"])
    assert got == pytest.approx(end - start, rel=1e-9, abs=1e-9 * max(start, end))


@given(st.lists(st.tuples(signed, signed), min_size=1, max_size=5))
def test_shapley_adds_up_whatever_the_signs(pairs: list[tuple[float, float]]) -> None:
    before = {f"f{i}": pair[0] for i, pair in enumerate(pairs)}
    after = {f"f{i}": pair[1] for i, pair in enumerate(pairs)}
    scale = math.prod(max(abs(a), abs(b), 1) for a, b in pairs)
    got = math.fsum(decompose(before, after, "shapley")["effect"])
    change = math.prod(after.values()) - math.prod(before.values())
    assert got == pytest.approx(change, abs=1e-9 * scale)


@given(st.lists(st.tuples(positive, positive), min_size=2, max_size=4))
def test_the_order_of_factors_does_not_matter(pairs: list[tuple[float, float]]) -> None:
    names = [f"f{i}" for i in range(len(pairs))]
    before, after = dict(zip(names, pairs, strict=True)), {}
    after = {name: pair[1] for name, pair in before.items()}
    first = {name: pair[0] for name, pair in before.items()}
    plain = decompose(first, after).set_index("factor")["effect"]
    turned = decompose(dict(reversed(first.items())), after).set_index("factor")["effect"]
    scale = max(math.prod(first.values()), math.prod(after.values()))
    assert (plain - turned).abs().max() <= 1e-9 * scale


def test_a_chain_multiplies_back_to_its_last_quantity() -> None:
    factors = chain({"visitors": 400, "conversion": 20, "spend": 1500})
    assert factors == {"visitors": 400, "conversion": 0.05, "spend": 75}
    assert chain({"visitors": 0, "conversion": 0}) == {"visitors": 0, "conversion": 0}


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: chain({"visitors": 0, "conversion": 5}), "visitors=0"),
        (lambda: chain({"visitors": None}), "visitors=None"),
        (lambda: decompose({"a": 1}, {"b": 1}), "Before: a. After: b."),
        (lambda: decompose({}, {}), "same factors"),
        (lambda: decompose({"a": math.nan}, {"a": 1}), "a=nan"),
        (lambda: decompose({"a": 0}, {"a": 1}, "lmdi"), "shapley"),
        (lambda: decompose({"a": 1}, {"a": 1}, "magic"), "'magic'"),  # type: ignore[arg-type]
        (
            lambda: decompose(dict.fromkeys("abcdefghijklm", 0), dict.fromkeys("abcdefghijklm", 1)),
            "13",
        ),
    ],
)
def test_what_cannot_be_split_is_refused_by_name(call: object, named: str) -> None:
    with pytest.raises(ParameterError, match=named):
        call()  # type: ignore[operator]
