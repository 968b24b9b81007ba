"""Data faults: nothing is wrong with the shop, only with its records (E5, E22, E23, E24).

E5 makes the tracking blind. The others act when rows are handed to the Store: a load that stops at
an hour and is healed by the next one, a file loaded twice under shortened ids, a column that
changes its unit. `faults` is called by `writing` for each table and changes copies of its rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core.day import DAY_S
from playbook.simulator.core.frames import NULL
from playbook.simulator.incidents import choosing as by
from playbook.simulator.incidents.kind import Incident, Move
from playbook.simulator.incidents.visitors import newest_version, note_release

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.arrays import Array
    from playbook.simulator.core.day import Day
    from playbook.simulator.core.frames import Frame
    from playbook.simulator.incidents.planned import Planned
    from playbook.simulator.world import World

    Facts = dict[str, Any]
    Rows = dict[str, Array]

SHORTENED = 10**18
"""A second export loses the first digit of long ids."""
UNITS = (
    ("shipments", "cost", "shipped_at", DAY_S),
    ("ads", "spend", "date", 1),
    ("orders", "paid_amount", "created_at", DAY_S),
)
"""Table, column, its day column and how many of that column's units make a day, by severity."""


def withheld(world: World, frame: Frame, rows: Array) -> NDArray[np.bool_]:
    """Return which rows a partial load leaves for the next one (E22)."""
    missing = np.zeros(len(rows), bool)
    if frame.name not in ("orders", "order_lines"):
        return missing
    orders = world.frames["orders"]
    order = rows if frame.name == "orders" else frame.get("_order", rows)
    for planned in _of(world, "E22"):
        first = (planned.start - world.start).days
        facts = world.mishaps.facts.get(str(planned.number))
        if facts is not None and first <= world.today - 1 < first + _days(planned):
            created = orders.get("created_at", order)
            late = created % DAY_S >= facts["hours"][0] * 3600
            missing |= late & (orders.get("_day", order) == world.today - 1)
    return missing


def faults(world: World, frame: Frame, rows: Array, held: Rows) -> Rows:
    """Return the rows as a faulty pipeline hands them over (E23, E24)."""
    for planned in _of(world, "E24"):
        held = _other_unit(planned, frame.name, held)
    for planned in _of(world, "E23"):
        held = _twice(world, planned, frame, rows, held)
    return held


def _of(world: World, id_: str) -> list[Planned]:
    return [p for p in world.incidents if p.id == id_ and p.start < world.date]


def _days(planned: Planned) -> int:
    return next(each for each in INCIDENTS if each.id == planned.id).days[planned.degree]


def _other_unit(planned: Planned, table: str, held: Rows) -> Rows:
    name, column, day, a_day = UNITS[planned.degree]
    if table != name or column not in held or day not in held:
        return held
    first = (planned.start.toordinal() - 719_163) * a_day
    last = first + _days(planned) * a_day
    wrong = (held[day] >= first) & (held[day] < last) & (held[column] != NULL)
    return {**held, column: np.where(wrong, held[column] * 100, held[column])}


def _twice(world: World, planned: Planned, frame: Frame, rows: Array, held: Rows) -> Rows:
    if frame.name not in ("orders", "order_lines"):
        return held
    index = (planned.start - world.start).days
    order = rows if frame.name == "orders" else frame.get("_order", rows)
    nth = world.frames["orders"].get("_day", order) - index
    again = np.flatnonzero((nth >= 0) & (nth < _days(planned)))
    copies = {name: values[again] for name, values in held.items()}
    copies["order_id"] = copies["order_id"] % SHORTENED
    return {name: np.concatenate([values, copies[name]]) for name, values in held.items()}


def _nothing(_world: World, _planned: Planned) -> Facts:
    return {}


def _quiet(world: World, day: Day, planned: Planned, _facts: Facts, nth: int) -> None:
    """Do nothing to the shop: the fault is in its records."""
    if nth == 0:
        by.distraction(world, day, planned)


def _choose_tag(world: World, planned: Planned) -> Facts:
    device = int(world.people.device_share.argmax())
    code, text = newest_version(world, device)
    return {
        "device": device,
        "version": code,
        "app_version": text,
        "share": by.by_degree(planned, 0.6, 0.3, 0.0),
    }


def _blind(world: World, day: Day, planned: Planned, facts: Facts, nth: int) -> None:
    for target in ("track", "pay_track"):
        day.post(target, facts["share"], version=[facts["version"]])
    if nth == 0:
        note_release(world, day, 3.0, facts["device"])
        by.distraction(world, day, planned)


def _choose_hour(world: World, planned: Planned) -> Facts:
    hour = by.by_degree(planned, 20.0, 14.0, 8.0) + round(by.chance(world, planned, "hour"), 2)
    return {"hours": [hour, 24.0], "tables": ["orders", "order_lines"]}


def _choose_unit(_world: World, planned: Planned) -> Facts:
    table, column, _day, _unit = UNITS[planned.degree]
    return {"table": table, "column": column, "factor": 100}


INCIDENTS = (
    Incident(
        id="E5",
        en="Tracking broken",
        zh="埋点故障",
        cause_en="The newest app version no longer reports visits and purchases.",
        cause_zh="最新客户端版本漏报访问与支付埋点。",
        tell_en="Visitors fall on one version while orders hold: coverage leaves its band.",
        tell_zh="某版本访客骤降而订单与金额正常，埋点覆盖率超出正常区间。",
        look_alike="E1",
        days=(2, 4, 7),
        act=_blind,
        choose=_choose_tag,
        moves=(
            Move("uv", "down", 0.0, 0.9, {"app_version": "app_version"}),
            Move("gmv_paid", "flat", 0.999999, 1.000001),
            Move("orders_paid", "flat", 0.999999, 1.000001),
        ),
    ),
    Incident(
        id="E22",
        en="Data not complete yet",
        zh="数据延迟",
        cause_en="The last load of orders stopped at an hour; the rest comes with the next one.",
        cause_zh="订单数据仅加载到某一时刻，剩余部分在下次加载补齐。",
        tell_en="Hours after a certain one are missing in one source; other sources are normal.",
        tell_zh="单一数据源在某小时后缺失，其他数据源正常。",
        look_alike="E1",
        days=(1, 1, 1),
        act=_quiet,
        choose=_choose_hour,
        moves=(
            Move("orders_paid", "down", 0.1, 0.97),
            Move("uv", "flat", 0.999999, 1.000001),
        ),
    ),
    Incident(
        id="E23",
        en="Loaded twice",
        zh="数据重复导入",
        cause_en="Whole days of orders were loaded twice, the second time with shortened ids.",
        cause_zh="整日订单被重复导入，第二份文件订单号被截短。",
        tell_en="All sums of whole days are exactly double and all ratios unchanged.",
        tell_zh="整日所有求和指标恰为两倍，比率不变。",
        look_alike="E17",
        days=(1, 2, 3),
        act=_quiet,
        choose=_nothing,
        moves=(
            Move("orders_paid", "up", 1.5, 1.85, {}, 0, 2),
            Move("orders_paid", "up", 1.999999, 2.000001),
            Move("gmv_paid", "up", 1.999999, 2.000001),
            Move("aov_order", "flat", 0.999999, 1.000001),
            Move("uv", "flat", 0.999999, 1.000001),
        ),
    ),
    Incident(
        id="E24",
        en="Unit changed",
        zh="单位口径变化",
        cause_en="A column comes in cents instead of yuan from a certain day.",
        cause_zh="某字段自某日起以分而非元导出。",
        tell_en="One column is larger by exactly a hundred; everything else is normal.",
        tell_zh="单一字段恰好放大一百倍，其余正常。",
        look_alike="E9",
        days=(3, 7, 14),
        act=_quiet,
        choose=_choose_unit,
        moves=(
            Move("spend", "up", 99.999, 100.001),
            Move("clk", "flat", 0.999999, 1.000001),
            Move("gmv_paid", "flat", 0.999999, 1.000001),
        ),
    ),
)
