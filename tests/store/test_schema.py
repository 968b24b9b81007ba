"""The declarations hold together, and a second library agrees with the SQL checks."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

from playbook.store.dictionary import dictionary_markdown
from playbook.store.schema import DUCKDB_TYPES, Table, all_tables
from tests.store.test_staging import GOOD, put_orders

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("table", all_tables().values(), ids=lambda table: table.name)
def test_declaration_is_whole(table: Table) -> None:
    named = {*table.key, *table.replace_by, *([table.date] if table.date else [])}
    assert named <= set(table.columns)
    assert set(table.replace_by) <= set(table.key)
    assert table.columns[table.key[0]].required
    for column in table.columns.values():
        assert column.type in DUCKDB_TYPES
        assert column.en
        assert column.zh
        assert bool(column.values) == (column.type == "code")


def test_every_declared_file_is_a_table() -> None:
    stored = {path.stem for path in (ROOT / "playbook" / "store" / "tables").glob("*.toml")}
    assert stored == set(all_tables())


def test_data_dictionary_is_current() -> None:
    written = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    assert written == dictionary_markdown(), "run: playbook dev dictionary"


def test_pandera_gives_the_same_verdict(tmp_path: Path) -> None:
    amounts = ["1.00", "-1.00", "x", "2.5", None, "1000"]
    rows = [GOOD | {"order_id": str(i), "paid_amount": a} for i, a in enumerate(amounts)]
    store = put_orders(tmp_path / "s", rows)
    schema = pa.DataFrameSchema({"paid_amount": pa.Column(float, pa.Check.ge(0), nullable=True)})
    frame = pd.DataFrame({"paid_amount": pd.to_numeric(pd.Series(amounts), errors="coerce")})
    frame.loc[2, "paid_amount"] = -99.0  # text that is no number is as bad as a negative amount
    with pytest.raises(pa.errors.SchemaErrors) as caught:
        schema.validate(frame, lazy=True)
    bad = {int(i) + 2 for i in caught.value.failure_cases["index"]}
    assert set(store.quarantine()["row"]) == bad == {3, 4}
