"""What can an operator decide about content?

Booking a live session and publishing a post. A decision takes effect from the next day simulated
and is written to the change log. This module refuses hosts, products and days that do not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.simulator.core.piece import Piece
from playbook.simulator.reach.content_items import A_DAY, DECIDED, SHOWN, Kinds, numbers_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.reach.content_live import Hosts

MOST_PULL = 50.0
MOST_DAYS = 365


class ContentDecisions(Piece):
    """The part of `Content` that operators use."""

    kinds: Kinds
    hosts: Hosts
    live: int
    booked: list[list[float]]
    decided: list[list[int]]

    def decisions(self) -> Mapping[str, Callable[..., None]]:
        """Return live_session and publish."""
        return {"live_session": self.book, "publish": self.publish}

    def book(self, host: str, days: int = 1, pull: float = 0.0) -> None:
        """Book a live session.

        Parameters
        ----------
        host : str
            One of the profile's hosts.
        days : int
            How many days ahead; 0 is the next day simulated.
        pull : float
            Live visits against those of an ordinary day; 0 takes the host's own.
        """
        number = _one_of("host", host, self.hosts.names)
        if self.live < 0:
            raise ParameterError(_("This shop has no live channel. Publish a video instead."))
        if not 0 <= days <= MOST_DAYS or not 0 <= pull <= MOST_PULL:
            raise ParameterError(
                _(
                    "days is {days} and pull is {pull}. Give days from 0 to 365 and a pull from "
                    "0 to {most}.",
                    days=days,
                    pull=pull,
                    most=round(MOST_PULL),
                )
            )
        wanted = pull if pull > 0 else max(float(self.hosts.pull[number]), 0.1)
        self.booked.append([self.world.today + days, number, wanted])
        en, zh = f"Live session booked in {days} days", f"预约 {days} 天后的直播"
        self._log(int(self.hosts.text[number]), en, zh)

    def publish(self, form: str, product: str) -> None:
        """Publish a post (video, image_text, …) about a product (its platform id)."""
        number = _one_of("form", form, self.kinds.names)
        texts = self.world.texts.values
        known = [texts[int(code)] for code in self.world.catalogue.product_code]
        if len(self.decided) >= A_DAY:
            raise ParameterError(
                _("{count} posts are planned for that day already. Wait a day.", count=A_DAY)
            )
        self.decided.append([number, _one_of("product", product, known)])
        self._log(self.world.texts.code(product), f"Publish: {form}", f"发布内容：{form}")

    def _log(self, what: int, en: str, zh: str) -> None:
        self.world.office.log(None, "other", what, self.world.say(en, zh), "marketing")


def _one_of(argument: str, value: str, known: list[str]) -> int:
    if value not in known:
        raise ParameterError(
            _(
                "There is no {argument} '{value}'. Known: {known}.{hint}",
                argument=argument,
                value=value,
                known=", ".join(known[:12]),
                hint=did_you_mean(value, known),
            )
        )
    return known.index(value)


def with_decided(
    posts: dict[str, NDArray[Any]], decided: list[list[int]], index: int
) -> dict[str, NDArray[Any]]:
    """Add decided posts of average strength, about one product, to a day's own."""
    many = len(decided)
    if not many:
        return posts
    nth = np.arange(many)
    products = np.full((many, SHOWN), -1)
    products[:, 0] = [product for _kind, product in decided]
    more = {
        "number": numbers_of(DECIDED, index, nth),
        "kind": np.array([kind for kind, _product in decided]),
        "strength": np.ones(many),
        "products": products,
        "traits": np.stack([36_000 + nth * 600, 0 * nth, nth % 2], axis=1),
    }
    return {name: np.concatenate([posts[name], more[name]]) for name in posts}
