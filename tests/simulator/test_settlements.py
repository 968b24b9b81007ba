"""The platform's bill: each order adds up to the cent, and a few lines come late."""

from typing import Any

import numpy as np
import pytest

from playbook.simulator.core.frames import NULL
from tests.simulator.probing import struck, texts


@pytest.fixture(scope="module")
def old(grown: Any) -> Any:
    world = grown()
    struck(world, lambda day: day.post("settle_late", 10.0), days=12)
    return world


def lines(world: Any) -> Any:
    frame = world.frame("settlements")
    return frame, np.array(texts(world, "settlements", "kind"))


def test_an_orders_lines_add_up_to_the_cent(old: Any) -> None:
    frame, kind = lines(old)
    orders = old.frame("orders")
    row = {int(number): n for n, number in enumerate(orders.get("order_id").tolist())}
    paid, back = orders.get("paid_amount"), orders.get("refunded_amount")
    total: dict[int, dict[str, int]] = {}
    for number, name, cents in zip(frame.get("order_id").tolist(), kind.tolist(),
                                   frame.get("expected_amount").tolist(), strict=True):  # fmt: skip
        if name != "withdrawal":
            part = total.setdefault(row[number], {})
            part[name] = part.get(name, 0) + cents
    assert len(total) > 300
    for at, part in total.items():
        assert part["sale"] == paid[at]
        assert part.get("refund", 0) == -back[at]
        assert part.get("insurance", 0) in (0, -95)
        assert abs(part.get("platform_fee", 0) + 0.05 * (paid[at] - back[at])) < 0.05 * back[at] + 1


def test_orders_settle_one_to_three_days_after_completion(old: Any) -> None:
    frame, kind = lines(old)
    orders = old.frame("orders")
    done = dict(zip(orders.get("order_id").tolist(), orders.get("completed_at").tolist(),
                    strict=True))  # fmt: skip
    sale = kind == "sale"
    days = [due // 86_400 - done[number] // 86_400
            for number, due in zip(frame.get("order_id")[sale].tolist(),
                                   frame.get("due_at")[sale].tolist(), strict=True)]  # fmt: skip
    assert set(days) == {1, 2, 3}


def test_late_lines_say_nothing_until_the_money_is_there(old: Any) -> None:
    frame, _kind = lines(old)
    amount, at = frame.get("amount"), frame.get("settled_at")
    assert ((amount == NULL) == (at == NULL)).all()
    assert (amount == NULL).any()
    came = (at != NULL) & (at - frame.get("due_at") > 86_400)
    assert came.any()  # late, and arrived since
    assert (amount[came] == frame.get("expected_amount")[came]).all()


def test_the_account_holds_what_arrived_and_was_not_withdrawn(old: Any) -> None:
    frame, kind = lines(old)
    amount = frame.get("amount")
    assert old.settlements.account_cents == int(amount[amount != NULL].sum())
    taken = kind == "withdrawal"
    weekday = (frame.get("due_at")[taken] // 86_400 + 3) % 7
    assert set(weekday.tolist()) == {0}
    assert len(np.unique(frame.get("settlement_id"))) == len(frame)


def test_fees_follow_their_target(grown: Any) -> None:
    dear = grown()
    struck(dear, lambda day: day.post("fee", 2.0), days=2)
    calm = grown()
    calm.advance(2)
    fees = []
    for world in (calm, dear):
        frame, kind = lines(world)
        since = (world.date_of(21).toordinal() - 719_163) * 86_400
        held = (kind == "platform_fee") & (frame.get("due_at") >= since)
        fees.append(int(frame.get("amount")[held].sum()))
    assert fees[1] == pytest.approx(2 * fees[0], rel=0.01)
