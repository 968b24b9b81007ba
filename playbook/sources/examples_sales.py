"""What did the invented shop of the examples sell, day by day?

The unit is one sale of an invented buyer. All names are invented and every number follows from the
seed, so that each export of the shop tells of the same sales. `examples` writes the files.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FIRST_DAY = dt.date(2026, 4, 13)
LAST_DAY = dt.date(2026, 5, 31)
SEED = 20260531


@dataclass(frozen=True)
class Item:
    """One product of the invented shop: amounts in cents."""

    sku: str
    title: str
    title_zh: str
    kind: str
    price: int
    cost: int | None
    stock: int


ITEMS = (
    Item("MUG-BLUE", "Blue Mug", "青花马克杯", "Kitchen", 1800, 620, 84),
    Item("MUG-SAND", "Sand Mug", "砂色马克杯", "Kitchen", 1800, 620, 61),
    Item("BOWL-L", "Large Bowl", "大号汤碗", "Kitchen", 3200, 1150, 40),
    Item("BOWL-S", "Small Bowl", "小号饭碗", "Kitchen", 2100, 760, 0),
    Item("LAMP-OAK", "Oak Desk Lamp", "橡木台灯", "Light", 8900, 4100, 18),
    Item("LAMP-MINI", "Mini Lamp", "迷你夜灯", "Light", 3900, None, 33),
    Item("THROW-WOOL", "Wool Throw", "羊毛盖毯", "Textile", 7400, 3300, 25),
    Item("CUSHION", "Linen Cushion", "亚麻靠垫", "Textile", 4200, 1600, 47),
    Item("TOWEL-SET", "Towel Set", "毛巾套装", "Textile", 5600, 2400, 52),
    Item("CANDLE", "Cedar Candle", "雪松香薰蜡烛", "Scent", 2600, 700, 120),
)


@dataclass(frozen=True)
class Sale:
    """One invented order: amounts in cents."""

    number: int
    buyer: int
    placed: dt.datetime
    lines: tuple[tuple[Item, int], ...]
    discount: int
    shipping: int
    fate: str
    province: int
    paid: dt.datetime | None = field(default=None)

    @property
    def gross(self) -> int:
        """Price times quantity of all lines."""
        return sum(item.price * quantity for item, quantity in self.lines)

    @property
    def subtotal(self) -> int:
        """What is left after the discount."""
        return self.gross - self.discount


def invent_sales(seed: int = SEED) -> list[Sale]:
    """Invent seven weeks of orders: two or three a day, more at weekends, a sale in late May."""
    dice = random.Random(seed)  # noqa: S311 - invented data, no secret
    sales: list[Sale] = []
    for offset in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + dt.timedelta(days=offset)
        busy = (day.weekday() >= 5) + (day >= dt.date(2026, 5, 25))
        for _order in range(dice.choice((1, 2, 2, 3)) + busy):
            sales.append(_sale(dice, day, len(sales)))
    return sorted(sales, key=lambda sale: (sale.placed, sale.number))


def _sale(dice: random.Random, day: dt.date, count: int) -> Sale:
    placed = dt.datetime.combine(day, dt.time(dice.randint(8, 22), dice.randint(0, 49), 12))
    chosen = dice.sample(ITEMS, dice.choice((1, 1, 1, 2, 2, 3)))
    lines = tuple((item, dice.choice((1, 1, 1, 2))) for item in chosen)
    gross = sum(item.price * quantity for item, quantity in lines)
    fate = dice.choices(("paid", "unpaid", "cancelled", "part", "refunded"), (84, 6, 3, 5, 2))[0]
    return Sale(
        number=1001 + count,
        buyer=dice.randint(1, 70),
        placed=placed,
        lines=lines,
        discount=gross // 10 if dice.random() < 0.25 else 0,
        shipping=0 if gross >= 5000 else 595,
        fate=fate,
        province=dice.randrange(8),
        paid=None if fate == "unpaid" else placed + dt.timedelta(minutes=dice.randint(1, 9)),
    )


def money(cents: int) -> str:
    """Write cents as a decimal amount.

    Examples
    --------
    >>> money(1850), money(5)
    ('18.50', '0.05')
    """
    return f"{cents // 100}.{cents % 100:02d}"


def split(total: int, weights: Sequence[int]) -> list[int]:
    """Spread cents over weights; what is left over goes to the first ones.

    Examples
    --------
    >>> split(10, [1, 1, 1])
    [4, 3, 3]
    """
    shares = [total * weight // sum(weights) for weight in weights]
    for place in range(total - sum(shares)):
        shares[place] += 1
    return shares


def names_in(text: str) -> tuple[str, ...]:
    r"""Read a header that is written over several lines.

    Examples
    --------
    >>> names_in("a,b\nc")
    ('a', 'b', 'c')
    """
    return tuple(name for line in text.split("\n") for name in line.split(",") if name)


def text_of(header: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """Write rows as CSV text; a cell that a row does not name is blank."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
