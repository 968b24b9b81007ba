"""One truth about libraries: pyproject, both locks, environment.yml and the version agree."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import playbook

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([\w.-]+)==([^\s;]+)([^\\]*)((?:\\\n\s+--hash=sha256:[0-9a-f]{64}\s*)*)", re.M)


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, set[str]]:
    """Return the versions pinned for each library; markers may pin more than one."""
    found: dict[str, set[str]] = {}
    for library, version, _marker, _hashes in PIN.findall(text(name)):
        found.setdefault(canonicalize_name(library), set()).add(version)
    return found


def declared() -> list[Requirement]:
    return [Requirement(line) for line in project()["project"]["dependencies"]]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_declared_library_is_pinned_in_range(lock: str) -> None:
    locked = pins(lock)
    wanted = declared()
    if lock == "requirements-dev.lock":
        wanted += [Requirement(line) for line in project()["dependency-groups"]["dev"]]
    for requirement in wanted:
        versions = locked.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {lock}"
        assert all(requirement.specifier.contains(Version(v)) for v in versions), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes(lock: str) -> None:
    found = PIN.findall(text(lock))
    assert len(found) > 50
    assert [library for library, _version, _marker, hashes in found if not hashes] == []
    # Nothing else than pins, comments and their continuation may stand in a lock.
    rest = [line for line in PIN.sub("", text(lock)).splitlines() if line.strip()]
    assert [line for line in rest if not line.lstrip().startswith("#")] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert "://" not in text(lock)
    assert "index-url" not in text(lock).replace("--no-emit-index-url", "")


def test_the_lock_for_development_repeats_the_pins_of_the_runtime() -> None:
    development = pins("requirements-dev.lock")
    for library, versions in pins("requirements.lock").items():
        assert development.get(library) == versions, library


def test_environment_yml_holds_python_pip_and_the_lock_and_nothing_else() -> None:
    environment = yaml.safe_load(text("environment.yml"))
    python, pip, installed = environment["dependencies"]
    assert (environment["name"], pip) == ("playbook", "pip")
    assert installed == {"pip": ["-r requirements.lock"]}
    name, version = python.split("=")
    assert name == "python"
    assert Requirement(f"x{project()['project']['requires-python']}").specifier.contains(version)


def test_the_bootstrap_takes_the_pythons_that_pyproject_allows() -> None:
    script = text("playbook/bootstrap.py")
    oldest = re.search(r"OLDEST = \((\d+), (\d+)\)", script)
    below = re.search(r"BELOW = \((\d+), (\d+)\)", script)
    assert oldest
    assert below
    expected = ">={}.{},<{}.{}".format(*oldest.groups(), *below.groups())
    assert project()["project"]["requires-python"] == expected


def test_the_build_backend_is_locked() -> None:
    (backend,) = project()["build-system"]["requires"]
    assert canonicalize_name(Requirement(backend).name) in pins("requirements.lock")


def test_changelog_package_and_project_name_one_version() -> None:
    first = re.search(r"^## \[?(\d+\.\d+\.\d+)", text("CHANGELOG.md"), re.M)
    assert first
    assert first[1] == playbook.__version__ == project()["project"]["version"]
