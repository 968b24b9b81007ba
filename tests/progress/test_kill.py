"""Writers killed for real, and fifty at once: a line that was confirmed is never lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from playbook.progress import Opened, read_log
from tests.progress.logs import write

WRITER = [sys.executable, "-m", "tests.progress.writer"]
ROOT = Path(__file__).parents[2]
PIPE = subprocess.PIPE


def written(folder: Path, learner: str) -> list[str]:
    frame = read_log(folder, learner=learner).sql("SELECT thing FROM statements ORDER BY place")
    return frame["thing"].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_kill_9_between_any_two_lines_loses_none_that_was_confirmed(
    tmp_path: Path, seed: int
) -> None:
    moment = random.Random(seed).randint(1, 400)
    command = [*WRITER, str(tmp_path), "mei", "100000"]
    with subprocess.Popen(command, stdout=PIPE, text=True, cwd=ROOT) as child:
        assert child.stdout is not None
        for number in range(1, moment + 1):
            assert child.stdout.readline() == f"{number}\n"
        child.kill()  # while it is writing on
        confirmed = moment + len([line for line in child.stdout if line.endswith("\n")])
    record = read_log(tmp_path)
    held = written(tmp_path, "mei")
    assert held == [f"e{number}" for number in range(1, len(held) + 1)]
    assert len(held) >= confirmed
    assert record.skipped <= 1


@pytest.mark.parametrize("seed", range(6))
def test_a_kill_inside_a_write_costs_that_line_only(tmp_path: Path, seed: int) -> None:
    cut = random.Random(seed).randint(0, 600)
    command = [*WRITER, str(tmp_path), "mei", "20", str(cut)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode != 0
    assert done.stdout.split()[-1] == "19"
    record = read_log(tmp_path)
    assert written(tmp_path, "mei") == [f"e{number}" for number in range(1, 20)]
    assert [fault.kind for fault in record.faults] == (["unfinished"] if cut else [])
    # The next kernel has a file of its own and is not troubled by the cut line.
    write(tmp_path, "li", Opened("a"))
    assert written(tmp_path, "li") == ["a"]


def test_fifty_at_once_on_one_folder_lose_nothing(tmp_path: Path) -> None:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    names = [f"learner-{number:02}" for number in range(50)]
    children = [
        subprocess.Popen(
            [*WRITER, str(tmp_path), name, "40"], stdout=PIPE, text=True, cwd=ROOT, env=environment
        )
        for name in names
    ]
    said = [child.communicate()[0].split() for child in children]
    assert [child.returncode for child in children] == [0] * 50
    assert said == [[str(number) for number in range(1, 41)]] * 50
    record = read_log(tmp_path)
    assert record.faults == ()
    assert len(record.files) == 50
    counted = record.sql("SELECT learner, count(*) AS n FROM statements GROUP BY 1 ORDER BY 1")
    assert counted["learner"].tolist() == names
    assert set(counted["n"]) == {40}
