"""Both reports on a simulated shop with every table: no section is left out, in both languages."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import nbformat
import pytest

from playbook.reports import run_report
from playbook.reports.session import last_full_day
from playbook.runner.outputs import parts
from playbook.simulator import simulate
from playbook.store import Store

START, DAYS, ORDERS = dt.date(2025, 7, 1), 69, 40.0  # the last day is a Sunday
EVERYWHERE = {"headline", "products", "categories", "channels", "refunds", "ads", "quality"}
SECTIONS = {
    "daily": EVERYWHERE
    | {
        "unusual", "actions", "month", "decomposition", "mix", "stock", "delivery", "answers",
        "tickets", "chats", "reviews", "review_topics", "newest_reviews", "content", "rivals",
        "systems", "members", "bridge", "comparisons", "definitions",
    },
    "weekly": EVERYWHERE
    | {
        "weeks", "funnel", "buyers", "abc", "promotions", "delivery", "answers", "reviews",
        "content", "rivals", "systems", "members", "comparisons", "definitions",
    },
}  # fmt: skip


@pytest.fixture(scope="module", name="shops")
def _shops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Store]:
    folder = tmp_path_factory.mktemp("simulated")
    return {
        lang: simulate(
            folder / lang, seed=31, start=START, days=DAYS, orders_per_day=ORDERS, lang=lang,
            truth=False,
        )
        for lang in ("en", "zh")
    }  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("report", ["daily", "weekly"])
def test_every_section_shows(
    report: str, lang: str, shops: dict[str, Store], tmp_path: Path
) -> None:
    shop = shops[lang]
    result = run_report(report, shop, {"date": last_full_day(shop)}, tmp_path / "out")
    page = result.html.read_text(encoding="utf-8")
    # Nobody has entered an action yet; everything else is there.
    assert page.count('class="left-out"') == (report == "weekly")
    assert shown(result.notebook) >= SECTIONS[report]
    if lang == "zh":
        assert "count(" not in page
        assert "sum(" not in page


def test_the_last_day_of_a_simulated_shop_has_ended(shops: dict[str, Store]) -> None:
    assert last_full_day(shops["en"]) == START + dt.timedelta(days=DAYS - 1)


def shown(notebook: Path) -> set[str]:
    """Name the parts that show something."""
    return {part.name for part in parts(nbformat.read(notebook, as_version=4)) if part.rows}
