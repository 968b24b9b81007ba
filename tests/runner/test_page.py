"""The page is whole, quiet and readable: no code, no script, nothing from elsewhere."""

import re
from typing import Any

import pandas as pd
import pytest

from playbook.runner.page import PageText, sectioned, to_html
from tests.runner.books import book, shown

PNG = "iVBORw0KGgo="


@pytest.fixture(scope="module")
def page() -> Any:
    frame = pd.DataFrame({"sku": ["<script>alert(1)</script>", "A & B"], "sales": [1, 2]})
    return to_html(
        book(
            "# Daily report",
            "## What moved it\n\nThe **products** below.",
            shown({"text/html": frame.to_html(), "text/plain": "a frame"}),
            shown({"text/html": frame.style.to_html(), "text/plain": "a styler"}),
            shown({"image/png": PNG}, {"image/png": {"alt": 'sales "fell" <b>'}}),
            "## Left out\n\n- ads",
            shown({"text/plain": "5 < 6 & 7"}),
        ),
        PageText(
            "Shop <x> & sons", "Sat, Dec 30, 2017", ["<p>Correction<script>1</script></p>"], "end"
        ),
    )


def test_a_table_a_heading_and_a_styler_are_markup_and_not_text(page: str) -> None:
    assert page.count("<table") == 2
    assert "&lt;table" not in page
    assert "&lt;h2" not in page
    assert re.search(r"<h2>What moved it</h2>", page)
    assert page.count("<td>A &amp; B</td>") == 1


def test_titles_from_data_are_text(page: str) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script" not in page
    assert "<title>Shop &lt;x&gt; &amp; sons</title>" in page


def test_no_code_is_shown(page: str) -> None:
    assert "show()" not in page


def test_nothing_is_loaded_from_elsewhere(page: str) -> None:
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page)
    assert "@import" not in page
    assert "url(" not in page
    assert "default-src 'none'" in page


def test_pictures_carry_their_words(page: str) -> None:
    assert re.search(
        r'<img alt="sales &quot;fell&quot; &lt;b&gt;"|alt=.sales "fell" &lt;b&gt;', page
    )


def test_sections_open_and_close_in_step(page: str) -> None:
    assert page.count("<section") == page.count("</section>") == 2
    assert page.count("<main>") == page.count("</main>") == 1


def test_plain_text_output_is_escaped(page: str) -> None:
    assert "5 &lt; 6 &amp; 7" in page


def test_the_language_is_stated() -> None:
    assert '<html lang="zh-Hans">' in to_html(book("# 日报"), PageText("日报"), lang="zh")
    assert '<html lang="en">' in to_html(book("# x"), PageText("x"), lang="en")


def test_fold_and_hide_are_tags() -> None:
    notebook = book("# x", "## One", "## Two\n\ntext", "'code'", "## Three")
    notebook.cells[0].metadata["tags"] = ["hide"]
    notebook.cells[2].metadata["tags"] = ["fold"]
    cells = sectioned(notebook).cells
    assert [cell.metadata.get("part", {}).get("opens") for cell in cells] == [
        "section", "details", None, "section",
    ]  # fmt: skip
    html = to_html(notebook, PageText("x"))
    assert "<summary><h2>Two</h2></summary>" in html
    assert html.count("<details") == html.count("</details>") == 1


def test_an_error_output_shows_no_traceback() -> None:
    cell = shown({"text/plain": "x"})
    cell.outputs[0] = {
        "output_type": "error", "ename": "E", "evalue": "<b>", "traceback": ["/home/x/secret.py"],
    }  # fmt: skip
    html = to_html(book("# x", cell), PageText("x"))
    assert "secret" not in html
    assert "E: &lt;b&gt;" in html
