"""Sets, choices with a reason and orders of steps, as people really hand them in."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from playbook.grading import Kind, Outcome, check_choice, check_choices, check_order, check_set

CAUSES = ["price", "stock", "traffic", "page"]
LABELS = {"断货": "stock", "涨价": "price", "Out of stock": "stock"}


@pytest.mark.parametrize(
    "answer",
    [
        ["stock", "price"], ("price", "stock"), {"price", "stock"}, "price, stock", "price、Stock",
        "断货，涨价", "stock\nprice", pd.Series(["stock", "price"]), pd.Index(["stock", "price"]),
        np.array(["stock", "price"]), ["stock", "stock", "price"], [" ｓtock", "PRICE"],
    ],
    ids=repr,
)  # fmt: skip
def test_a_right_set_passes_in_any_form(answer: Any) -> None:
    assert check_set(answer, {"price", "stock"}, options=CAUSES, aliases=LABELS).passed


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        (["stock"], ["set_missing"]),
        (["stock", "page"], ["set_extra", "set_missing"]),
        (["stock", "price", "page"], ["set_extra"]),
        ([], ["set_missing"]),
        (["stok", "price"], ["unknown_option"]),
        (7, ["not_a_list"]),
        ((x for x in "ab"), ["not_a_list"]),
        ({"stock": 1}, ["not_a_list"]),
    ],
)
def test_a_wrong_set_gets_its_own_kinds(answer: Any, kinds: list[str]) -> None:
    verdict = check_set(answer, {"price", "stock"}, options=CAUSES, aliases=LABELS)
    assert [kind.value for kind in verdict.kinds] == kinds


def test_a_set_of_numbers_and_an_empty_set() -> None:
    assert check_set([1.0, "2"], {1, 2}).passed
    assert check_set([], set()).passed
    assert check_set([3], set()).kinds == (Kind.SET_EXTRA,)


def test_a_bar_may_stand_below_one() -> None:
    # 3 of 4 named belong (0.75); 3 of 5 that belong are named (0.6).
    truth, answer = {"a", "b", "c", "d", "e"}, ["a", "b", "c", "x"]
    assert check_set(answer, truth, precision=0.75, recall=0.6).passed
    assert check_set(answer, truth, precision=0.75, recall=0.7).kinds == (Kind.SET_MISSING,)
    assert check_set(answer, truth, precision=0.8, recall=0.6).kinds == (Kind.SET_EXTRA,)


OPTIONS: dict[str, Any] = {
    "options": ["stop", "raise", "keep"],
    "reasons": ["margin", "taste", "rank"],
}
RIGHT = {"stop": ["margin"], "keep": ["rank", "margin"]}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (("stop", "margin"), None),
        (["keep", "rank"], None),
        ({"choice": "Keep", "reason": " margin"}, None),
        ({"选择": "停投", "理由": "margin"}, None),
        ("stop, margin", None),
        (("stop", "rank"), Kind.WRONG_REASON),
        (("raise", "margin"), Kind.WRONG_CHOICE),
        (("stop", None), Kind.MISSING_REASON),
        ("stop", Kind.MISSING_REASON),
        ((None, "margin"), Kind.MISSING_CHOICE),
        (("sotp", "margin"), Kind.UNKNOWN_OPTION),
        (("stop", "because"), Kind.UNKNOWN_OPTION),
        (3, Kind.UNKNOWN_OPTION),
    ],
)
def test_a_choice_with_its_reason(answer: Any, kind: Kind | None) -> None:
    verdict = check_choice(answer, RIGHT, aliases={"停投": "stop"}, **OPTIONS)
    assert verdict.kinds == (() if kind is None else (kind,))


@pytest.mark.parametrize("blank", [None, ..., "", (None, None), {"choice": "", "reason": ""}, {}])
def test_a_form_not_filled_in_is_not_attempted(blank: Any) -> None:
    assert check_choice(blank, RIGHT, **OPTIONS).outcome is Outcome.NOT_ATTEMPTED


def test_a_choice_without_reasons_and_a_multiple_choice() -> None:
    assert check_choice("stop", {"stop": []}, options=["stop", "go"]).passed
    assert check_choice("go", {"stop": []}, options=["stop", "go"]).kinds == (Kind.WRONG_CHOICE,)
    assert check_choices("b, a", ["a", "b"], options="abc").passed
    assert check_choices("b", ["a", "b"], options="abc").kinds == (Kind.SET_MISSING,)


STEPS = ["discover", "confirm", "tell", "fix"]
NEEDS = [("discover", "confirm"), ("confirm", "fix"), ("discover", "tell")]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (["discover", "confirm", "tell", "fix"], None),
        (["discover", "tell", "confirm", "fix"], None),
        ("discover → confirm → fix → tell", None),
        (pd.Series(["discover", "confirm", "fix", "tell"]), None),
        (["confirm", "discover", "tell", "fix"], Kind.ORDER_BROKEN),
        (["discover", "fix", "confirm", "tell"], Kind.ORDER_BROKEN),
        (["discover", "confirm", "fix"], Kind.SET_MISSING),
        (["discover", "confirm", "fix", "fix"], Kind.REPEATED),
        (["discover", "confirm", "fix", "party"], Kind.UNKNOWN_OPTION),
        ({"discover", "confirm", "fix", "tell"}, Kind.NOT_A_LIST),
        (4, Kind.NOT_A_LIST),
    ],
)
def test_any_order_that_keeps_what_is_needed_passes(answer: Any, kind: Kind | None) -> None:
    verdict = check_order(answer, STEPS, NEEDS)
    assert verdict.kinds == (() if kind is None else (kind,))


def test_only_the_first_step_that_comes_too_early_is_named() -> None:
    verdict = check_order(["fix", "confirm", "discover", "tell"], STEPS, NEEDS)
    assert verdict.problems[0].examples == ("fix",)
    assert check_order([], STEPS, NEEDS).outcome is Outcome.NOT_ATTEMPTED
