"""Property: whatever stands between the good lines, every good line is read, and all is counted."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from playbook.progress import Opened, Record, read_log
from playbook.progress.forgetting import forget
from playbook.progress.statement import Session, line, statement
from tests.progress.logs import START

GOOD = [line(statement(Opened(f"l{n}"), Session("mei"), n, START)).strip() for n in range(6)]
IDS = [json.loads(good)["id"] for good in GOOD]

near = st.sampled_from(GOOD).flatmap(
    lambda good: st.integers(1, len(good) - 1).map(lambda cut: good[:cut])
)
odd = st.sampled_from([b"", b"{}", b"null", b"5", b'"', b"[", b"\x00" * 9, b"\xef\xbb\xbf", b"\r"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["id", "actor", "verb", "object", "result", "context", "timestamp",
                         "name", "account", "extensions"]), inner, max_size=6),
    max_leaves=12,
)  # fmt: skip
objects = values.map(lambda value: json.dumps(value).encode())
junk = st.one_of(st.binary(max_size=40), near, odd, objects)
# A number stands for the good line of that number.
pieces = st.lists(st.one_of(st.integers(0, 5), junk), max_size=14)


def build(parts: list[int | bytes]) -> tuple[bytes, set[str]]:
    """Join the pieces by newlines; return the file and the ids that must be found."""
    joined = b"\n".join(GOOD[part] if isinstance(part, int) else part for part in parts)
    return joined, {IDS[part] for part in parts if isinstance(part, int)}


def read(folder: str, data: bytes) -> Record:
    path = Path(folder, ".progress", "x.jsonl")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return read_log(Path(folder))


@given(pieces)
@example([b"\xff\xfe{", 0, 1])
@example([b'{"id": "a", "id": "b"}', 0])
@example([0, b'{"id":' + b"[" * 2000, 1])
@example([b'{"id":"\\ud800"}', 2, 2])
def test_good_lines_are_read_and_every_line_is_accounted_for(parts: list[int | bytes]) -> None:
    data, expected = build(parts)
    with tempfile.TemporaryDirectory() as folder:
        record = read(folder, data)
        held = record.sql("SELECT id FROM statements")["id"].tolist()
        assert expected <= set(held)
        assert len(held) == len(set(held))
        twice = sum(fault.count for fault in record.faults if fault.kind == "duplicate")
        (total,) = record.connection.execute("SELECT count(*) FROM lines").fetchone() or (0,)
        assert len(held) + record.skipped + twice == total
        assert all(str(fault) for fault in record.faults)


@given(pieces)
def test_forgetting_leaves_no_trace_of_the_name(parts: list[int | bytes]) -> None:
    data, expected = build(parts)
    with tempfile.TemporaryDirectory() as folder:
        record = read(folder, data)
        if "mei" in record.learners:
            forget(Path(folder), "mei")
            left = list(Path(folder, ".progress").iterdir())
            assert all(b'"name":"mei"' not in path.read_bytes() for path in left)
            assert "mei" not in read_log(Path(folder)).learners
        else:
            assert not expected
