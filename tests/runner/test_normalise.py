"""Whoever ran it, a committed notebook looks the same."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

from playbook.runner.normalise import LARGEST, as_text, main, normalise
from tests.runner.books import book, parameters, shown


@pytest.fixture
def messy() -> Any:
    notebook = book(
        "# Title  \ntext ",
        parameters("store = 'x'"),
        shown({"text/plain": "42", "image/png": "AAAA"}, {"image/png": {"width": 9}}),
        shown({"text/plain": "small", "text/html": "x" * (LARGEST + 1)}),
        shown({"text/html": "x" * (LARGEST + 1)}, tags=["nbval-check-output"]),
    )
    notebook.metadata["widgets"] = {"state": 1}
    notebook.cells[2].metadata["papermill"] = {"duration": 1.5}
    notebook.cells[2].execution_count = 17
    notebook.cells.insert(2, parameters("store = 'run'"))
    notebook.cells[2].metadata["tags"] = ["injected-parameters"]
    return notebook


def test_twice_changes_nothing(messy: Any) -> None:
    once = as_text(normalise(messy))
    assert as_text(normalise(nbformat.reads(once, as_version=4))) == once


def test_ids_do_not_depend_on_who_made_them(messy: Any) -> None:
    first = [cell.id for cell in normalise(messy).cells]
    for cell in messy.cells:
        cell.id = "x" + cell.id[:7]
    assert [cell.id for cell in normalise(messy).cells] == first
    assert len(set(first)) == len(first)


def test_counts_run_from_one(messy: Any) -> None:
    code = [cell for cell in normalise(messy).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3, 4]


def test_pictures_go_and_text_stays(messy: Any) -> None:
    assert normalise(messy).cells[2].outputs[0].data == {"text/plain": "42"}
    assert normalise(messy).cells[2].outputs[0].metadata == {}


def test_bulk_goes_unless_it_is_compared(messy: Any) -> None:
    done = normalise(messy)
    assert list(done.cells[3].outputs[0].data) == ["text/plain"]
    assert list(done.cells[4].outputs[0].data) == ["text/html"]


def test_traces_of_a_run_go(messy: Any) -> None:
    done = normalise(messy)
    assert "run" not in as_text(done).replace("injected", "")
    assert set(done.metadata) == {"kernelspec", "language_info"}
    assert done.cells[2].metadata == {}


def test_the_result_is_a_valid_notebook(messy: Any) -> None:
    nbformat.validate(normalise(messy))


def test_the_command_says_whether_it_changed_something(messy: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    nbformat.write(messy, path)
    assert main([str(path)]) == 1
    assert main([str(path)]) == 0
