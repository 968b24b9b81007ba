"""All or nothing: versions, the lock, the account, what a reader sees meanwhile."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from deltalake import DeltaTable

from playbook.errors import StoreError
from playbook.store import ImportRecord, Store, delta, open_store
from tests.shops import AS_OF, add_rows, make_shop

ORDER = {"order_id": "1", "created_at": "2026-05-01 10:00:00", "paid_amount": "10.00"}
ONE = "SELECT '2' AS order_id, '2026-05-02' AS created_at, 'f' AS _file, 2 AS _row"


def leftovers(store: Store) -> list[str]:
    return sorted(path.name for path in store.path.glob(".scratch-*"))


def test_reader_keeps_its_version_while_another_is_written(tmp_path: Path) -> None:
    old = make_shop(tmp_path / "s", orders=[ORDER])
    new = add_rows(old, orders=[ORDER | {"order_id": "2"}])
    assert (old.rows("orders"), new.rows("orders")) == (1, 2)
    assert len(old.sql("FROM orders")) == 1
    assert open_store(old.path).version == new.version == old.version + 1
    assert new.at(old.version).rows("orders") == 1


def test_leaving_without_commit_changes_nothing(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s", orders=[ORDER])
    before = sorted(store.path.rglob("*.parquet"))
    with store.writer() as writer:
        writer.put("orders", ONE, as_of=AS_OF)
    assert open_store(store.path).version == store.version
    assert sorted(store.path.rglob("*.parquet")) == before
    assert leftovers(store) == []


def test_account_that_does_not_add_up_is_refused(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s")
    with store.writer() as writer:
        writer.put("orders", ONE, as_of=AS_OF)
        with pytest.raises(StoreError, match="2 rows were read and 1"):
            writer.commit(ImportRecord("f.csv", "h", "test", AS_OF, 2))
    assert open_store(store.path).version == 0


def test_full_disk_is_one_clear_message_and_no_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_shop(tmp_path / "s", orders=[ORDER])

    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(delta, "write_files", full)
    with pytest.raises(StoreError, match="disk is full"), store.writer() as writer:
        writer.put("orders", ONE, as_of=AS_OF)
    assert open_store(store.path).version == store.version
    assert leftovers(store) == []


def test_second_import_at_once_is_told_to_wait(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s")
    code = (
        "import sys; from playbook.store import open_store\n"
        "with open_store(sys.argv[1]).writer():\n"
        "    print('held', flush=True); sys.stdin.readline()\n"
    )
    command = [sys.executable, "-c", code, str(store.path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "held"
        with pytest.raises(StoreError, match="Another import into Test shop is running"):
            store.writer().__enter__()
        other.communicate("\n")
    with store.writer():
        pass


def test_delta_log_and_version_file_agree(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s", orders=[ORDER])
    store = add_rows(store, orders=[ORDER | {"order_id": "2"}])
    state = store.state.tables["orders"]
    table = DeltaTable(store.path / "orders", version=state.delta)
    names = {Path(uri).name for uri in table.file_uris()}
    assert names == {Path(file).name for file in state.files}
    assert table.to_pyarrow_table().num_rows == 2


def test_table_left_ahead_by_a_killed_import_is_set_back(tmp_path: Path) -> None:
    store = make_shop(tmp_path / "s", orders=[ORDER])
    orphan = add_rows(store, orders=[ORDER | {"order_id": "orphan"}])
    (store.path / "versions" / f"{orphan.version:08d}.json").unlink()
    store = open_store(store.path)
    assert store.rows("orders") == 1
    store = add_rows(store, orders=[ORDER | {"order_id": "3"}])
    assert store.sql("SELECT order_id FROM orders ORDER BY 1")["order_id"].tolist() == ["1", "3"]
    state = store.state.tables["orders"]
    table = DeltaTable(store.path / "orders", version=state.delta)
    assert {Path(u).name for u in table.file_uris()} == {Path(f).name for f in state.files}


def test_first_rows_of_a_killed_import_leave_no_trace_in_the_delta_log(tmp_path: Path) -> None:
    orphan = make_shop(tmp_path / "s", orders=[ORDER | {"order_id": "orphan"}])
    (orphan.path / "versions" / f"{orphan.version:08d}.json").unlink()
    store = add_rows(open_store(orphan.path), orders=[ORDER])
    table = DeltaTable(store.path / "orders")
    assert table.version() == store.state.tables["orders"].delta
    assert table.to_pyarrow_table()["order_id"].to_pylist() == ["1"]


def test_tables_of_one_import_need_no_scratch_of_each_other(tmp_path: Path) -> None:
    with make_shop(tmp_path / "s").writer() as writer:
        writer.put("orders", ONE, as_of=AS_OF)
        names = {row[0] for row in writer.connection.execute("SHOW TABLES").fetchall()}
    assert not any(name.startswith("_good") for name in names)


def test_same_table_twice_in_one_import_is_refused(tmp_path: Path) -> None:
    with make_shop(tmp_path / "s").writer() as writer:
        writer.put("orders", ONE, as_of=AS_OF)
        with pytest.raises(ValueError, match="put twice"):
            writer.put("orders", ONE, as_of=AS_OF)


def test_misspelt_column_of_an_importer_is_refused(tmp_path: Path) -> None:
    query = ONE.replace("created_at", "create_at")
    with make_shop(tmp_path / "s").writer() as writer, pytest.raises(ValueError, match="create_at"):
        writer.put("orders", query, as_of=AS_OF)
