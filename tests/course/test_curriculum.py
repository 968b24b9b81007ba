"""Every row of the curriculum has one id, a known section, known checks and a title to show."""

from __future__ import annotations

import json

import pytest

from playbook.course.curriculum import FOLDER, curriculum
from playbook.course.curriculum_make import CHECKS, LONGEST, make, rows, title
from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.metrics import DICTIONARY
from tests.conftest import ROOT

KINDS = {"capability", "duty", "rule", "step", "artefact", "tool", "metric", "story"}


def test_all_rows_are_there_and_named_once() -> None:
    lines = json.loads((FOLDER / "curriculum_rows.json").read_text(encoding="utf-8"))
    assert len(lines) == len({line[0] for line in lines}) == len(curriculum().rows) == 806
    registers = {code for code, section in curriculum().sections.items() if section.register}
    assert registers == {"M", "DR", "ART"}
    assert sum(line[1] not in registers for line in lines) == 578


def test_each_row_is_well_formed() -> None:
    whole = curriculum()
    for row in whole.rows.values():
        assert row.id.removeprefix("R-").startswith(f"{row.section}-")
        assert row.section in whole.sections
        assert row.kind in KINDS, row
        assert set(row.checks) <= set(CHECKS)
        assert 3 <= len(row.en) <= LONGEST, row
        assert row.en.count("(") == row.en.count(")"), row
    assert {row.section for row in whole.rows.values()} == set(whole.sections)


def test_most_rows_say_how_they_can_be_checked() -> None:
    unsaid = [row.id for row in curriculum().rows.values() if not row.checks]
    assert len(unsaid) == 174, "a row without a check may be practised in any way"


def test_known_rows() -> None:
    row = curriculum().row("R-STORE-22")
    assert (row.section, row.kind) == ("STORE", "metric")
    assert "NUM" in row.checks
    assert curriculum().row("PS-0.1").checks == ("SEQ",)
    assert curriculum().row("DR-01a").title == "UV flat/up, PV down"
    assert curriculum().row("ETH-03").title == "Believe the harm, verify the cause"


def test_the_fifteen_capabilities_name_their_rows() -> None:
    whole = curriculum()
    assert len(whole.capabilities) == 15
    assert whole.capabilities["drivers"].rows == ("DA-11", "DA-30", "DA-31", "R-STORE-22")
    rules = [name for name in whole.capabilities["traffic"].rows if name.startswith("DR-")]
    assert rules[0] == "DR-01a"
    assert rules[-1] == "DR-05c"
    assert len(rules) == 13
    assert {"SUP-01", "SUP-11", "R-AS-12", "CS-10"} <= set(whole.capabilities["service"].rows)
    assert "SUP-12" not in whole.capabilities["service"].rows
    for one in whole.capabilities.values():
        assert len(one.rows) == len(set(one.rows)) > 0
    assert "DA-11" in whole.priority
    assert "R-ROLE-01" not in whole.priority


def test_metrics_of_the_dictionary_compute_rows_of_the_register() -> None:
    named = {row.id: row.metrics for row in curriculum().rows.values() if row.metrics}
    assert len(named) == 51
    assert all(name.startswith("M-") for name in named)
    used = [metric for metrics in named.values() for metric in metrics]
    assert len(used) == len(set(used))
    assert set(used) <= set(DICTIONARY)


def test_titles_by_hand_name_rows_that_exist() -> None:
    import tomllib

    with (FOLDER / "curriculum.toml").open("rb") as file:
        frame = tomllib.load(file)
    assert set(frame["titles"]) | set(frame["metrics"]) <= set(curriculum().rows)
    for better in frame["titles"].values():
        assert set(better) <= {"en", "zh"}


def test_sections_capabilities_and_some_rows_speak_chinese() -> None:
    whole = curriculum()
    with use_language("zh"):
        assert whole.sections["DA"].title == "数据分析"
        assert whole.capabilities["day"].title.startswith("安排每一天")
        assert whole.row("M-01").title == "访客数"
    named = [one.zh for one in whole.sections.values()]
    named += [one.zh for one in whole.capabilities.values()]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in zh) for zh in named)


CHINESE = {"ROLE", "PS", "STORE", "SEG", "DA", "DAILY", "DIAG", "GOAL", "BIZ", "CS", "ETH", "M"}
CHINESE |= {"PROD", "MKT", "CRM", "CONT", "SCM", "AS", "DR"}


def test_the_sections_that_are_taught_first_are_chinese_row_by_row() -> None:
    first = [row for row in curriculum().rows.values() if row.section in CHINESE]
    assert [row.id for row in first if not row.zh] == []
    # The others show English until they get theirs; this number may only fall.
    assert sum(not row.zh for row in curriculum().rows.values()) <= 245


def test_a_misspelt_id_is_refused_with_the_closest() -> None:
    with pytest.raises(ParameterError, match=r"'da11' is no row .* Did you mean 'DA-11'"):
        curriculum().row("da11")
    assert curriculum().check(["DA-11", "DR-01a"]) == ("DA-11", "DR-01a")
    with pytest.raises(ParameterError, match="is no row of the curriculum"):
        curriculum().check(["DA-11", "X-1"])


def test_titles_are_cut_at_a_clause() -> None:
    assert title("6.1 Write (文案) well; " + "long " * 30) == "Write well"
    assert (
        title("Watch (time on site, pages, and much more that goes on and on " + "x" * 60)
        == "Watch"
    )
    assert title("no mark " + "word " * 40).endswith("word")


def test_rows_are_made_from_tables_only(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = (
        "## 1. A (ROLE)\n| ID | What | Kind | Source | Course |\n|---|---|---|---|---|\n"
        "| R-ROLE-01 | Say it | duty (weak) | x | SET, then NUM; SET again |\n"
        "| GAP-01 | lost | x | y |\n| see R-ROLE-02 | no |\n"
        "| ETH-01 | Bad advice | rule (dubious) | x | Good practice. DEC card |\n"
    )
    assert list(rows(text)) == [
        ["R-ROLE-01", "ROLE", "duty", "SET NUM", "Say it", ""],
        ["ETH-01", "ETH", "rule", "DEC", "Good practice", ""],
    ]
    (tmp_path / "c.md").write_text(text, encoding="utf-8")
    assert make(tmp_path / "c.md", tmp_path / "r.json") == 2
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))[1][0] == "ETH-01"


def test_the_catalogue_itself_is_not_needed() -> None:
    package = (ROOT / "playbook" / "course").glob("*.py")
    assert not [path for path in package if "curriculum.md" in path.read_text(encoding="utf-8")]
