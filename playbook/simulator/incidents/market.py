"""Incidents of the whole market: E21."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.simulator.incidents import choosing as by
from playbook.simulator.incidents.kind import Incident, Move

if TYPE_CHECKING:
    from playbook.simulator.core.day import Day
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

    Facts = dict[str, Any]


def _choose(_world: World, planned: Planned) -> Facts:
    return {"factor": by.by_degree(planned, 0.75, 0.55, 0.4)}


def _quiet(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    day.demand *= facts["factor"]
    if nth == 0:
        by.distraction(world, day, planned)


INCIDENTS = (
    Incident(
        id="E21",
        en="The market is quiet",
        zh="大盘下滑（节庆错位）",
        cause_en="A holiday falls on other days than last year: the whole market buys less.",
        cause_zh="节庆日期错位，整个市场需求下降。",
        tell_en="Every shop and category falls alike; aligned by phase, last year did the same.",
        tell_zh="全类目、全行业同步下降；按节庆阶段对齐后与去年一致。",
        look_alike="E8",
        days=(4, 7, 10),
        act=_quiet,
        choose=_choose,
        moves=(
            Move("uv", "down", 0.35, 0.9, {}, 2, 2),
            Move("gmv_paid", "down", 0.25, 0.8, {}, 0, 3),
            Move("ctr_nat", "flat", 0.9, 1.1),
        ),
    ),
)
