"""A table against the truth: the order of the questions, and the confusions of a whole column."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from playbook.grading import Kind, Outcome, TableTask, Tolerance, check_table

DAYS = pd.to_datetime(["2026-03-01", "2026-03-02", "2026-03-03"])
TRUTH = pd.DataFrame(
    {"day": DAYS, "sku": ["A", "B", "00123"], "gmv": [100.0, 200.5, 300.25],
     "rate": [0.1, 0.25, None], "orders": [3, 5, 8]}
)  # fmt: skip
TASK = TableTask(
    key=("day", "sku"), units={"gmv": "CNY", "rate": "ratio"}, aliases={"成交额": "gmv"}
)
Change = Callable[[pd.DataFrame], Any]


def nullable(t: pd.DataFrame) -> pd.DataFrame:
    return t.assign(gmv=t.gmv.astype("Float64"), orders=t.orders.astype("Int64"))


SAME: dict[str, Change] = {
    "itself": lambda t: t,
    "another order": lambda t: t.iloc[::-1],
    "another order of columns": lambda t: t[t.columns[::-1]],
    "key in the index": lambda t: t.set_index(["day", "sku"]),
    "an extra column": lambda t: t.assign(note="x"),
    "dates": lambda t: t.assign(day=t.day.dt.date),
    "dates as text": lambda t: t.assign(day=t.day.dt.strftime("%Y/%m/%d")),
    "dates with a zone": lambda t: t.assign(day=t.day.dt.tz_localize("Asia/Shanghai")),
    "nullable types": nullable,
    "decimals": lambda t: t.assign(gmv=t.gmv.map(lambda x: Decimal(str(x)))),
    "categories": lambda t: t.assign(sku=t.sku.astype("category")),
    "blanks around ids": lambda t: t.assign(sku=" " + t.sku),
    "floats for counts": lambda t: t.assign(orders=t.orders.astype(float)),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME.keys())
def test_a_right_table_passes_in_any_form(change: Change) -> None:
    assert check_table(change(TRUTH.copy()), TRUTH, TASK).passed


WRONG: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "a column": (lambda t: t.gmv, [("not_a_table", "")]),
    "a grouped table": (lambda t: t.groupby("sku"), [("not_a_table", "")]),
    "records": (lambda t: t.to_dict("records"), [("not_a_table", "")]),
    "no column": (lambda t: t.drop(columns="gmv"), [("columns", "gmv")]),
    "twice": (lambda t: pd.concat([t, t[["gmv"]]], axis=1), [("duplicate_column", "gmv")]),
    "nested": (
        lambda t: t.pivot_table(index="day", columns="sku", values=["gmv", "orders"]),
        [("nested_columns", "")],
    ),
    "doubled row": (lambda t: pd.concat([t, t.iloc[:1]]), [("duplicate_key", "")]),
    "head only": (lambda t: t.head(2), [("rows_missing", "")]),
    "empty": (lambda t: t.head(0), [("rows_missing", "")]),
    "another row": (lambda t: pd.concat([t, t.tail(1).assign(sku="Z")]), [("rows_extra", "")]),
    "zeros lost": (
        lambda t: t.assign(sku=["A", "B", "123"]), [("rows_missing", ""), ("rows_extra", "")]
    ),
    "numbers as text": (lambda t: t.assign(gmv=t.gmv.astype(str)), [("dtype", "gmv")]),
    "percent": (lambda t: t.assign(rate=t.rate * 100), [("percent_or_ratio", "rate")]),
    "fen": (lambda t: t.assign(gmv=t.gmv * 100), [("fen_or_yuan", "gmv")]),
    "sign": (lambda t: t.assign(gmv=-t.gmv), [("sign", "gmv")]),
    "null is not zero": (lambda t: t.assign(rate=t.rate.fillna(0)), [("null_not_zero", "rate")]),
    "zero is not null": (lambda t: t.assign(orders=t.orders.where(t.orders > 3)),
                         [("missing", "orders")]),
    "rounded": (lambda t: t.assign(gmv=t.gmv.round()), [("rounding", "gmv")]),
    "another column": (lambda t: t.assign(gmv=t.orders), [("other_column", "gmv")]),
    "one value": (lambda t: t.assign(gmv=[100, 200.5, 999]), [("value", "gmv")]),
    "half in percent": (lambda t: t.assign(gmv=[10000, 200.5, 300.25]), [("value", "gmv")]),
    "two columns": (lambda t: t.assign(gmv=-t.gmv, rate=t.rate * 100),
                    [("sign", "gmv"), ("percent_or_ratio", "rate")]),
    "a day late": (lambda t: t.assign(day=t.day + pd.Timedelta(days=1)),
                   [("off_by_one_day", "day")]),
    "in UTC": (
        lambda t: t.assign(day=t.day.dt.tz_localize("Asia/Shanghai").dt.tz_convert("UTC")),
        [("time_zone", "day")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "found"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_table_gets_its_own_kind(change: Change, found: list[tuple[str, str]]) -> None:
    verdict = check_table(change(TRUTH.copy()), TRUTH, TASK)
    assert [(problem.kind.value, problem.where) for problem in verdict.problems] == found


def test_a_late_row_is_compared_too() -> None:
    truth = pd.DataFrame({"sku": [f"S{i}" for i in range(300)], "n": range(300)})
    wrong = truth.assign(n=truth.n.where(truth.index != 299, 7))
    verdict = check_table(wrong, truth, TableTask(key=("sku",)))
    assert verdict.problems[0].examples == ("S299",)


@pytest.mark.parametrize(
    ("header", "meant"), [("成交额", "成交额"), ("GMV ", "GMV "), ("gvm", None), ("gmvs", "gmvs")]
)
def test_a_misspelt_header_is_quoted_back(header: str, meant: str | None) -> None:
    problem = check_table(TRUTH.rename(columns={"gmv": header}), TRUTH, TASK).problems[0]
    assert (problem.kind, problem.where, problem.actual) == (Kind.COLUMNS, "gmv", meant)


def test_ids_kept_as_numbers_are_told_as_such() -> None:
    truth = pd.DataFrame({"sku": ["00123", "00456"], "n": [1, 2]})
    wrong = truth.assign(sku=[123, 456])
    problem = check_table(wrong, truth, TableTask(key=("sku",))).problems[0]
    assert (problem.kind, problem.where, problem.actual) == (Kind.DTYPE, "sku", "number")


def test_extra_and_repeated_rows_are_shown_by_the_learners_own_keys() -> None:
    extra = pd.concat([TRUTH, TRUTH.assign(sku="Z")])
    assert check_table(extra, TRUTH, TASK).problems[0].examples == (
        "2026-03-01 · Z", "2026-03-02 · Z", "2026-03-03 · Z",
    )  # fmt: skip


def test_the_order_counts_only_when_asked() -> None:
    task = TableTask(key=("sku",), ordered=True)
    assert check_table(TRUTH, TRUTH, task).passed
    verdict = check_table(TRUTH.iloc[[1, 0, 2]], TRUTH, task)
    assert verdict.kinds == (Kind.ORDER,)
    assert verdict.problems[0].examples == ("B",)


def test_a_named_confusion_explains_a_whole_column() -> None:
    gross = TRUTH[["day", "sku"]].assign(gmv=[110.0, 220.0, 330.0])
    task = TableTask(key=("day", "sku"), confusions={"gross_or_net": gross})
    verdict = check_table(TRUTH.assign(gmv=[110.0, 220.0, 330.0]), TRUTH, task)
    assert verdict.kinds == (Kind.GROSS_OR_NET,)
    one_off = check_table(TRUTH.assign(gmv=[110.0, 220.0, 331.0]), TRUTH, task)
    assert one_off.kinds == (Kind.VALUE,)


def test_a_date_column_shifted_by_a_day() -> None:
    task = TableTask(key=("sku",))
    late = TRUTH.assign(day=TRUTH.day + pd.Timedelta(days=1))
    assert check_table(late, TRUTH, task).kinds == (Kind.OFF_BY_ONE_DAY,)
    one = TRUTH.assign(day=pd.to_datetime(["2026-03-01", "2026-03-02", "2026-03-09"]))
    assert check_table(one, TRUTH, task).kinds == (Kind.VALUE,)


def test_the_tolerance_holds_for_every_number_column() -> None:
    task = TableTask(key=("sku",), tolerance=Tolerance(absolute=0.01))
    assert check_table(TRUTH.assign(gmv=TRUTH.gmv + 0.009), TRUTH, task).passed


def test_a_truth_that_repeats_its_key_is_matched_row_by_row() -> None:
    truth = pd.DataFrame({"sku": ["A", "A", "B"], "n": [1, 2, 3]})
    task = TableTask(key=("sku",))
    assert check_table(truth, truth, task).passed
    assert check_table(truth.iloc[1:], truth, task).kinds == (Kind.ROWS_MISSING,)


def test_a_table_of_a_wild_join_is_refused_before_it_is_compared() -> None:
    wild = pd.DataFrame({"sku": range(200_001), "n": 1})
    truth = pd.DataFrame({"sku": [1], "n": [1]})
    assert check_table(wild, truth, TableTask(key=("sku",))).kinds == (Kind.TOO_BIG,)


def test_the_learners_table_is_left_as_it_was_and_a_blank_is_not_attempted() -> None:
    mine = TRUTH.set_index(["day", "sku"])
    before = mine.copy(deep=True)
    check_table(mine, TRUTH, TASK)
    pd.testing.assert_frame_equal(mine, before)
    assert check_table(None, TRUTH, TASK).outcome is Outcome.NOT_ATTEMPTED
