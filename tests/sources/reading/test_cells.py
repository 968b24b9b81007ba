"""The wrapping of cells: Python against DuckDB on random text."""

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from playbook.sources.reading import clean
from playbook.sources.reading.cells import NULL_TOKENS, SPACES
from playbook.sources.reading.cells_sql import clean_sql

WRAPPED = st.sampled_from([*SPACES, *NULL_TOKENS, *"=\"'19 aé中"])


@settings(max_examples=200, deadline=None)
@given(st.lists(WRAPPED, max_size=7).map("".join))
def test_python_and_sql_clean_alike(text: str) -> None:
    query = f"SELECT {clean_sql('c')} FROM (SELECT ?::VARCHAR AS c)"
    assert duckdb.execute(query, [text]).fetchone() == (clean(text),)
