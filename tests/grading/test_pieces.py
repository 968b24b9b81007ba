"""Days, facts, forbidden wording, written pieces and logs."""

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest

from playbook.grading import (
    ABSOLUTE_CLAIM,
    BLAME,
    PERSONAL_DATA,
    PROMISE,
    Fact,
    Kind,
    LogTask,
    Outcome,
    Part,
    PieceTask,
    Tolerance,
    check_day,
    check_log,
    check_piece,
)  # fmt: skip
from playbook.grading.facts import states
from playbook.grading.piece import length_of

DAY = dt.date(2026, 3, 5)


@pytest.mark.parametrize(
    "answer",
    [
        DAY, dt.datetime(2026, 3, 5, 9), pd.Timestamp("2026-03-05"), np.datetime64("2026-03-05"),
        pd.Series([DAY]), pd.Series(pd.to_datetime(["2026-03-05"])), np.array(["2026-03-05"]),
        "2026-03-05", "2026/3/5", "20260305", "2026年3月5日", "3月5号", "５ March", "Mar 5th, 2026",
        "March 5", "It was 5 March 2026.",
    ],
    ids=repr,
)  # fmt: skip
def test_a_day_is_read_in_any_form(answer: Any) -> None:
    assert check_day(answer, DAY).passed


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("3月6日", Kind.OFF_BY_ONE_DAY),
        ("2025-03-05", Kind.VALUE),
        ("03/05/2026", Kind.NOT_A_DAY),
        ("3月5日到3月7日", Kind.NOT_A_DAY),
        ("2026-02-30", Kind.NOT_A_DAY),
        (5, Kind.NOT_A_DAY),
        (pd.NaT, Kind.NOT_A_DAY),
    ],
)
def test_a_wrong_day(answer: Any, kind: Kind) -> None:
    assert check_day(answer, DAY).kinds == (kind,)


DROP = Fact("size of the drop", -0.1234, unit="ratio")
LOSS = Fact("loss", 12345.6)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("成交额下降12.3%。", DROP),
        ("下降了12个百分点", DROP),
        ("It fell by 12.34 percent", DROP),
        ("a ratio of -0.1234", DROP),
        ("损失约1.2万元", LOSS),
        ("we lost ¥12,345.60 so far", LOSS),
        ("损失12346元", LOSS),
        ("从3月5日开始", Fact("start", DAY)),
        ("since March 5", Fact("start", DAY)),
        ("the warehouse in Jinhua", Fact("place", "Jinhua", names=("金华",))),
        ("金华仓爆仓", Fact("place", "Jinhua", names=("金华",))),
        ("about 12400", Fact("loss", 12345.6, tolerance=Tolerance(relative=0.01))),
        ("共8单", Fact("orders", 8)),
    ],
)
def test_a_fact_is_found_as_people_write_it(text: str, fact: Fact) -> None:
    assert states(text, fact)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("下降了很多", DROP),
        ("下降了21.3%", DROP),
        ("下降了12.3元", DROP),
        ("on 2026-12-34", LOSS),
        ("损失1.3万元", LOSS),
        ("rose", Fact("rise", 0.12, unit="ratio", signed=True)),
        ("-12%", Fact("rise", 0.12, unit="ratio", signed=True)),
        ("从3月6日开始", Fact("start", DAY)),
        ("3月5日", Fact("orders", 5)),
        ("Jinhuan", Fact("place", "Jinhua")),
        ("共9单", Fact("orders", 8)),
    ],
)
def test_another_fact_is_not_taken_for_it(text: str, fact: Fact) -> None:
    assert not states(text, fact)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (BLAME, "都怪小王没看清"),
        (BLAME, "这是仓库的责任"),
        (BLAME, "It was Anna's fault."),
        (BLAME, "The warehouse is to blame"),
        (PROMISE, "我们保证今天恢复"),
        (PROMISE, "以后绝对不会再发生"),
        (PROMISE, "This will never happen again"),
        (PROMISE, "We guarantee delivery"),
        (PERSONAL_DATA, "电话13812345678"),
        (PERSONAL_DATA, "138 1234 5678"),
        (PERSONAL_DATA, "mail mei@example.org"),
        (PERSONAL_DATA, "身份证11010119900307123X"),
        (ABSOLUTE_CLAIM, "全网第一"),
        (ABSOLUTE_CLAIM, "the best in town"),
    ],
)
def test_forbidden_wording_is_found(rule: Any, text: str) -> None:
    assert rule.found(text)


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (BLAME, "仓库在3月5日漏发12单，原因是标签打印机停机。"),
        (BLAME, "The label printer stopped at 9:40."),
        (PROMISE, "保证金已退还，预计18:00前更新"),
        (PROMISE, "我们不能保证今天恢复"),
        (PROMISE, "We cannot guarantee a time."),
        (PERSONAL_DATA, "订单号 202603051234567890，金额12345678901"),
        (ABSOLUTE_CLAIM, "the best seller of the week fell"),
    ],
)
def test_sound_wording_is_left_alone(rule: Any, text: str) -> None:
    assert rule.found(text) == []


TASK = PieceTask(
    parts=(Part("what", "What happened", ("what happened", "发生了什么")), Part("eta", "ETA")),
    facts=(DROP,),
    forbidden=(BLAME, PERSONAL_DATA),
    at_least=6,
    at_most=40,
)


@pytest.mark.parametrize(
    "answer",
    [
        {"what": "Sales fell by 12.3% since nine.", "ETA": "18:00"},
        "What happened: sales fell by 12.3 % since nine. ETA 18:00",
        "发生了什么：成交额下降12.3%。ETA：18:00",
    ],
)
def test_a_sound_piece_passes(answer: Any) -> None:
    assert check_piece(answer, TASK).passed


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        ({"what": "Sales fell by 12.3% since nine.", "eta": " "}, ["part_missing"]),
        ("Sales fell by 12.3% since nine.", ["part_missing", "part_missing"]),
        ({"what": "Sales fell a lot since nine.", "eta": "18:00"}, ["fact_missing"]),
        ({"what": "12.3%, 都怪小王 call 13812345678", "eta": "6"}, ["forbidden", "forbidden"]),
        ({"what": "down 12.3%", "eta": "6"}, ["too_short"]),
        ({"what": "12.3% " * 50, "eta": "6"}, ["too_long"]),
        ("x" * 100_001, ["too_long"]),
        (12, ["not_text"]),
        (["a"], ["not_text"]),
    ],
)
def test_a_piece_with_a_fault(answer: Any, kinds: list[str]) -> None:
    assert [kind.value for kind in check_piece(answer, TASK).kinds] == kinds


@pytest.mark.parametrize("blank", [None, "", {"what": "", "eta": None}, {}])
def test_a_piece_not_begun_is_not_attempted(blank: Any) -> None:
    assert check_piece(blank, TASK).outcome is Outcome.NOT_ATTEMPTED


def test_length_counts_words_and_chinese_characters() -> None:
    assert length_of("GMV fell, 成交额降了 12.3%") == 8


LOG = LogTask(days=3, today=dt.date(2026, 3, 9), parts={"saw": "What I saw"})
GOOD = [{"day": f"2026-03-0{n}", "saw": "x"} for n in (5, 6, 7)]


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [
        (GOOD, []),
        (pd.DataFrame(GOOD), []),
        ([{"日期": f"3月{n}日", "What I saw": "x"} for n in (5, 6, 7)], []),
        ([*GOOD, GOOD[0]], []),
        (GOOD[:2], ["too_short"]),
        ([*GOOD[:2], {"day": "2026-03-09", "saw": "x"}], ["log_gap"]),
        ([*GOOD[:2], {"day": "2026-03-10", "saw": "x"}], ["not_dated"]),
        ([*GOOD[:2], {"saw": "x"}], ["not_dated"]),
        ([*GOOD[:2], {"day": "2026-03-07"}], ["part_missing"]),
        (pd.DataFrame([{"day": "2026-03-05"}, *GOOD[1:]]), ["part_missing"]),
        ("2026-03-05 x", ["not_a_list"]),
        ([1, 2], ["not_a_list"]),
    ],
)
def test_a_log_kept_over_days(answer: Any, kinds: list[str]) -> None:
    assert [kind.value for kind in check_log(answer, LOG).kinds] == kinds


def test_free_days_are_no_gap_and_a_gap_is_shown_by_the_day_before() -> None:
    friday, monday = [{"day": "2026-03-06"}, {"day": "2026-03-09"}]
    weekend = (dt.date(2026, 3, 7), dt.date(2026, 3, 8))
    task = LogTask(days=2, today=dt.date(2026, 3, 9))
    gap = check_log([friday, monday], task).problems[0]
    assert (gap.actual, gap.examples) == (2, (dt.date(2026, 3, 6),))
    assert check_log([friday, monday], LogTask(2, task.today, free=weekend)).passed
    assert check_log([friday, monday], LogTask(2, task.today, longest_gap=2)).passed
    assert check_log([], task).outcome is Outcome.NOT_ATTEMPTED
