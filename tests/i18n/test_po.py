"""PO files survive a round trip byte for byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.i18n.po import read_pairs, write_pairs

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1)


@given(st.dictionaries(TEXT, TEXT, max_size=3))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, pairs: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("po") / "room.po"
    write_pairs(path, pairs)
    assert read_pairs(path) == pairs


def test_quotes_and_lines_are_kept_and_a_second_write_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "zh" / "room.po"
    write_pairs(path, {'say "yes"\nor \\no': "说“是”\n或否", "empty": ""})
    first = path.read_bytes()
    write_pairs(path, read_pairs(path))
    assert path.read_bytes() == first
    assert b"POT-Creation-Date" not in first


def test_a_file_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert read_pairs(tmp_path / "none.po") == {}
