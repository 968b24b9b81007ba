"""A real report in a real browser: wide and narrow, both languages, hostile titles."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook.reports import run_report
from tests.reports.small import NOW, XSS, small_shop

pytestmark = pytest.mark.browser

WIDTHS = (1280, 360)
LANGUAGES = ("en", "zh")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def chromium() -> str | None:
    """Find a browser on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    stated = os.environ.get("PLAYBOOK_CHROMIUM")
    return stated or next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="module", name="pages")
def _pages(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """Run both reports in both languages once."""
    folder = tmp_path_factory.mktemp("browser")
    shop = small_shop(folder / "s")
    return {
        (name, lang): run_report(name, shop, {"date": NOW}, folder / "out", lang=lang).html
        for name in ("daily", "weekly")
        for lang in LANGUAGES
    }


@pytest.fixture(scope="module", name="browser")
def _browser() -> Iterator[Any]:
    path = chromium()
    if path is None:
        pytest.skip("no Chromium found; set PLAYBOOK_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def leaves(asked: Any) -> bool:
    return not asked.url.startswith(("file:", "data:"))


def note_dialog(dialog: Any, events: list[str]) -> None:
    events.append(f"dialog: {dialog.message}")
    dialog.dismiss()


@pytest.fixture(name="opened", params=WIDTHS)
def _opened(request: pytest.FixtureRequest, browser: Any) -> Iterator[Any]:
    """Return a function that opens a page, all folds open, and what happened meanwhile."""
    page = browser.new_page(viewport={"width": request.param, "height": 900})
    events: list[str] = []
    page.on("console", lambda message: events.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: events.append(f"error: {error}"))
    page.on("dialog", lambda dialog: note_dialog(dialog, events))
    page.on("request", lambda asked: events.append(f"to: {asked.url}") if leaves(asked) else None)

    def go(path: Path) -> tuple[Any, list[str]]:
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
        return page, events

    yield go
    page.close()


BOTH = [(name, lang) for name in ("daily", "weekly") for lang in LANGUAGES]


@pytest.mark.parametrize("which", BOTH, ids="-".join)
def test_the_page_is_quiet_and_fits(pages: Any, opened: Any, which: tuple[str, str]) -> None:
    page, events = opened(pages[which])
    assert events == []
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("which", BOTH, ids="-".join)
def test_every_picture_says_what_it_shows(pages: Any, opened: Any, which: tuple[str, str]) -> None:
    page, _events = opened(pages[which])
    texts = page.eval_on_selector_all("img", "all => all.map(one => one.alt)")
    assert len(texts) >= 2
    assert all(len(text) > 20 for text in texts)
    loaded = page.eval_on_selector_all("img", "all => all.every(one => one.naturalWidth > 0)")
    assert loaded


@pytest.mark.parametrize("which", BOTH, ids="-".join)
def test_axe_finds_nothing_serious(pages: Any, opened: Any, which: tuple[str, str]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page, _events = opened(pages[which])
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], one["nodes"][0]["html"][:200])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert serious == []


def test_hostile_titles_are_only_text(pages: Any, opened: Any) -> None:
    page, events = opened(pages["daily", "en"])
    assert XSS in page.inner_text("main")
    assert page.query_selector("main script, main [onerror]") is None
    assert events == []


def test_headline_links_lead_to_their_definition(pages: Any, opened: Any) -> None:
    page, _events = opened(pages["daily", "en"])
    targets = page.eval_on_selector_all(
        ".card a", "all => all.map(one => one.getAttribute('href'))"
    )
    assert len(targets) >= 3
    for target in targets:
        assert page.query_selector(target) is not None


def test_the_chinese_page_has_no_english_sentence_of_ours(pages: Any, opened: Any) -> None:
    page, _events = opened(pages["daily", "zh"])
    text = page.inner_text("main").replace(XSS, "")
    for word in ("Paid sales", "Change", "weekday", "left out", "Data", "Formula", "Metric"):
        assert word not in text
    assert page.get_attribute("html", "lang") == "zh-Hans"


def test_on_paper_the_folds_are_open(pages: Any, browser: Any) -> None:
    page = browser.new_page()
    page.goto(pages["daily", "en"].as_uri())
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all(
        "details.part", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert heights
    assert all(height > 60 for height in heights)
    page.close()
