"""Through which channels do how many people come to each product today?

Counts expected visits per channel and product. Search shows a product as often as its rank, appeal
and life allow; some who see it click. Recommendations, the shop's own followers, the promotion
venue and the rest follow. Ads and content add their visits afterwards; this module refuses to make
any visit itself: the flow draws them.

Equations (visits a day; C channels, P products):

* level = orders_per_day / paid_orders_per_visit x demand x growth x exp(common noise)
* search: exposures = level x share x exp(noise) x appeal x life x rank x buzz / click_rate;
  visits = exposures x click rate; click rate = click_rate x picture x price_index^-0.6
  x (1 + discount)^0.5
* recommendations: level x share x exp(noise) x flattened appeal x life x sqrt(rank) x stocked
* direct: level x share x exp(noise) x (half appeal x life, half the visits of the last days)
* venue: level x share x strength x appeal x life x (1 with a campaign, 0.1 without)

Targets: visits(channel, product), exposure(product), click(product), rank(product), label(channel;
op "set" with a text code), label_share(channel; share of people that get the new label).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core.piece import Piece
from playbook.simulator.reach.channels_means import MAKERS
from playbook.simulator.reach.channels_rank import Rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Keys = NDArray[np.uint64]
    Codes = NDArray[np.int32]

YEAR_DAYS = 365.25


class Channels(Piece):
    """The ways to the shop.

    Attributes
    ----------
    names : list of str
        Ids of the channels, in the order of their numbers.
    kinds : list of str
        What sort of channel each is: search, recommend, paid, content, direct, venue, follow.
    text : int array, shape (C,)
        Codes of their names as the platform prints them today.
    conversion : float array, shape (C,)
        How much likelier than the shop's mean a visit through the channel buys.
    bounce : float array, shape (C,)
        Chance that a visit sees one page only.
    return_factor : float array, shape (C,)
        How much likelier a unit bought through the channel is sent back.
    base : float
        Visits of an ordinary day.
    rank : float array, shape (P,)
        What search makes of each product, 1 is ordinary.
    position : float array, shape (P,)
        Median position in search results.
    """

    name = "channels"
    state = ("noise", "rank", "stocked", "sold", "seen", "interest", "launched")

    def __init__(self, world: World) -> None:
        super().__init__(world)
        told = world.profile.section("channels")
        self.told = told
        self.names: list[str] = list(told["names"])
        rows = [told["channel"][name] for name in self.names]
        self.kinds: list[str] = [row["kind"] for row in rows]
        self.own_text = np.array([world.say(row["en"], row["zh"]) for row in rows], np.int32)
        self.text, self.split = self.own_text, np.ones(len(rows))
        self.share = np.array([float(row["share"]) for row in rows])
        self.bounce = np.array([float(row["bounce"]) for row in rows])
        self.return_factor = np.array([float(row["return"]) for row in rows])
        self.conversion = _conversion(rows, self.share)
        self.base = world.orders_per_day / float(told["paid_orders_per_visit"])
        self._start()

    def _start(self) -> None:
        products, search = self.world.catalogue.products, self.told["search"]
        count = len(self.names)
        z = self.world.draws.normal(self.draw("picture"), np.arange(products))
        self.picture = np.exp(search["click_sd"] * z)
        self.ranking = Rank(self.told["rank"], products)
        self.rank = np.ones(products)
        self.stocked = np.ones(products)
        self.sold = np.zeros(products)
        self.seen = np.zeros(products)
        self.interest = np.full(products, -1.0)
        self.held_back = np.ones(products)
        self.launched = np.array(self.world.catalogue.listed, np.int64)
        noise = self.told["noise"]
        sizes = [1, count, products]
        sd, carry = (
            np.repeat([float(noise[f"{who}_{what}"]) for who in _WHO], sizes)
            for what in ("sd", "carry")
        )
        self.carry, self.kick = carry, sd * np.sqrt(1 - carry**2)
        z = self.world.draws.normal(self.draw("noise"), np.arange(len(sd)), time=2**31)
        self.noise = sd * z

    def index(self, name: str) -> int:
        """Return the number of a channel, -1 when the shop does not have it."""
        return self.names.index(name) if name in self.names else -1

    def labels(self, channel: Ints, person: Keys) -> Codes:
        """Return the name (text code) that the platform prints for each person's channel.

        Ordinarily ``text[channel]``; when the platform renames or merges channels, a share of the
        people is counted under the new name.
        """
        told: Codes = self.text[channel]
        if (self.split < 1.0).any():
            chance = self.world.draws.uniform(self.draw("label"), person)
            told = np.where(chance < self.split[channel], told, self.own_text[channel])
        return told

    def level(self, day: Day) -> float:
        """Return the visits to expect today at share 1."""
        growth = (1 + float(self.told["growth_per_year"])) ** (day.index / YEAR_DAYS)
        return float(self.base * day.demand * growth * np.exp(self.noise[0]))

    def touched(self, day: Day, channel: int, means: Floats) -> Floats:
        """Return a channel's expected visits per product after the day's effects on visits."""
        dims = {"channel": np.full(len(means), channel), "product": np.arange(len(means))}
        result: Floats = day.effects.apply("visits", means, **dims)
        return result

    def plan(self, day: Day) -> None:
        """Set exposures and expected visits of all channels but ads and content."""
        count, products = len(self.names), self.world.catalogue.products
        z = self.world.draws.normal(self.draw("noise"), np.arange(len(self.noise)), time=day.index)
        self.noise = self.carry * self.noise + self.kick * z
        self._relabel(day)
        self._notice(day)
        pull = self._pull(day)
        level = self.level(day) * self.share * np.exp(self.noise[1 : count + 1])
        day.visits_mean = np.zeros((count, products))
        for channel, kind in enumerate(self.kinds):
            if kind in MAKERS:
                means = MAKERS[kind](self, day, pull, float(level[channel]))
                day.visits_mean[channel] = self.touched(day, channel, means)
        self.position = self.ranking.position(self.rank * self.held_back, pull)

    def _pull(self, day: Day) -> Floats:
        buzz = np.exp(self.noise[-self.world.catalogue.products :])
        pull: Floats = self.world.catalogue.appeal * day.life * buzz * day.on_shelf
        return pull

    def _relabel(self, day: Day) -> None:
        dims = {"channel": np.arange(len(self.names))}
        codes = day.effects.apply("label", self.own_text, **dims)
        self.text = np.asarray(codes).astype(np.int32)
        self.split = np.asarray(day.effects.apply("label_share", np.ones(len(self.text)), **dims))

    def _notice(self, day: Day) -> None:
        new = self.world.catalogue.listed != self.launched
        self.rank = np.where(new, 1.0, self.rank)
        self.sold = np.where(new, 0.0, self.sold)
        self.seen = np.where(new, 0.0, self.seen)
        self.launched = np.array(self.world.catalogue.listed, np.int64)
        calm = self.base * self.world.catalogue.appeal * day.life
        self.interest = np.where((self.interest < 0) | new, calm, self.interest)

    def learn(self, day: Day) -> None:
        """Let search and followers learn from what happened today; see `channels_rank.Learning`."""
        seen, sold = _outcome(self.world, day)
        told = self.told["rank"]
        speed = float(told["sales_speed"])
        self.seen = self.seen + speed * (seen - self.seen)
        self.sold = self.sold + speed * (sold - self.sold)
        pace = float(self.told["search"]["interest_speed"])
        self.interest = self.interest + pace * (seen / max(day.demand, 0.05) - self.interest)
        here = self.ranking.available(self.world)
        self.stocked = self.stocked + float(told["stock_speed"]) * (here - self.stocked)
        rank = self.ranking.moved(self, day)
        self.rank = np.where(day.on_shelf, rank, self.rank)


_WHO = ("common", "channel", "product")


def _conversion(rows: list[dict[str, float]], share: Floats) -> Floats:
    raw = np.array([float(row["conversion"]) for row in rows])
    result: Floats = raw * share.sum() / (raw * share).sum()
    return result


def _outcome(world: World, day: Day) -> tuple[Floats, Floats]:
    """Count the day's visits by people and paid units of each product."""
    products = world.catalogue.products
    seen = np.bincount(day.visits.product[~day.visits.bot], minlength=products)
    orders = day.orders
    product = world.catalogue.sku_product[orders.line_sku]
    units = orders.line_quantity * orders.paid[orders.line_order]
    sold = np.bincount(product, units, minlength=products)
    return seen.astype(float), sold.astype(float)
