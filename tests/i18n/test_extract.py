"""The catalogue tool finds every message, every gap and every leftover."""

from pathlib import Path

import pytest

from playbook.i18n import extract
from playbook.i18n.po import read_pairs, write_pairs

CODE = '''
from playbook.i18n import N_, _
LATER = N_("later")
def f(n):
    """Docstrings are not messages: _("docstring")."""
    return _("rows: {n}, " "joined", n=_("nested"))
'''


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "package"
    (folder / "store").mkdir(parents=True)
    (folder / "store" / "opening.py").write_text(CODE, encoding="utf-8")
    (folder / "cli_store.py").write_text('_("from the command line")', encoding="utf-8")
    (folder / "bootstrap.py").write_text('_("not extracted")', encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "zh"


def kinds(package: Path, folder: Path) -> list[tuple[str, str]]:
    return sorted((problem.kind, problem.text) for problem in extract.problems(package, folder))


def test_nested_joined_and_marked_messages_are_found(package: Path) -> None:
    found = {(m.room, m.text) for m in extract.messages(package)}
    assert found == {
        ("cli", "from the command line"),
        ("store", "later"),
        ("store", "rows: {n}, joined"),
        ("store", "nested"),
    }


def test_an_update_adds_gaps_and_a_second_one_changes_nothing(package: Path, folder: Path) -> None:
    changed = extract.update(package, folder)
    assert [path.name for path in changed] == ["cli.po", "store.po"]
    assert read_pairs(folder / "cli.po") == {"from the command line": ""}
    assert extract.update(package, folder) == []


def test_an_update_keeps_translations_and_drops_stale_ones(package: Path, folder: Path) -> None:
    write_pairs(folder / "store.po", {"nested": "嵌套", "gone": "没有了"})
    extract.update(package, folder)
    assert read_pairs(folder / "store.po") == {
        "nested": "嵌套",
        "later": "",
        "rows: {n}, joined": "",
    }


def test_a_new_message_goes_to_the_catalogue_named_after_its_module(
    package: Path, folder: Path
) -> None:
    write_pairs(folder / "store.opening.po", {})
    extract.update(package, folder)
    assert not (folder / "store.po").exists()
    assert "later" in read_pairs(folder / "store.opening.po")


def test_untranslated_and_stale_messages_are_problems(package: Path, folder: Path) -> None:
    write_pairs(folder / "cli.po", {"from the command line": "来自命令行"})
    write_pairs(folder / "store.po", {"later": "稍后", "nested": "嵌套", "gone": "没有了"})
    assert kinds(package, folder) == [("stale", "gone"), ("untranslated", "rows: {n}, joined")]


def test_a_message_may_lie_in_any_catalogue_of_its_room(package: Path, folder: Path) -> None:
    write_pairs(folder / "cli.po", {"from the command line": "来自命令行"})
    write_pairs(folder / "store.po", {"later": "稍后"})
    write_pairs(folder / "store.x.po", {"nested": "嵌套", "rows: {n}, joined": "行数：{n}"})
    assert kinds(package, folder) == []


def test_fields_must_agree_in_the_translation_and_in_the_call(package: Path, folder: Path) -> None:
    (package / "cli_store.py").write_text('_("{a} and {b}", a=1)', encoding="utf-8")
    write_pairs(folder / "cli.po", {"{a} and {b}": "{a}和{c}"})
    write_pairs(folder / "store.po", {"later": "稍后", "nested": "嵌套"})
    write_pairs(folder / "store.x.po", {"rows: {n}, joined": "行数：{n}"})
    where = [p.where for p in extract.problems(package, folder) if p.kind == "fields"]
    assert where == ["cli.po", "cli_store.py:1"]


def test_text_put_together_at_run_time_is_a_problem(package: Path, folder: Path) -> None:
    (package / "cli_store.py").write_text('_(f"{1} rows")', encoding="utf-8")
    assert ("not-literal", "") in kinds(package, folder)


def test_two_translations_of_one_message_are_a_problem(package: Path, folder: Path) -> None:
    write_pairs(folder / "store.po", {"later": "稍后"})
    write_pairs(folder / "cli.po", {"later": "以后"})
    assert ("conflict", "later") in kinds(package, folder)
