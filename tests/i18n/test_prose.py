"""A notebook's prose is taken out and put back by paragraph; its code is never touched."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from playbook.i18n import prose
from playbook.i18n.po import read_pairs

MARKDOWN = """# Yesterday's shop
Read this first.

- one
- two

```python
x = "Read this first."

y = 1
```

---
| a | b |
|---|---|
| 1 | 2 |
"""
CATALOGUE = {
    "# Yesterday's shop": "# 昨日店铺",
    "Read this first.": "请先阅读。",
    "- one\n- two": "- 一\n- 二",
    "Gone": "没有了",
}


@pytest.fixture
def notebook() -> Any:
    cells = [new_markdown_cell(MARKDOWN), new_code_cell('"Read this first."')]
    return new_notebook(cells=cells)


def test_code_fences_and_code_cells_are_not_prose(notebook: Any) -> None:
    assert prose.extract(notebook) == [
        "# Yesterday's shop",
        "Read this first.",
        "- one\n- two",
        "---\n| a | b |\n|---|---|\n| 1 | 2 |",
    ]


def test_translation_changes_paragraphs_and_nothing_else(notebook: Any) -> None:
    translated = prose.translate_notebook(notebook, CATALOGUE, "zh")
    expected = MARKDOWN.replace("# Yesterday's shop\nRead this first.", "# 昨日店铺\n请先阅读。")
    assert translated.cells[0].source == expected.replace("- one\n- two", "- 一\n- 二")
    assert translated.cells[1] == notebook.cells[1]


def test_the_notebook_that_was_given_stays_english(notebook: Any) -> None:
    prose.translate_notebook(notebook, CATALOGUE, "zh")
    assert notebook.cells[0].source == MARKDOWN


def test_english_is_a_plain_copy(notebook: Any) -> None:
    same = prose.translate_notebook(notebook, CATALOGUE, "en")
    assert same == notebook
    assert same is not notebook


def test_what_is_missing_and_what_is_stale_is_reported(notebook: Any) -> None:
    report = prose.compare(notebook, CATALOGUE)
    assert report.missing == ("---\n| a | b |\n|---|---|\n| 1 | 2 |",)
    assert report.stale == ("Gone",)


def test_a_longer_fence_may_hold_a_shorter_one() -> None:
    assert prose.paragraphs("````\n```\nnot prose\n```\n\nnot prose\n````\nprose") == ["prose"]


def test_an_update_keeps_translations_and_is_stable(notebook: Any, tmp_path: Path) -> None:
    path = tmp_path / "notebooks" / "reports" / "daily.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
    root = tmp_path / "zh"
    assert prose.update_catalogue(path, root)
    assert not prose.update_catalogue(path, root)
    assert list(read_pairs(root / "reports" / "daily.po")) == prose.extract(notebook)
