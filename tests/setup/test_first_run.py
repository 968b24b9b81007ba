"""A first run for real: a small project in a folder with Chinese and a space, from nothing.

The project's one locked library is setuptools, whose wheel lies inside the virtualenv package, so
that no network is needed. What is installed and how is the same as for the real project.
"""

import hashlib
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLI = 'import sys\ndef main():\n    print("ran", *sys.argv[1:])\n    return 6\n'
PYPROJECT = """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "playbook"
version = "0"
[tool.setuptools.packages.find]
include = ["playbook*"]
"""


def wheels() -> Path:
    spec = find_spec("virtualenv")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "seed" / "wheels" / "embed"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "新 店 playbook"
    (folder / "playbook" / "cli").mkdir(parents=True)
    for name in ("bootstrap.py", "__main__.py"):
        text = (ROOT / "playbook" / name).read_text(encoding="utf-8")
        (folder / "playbook" / name).write_text(text, encoding="utf-8")
    (folder / "playbook" / "__init__.py").write_text("", encoding="utf-8")
    (folder / "playbook" / "cli" / "__init__.py").write_text(CLI, encoding="utf-8")
    (folder / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    wheel = max(wheels().glob("setuptools-*.whl"))
    pin = f"setuptools=={wheel.name.split('-')[1]} --hash=sha256:"
    lock = pin + hashlib.sha256(wheel.read_bytes()).hexdigest() + "\n"
    for name in ("requirements.lock", "requirements-dev.lock"):
        (folder / name).write_text(lock, encoding="utf-8")
    return folder


def bootstrap(project: Path, *arguments: str, **environment: str) -> tuple[int, str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_"))}
    # uv may be on this machine; the way with pip is the one that every machine has.
    path = os.pathsep.join(["/usr/bin", "/bin"]) if os.name == "posix" else os.environ["PATH"]
    done = subprocess.run(
        [sys.executable, str(project / "playbook" / "bootstrap.py"), *arguments],
        env={**inherited, "PATH": path, "PLAYBOOK_LANG": "en", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_no_network_then_a_second_try_then_a_third_that_has_nothing_to_do(project: Path) -> None:
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    code, out, err = bootstrap(project, "x", **offline, PIP_CONFIG_FILE=os.devnull)
    assert code == 1
    assert "[2/4] Installing 1 libraries" in out
    assert err.startswith("The package index cannot be reached.")
    assert len(err.splitlines()) == 1

    local = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels().as_uri()}
    code, out, err = bootstrap(project, "report", "first", **local)
    assert err == ""
    assert "unfinished or out of date" in out
    assert "[1/4]" not in out  # the half-made environment is mended, not thrown away
    assert "[4/4] Registering" in out
    assert out.splitlines()[-1] == "ran report first"
    assert code == 6

    assert bootstrap(project, "again") == (6, "ran again\n", "")


def test_an_environment_whose_python_is_gone_is_made_again(project: Path) -> None:
    (project / ".venv" / "bin").mkdir(parents=True)
    (project / ".venv" / "bin" / "python").symlink_to(project / "uninstalled")
    local = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels().as_uri()}
    code, out, err = bootstrap(project, "--dev", "x", **local)
    assert (code, err) == (6, "")
    assert "[1/4] Making .venv with Python" in out


def test_a_changed_package_is_refused(project: Path) -> None:
    lock = project / "requirements.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(text.split("sha256:")[0] + "sha256:" + "0" * 64 + "\n", encoding="utf-8")
    local = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": wheels().as_uri()}
    code, _, err = bootstrap(project, "x", **local)
    assert code == 1
    assert "its hash differs" in err
    assert not (project / ".venv" / ".playbook-stamp").exists()
