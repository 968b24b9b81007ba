"""A hand-made shop for the tests of stock, logistics, refunds and reviews: no flow, no chance.

Six products of three SKUs each in two categories; people want what a test says.
"""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import numpy as np

from playbook.simulator.core.agenda import Agenda
from playbook.simulator.core.day import Day
from playbook.simulator.core.draws import Draws
from playbook.simulator.core.frames import NULL, Frame, Texts
from playbook.simulator.core.profile import Profile
from playbook.simulator.flow.orders import Sales
from playbook.simulator.flow.people import People
from playbook.simulator.goods.logistics_queue import NEVER

PRODUCTS, VARIANTS = 6, 3
SKUS = PRODUCTS * VARIANTS
START = dt.date(2025, 7, 1)
KEEPS = ("orders", "order_lines", "customers", "refunds", "shipments", "purchase_orders")


class Office:
    """A world without people: a test places the orders."""

    def __init__(self, seed: int = 7, lang: str = "en", profile: str = "tmall-fashion") -> None:
        self.seed, self.lang, self.start = seed, lang, START
        self.orders_per_day, self.today = 60.0, 0
        self.profile, self.draws, self.texts = Profile(profile), Draws(seed), Texts()
        self.agenda = Agenda()
        self.frames: dict[str, Frame] = {}
        self.pieces: dict[str, Any] = {}
        self.add("catalogue", shelf(self.texts))
        self.build(People)
        band = np.arange(SKUS) % 4
        self.add("shopping", SimpleNamespace(wanted=np.zeros(SKUS, np.int64), band=band))
        self.ledger_rows: list[tuple[Any, ...]] = []
        self.add("ledger", SimpleNamespace(refund=lambda *told: self.ledger_rows.append(told)))
        self.build(Sales)
        self.add("refunds", SimpleNamespace(asks_before_packing=never))
        old = np.full(10_000, (START.toordinal() - 719_163 - 300) * 86_400)
        known = Frame("customers", keeps=True)
        known.append(registered_at=old)
        self.add("customers", SimpleNamespace(frame=known))
        self.add("channels", SimpleNamespace(names=["search", "live"], return_factor=np.ones(2)))

    def add(self, name: str, piece: Any) -> Any:
        """Take a piece in."""
        self.pieces[name] = piece
        setattr(self, name, piece)
        return piece

    def build(self, kind: Any) -> Any:
        """Construct a piece and take it in."""
        return self.add(kind.name, kind(self))

    def __getattr__(self, name: str) -> Any:
        """Return a piece by its name."""
        raise AttributeError(name)

    def frame(self, table: str) -> Frame:
        """Return a table's frame."""
        if table not in self.frames:
            self.frames[table] = Frame(table, keeps=table in KEEPS)
        return self.frames[table]

    def say(self, en: str, zh: str) -> int:
        """Return the code of a text."""
        return self.texts.code(zh if self.lang == "zh" else en)

    def date_of(self, index: int) -> dt.date:
        """Return a day's date."""
        return self.start + dt.timedelta(days=index)

    def day(self, index: int | None = None) -> Day:
        """Return an ordinary day on which nothing has happened yet."""
        index = self.today if index is None else index
        day = Day(index, self.date_of(index))
        day.on_shelf = np.ones(PRODUCTS, bool)
        day.life, day.boost = np.ones(PRODUCTS), np.ones(PRODUCTS)
        day.discount = np.zeros(PRODUCTS)
        day.weekday = day.date.weekday()
        day.price_cents = np.full(SKUS, 10_000)
        day.orders = no_orders()
        return day

    def text(self, code: int) -> str:
        """Return a text by its code."""
        return self.texts.values[code]


def never(day: Day, rows: np.ndarray) -> np.ndarray:
    """Nobody cancels."""
    return np.full(len(rows), NEVER)


def shelf(texts: Texts) -> SimpleNamespace:
    """Return a catalogue whose products sell equally well."""
    products = np.arange(PRODUCTS)
    return SimpleNamespace(
        products=PRODUCTS,
        skus=SKUS,
        sku_product=np.repeat(products, VARIANTS),
        variant_share=np.full(SKUS, 1 / VARIANTS),
        appeal=np.full(PRODUCTS, 1 / PRODUCTS),
        categories=[texts.code("tops"), texts.code("shoes")],
        category=products // 3,
        supplier=products % 2,
        listed=np.full(PRODUCTS, -10),
        list_cents=np.full(SKUS, 12_000),
        cost_cents=np.full(SKUS, 4_000),
        defect=np.full(PRODUCTS, 0.03),
        fit_risk=np.full(PRODUCTS, 0.1),
        sku_code=texts.codes(f"S{k:02d}" for k in range(SKUS)),
        product_code=texts.codes(f"P{p}" for p in range(PRODUCTS)),
        title_code=texts.codes(f"Title {p}" for p in range(PRODUCTS)),
        sku_index=lambda text: int(text[1:]),
    )


def no_orders() -> Any:
    """Return a day's orders: none."""
    none = np.zeros(0, np.int64)
    return SimpleNamespace(row=none, key=none.astype(np.uint64), paid=none.astype(bool),
                           paid_second=none, line_row=none, line_order=none, line_sku=none,
                           line_quantity=none, channel=none, region=none,
                           fresh=none.astype(bool))  # fmt: skip


def place(
    office: Any, day: Day, sku: Any, *, second: Any = 36_000, quantity: Any = 1,
    region: Any = 0, channel: Any = 0, key0: int = 1,
) -> np.ndarray:  # fmt: skip
    """Place and pay orders of one line each; return their rows."""
    sku = np.atleast_1d(np.asarray(sku))
    count = len(sku)
    full = {k: np.broadcast_to(np.asarray(v), (count,)).astype(np.int64)
            for k, v in {"second": second, "quantity": quantity, "region": region,
                         "channel": channel}.items()}  # fmt: skip
    keys = np.arange(key0, key0 + count, dtype=np.uint64) + np.uint64(day.index * 10**6)
    orders, lines = office.frame("orders"), office.frame("order_lines")
    paid_s, zero = day.start_at + full["second"], np.zeros(count, np.int64)
    product = office.catalogue.sku_product[sku]
    row = orders.append(
        order_id=keys.astype(np.int64), customer_id=keys.astype(np.int64) + 10**9,
        status=np.full(count, office.texts.code("paid"), np.int32), created_at=paid_s,
        paid_at=paid_s, paid_amount=full["quantity"] * 10_000, refunded_amount=zero,
        shipped_at=np.full(count, NULL), completed_at=np.full(count, NULL),
        closed_at=np.full(count, NULL), close_reason=np.full(count, -1, np.int32),
        shipping_amount=zero,
        _key=keys, _customer=np.arange(count), _channel=full["channel"], _region=full["region"],
        _method=zero, _day=np.full(count, day.index), _stage=zero + 1,
        _first_line=np.arange(count) + len(lines), _lines=zero + 1, _paid_s=paid_s,
    )  # fmt: skip
    batch = office.stock.batch[sku] if "stock" in office.pieces else np.full(count, -1, np.int32)
    line = lines.append(
        order_id=keys.astype(np.int64), line_no=zero + 1, line_id=keys.astype(np.int64),
        sku=office.catalogue.sku_code[sku], quantity=full["quantity"],
        paid_amount=full["quantity"] * 10_000, refunded_amount=zero, list_price=zero + 12_000,
        _order=row, _sku=sku.astype(np.int64), _product=product, _batch=batch.astype(np.int32),
        _channel=full["channel"],
    )  # fmt: skip
    if "stock" in office.pieces:
        office.stock.reserve(sku, full["quantity"])
    orders_today: Any = SimpleNamespace(
        row=row, key=keys, paid=np.ones(count, bool), paid_second=full["second"], line_row=line,
        line_order=np.arange(count), line_sku=sku, line_quantity=full["quantity"],
        channel=full["channel"], region=full["region"], line_batch=batch,
        fresh=np.ones(count, bool),
    )  # fmt: skip
    day.orders = orders_today
    return np.asarray(row)
