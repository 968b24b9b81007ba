"""Tasks and processes: nothing before its time, what depends comes after, errors come again."""

from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.frames import NULL
from tests.simulator.probing import struck, texts


@pytest.fixture(scope="module")
def calm(grown: Any) -> Any:
    world = grown()
    world.advance(14)
    return world


def test_a_task_starts_when_what_it_needs_is_done(calm: Any) -> None:
    tasks = calm.frame("tasks")
    names = texts(calm, "tasks", "task_id")
    done = dict(zip(names, tasks.get("done_at").tolist(), strict=True))
    started = dict(zip(names, tasks.get("started_at").tolist(), strict=True))
    checked = 0
    for name, needs in zip(names, texts(calm, "tasks", "depends_on"), strict=True):
        for before in (needs or "").split(";"):
            if needs and started[name] != NULL:
                assert done[before] != NULL
                assert done[before] // 86_400 <= started[name] // 86_400
                checked += 1
    assert checked > 10


def test_states_say_what_the_dates_say(calm: Any) -> None:
    tasks = calm.frame("tasks")
    status = np.array(texts(calm, "tasks", "status"))
    assert ((tasks.get("done_at") != NULL) == (status == "done")).all()
    assert (tasks.get("started_at")[status == "running"] != NULL).all()
    assert {"done", "running"} <= set(status)
    end = (calm.date.toordinal() - 719_163) * 86_400
    for column in ("started_at", "done_at"):
        known = tasks.get(column)[tasks.get(column) != NULL]
        assert (known < end).all()
        assert ((known // 86_400 + 3) % 7 < 5).all()  # nobody works at weekends


def test_some_tasks_are_late_and_more_when_the_team_is_strained(grown: Any, calm: Any) -> None:
    tired = grown()
    struck(tired, lambda day: day.post("tasks", 3.0), days=14)
    late = [share_late(world) for world in (calm, tired)]
    assert 0.01 < late[0] < 0.35
    assert late[1] > late[0]


def share_late(world: Any) -> Any:
    tasks = world.frame("tasks")
    done = tasks.get("done_at") != NULL
    return float((tasks.get("done_at") > tasks.get("due_at"))[done].mean())


def test_a_run_of_a_process_fills_its_time(calm: Any) -> None:
    steps = calm.frame("process_steps")
    run, number = steps.get("run_id"), steps.get("step_no")
    order = np.lexsort((number, run))
    same = run[order][1:] == run[order][:-1]
    began, ended = steps.get("started_at")[order], steps.get("ended_at")[order]
    assert (ended >= began).all()
    assert (began[1:] >= ended[:-1] - 1)[same].all()
    wait = steps.get("waited_minutes")[order]
    gap = (began[1:] - ended[:-1]) / 60
    assert np.abs(gap - wait[1:])[same].max() < 0.2
    assert set(texts(calm, "process_steps", "process")) >= {"Order handling", "Returns",
                                                           "Complaints"}  # fmt: skip


def test_an_error_brings_the_step_again(calm: Any) -> None:
    steps = calm.frame("process_steps")
    order = np.lexsort((steps.get("step_no"), steps.get("run_id")))
    error = steps.get("had_error")[order] == 1
    again = steps.get("is_rework")[order] == 1
    assert error.any()
    assert (again[1:] == error[:-1]).all()


def test_mistakes_have_a_target(grown: Any) -> None:
    clumsy = grown()
    first = len(clumsy.frame("process_steps"))
    struck(clumsy, lambda day: day.post("mistakes", 20.0, process=[0]), days=2)
    error = clumsy.frame("process_steps").get("had_error")[first:] == 1
    order = np.array(texts(clumsy, "process_steps", "process")[first:]) == "Order handling"
    assert error[order].mean() > 3 * error[~order].mean()


def test_posts_mirror_the_shop(calm: Any) -> None:
    posts = calm.frame("posts")
    staff = posts.get("is_staff") == 1
    assert staff.any()
    assert (~staff).sum() > 3 * staff.sum()
    assert len(np.unique(posts.get("post_id"))) == len(posts)
    answered = posts.get("answered_at")
    assert (answered[answered != NULL] > posts.get("posted_at")[answered != NULL]).all()
