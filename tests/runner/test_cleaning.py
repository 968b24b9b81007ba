"""Nothing that a product title, a note or a notebook holds may act in the page."""

import re
from typing import Any

import pytest

from playbook.runner.cleaning import clean

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><circle/></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' data:text/html,<script>alert(1)</script>'>x</a>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{background:url(https://x.example)}</style>",
    "<p style='background:url(https://x.example)'>x</p>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<form action=https://x.example><button>x</button></form>",
    "<img src='https://x.example/pixel.gif' alt='x'>",
    "<object data='https://x.example'></object><embed src=x>",
    "<meta http-equiv=refresh content='0;url=https://x.example'>",
    "<details ontoggle=alert(1) open><summary>x</summary></details>",
    "<input autofocus onfocus=alert(1)>",
    "<base href='https://x.example/'>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_attacks_come_out_harmless(payload: Any) -> None:
    html = clean(payload).lower()
    assert not re.search(r"<(script|svg|iframe|style|math|form|object|embed|meta|input|base)", html)
    assert not re.search(r"\son\w+\s*=|javascript:|style=|src=.https?:|href=.?\s*data:", html)


def test_a_full_table_survives() -> None:
    table = (
        '<table class="data"><caption>Sales</caption><colgroup><col span="2"></colgroup><thead>'
        '<tr><th scope="col">Day</th><th scope="col" class="num" colspan="2">CNY</th></tr></thead>'
        '<tbody><tr><th scope="row" rowspan="2">Mon</th><td class="num" data-label="CNY">1</td>'
        "</tr></tbody><tfoot><tr><td>all</td></tr></tfoot></table>"
    )
    assert clean(table) == table


def test_headings_folds_figures_and_labels_survive() -> None:
    html = (
        '<h2 id="sales">Sales</h2><details class="part" open=""><summary>More</summary>'
        '<figure><img src="data:image/png;base64,AAAA" alt="a line"><figcaption>x</figcaption>'
        '</figure></details><div class="scroll" tabindex="0" role="region" aria-label="Sales">'
        "</div>"
    )
    assert clean(html) == html


def test_svg_comes_only_as_a_picture() -> None:
    assert "data:image/svg+xml" in clean('<img src="data:image/svg+xml;base64,AAAA" alt="x">')
    assert clean('<img src="data:text/html;base64,AAAA" alt="x">') == '<img alt="x">'


def test_links_within_the_page_work() -> None:
    assert 'href="#def-gmv_paid"' in clean('<a href="#def-gmv_paid">x</a>')


def test_escaped_text_stays_escaped() -> None:
    assert clean("<td>&lt;script&gt;1 &amp; 2</td>") == "&lt;script&gt;1 &amp; 2"
    assert clean("<p>&lt;b&gt;</p>") == "<p>&lt;b&gt;</p>"
