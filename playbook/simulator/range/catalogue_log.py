"""Who wrote down what was changed?

The unit is one line of the change log. Until the office stands, lines go straight to the frame. It
refuses to interpret: what was done is a finished sentence in the shop's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.day import DAY_S, EPOCH

if TYPE_CHECKING:
    from playbook.simulator.world import World

PRODUCT = ("product operator", "商品运营")
MARKETING = ("marketing operator", "活动运营")
PLATFORM = ("platform", "平台")
_OFFICE_HOUR_S = 9 * 3600 + 1800


def write(
    world: World,
    kind: str,
    thing: str,
    what: tuple[str, str],
    who: tuple[str, str],
    index: int | None = None,
) -> None:
    """Add a line to the change log.

    Parameters
    ----------
    world : World
    kind : str
        A value of ``changes.kind``.
    thing : str
        What was changed: a SKU, a product number, a promotion.
    what : (str, str)
        What was done, in English and in Chinese.
    who : (str, str)
        The role that did it.
    index : int, optional
        Day index; the day that is simulated next when absent.
    """
    day = world.today if index is None else index
    object_, said, by = world.texts.code(thing), world.say(*what), world.say(*who)
    log = getattr(world.pieces.get("office"), "log", None)
    if log is not None:
        log(day, kind, object_, said, by)
        return
    number = (world.date_of(day) - EPOCH).days
    world.frame("changes").append(
        changed_at=np.array([number * DAY_S + _OFFICE_HOUR_S], np.int64),
        kind=world.texts.codes([kind]),
        object=np.array([object_], np.int32),
        what=np.array([said], np.int32),
        who=np.array([by], np.int32),
    )
