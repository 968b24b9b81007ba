"""The content report: it agrees with visits, orders and refunds."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.day import Day
from playbook.simulator.core.frames import NULL
from playbook.simulator.reach.content import LIVE
from playbook.simulator.reach.content_book import ContentBook
from tests.simulator.test_ads_book import Rows
from tests.simulator.test_content import GUEST, a_content_world, planned

CLICKS = 200


def a_book_world() -> Any:
    world = a_content_world()
    world.frame("orders").append(order_id=np.arange(1000))
    world.content_book = ContentBook(world)
    return world


def came(day: Day, channel: int, plan: int = -1) -> None:
    """Let 200 people come through a channel; every tenth orders two units for 100 yuan."""
    number = np.arange(CLICKS)
    buys = np.flatnonzero(number % 10 == 0)
    day.visits = Rows(  # type: ignore[assignment]
        key=number.astype(np.uint64),
        channel=np.full(CLICKS, channel),
        product=number % 4,
        plan=np.full(CLICKS, plan),
        carted=number % 5 == 0,
    )
    count = len(buys)
    day.orders = Rows(  # type: ignore[assignment]
        key=buys,
        row=np.arange(count),
        visit=buys,
        fresh=np.ones(count, bool),
        paid=np.ones(count, bool),
        customer=np.arange(count) // 2,
        paid_cents=np.full(count, 10_000),
        line_order=np.arange(count),
        line_quantity=np.full(count, 2),
    )


def total(world: Any, column: str) -> int:
    values = world.frame("content_days").get(column)
    return int(values[values != NULL].sum())


def test_what_sessions_sold_is_what_was_sold() -> None:
    world = a_book_world()
    day = planned(world)
    came(day, world.content.live)
    world.content_book.record(day)
    assert total(world, "sku_clicks") == CLICKS
    assert total(world, "orders") == 20
    assert total(world, "units") == 40
    assert total(world, "paid_amount") == 200_000
    assert total(world, "goal_completions") == 40
    # Ten people bought twice, some of them in both sessions.
    assert 10 <= total(world, "buyers") <= 20


def test_viewers_outnumber_clicks_and_are_at_most_views() -> None:
    world = a_book_world()
    day = planned(world)
    came(day, world.content.live)
    world.content_book.record(day)
    frame = world.frame("content_days")
    assert (frame.get("uv") >= frame.get("sku_clicks")).all()
    assert (frame.get("pv") >= frame.get("uv")).all()
    live = frame.get("peak_viewers") != NULL
    assert live.sum() == 2
    assert (frame.get("plays")[live] == NULL).all()
    assert (frame.get("peak_viewers")[live] < frame.get("uv")[live]).all()


def test_visits_that_ads_brought_belong_to_ads() -> None:
    world = a_book_world()
    day = planned(world)
    came(day, world.content.video, plan=5)
    world.content_book.record(day)
    assert total(world, "sku_clicks") == 0


def test_hosts_get_their_share_of_sales() -> None:
    world = a_book_world()
    day = planned(world, 8)  # the guest's turn
    came(day, world.content.live)
    world.content_book.record(day)
    frame = world.frame("content_days")
    guest = world.content.number[(world.content.kind == LIVE) & (world.content.host == GUEST)]
    at = frame.get("content_id") == guest[0]
    assert frame.get("commission_amount")[at] == np.rint(0.18 * frame.get("paid_amount")[at])
    assert frame.get("paid_amount")[at] > 0


def test_refunds_stand_on_the_day_they_close_with_the_session_that_sold() -> None:
    world = a_book_world()
    day = planned(world)
    came(day, world.content.live)
    world.content_book.record(day)
    sold_by = world.frame("orders").get("_content")[:20]
    later = planned(world, 9)
    done = world.texts.code("completed")
    world.frame("refunds").append(
        closed_at=np.array([later.start_at + 50, later.start_at + 60, later.start_at + 86_400]),
        status=np.full(3, done, np.int32),
        amount=np.array([10_000, 5_000, 10_000]),
        _order=np.array([0, 1, 2]),
    )
    later.visits = Rows(key=np.zeros(0, np.uint64), **_nothing())  # type: ignore[assignment]
    later.orders = Rows(  # type: ignore[assignment]
        key=[], row=_none(), visit=_none(), fresh=_none() > 0, paid=_none() > 0,
        customer=_none(), paid_cents=_none(), line_order=_none(), line_quantity=_none(),
    )  # fmt: skip
    world.content_book.record(later)
    frame = world.frame("content_days")
    on_day = frame.get("date") == later.number
    assert frame.get("refund_amount")[on_day].sum() == 15_000
    back = frame.get("content_id")[on_day & (frame.get("refund_amount") > 0)]
    assert set(back.tolist()) == set(sold_by[:2].tolist())


def test_plays_add_up_for_the_ratings() -> None:
    world = a_book_world()
    day = planned(world)
    came(day, world.content.video)
    world.content_book.record(day)
    clicks = total(world, "sku_clicks")
    assert clicks > 0
    assert world.content.plays.sum() == pytest.approx(24 * clicks, rel=0.2)


def _none() -> Any:
    return np.zeros(0, np.int64)


def _nothing() -> dict[str, Any]:
    told = SimpleNamespace(channel=_none(), product=_none(), plan=_none(), carted=_none() > 0)
    return vars(told)
