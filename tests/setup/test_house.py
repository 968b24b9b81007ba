"""The house keeps its own rules: targets, links, decisions, hooks."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "data/*.md") for path in ROOT.glob(pattern)
)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked(pattern: str) -> list[str]:
    command = ["git", "ls-files", pattern]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return said.stdout.split("\n")[:-1]


def recipes() -> dict[str, str]:
    found = re.findall(r"^([a-z-]+):.*\n\t@?(.*)\n(?!\t)", text("Makefile"), re.M)
    return dict(found)


def test_every_target_is_one_playbook_command() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.M)
    assert phony
    assert set(recipes()) == set(phony[1].split())
    for target, recipe in recipes().items():
        assert re.fullmatch(
            r"\$\(PY\) playbook/bootstrap\.py( --dev)? (report|dev) [a-z]+"
            r"( --full| \$\(if \$\(SAMPLE\),--sample \$\(SAMPLE\)\))?",
            recipe,
        ), target


def test_every_command_of_a_target_exists() -> None:
    from playbook.cli.app import command

    groups = command().commands
    for recipe in recipes().values():
        words = [word for word in recipe.split()[2:] if not word.startswith("--")]
        assert words[1] in groups[words[0]].commands


def test_make_without_python_says_one_line(tmp_path: Path) -> None:
    import shutil

    for name in ("sh", "make"):
        found = shutil.which(name)
        if found is None:
            pytest.skip("make is not on this machine")
        (tmp_path / name).symlink_to(found)
    shim = tmp_path / "python3"
    shim.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    shim.chmod(0o755)
    done = subprocess.run(
        [str(tmp_path / "make"), "-s", "-C", str(ROOT), "report"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode != 0
    first, *rest = [line for line in done.stderr.splitlines() if "***" not in line]
    assert first.startswith("No usable Python was found.")
    assert "没有找到可用的 Python" in first
    assert rest == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), target


def test_both_readmes_show_the_same_commands() -> None:
    def commands(name: str) -> list[str]:
        blocks = re.findall(r"^```\w*\n(.*?)^```", text(name), re.M | re.S)
        lines = "\n".join(blocks).splitlines()
        return [re.split(r"\s{2,}#", line)[0].rstrip() for line in lines if line.strip()]

    english = [line for line in commands("README.md") if not line.startswith("#")]
    chinese = [line for line in commands("README.zh.md") if not line.startswith("#")]
    assert english == chinese
    assert "make report" in english


def test_decisions_are_numbered_without_gaps_and_say_what_and_why() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in records]
    assert numbers == list(range(1, len(records) + 1))
    for path in records:
        heads = re.findall(r"^## (.*)$", path.read_text(encoding="utf-8"), re.M)
        assert heads == ["Context", "Decision", "Consequences"], path.name


def test_hooks_are_local_and_need_no_download() -> None:
    config = yaml.safe_load(text(".pre-commit-config.yaml"))
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert {repo["repo"] for repo in config["repos"]} == {"local"}
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {"ruff", "ruff-format", "notebooks"} <= {hook["id"] for hook in hooks}


def test_no_shop_data_and_no_environment_is_tracked() -> None:
    assert tracked("data/inbox") == ["data/inbox/.gitkeep"]
    assert tracked("data/stores") == ["data/stores/.gitkeep"]
    assert tracked(".venv") == []


def test_every_warning_that_is_let_through_is_narrow() -> None:
    filters = tomllib.loads(text("pyproject.toml"))["tool"]["pytest"]["filterwarnings"]
    assert filters[0] == "error"
    # action:message:category:module – at least a message or a module must be named.
    assert all(len(one.split(":")) >= 3 for one in filters[1:])
