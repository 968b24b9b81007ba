"""The bridge to the platform's number closes to the cent and hides nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.analysis import CAUSES, bridge, cause_name, row_name
from playbook.errors import ParameterError
from playbook.i18n import use_language


def test_the_rest_is_its_own_row() -> None:
    table = bridge(1000, 1100, {"freight": 60, "refund_date": -10})
    assert table["kind"].tolist() == ["ours", "cause", "cause", "unexplained", "theirs"]
    assert table["amount"].tolist() == [1000, 60, -10, 50, 1100]
    assert table["share"].tolist()[1:4] == pytest.approx([0.6, -0.1, 0.5])


def test_a_cause_nobody_measured_is_not_zero() -> None:
    table = bridge(1000, 1100, {"presale_balance": None}).set_index("cause")
    assert table.loc["presale_balance", "kind"] == "unmeasured"
    assert table["amount"].isna().tolist() == [False, True, False, False]


def test_without_the_platforms_total_nothing_is_explained() -> None:
    table = bridge(1000, None, {"freight": 60}).set_index("kind")
    assert table["amount"].isna().to_dict() == {
        "ours": False,
        "cause": False,
        "unexplained": True,
        "theirs": True,
    }


def test_equal_numbers_leave_no_gap_to_share() -> None:
    table = bridge(0, 0, {})
    assert table["amount"].tolist() == [0, 0, 0]
    assert table["share"].isna().all()


def test_cents_close_exactly() -> None:
    table = bridge(Decimal("0.10"), 0.3, {"freight": "0.20"})
    assert table.loc[table["kind"] == "unexplained", "amount"].item() == 0


cents = st.integers(-(10**12), 10**12).map(lambda n: Decimal(n) / 100)


@given(cents, cents, st.dictionaries(st.sampled_from(sorted(CAUSES)), cents))
def test_the_bridge_always_closes(
    ours: Decimal, theirs: Decimal, causes: dict[str, Decimal]
) -> None:
    table = bridge(ours, theirs, causes)
    steps = table.loc[table["kind"] != "theirs", "amount"].sum()
    assert steps == pytest.approx(float(theirs), abs=0.01)


def test_unknown_causes_and_totals_are_refused() -> None:
    with pytest.raises(ParameterError, match="Did you mean 'freight'"):
        bridge(1, 2, {"freigt": 1})
    with pytest.raises(ParameterError, match="ours=None"):
        bridge(None, 2, {})


def test_every_row_has_a_name_in_both_languages() -> None:
    with use_language("zh"):
        chinese = [cause_name(cause) for cause in CAUSES]
        assert row_name("unexplained", "") == "未解释部分"
    assert row_name("cause", "freight") == CAUSES["freight"]
    assert not set(chinese) & set(CAUSES.values())
