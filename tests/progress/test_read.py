"""Every mangled file costs the lines that are mangled, and is named; nothing is counted twice."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from playbook.errors import ParameterError
from playbook.i18n import use_language
from playbook.progress import Attempted, Fault, Opened, Record, read_log
from playbook.progress.faults import KINDS
from tests.progress.logs import START, ZONE, write

NOW = START + dt.timedelta(days=30)


def read(folder: Path) -> Record:
    return read_log(folder, now=NOW)


def things(record: Record) -> list[str]:
    return record.sql("SELECT thing FROM statements ORDER BY place")["thing"].tolist()


def faults(record: Record) -> list[tuple[str, int]]:
    return sorted((fault.kind, fault.count) for fault in record.faults)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return a file of three good lines."""
    return write(tmp_path, "mei", Opened("a"), Opened("b"), Opened("c")).path


def test_facts_arrive_as_they_were(tmp_path: Path) -> None:
    event = Attempted("e", "wrong", ("fen_yuan", "rows"), lesson="l", covers=("DA-11", "DR-01a"))
    write(tmp_path, "mei", event, role="product")
    row = read(tmp_path).sql("FROM statements").iloc[0]
    assert (row.learner, row.verb, row.kind, row.thing) == ("mei", "attempted", "exercise", "e")
    assert (row.lesson, row.role, row.outcome, row.success) == ("l", "product", "wrong", False)
    assert [*row.problems] == ["fen_yuan", "rows"]
    assert [*row.covers] == ["DA-11", "DR-01a"]
    assert row["at"].isoformat() == "2026-05-04T01:01:00"
    assert row["day"].date() == dt.date(2026, 5, 4)


def test_the_day_is_the_learners_own(tmp_path: Path) -> None:
    late = dt.datetime(2026, 5, 4, 0, 30, tzinfo=ZONE)  # still the 3rd in UTC
    write(tmp_path, "mei", Opened("a"), start=late)
    assert read(tmp_path).sql("FROM statements")["day"][0].date() == dt.date(2026, 5, 4)


def test_a_cohort_is_read_as_one(tmp_path: Path) -> None:
    for name in ("mei", "li", "王 [3]"):
        write(tmp_path / name, name, Opened("a"))
    record = read(tmp_path)
    assert record.learners == ["li", "mei", "王 [3]"]
    assert record.faults == ()
    assert len(record.files) == 3
    assert read_log(tmp_path, learner="li").learners == ["li"]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        (b'{"id": "x", "ver', [("unfinished", 1)]),
        (b'{"id": "x", "ver\n', [("damaged", 1)]),
        (b"\x00\x00\x00\n", [("damaged", 1)]),
        (b"\xff\xfe\xfd\n", [("damaged", 1)]),
        (b"5\nnull\n[1]\n", [("damaged", 3)]),
        (b'{"id": "x"}\n', [("foreign", 1)]),
        (b'{"id": {"a": 1}, "actor": 5, "verb": [], "object": "x"}\n', [("foreign", 1)]),
        (b"x\n" * 7 + b"{", [("damaged", 7), ("unfinished", 1)]),
        (b"\n\n  \n\n", []),
        (b'{"id": "' + b"a" * 5_000_000 + b'"}\n', [("foreign", 1)]),
        (b'{"id":' + b"[" * 3000 + b"\n", [("damaged", 1)]),
    ],
)
def test_a_bad_tail_costs_itself_only(
    log: Path, tmp_path: Path, tail: bytes, expected: list[tuple[str, int]]
) -> None:
    with log.open("ab") as file:
        file.write(tail)
    record = read(tmp_path)
    assert things(record) == ["a", "b", "c"]
    assert faults(record) == expected
    assert record.skipped == sum(count for _kind, count in expected)
    assert all(fault.file == log for fault in record.faults)


def test_a_cut_in_the_middle_is_named_with_its_line(log: Path, tmp_path: Path) -> None:
    first, second, third, _end = log.read_bytes().split(b"\n")
    log.write_bytes(b"\n".join([first, second[:40], third, b""]))
    record = read(tmp_path)
    assert things(record) == ["a", "c"]
    assert record.faults == (Fault("damaged", log, 1, (2,)),)
    assert str(record.faults[0]) == (
        f"{log}: lines skipped because they are damaged: 1 (line 2). Everything else in it was "
        "read."
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_file_saved_by_an_editor_is_read_and_named(
    log: Path, tmp_path: Path, encoding: str
) -> None:
    log.write_bytes(log.read_text(encoding="utf-8").replace("\n", "\r\n").encode(encoding))
    record = read(tmp_path)
    assert things(record) == ["a", "b", "c"]
    assert faults(record) == [("edited", 1)]
    assert record.skipped == 0


def test_an_empty_file_and_none_at_all(tmp_path: Path) -> None:
    assert things(read(tmp_path)) == []
    folder = tmp_path / ".progress"
    folder.mkdir()
    (folder / "x.jsonl").write_bytes(b"")
    assert faults(read(tmp_path)) == [("empty", 1)]
    (folder / "y.jsonl").mkdir()
    assert faults(read(tmp_path)) == [("empty", 1)]


def test_a_copied_file_counts_once(log: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup" / ".progress" / log.name
    copy.parent.mkdir(parents=True)
    copy.write_bytes(log.read_bytes())
    record = read(tmp_path)
    assert things(record) == ["a", "b", "c"]
    assert faults(record) == [("duplicate", 3)]
    assert record.skipped == 0


def test_a_wrong_clock_costs_the_day_and_not_the_step(tmp_path: Path) -> None:
    write(tmp_path, "mei", Opened("a"), start=dt.datetime(1980, 1, 1, tzinfo=ZONE))
    write(tmp_path, "mei", Opened("b"), start=dt.datetime(2099, 1, 1, tzinfo=ZONE))
    record = read(tmp_path)
    assert sorted(things(record)) == ["a", "b"]
    assert faults(record) == [("clock", 1), ("clock", 1)]
    assert record.sql("FROM statements")["day"].isna().all()


def edit(path: Path, line: int, stamp: str) -> None:
    """Change the time of one line by hand."""
    rows = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    rows[line]["timestamp"] = stamp
    path.write_bytes("".join(json.dumps(row) + "\n" for row in rows).encode())


def test_a_clock_that_goes_back_does_not_change_the_order(log: Path, tmp_path: Path) -> None:
    edit(log, 1, "2026-05-03T09:00:00+08:00")
    record = read(tmp_path)
    assert things(record) == ["a", "b", "c"]
    assert [(fault.kind, fault.lines) for fault in record.faults] == [("back", (2,))]


def test_times_without_zone_or_sense(log: Path, tmp_path: Path) -> None:
    edit(log, 0, "2026-05-04T09:00:00")
    edit(log, 1, "yesterday")
    edit(log, 2, "2026-05-04T09:00:00Z")
    record = read(tmp_path)
    assert things(record) == ["a", "b", "c"]
    assert [(fault.kind, fault.lines) for fault in record.faults] == [
        ("clock", (2,)), ("no_zone", (1,)),
    ]  # fmt: skip


def test_a_file_too_large_or_closed_is_named(
    log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("playbook.progress.files.LARGEST_MB", 0)
    assert faults(read(tmp_path)) == [("too_large", 0)]
    monkeypatch.undo()

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert faults(read(tmp_path)) == [("unreadable", 1)]


def test_links_are_not_followed(log: Path, tmp_path: Path) -> None:
    other = tmp_path / "cohort"
    (other / "x").mkdir(parents=True)
    try:
        (other / "x" / ".progress").symlink_to(log.parent, target_is_directory=True)
        (other / "y").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert things(read(other)) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="is no folder"):
        read_log(tmp_path / "nowhere")


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_has_words_in_both_languages(kind: str) -> None:
    fault = Fault(kind, Path("x.jsonl"), 7, (1, 2, 3, 4, 5))
    assert str(fault).startswith("x.jsonl: ")
    with use_language("zh"):
        assert str(fault).startswith("x.jsonl：")


def test_only_five_lines_are_named() -> None:
    said = str(Fault("damaged", Path("x"), 9, (1, 2, 3, 4, 5)))
    assert "9 (line 1, 2, 3, 4, 5, …)" in said
