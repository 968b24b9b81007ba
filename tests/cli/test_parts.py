"""The small parts of the command line: facts, places, text that cannot act on a terminal."""

import subprocess
import sys
from pathlib import Path

import pytest

from playbook.cli import dev_test, facts, places, report_run
from playbook.cli.output import plain, table
from playbook.errors import ParameterError
from playbook.i18n import use_language

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("target", "language", "zone"),
    [
        ("/usr/share/zoneinfo/Europe/Berlin", "en", "Europe/Berlin"),
        ("/usr/share/zoneinfo/Etc/UTC", "zh", "Asia/Shanghai"),
        ("/usr/share/zoneinfo/Etc/UTC", "en", "America/New_York"),
    ],
)
def test_the_likely_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, language: str, zone: str
) -> None:
    monkeypatch.delenv("TZ", raising=False)
    link = tmp_path / "localtime"
    link.symlink_to(target)
    with use_language(language):
        assert facts.likely_zone(link) == zone


def test_likely_facts_are_themselves_allowed() -> None:
    for language in ("en", "zh"):
        with use_language(language):
            assert facts.platform(facts.likely_platform()) == facts.likely_platform()
            assert facts.currency(facts.likely_currency()) == facts.likely_currency()


@pytest.mark.parametrize(
    ("name", "folder"), [("My Shop!", "my-shop"), ("../../etc", "etc"), ("茶", "茶"), ("!", "shop")]
)
def test_a_new_folder_stays_below_the_stores(name: str, folder: str) -> None:
    path = places.new_store_folder(name)
    assert path.name == folder
    assert path.parent.name == "stores"


def test_control_characters_never_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert plain("a\x1b]0;title\x07b\x9bc").plain == "a�]0;title�b�c"
    table(["[red]head"], [["\x1b[31mevil[/]"]])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "[red]head" in out
    assert "evil[/]" in out


@pytest.mark.parametrize("pair", ["top", "=5", ""])
def test_a_parameter_without_name_or_value_is_refused(pair: str) -> None:
    with pytest.raises(ParameterError, match="Expected NAME=VALUE"):
        report_run.parameters_of([pair])


def test_a_parameter_may_hold_an_equals_sign_and_occurs_once() -> None:
    assert report_run.parameters_of(["where=a=b"]) == {"where": "a=b"}
    with pytest.raises(ParameterError, match="-p top is given twice"):
        report_run.parameters_of(["top=1", "top=2"])


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "w"}, "linux", True),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", False),
        ({}, "win32", True),
        ({"SSH_CONNECTION": "x"}, "darwin", False),
    ],
)
def test_a_browser_opens_only_where_somebody_sees_it(
    environment: dict[str, str], platform: str, shown: bool
) -> None:
    assert report_run.has_display(environment, platform) is shown


def test_the_newest_report_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import os

    monkeypatch.setattr(report_run, "has_display", lambda: False)
    for number, name in enumerate(["old", "new"]):
        html = tmp_path / name / "report.html"
        html.parent.mkdir()
        html.write_text("", encoding="utf-8")
        os.utime(html, (number, number))
    report_run.open_one(tmp_path)
    assert str(tmp_path / "new" / "report.html") in capsys.readouterr().out.replace("\n", "")


def test_no_report_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="Make one with: playbook report first"):
        report_run.open_one(tmp_path)


def test_the_checks_leave_slow_tests_to_the_full_tier() -> None:
    fast = dict(dev_test.commands([], full=False, seed=7))["pytest"]
    full = dict(dev_test.commands([], full=True, seed=7))["pytest"]
    assert "not slow" in fast
    assert "not slow" not in full
    assert "--hypothesis-seed=7" in fast


def test_with_paths_only_pytest_runs() -> None:
    ((name, command),) = dev_test.commands(["tests/cli"], full=False, seed=0)
    assert name == "pytest"
    assert command[-1] == "tests/cli"


def test_the_layers_are_really_checked() -> None:
    command = dict(dev_test.commands([], full=False, seed=0))["import-linter"]
    done = subprocess.run(
        [sys.executable, *command], capture_output=True, encoding="utf-8", check=False, cwd=ROOT
    )
    assert "Contracts: " in done.stdout


def test_without_git_the_seed_is_zero(tmp_path: Path) -> None:
    assert dev_test.seed(tmp_path) == 0
