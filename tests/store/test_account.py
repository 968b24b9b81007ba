"""Every source row is counted once, whatever tables it fed and however far apart the rows lie."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from playbook.store.account import PAGE, account, prepare_account, take

Rows = list[tuple[str, int]]


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as scratch:
        prepare_account(scratch)
        yield scratch


def taken(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    connection.execute("CREATE OR REPLACE TABLE good (_file VARCHAR, _row BIGINT)")
    connection.executemany("INSERT INTO good VALUES (?, ?)", rows)
    take(connection, "good")


def set_aside(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    connection.executemany("INSERT INTO _set_aside (file, row) VALUES (?, ?)", rows)


def test_a_row_that_feeds_two_tables_counts_once(connection: duckdb.DuckDBPyConnection) -> None:
    taken(connection, [("a", 2), ("a", 3), ("b", 2)])
    taken(connection, [("a", 2), ("b", 9)])
    assert account(connection, {}).accepted == 4


@pytest.mark.parametrize("row", [0, PAGE - 1, PAGE, PAGE + 1, 10**12])
def test_rows_at_the_border_of_a_page_count(
    connection: duckdb.DuckDBPyConnection, row: int
) -> None:
    taken(connection, [("a", row), ("a", 5)])
    set_aside(connection, [("a", row), ("a", row), ("a", 6)])
    told = account(connection, {})
    assert (told.accepted, told.quarantined) == (1, 2)


def test_a_repeat_of_a_row_that_was_taken_or_refused_is_none(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    taken(connection, [("a", 2)])
    set_aside(connection, [("a", 3)])
    again = [("a", 2), ("a", 3), ("a", 4), ("a", 4)]
    connection.executemany("INSERT INTO _repeated VALUES (?, ?)", again)
    told = account(connection, {"blank": 2, "total": 0})
    assert told.non_data == {"blank": 2, "repeat": 1}
    assert told.total == 5


def test_nothing_at_all_is_no_row(connection: duckdb.DuckDBPyConnection) -> None:
    assert account(connection, {}).total == 0
