"""A notebook runs on its own kernel, with exactly the values given, or says which cell failed."""

from pathlib import Path
from typing import Any

import pytest

from playbook.errors import KernelError, NotebookError
from playbook.runner.execute import CellFailedError, run_notebook
from tests.runner.books import book, parameters

NASTY = 'it\'s "q" \\ {x} \n 中文 ; import os'


@pytest.fixture(scope="module")
def ran() -> Any:
    """Run one notebook that shows all there is to see; a kernel costs seconds."""
    steps = []
    source = book(
        parameters("text: str = 'default'"),
        "import os, pathlib, playbook",
        "print(os.environ['PLAYBOOK_LANG'], os.environ['EXTRA'], pathlib.Path.cwd())",
        "text",
    )
    before = Path.cwd()
    done = run_notebook(
        source, {"text": NASTY}, lang="zh",
        progress=lambda *step: steps.append(step), environment={"EXTRA": "more"},
    )  # fmt: skip
    return source, done, steps, before


def test_values_arrive_as_they_were(ran: Any) -> None:
    assert eval(ran[1].cells[-1].outputs[0].data["text/plain"]) == NASTY


def test_language_and_environment_reach_the_kernel(ran: Any) -> None:
    assert ran[1].cells[-2].outputs[0].text.startswith("zh more ")


def test_the_working_directory_stays(ran: Any) -> None:
    assert str(ran[3]) in ran[1].cells[-2].outputs[0].text
    assert Path.cwd() == ran[3]


def test_the_source_is_left_alone(ran: Any) -> None:
    assert len(ran[0].cells) == 4
    assert not any(cell.outputs for cell in ran[0].cells)


def test_progress_counts_every_code_cell_once(ran: Any) -> None:
    assert ran[2] == [(0, 5), (1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_a_failing_cell_is_named_and_the_notebook_so_far_kept() -> None:
    with pytest.raises(
        CellFailedError, match=r"Cell 2 .*total / orders.*ZeroDivisionError"
    ) as caught:
        run_notebook(book("total, orders = 1, 0", "total / orders", "'never'"), {})
    kept = [cell for cell in caught.value.notebook.cells if cell.cell_type == "code"]
    assert kept[1].outputs[0].ename == "ZeroDivisionError"
    assert kept[2].outputs == []


def test_a_cell_out_of_time_is_a_kernel_error() -> None:
    with pytest.raises(KernelError, match="longer than 1 s"):
        run_notebook(book("while True: pass"), {}, cell_timeout_s=1)


def test_a_killed_kernel_is_a_kernel_error() -> None:
    with pytest.raises(KernelError, match="died"):
        run_notebook(book("import os; os._exit(9)"), {})


def test_a_missing_notebook_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotebookError, match="nowhere"):
        run_notebook(tmp_path / "nowhere.ipynb", {})


def test_a_path_with_braces_and_chinese_is_a_path(tmp_path: Path) -> None:
    import nbformat

    path = tmp_path / "日报 {x}.ipynb"
    nbformat.write(book("1 + 1"), path)
    assert run_notebook(path, {}).cells[0].outputs[0].data["text/plain"] == "2"
