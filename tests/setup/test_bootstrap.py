"""The bootstrap: what counts as ready, what each failure says, which Python it takes."""

import ast
import contextlib
import errno
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "playbook" / "bootstrap.py"
POSIX = pytest.mark.skipif(os.name == "nt", reason="the stand-in programs are shell scripts")


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap_under_test", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bootstrap = load()


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYBOOK_LANG", "en")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "新 店"
    python = bootstrap.venv_python(folder)
    python.parent.mkdir(parents=True)
    python.write_text("", encoding="utf-8")
    (folder / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (folder / "requirements.lock").write_text("a==1\n", encoding="utf-8")
    (folder / "requirements-dev.lock").write_text("a==1\nb==2\n", encoding="utf-8")
    return folder


def test_any_python_3_can_read_it() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_it_imports_only_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = {n.name for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_every_text_has_the_same_fields_in_both_languages() -> None:
    from playbook.i18n.extract import fields_of

    for key, (english, chinese) in bootstrap.TEXTS.items():
        assert fields_of(english) == fields_of(chinese), key


def test_a_stamp_for_development_serves_the_runtime_too(project: Path) -> None:
    bootstrap.write_stamp(project, dev=True)
    assert bootstrap.is_ready(project, dev=True)
    assert bootstrap.is_ready(project, dev=False)


def test_a_runtime_stamp_does_not_serve_development(project: Path) -> None:
    bootstrap.write_stamp(project, dev=False)
    assert bootstrap.is_ready(project, dev=False)
    assert not bootstrap.is_ready(project, dev=True)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "requirements.lock").write_text("a==2\n", encoding="utf-8"),
        lambda root: (root / "pyproject.toml").write_text("[tool]\n", encoding="utf-8"),
        lambda root: (root / ".venv/pyvenv.cfg").write_text("version_info = 3.13\n"),
        lambda root: (root / ".venv/.playbook-stamp").write_text("{half"),
        lambda root: (root / ".venv/.playbook-stamp").write_text("[]"),
        lambda root: (root / ".venv/.playbook-stamp").unlink(),
        lambda root: bootstrap.venv_python(root).unlink(),
    ],
)
def test_whatever_differs_makes_it_unready(project: Path, change: Callable[[Path], object]) -> None:
    bootstrap.write_stamp(project, dev=False)
    change(project)
    assert not bootstrap.is_ready(project, dev=False)


def test_a_moved_folder_is_not_ready(project: Path, tmp_path: Path) -> None:
    bootstrap.write_stamp(project, dev=False)
    moved = tmp_path / "moved"
    project.rename(moved)
    assert not bootstrap.is_ready(moved, dev=False)


def test_a_ready_environment_is_not_built_again(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bootstrap.write_stamp(project, dev=False)
    monkeypatch.setattr(bootstrap, "build", lambda *_: pytest.fail("built again"))
    assert bootstrap.prepare(project, dev=False) == bootstrap.venv_python(project)


@pytest.mark.parametrize(
    ("output", "key"),
    [
        ("WARNING: Retrying … NewConnectionError: Failed to establish a new connection", "network"),
        ("error: Failed to fetch: `…`\n  Caused by: dns error", "network"),
        ("[Errno -3] Temporary failure in name resolution", "network"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "disk"),
        # A full disk while downloading also breaks the connection: the disk is the cause.
        ("connection broken: [Errno 28] No space left on device", "disk"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "hash"),
        ("error: command 'gcc' failed", "failed"),
    ],
)
def test_the_cause_is_named(output: str, key: str) -> None:
    assert bootstrap.classify(output) == key


def test_a_failure_names_the_step_the_last_line_and_the_log(project: Path) -> None:
    error = bootstrap.failure("one\nlast words\n\n", "Installing", project, project / "setup.log")
    text = str(error)
    assert "stopped at: Installing. Last line: last words" in text
    assert str(project / "setup.log") in text


def test_a_full_disk_and_a_folder_of_another_user_are_told_apart(project: Path) -> None:
    full = bootstrap.explain_os_error(OSError(errno.ENOSPC, "No space left"), project)
    assert full.startswith("The disk is full")
    denied = bootstrap.explain_os_error(PermissionError(errno.EACCES, "denied"), project)
    assert "cannot be written to (denied)" in denied


def test_an_incomplete_copy_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main(["--version"], tmp_path) == 1
    assert f"{tmp_path / 'pyproject.toml'} is missing" in capsys.readouterr().err


def test_chinese_locales_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bootstrap.chinese({"LANG": "zh_CN.UTF-8"})
    assert not bootstrap.chinese({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"})
    monkeypatch.setenv("PLAYBOOK_LANG", "zh")
    assert bootstrap.say("package") == "安装 playbook 本身"


# --- which Python ----------------------------------------------------------------------------


def program(folder: Path, name: str, body: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_this_python_is_in_range() -> None:
    assert bootstrap.version_of([sys.executable]) == sys.version_info[:3]


@POSIX
@pytest.mark.parametrize(
    "body",
    [
        "echo 'pyenv: python3.12: command not found' >&2; exit 127",
        "echo 3 10 9",
        "echo 3 14 0",
        "echo nonsense",
        "exit 0",
    ],
)
def test_a_python_that_does_not_run_or_does_not_fit_is_no_python(tmp_path: Path, body: str) -> None:
    assert bootstrap.version_of([str(program(tmp_path, "python", body))]) is None


@POSIX
def test_the_search_passes_by_a_shim_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = program(tmp_path, "old", "echo 3 8 0")
    program(tmp_path, "python3.13", "exit 127")
    program(tmp_path, "python3.12", "echo 3 12 4")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(old))
    assert bootstrap.find_python() == (["python3.12"], (3, 12, 4))


@POSIX
def test_without_any_python_that_fits_the_message_names_the_versions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "executable", str(program(tmp_path, "old", "echo 3 8 0")))
    with pytest.raises(bootstrap.SetupError, match=r"needs 3\.11, 3\.12 or 3\.13"):
        bootstrap.find_python()


@POSIX
def test_a_missing_venv_module_names_the_debian_package(tmp_path: Path) -> None:
    python = program(tmp_path, "python", 'echo "No module named ensurepip" >&2; exit 1')
    with pytest.raises(bootstrap.SetupError, match="apt install python3-venv"):
        bootstrap.make_venv(tmp_path, [str(python)], uv=None)


# --- running ---------------------------------------------------------------------------------


def test_the_exit_code_of_the_command_is_passed_on() -> None:
    assert bootstrap.run([sys.executable, "-c", "raise SystemExit(6)"]) == 6


@POSIX
def test_a_killed_command_ends_like_in_a_shell() -> None:
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert bootstrap.run([sys.executable, "-c", code]) == 137


HOLD = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("b", sys.argv[1])
b = importlib.util.module_from_spec(spec); spec.loader.exec_module(b)
with b.only_one(pathlib.Path(sys.argv[2])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_setup_waits_and_a_killed_one_frees_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / ".playbook.lock"
    command = [sys.executable, "-c", HOLD, str(SCRIPT), str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == b"held"

        def kill_instead_of_waiting(_seconds: float) -> None:
            holder.kill()
            holder.wait()

        monkeypatch.setattr(bootstrap.time, "sleep", kill_instead_of_waiting)
        with bootstrap.only_one(path):
            assert "waiting for it" in capsys.readouterr().out
        with contextlib.suppress(OSError):
            assert holder.stdin
            holder.stdin.close()


def test_the_kernelspec_names_this_environment(project: Path) -> None:
    bootstrap.write_kernelspec(project)
    path = project / ".venv/share/jupyter/kernels/playbook/kernel.json"
    spec = json.loads(path.read_text(encoding="utf-8"))
    assert spec["argv"][0] == str(bootstrap.venv_python(project))
    assert spec["argv"][-1] == "{connection_file}"
    assert spec["display_name"] == "Playbook"
