"""Sentences: one for each kind, in both languages, and never the answer."""

import itertools
import random
import re
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.grading import (
    Fact,
    Kind,
    Outcome,
    PieceTask,
    Problem,
    TableTask,
    Verdict,
    check_number,
    check_order,
    check_piece,
    check_set,
    check_table,
    tell,
    tell_verdict,
)  # fmt: skip
from playbook.grading.word_list import OUTCOMES, SENTENCES
from playbook.i18n import use_language


def test_every_kind_and_outcome_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Kind)
    assert set(OUTCOMES) == set(Outcome)
    assert len(set(SENTENCES.values())) == len(Kind)


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_told_in_both_languages_in_two_sentences(kind: Kind) -> None:
    problem = Problem(kind, "gmv", expected="SECRET", actual="mine", examples=("k1",))
    with use_language("en"):
        english = tell(problem)
    with use_language("zh"):
        chinese = tell(problem)
    assert english != chinese
    assert re.search("[\u4e00-\u9fff]", chinese)
    for text in (english, chinese):
        assert "SECRET" not in text
        assert "{" not in text
    if kind is not Kind.RAISED:
        assert "k1" in english
        assert "gmv" in english


def test_at_most_three_examples_are_told() -> None:
    problem = Problem(Kind.SET_EXTRA, actual=5, examples=("a1", "a2", "a3", "a4", "a5"))
    assert tell(problem).endswith("For example: a1, a2, a3.")


def test_neither_repr_nor_stored_data_hold_the_answer() -> None:
    verdict = check_number(3, 271828)
    assert "271828" not in repr(verdict)
    assert verdict.problems[0].as_data() == {"kind": "value", "where": ""}


def test_how_a_text_was_read_is_told() -> None:
    assert "read as 12,000" in tell_verdict(check_number("1.2万", 31_400))


def test_a_value_that_cannot_be_looked_at_is_told_without_it() -> None:
    class Hostile(int):
        def __format__(self, spec: str) -> str:
            raise RuntimeError

        __str__ = __repr__ = __float__ = __abs__ = __int__ = __format__  # type: ignore[assignment]

    assert tell(Problem(Kind.WRONG_CHOICE, actual=Hostile(3)))


def _forms(value: float) -> list[str]:
    return [f"{value:.6g}", f"{value:,.2f}", f"{value:.2f}", f"{value:.0f}", f"{value:,.0f}"]


def _told(verdict: Verdict) -> str:
    texts = []
    for lang in ("en", "zh"):
        with use_language(lang):
            texts.append(tell_verdict(verdict))
    return "\n".join(texts) + repr(verdict)


@given(
    st.floats(min_value=1001, max_value=9e6),
    st.sampled_from([100, 0.01, -1, 1.01, 2.5, 1e4]),
    st.sampled_from(["", "CNY", "ratio", "percent", "count"]),
    st.booleans(),
)
def test_no_message_about_a_number_holds_the_answer(
    truth: float, factor: float, unit: str, as_text: bool
) -> None:
    mine: Any = truth * factor
    verdict = check_number(f"{mine:.3f}" if as_text else mine, truth, unit=unit)
    told = _told(verdict)
    own = f"{mine:.3f} {mine!r}" + "".join(_forms(mine)) + f"{mine:,.4f}"
    for form in _forms(truth):
        assert form in own or form not in told


@given(st.lists(st.integers(10_000, 99_999), min_size=4, max_size=8, unique=True), st.randoms())
def test_no_message_about_names_holds_the_answer(ids: list[int], chance: random.Random) -> None:
    truth = [f"S{n}" for n in ids]
    named = chance.sample(truth, 2)
    hidden = set(truth) - set(named)
    steps = list(reversed(truth))
    piece = PieceTask(facts=tuple(Fact("a fact", float(n)) for n in ids))
    frame = pd.DataFrame({"sku": truth, "gmv": [float(n) for n in ids]})
    verdicts = [
        check_set([*named, "other"], truth),
        check_piece("we sold 5 pieces", piece),
        check_table(frame[frame["sku"].isin(named)], frame, TableTask(key=("sku",))),
        check_table(frame.assign(gmv=7.0), frame, TableTask(key=("sku",))),
    ]
    for verdict in verdicts[:3]:
        told = _told(verdict)
        assert verdict.outcome is Outcome.WRONG
        assert not [thing for thing in hidden if thing in told]
    # Keys stand in the learner's own table; the values there must not be told.
    assert not [n for n in ids if re.search(rf"(?<!S){n}", _told(verdicts[3]).split("Verdict(")[0])]
    broken = check_order(steps, truth, list(itertools.pairwise(truth)))
    assert sum(step in tell(broken.problems[0]) for step in truth) == 1
