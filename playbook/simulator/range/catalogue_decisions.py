"""What can a product operator decide?

The unit is one decision on one listing or SKU: its price, whether it is on the shelf, how good its
page is. A decision holds from the next day simulated until it is taken back. It refuses prices,
codes and scores that are not possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.simulator.core.frames import NULL
from playbook.simulator.range import catalogue_log as log

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.range.catalogue import Catalogue

LOWEST_PAGE, HIGHEST_PAGE = 0.5, 1.2
MOST_PRICE = 1_000_000


class Decisions:
    """Decisions on a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.of = catalogue

    def known(self) -> Mapping[str, Callable[..., None]]:
        """Return the decisions by name."""
        return {"price": self.price, "list": self.list_, "retire": self.retire, "page": self.page}

    def price(self, sku: str, price: float | Decimal | None) -> None:
        """Set a price; for a listing's product number, the price of all its variants.

        Parameters
        ----------
        sku : str
            A SKU, or a product number.
        price : number or None
            In the shop's currency; None goes back to the price ladder.
        """
        rows = self.skus(sku)
        if price is None:
            cents = NULL
            what = ("Price set back to the price list", "售价恢复为价目表价格")
        else:
            if not 0 < price <= MOST_PRICE:
                raise ParameterError(
                    _(
                        "The price of {sku} is {price}. Give an amount above 0, at most {most}.",
                        sku=sku,
                        price=price,
                        most=MOST_PRICE,
                    )
                )
            cents = round(Decimal(str(price)) * 100)
            what = (f"Price set to {cents / 100:.2f}", f"售价设为 {cents / 100:.2f}")
        self.of.own_price = self.of.own_price.copy()
        self.of.own_price[rows] = cents
        log.write(self.of.world, "price", sku, what, log.PRODUCT)

    def list_(self, product: str) -> None:
        """Put a listing back on the shelf that a decision took down."""
        self._shelf(product, down=False)

    def retire(self, product: str) -> None:
        """Take a listing down."""
        self._shelf(product, down=True)

    def page(self, product: str, score: float) -> None:
        """Change a listing's page: 1 is a usual page, and conversion follows the score.

        Parameters
        ----------
        product : str
            A product number, or one of its SKUs.
        score : float
            From 0.5 (misleading, poor pictures) to 1.2 (excellent).
        """
        slot = self.slot(product)
        if not LOWEST_PAGE <= score <= HIGHEST_PAGE:
            raise ParameterError(
                _(
                    "The page score is {score}. Give a number from {low} to {high}.",
                    score=score,
                    low=LOWEST_PAGE,
                    high=HIGHEST_PAGE,
                )
            )
        self.of.page_base = self.of.page_base.copy()
        self.of.page_base[slot] = score
        what = ("Page changed: pictures and text", "商品详情页改版：图片与文案")
        log.write(self.of.world, "page", product, what, log.PRODUCT)

    def _shelf(self, product: str, *, down: bool) -> None:
        slot = self.slot(product)
        self.of.taken_down = self.of.taken_down.copy()
        self.of.taken_down[slot] = down

    def skus(self, text: str) -> NDArray[np.int64]:
        """Return the SKUs that a code names: itself, or all variants of a listing."""
        one = self.of.sku_index(text)
        if one >= 0:
            return np.array([one])
        return np.flatnonzero(self.of.sku_product == self.slot(text))

    def slot(self, text: str) -> int:
        """Return the listing that a product number or SKU names.

        Raises
        ------
        ParameterError
            There is none.
        """
        one = self.of.sku_index(text)
        if one >= 0:
            return int(self.of.sku_product[one])
        values = self.of.world.texts.values
        known = {values[code]: slot for slot, code in enumerate(self.of.product_code.tolist())}
        if text not in known:
            listed = np.flatnonzero(self.of.listed <= self.of.world.today).tolist()
            shown = [values[int(self.of.product_code[slot])] for slot in listed]
            options = [values[int(c)] for c in self.of.sku_code] + shown
            raise ParameterError(
                _(
                    "There is no product '{product}'. Give a SKU or product number of the table "
                    "products, such as {example}.{hint}",
                    product=text,
                    example=options[0],
                    hint=did_you_mean(text, options),
                )
            )
        return known[text]
