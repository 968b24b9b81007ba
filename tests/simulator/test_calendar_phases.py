"""Dated phases: the files, the years they do not know, what a user edits."""

from __future__ import annotations

import datetime as dt
import itertools
from pathlib import Path

import pytest

from playbook.errors import ParameterError
from playbook.simulator.range.calendar_phases import FOLDER_VARIABLE, Family, families
from tests.simulator.shop_front import front, on

D = dt.date


def family(name: str, file: str = "tmall") -> Family:
    return next(each for each in families(file) if each.id == name)


def test_a_known_year_is_taken_as_it_stands() -> None:
    spans = {span.phase: (span.first, span.last) for span in family("618").spans(2024)}
    assert "presale" not in spans  # 2024 had none
    assert spans["opening"][0] == D(2024, 5, 20)


def test_a_year_to_come_takes_the_newest_years_days() -> None:
    spans = {span.phase: span for span in family("1111").spans(2031)}
    assert spans["presale"].first == D(2031, 10, 15)
    assert spans["peak"].last == D(2031, 11, 11)


def test_a_year_before_all_known_takes_the_oldest() -> None:
    assert family("618").spans(2019)[0].first == D(2019, 5, 16)


def test_black_friday_moves_with_thanksgiving() -> None:
    spans = {span.phase: span for span in family("black_friday", "western").spans(2027)}
    assert spans["peak"].first == D(2027, 11, 26)
    assert spans["peak"].last == D(2027, 11, 29)


@pytest.mark.parametrize("file", ["tmall", "western"])
@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2040])
def test_phases_of_one_promotion_never_overlap(file: str, year: int) -> None:
    for each in families(file):
        spans = each.spans(year)
        gaps = [(b.first - a.last).days for a, b in itertools.pairwise(spans)]
        assert all(gap == 1 for gap in gaps), each.id


def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    (tmp_path / "tmall.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))


def test_a_user_corrects_one_year_and_keeps_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(tmp_path, monkeypatch, "[618.years.2026]\npeak = [2026-06-14, 2026-06-18]\n")
    assert [span.phase for span in family("618").spans(2026)] == ["peak"]
    assert family("618").spans(2027)[0].first == D(2027, 6, 14)
    assert len(family("618").spans(2025)) == 6
    assert family("618").en == "618"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[618.years.2026]\npeek = [2026-06-14, 2026-06-18]\n", "Did you mean 'peak'"),
        ("[618.years.2026]\npeak = [2026-06-18, 2026-06-14]\n", "no first and last day"),
        ("[618.years.2026]\npeak = 2026-06-18\n", "no first and last day"),
        ("[618.years.2026\n", "cannot be read"),
    ],
)
def test_a_damaged_file_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    edit(tmp_path, monkeypatch, text)
    with pytest.raises(ParameterError, match=told):
        families("tmall")


@pytest.mark.parametrize("year", ["2026x", "next"])
def test_a_year_that_is_none_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: str
) -> None:
    edit(tmp_path, monkeypatch, f'[618.years."{year}"]\npeak = [2026-06-14, 2026-06-18]\n')
    with pytest.raises(ParameterError, match=year):
        families("tmall")


def test_a_promotion_that_only_the_user_knows_lifts_demand_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(tmp_path, monkeypatch, "[birthday.years.2025]\nsingle = [2025-09-09, 2025-09-12]\n")
    day = on(front(), D(2025, 9, 12))
    assert (day.family, day.phase) == ("birthday", "single")
    assert day.demand > 1.15
    assert day.discount[day.on_shelf].min() > 0


def test_a_promotion_without_any_year_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(tmp_path, monkeypatch, "[birthday]\nmajor = false\n")
    with pytest.raises(ParameterError, match="birthday"):
        families("tmall")
