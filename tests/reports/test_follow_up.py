"""An action comes back on its due date with its metric then and now."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from playbook.metrics import Period
from playbook.reports import follow_up, sheet
from playbook.reports.sheet_write import write
from tests.reports.small import NOW, THEN, small_report

ACTION = {
    "key": "2026-05-23/gmv_paid/channel=app", "day": "2026-05-23", "changed": "Channel: app -30",
    "evidence": "x", "metric": "gmv_paid", "where": "channel=app", "cause": "slow page",
    "owner": "Li", "action": "smaller pictures", "due": "2026-05-30",
}  # fmt: skip


def reviewed(tmp_path: Path, **changed: Any) -> Any:
    """Return the report and the outcome of one action."""
    report = small_report(tmp_path)
    write(report.store.path, sheet.Sheet([ACTION | changed]))
    return report


def test_on_its_due_date_it_shows_then_and_now(tmp_path: Path) -> None:
    report = reviewed(tmp_path)
    shown = follow_up.due_now(report, Period.day(NOW))
    # The app sold 50 in the seven days to May 23, and 240 in those to May 30.
    assert shown.numbers == {f"{ACTION['key']}/then": 50, f"{ACTION['key']}/now": 240}
    assert "worked" in shown.text


def test_before_its_due_date_it_does_not_come_back(tmp_path: Path) -> None:
    report = reviewed(tmp_path, due="2026-06-06")
    assert follow_up.due_now(report, Period.day(NOW)).html == ""


def test_a_row_without_judgement_is_no_action(tmp_path: Path) -> None:
    report = reviewed(tmp_path, cause="", owner="", action="", due="")
    assert follow_up.due_now(report, Period.day(NOW)).html == ""
    assert follow_up.review(report, Period.week(NOW)).kind == "note"


def test_the_week_reviews_last_week_s_actions(tmp_path: Path) -> None:
    report = reviewed(tmp_path, due="2026-06-20")
    shown = follow_up.review(report, Period.week(NOW))
    assert shown.detail["results"] == ["too early"]


@pytest.mark.parametrize(
    ("name", "then", "now", "said"),
    [
        ("gmv_paid", 100.0, 104.9, "did not work"),
        ("gmv_paid", 100.0, 105.0, "worked"),
        ("refund_amt", 100.0, 90.0, "worked"),
        ("refund_amt", 100.0, 120.0, "did not work"),
        ("gmv_paid", None, 120.0, "cannot be told"),
        ("gmv_paid", 0.0, 120.0, "cannot be told"),
        ("aov_order", 100.0, 120.0, "neither direction"),
    ],
)
def test_a_result_follows_the_good_direction(name: str, then: Any, now: Any, said: str) -> None:
    assert said in follow_up.result(name, then, now, THEN, NOW)


def test_what_is_not_due_is_too_early() -> None:
    assert follow_up.result("gmv_paid", 1.0, 9.0, NOW + dt.timedelta(days=1), NOW) == "too early"
    assert follow_up.result("gmv_paid", 1.0, 9.0, None, NOW) == "too early"


def test_seven_days_that_overlap_say_nothing(tmp_path: Path) -> None:
    report = reviewed(tmp_path, day=NOW.isoformat(), due=NOW.isoformat())
    assert "too early" in follow_up.due_now(report, Period.day(NOW)).text


@pytest.mark.parametrize("edited", [{"where": "colour=red"}, {"metric": "mood"}, {"day": "soon"}])
def test_what_people_edited_into_nonsense_stops_nothing(tmp_path: Path, edited: Any) -> None:
    report = reviewed(tmp_path, **edited)
    assert "cannot be told" in follow_up.due_now(report, Period.day(NOW)).text
