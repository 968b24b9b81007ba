"""Days, ISO weeks and months of the shop's own calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.metrics import Period
from playbook.metrics.period import buckets

D = dt.date


def test_both_ends_belong_to_the_period() -> None:
    week = Period(D(2026, 3, 2), D(2026, 3, 8))
    assert (week.days, D(2026, 3, 8) in week, D(2026, 3, 9) in week) == (7, True, False)
    assert [day.day for day in week] == [2, 3, 4, 5, 6, 7, 8]


def test_a_week_runs_from_monday_to_sunday_over_the_new_year() -> None:
    assert Period.week(D(2026, 1, 1)) == Period(D(2025, 12, 29), D(2026, 1, 4))
    assert Period.week(D(2026, 1, 4)).is_week()
    assert not Period(D(2026, 3, 3), D(2026, 3, 9)).is_week()


def test_months_and_what_precedes() -> None:
    assert Period.month(D(2024, 2, 10)).end == D(2024, 2, 29)
    assert Period.month_to_date(D(2026, 3, 10)) == Period(D(2026, 3, 1), D(2026, 3, 10))
    assert Period(D(2026, 3, 1), D(2026, 3, 10)).previous() == Period(
        D(2026, 2, 19), D(2026, 2, 28)
    )
    assert Period.last_days(D(2026, 3, 3), 3).start == D(2026, 3, 1)


def test_a_time_of_day_is_cut_off() -> None:
    assert Period(dt.datetime(2026, 3, 1, 9), dt.datetime(2026, 3, 1, 23)).days == 1


def test_an_end_before_its_start_is_refused() -> None:
    with pytest.raises(ParameterError, match="ends on 2026-03-01, before it starts on 2026-03-02"):
        Period(D(2026, 3, 2), D(2026, 3, 1))


def test_it_is_written_in_the_readers_language() -> None:
    assert str(Period.day(D(2026, 3, 1))) == "Mar 1, 2026"
    assert str(Period.month(D(2026, 3, 1))) == "March 2026"
    with use_language("zh"):
        assert str(Period(D(2026, 3, 1), D(2026, 3, 2))) == "2026年3月1日至2026年3月2日"


def test_buckets_at_the_edges_are_whole() -> None:
    found = buckets(Period(D(2026, 1, 31), D(2026, 2, 1)), "month")
    assert found == [Period.month(D(2026, 1, 1)), Period.month(D(2026, 2, 1))]
    assert len(buckets(Period.month(D(2026, 2, 1)), "day")) == 28
