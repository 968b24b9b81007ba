"""One run: refused early, executed once, checked, written whole, corrected when the data is newer.

A tiny report of four cells stands in for the real ones: a kernel costs seconds.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest

from playbook.errors import (
    ContentContractError,
    DataContractError,
    KernelError,
    NotebookError,
    ParameterError,
)
from playbook.i18n import use_language
from playbook.reports import Promise, run_report
from playbook.reports import run as run_module
from playbook.reports.registry import DAILY
from playbook.reports.spec import ReportSpec
from playbook.store import Store
from tests.reports.small import NOW, THEN, rows, small_shop
from tests.runner.books import book, parameters
from tests.shops import add_rows, make_shop

CELLS = (
    "# Tiny",
    parameters('store: str = ""\ndate: str = ""\nlang: str = ""\nversion: int = 0'),
    "from playbook.reports import show\nfrom playbook.reports.session import begin\n"
    "from playbook.metrics import Period\nreport = begin(store, date, lang, version)\nreport",
    "sales = report.query('gmv_paid', period=Period.day(report.day))['value'].iloc[0]\n"
    "show.record('gmv_paid', sales)",
    "show.paragraphs('lead', [f'Sales: {sales}'])",
)


@pytest.fixture(name="spec")
def _spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReportSpec:
    # The code may be edited while the suite runs; a run depends on it, these tests do not.
    monkeypatch.setattr(run_module, "source_hash", lambda: "the code")
    path = tmp_path / "tiny.ipynb"
    nbformat.write(book(*CELLS), path)
    return replace(DAILY, id="tiny", notebook=path, promises=(Promise("lead", "text"),))


@pytest.fixture(name="shop")
def _shop(tmp_path: Path) -> Store:
    return small_shop(tmp_path / "店 1")


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_run_writes_page_notebook_and_manifest(
    spec: ReportSpec, shop: Store, tmp_path: Path
) -> None:
    steps: list[tuple[int, int]] = []
    result = run_report(
        spec, shop, {"date": NOW}, tmp_path / "out", progress=lambda *step: steps.append(step)
    )
    assert (result.status, result.version) == ("made", 1)
    assert result.folder == tmp_path / "out" / "店 1" / "tiny" / "2026-05-30"
    manifest = read(result.manifest)
    assert manifest["key_numbers"] == {"gmv_paid": 480}
    assert manifest["parameters"] == {"date": "2026-05-30", "lang": "en", "version": 1}
    assert str(tmp_path) not in json.dumps(manifest, ensure_ascii=False)
    assert "Sales: 480" in result.html.read_text(encoding="utf-8")
    assert steps[-1][0] == steps[-1][1]

    # The same again: nothing runs. Forced: the same bytes.
    page = result.html.read_bytes()
    assert run_report(spec, shop, {"date": NOW}, tmp_path / "out").status == "skipped"
    assert run_report(spec, shop, {"date": NOW}, tmp_path / "out", force=True).status == "made"
    assert result.html.read_bytes() == page


def test_newer_data_makes_a_correction_that_names_what_changed(
    spec: ReportSpec, shop: Store, tmp_path: Path
) -> None:
    first = run_report(spec, shop, {"date": NOW}, tmp_path / "out")
    late = rows()["orders"][-1] | {"order_id": "8", "paid_amount": "20.00"}
    newer = add_rows(shop, dt.datetime(2031, 1, 1), orders=[late])
    second = run_report(spec, newer, {"date": NOW}, tmp_path / "out")
    assert (second.status, second.version) == ("corrected", 2)
    assert [vars(change) for change in second.changes] == [
        {"name": "gmv_paid", "before": 480, "after": 500}
    ]
    page = second.html.read_text(encoding="utf-8")
    assert "Correction (version 2)" in page
    assert "CN¥480.00 → CN¥500.00" in page
    old = (first.folder / "report-v1.html").read_text(encoding="utf-8")
    assert "Sales: 480" in old
    # A pinned older version can still be asked for, and is told apart by its number.
    assert read(first.folder / "manifest-v1.json")["store"]["version"] == 1


def test_each_language_has_its_own_folder(spec: ReportSpec, shop: Store, tmp_path: Path) -> None:
    result = run_report(spec, shop, {"date": NOW}, tmp_path / "out", lang="zh")
    assert result.folder.name == "2026-05-30.zh"
    assert '<html lang="zh-Hans">' in result.html.read_text(encoding="utf-8")


@pytest.mark.parametrize("date", ["2026-13-01", "2027-01-01", "30.05.2026", "yesterday"])
def test_a_bad_date_ends_with_exit_code_2(
    spec: ReportSpec, shop: Store, tmp_path: Path, date: str
) -> None:
    with pytest.raises(ParameterError, match="2026-05-23 and 2026-05-30") as caught:
        run_report(spec, shop, {"date": date}, tmp_path / "out")
    assert caught.value.exit_code == 2
    assert "the days in store '店 1'" in str(caught.value)


@pytest.mark.parametrize("given", [{"dat": NOW}, {"date": NOW, "x; import os": 1}, {}])
def test_only_declared_parameters_are_taken(
    spec: ReportSpec, shop: Store, tmp_path: Path, given: Any
) -> None:
    with pytest.raises(ParameterError):
        run_report(spec, shop, given, tmp_path / "out")


def test_an_unknown_report_names_the_nearest(shop: Store, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="Did you mean 'daily'"):
        run_report("dayly", shop, {"date": NOW}, tmp_path / "out")


def test_a_shop_without_orders_ends_with_exit_code_3(spec: ReportSpec, tmp_path: Path) -> None:
    visits = [{"date": NOW, "grain": "day", "scope": "shop", "uv": 150}]
    empty = make_shop(tmp_path / "empty", traffic=visits)
    with pytest.raises(DataContractError, match="orders") as caught:
        run_report(spec, empty, {"date": NOW}, tmp_path / "out")
    assert caught.value.exit_code == 3


def test_a_failing_cell_ends_with_exit_code_4_and_writes_nothing(
    spec: ReportSpec, shop: Store, tmp_path: Path
) -> None:
    nbformat.write(book(*CELLS, "1 / 0"), spec.notebook)
    with pytest.raises(NotebookError, match="ZeroDivisionError") as caught:
        run_report(spec, shop, {"date": NOW}, tmp_path / "out")
    assert caught.value.exit_code == 4
    assert not list((tmp_path / "out").rglob("report.*"))


@pytest.mark.parametrize(
    ("promise", "said"),
    [
        (Promise("chart", "figure"), "chart is missing"),
        (Promise("lead", "figure"), "lead is a text and not a figure"),
        (Promise("lead", "text", least=3), "lead has 1 rows instead of at least 3"),
    ],
)
def test_a_broken_promise_ends_with_exit_code_6(
    spec: ReportSpec, shop: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    promise: Promise, said: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(run_module, "run_notebook", lambda *_a, **_k: executed(shop))
    with pytest.raises(ContentContractError, match=said) as caught:
        run_report(replace(spec, promises=(promise,)), shop, {"date": NOW}, tmp_path / "out")
    assert caught.value.exit_code == 6
    assert not list((tmp_path / "out").rglob("report.*"))


def test_a_promise_for_a_table_that_is_absent_is_not_held_against_the_report(
    spec: ReportSpec, shop: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "run_notebook", lambda *_a, **_k: executed(shop))
    promises = (Promise("lead", "text"), Promise("ads", "table", needs=("ads",)))
    result = run_report(replace(spec, promises=promises), shop, {"date": NOW}, tmp_path / "out")
    assert result.status == "made"


@pytest.mark.parametrize("changed", [{"version": 9}, {"date": THEN.isoformat()}])
def test_a_notebook_about_other_data_is_stale(
    spec: ReportSpec, shop: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: Any
) -> None:
    monkeypatch.setattr(run_module, "run_notebook", lambda *_a, **_k: executed(shop, **changed))
    with pytest.raises(ContentContractError, match="it was made for"):
        run_report(spec, shop, {"date": NOW}, tmp_path / "out")


def test_only_a_kernel_error_is_tried_again_and_only_once(
    spec: ReportSpec, shop: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[int] = []
    dead = False

    def dying(*_args: Any, **_options: Any) -> Any:
        tries.append(1)
        if dead or len(tries) == 1:
            raise KernelError("died")
        return executed(shop)

    monkeypatch.setattr(run_module, "run_notebook", dying)
    assert run_report(spec, shop, {"date": NOW}, tmp_path / "out").status == "made"
    assert len(tries) == 2
    dead = True
    with pytest.raises(KernelError) as caught:
        run_report(spec, shop, {"date": NOW}, tmp_path / "out", force=True)
    assert caught.value.exit_code == 5
    assert len(tries) == 4


def test_refusals_are_in_the_language_asked_for(
    spec: ReportSpec, shop: Store, tmp_path: Path
) -> None:
    with use_language("zh"), pytest.raises(ParameterError, match="不是日期"):
        run_report(spec, shop, {"date": "x"}, tmp_path / "out")
    with pytest.raises(ParameterError, match="不是日期"):
        run_report(spec, shop, {"date": "x"}, tmp_path / "out", lang="zh")


def executed(shop: Store, **changed: Any) -> Any:
    """Return a notebook as a kernel would have left it."""
    from playbook.reports import show
    from playbook.reports.session import Report

    made = book("stamp", "lead")
    bundles = (
        Report(shop, NOW)._repr_mimebundle_()[0],
        show.paragraphs("lead", ["Sales"])._repr_mimebundle_()[0],
    )
    for cell, bundle in zip(made.cells, bundles, strict=True):
        data = json.loads(json.dumps(bundle))
        cell.outputs = [nbformat.v4.new_output("display_data", data=data)]
    for record in made.cells[0].outputs[0].data.values():
        if isinstance(record, dict):
            record["detail"].update(changed)
    return made
