"""A report lies there whole or not at all, and corrections say what they changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from playbook.reports import archive
from playbook.reports.archive import Change, changes, folder_name, read_manifest, write_report
from playbook.runner.files import write_text


def test_a_whole_report_is_read_back(tmp_path: Path) -> None:
    write_report(tmp_path, "<html>", "{}", {"key": "k", "version": 1})
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert manifest["key"] == "k"


@pytest.mark.parametrize("name", [archive.HTML, archive.NOTEBOOK])
def test_a_report_with_a_changed_or_lost_file_is_no_good_report(tmp_path: Path, name: str) -> None:
    write_report(tmp_path, "<html>", "{}", {"key": "k"})
    (tmp_path / name).write_text("other", encoding="utf-8")
    assert read_manifest(tmp_path) is None
    (tmp_path / name).unlink()
    assert read_manifest(tmp_path) is None


def test_a_run_killed_before_its_manifest_leaves_no_good_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_report(tmp_path, "old", "{}", {"key": "old"})

    def killed(path: Path, text: str) -> None:
        if path.name == archive.MANIFEST:
            raise KeyboardInterrupt
        write_text(path, text)

    monkeypatch.setattr(archive, "write_text", killed)
    with pytest.raises(KeyboardInterrupt):
        write_report(tmp_path, "new", "{}", {"key": "new"})
    assert read_manifest(tmp_path) is None


def test_earlier_versions_stay_readable(tmp_path: Path) -> None:
    write_report(tmp_path, "first", "{}", {"key": "k"})
    archive.keep_version(tmp_path, 1)
    write_report(tmp_path, "second", "{}", {"key": "l"})
    assert (tmp_path / "report-v1.html").read_text(encoding="utf-8") == "first"
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "second"
    assert (tmp_path / "manifest-v1.json").exists()


def test_changes_are_listed_in_the_order_of_the_report() -> None:
    before = {"gmv_paid": 100.0, "orders_paid": 3, "gone": 1}
    after = {"orders_paid": 4, "gmv_paid": 100.00000000001, "new": 5}
    assert changes(before, after) == [
        Change("orders_paid", 3, 4), Change("new", None, 5), Change("gone", 1, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "safe"),
    [("旗舰店", "旗舰店"), ("a/b\\c:d", "a_b_c_d"), ("..", "_"), ("x. ", "x"), ("", "_")],
)
def test_any_shop_name_makes_a_folder(name: str, safe: str) -> None:
    assert folder_name(name) == safe
