"""Who comes to which page today, through which channel, at what second?

New people: for each channel and product the number of visits is Poisson around ``day.visits_mean``
(Equation: n = Q(u, visits_mean x effects)), and each visit has a key of its own, so that more or
fewer visits leave the others as they were. Buyers come back when their day comes; people who waited
for a promotion come when it opens; people who clicked an ad come back late.

Targets: "visit" (channel, product, region, device, version, second) thins people before they
arrive; "bots" adds visits by machines (factor = how many, where: channel, product, region); "fake"
adds paid orderers (factor = how many, where: product, region).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playbook.simulator.core import draws as chance
from playbook.simulator.core.day import DAY_S, Visits
from playbook.simulator.core.ids import visit_keys
from playbook.simulator.core.piece import Piece

if TYPE_CHECKING:
    from playbook.simulator.core.arrays import Array, Ints
    from playbook.simulator.core.day import Day
    from playbook.simulator.world import World

    Group = dict[str, Array]

DAYS_BACK = 7
RING = 200
"""Accounts that place fake orders."""
KNOWN_CHANNELS = {"direct": 0.55, "search": 0.2, "recommend": 0.1, "live": 0.1, "email": 0.2}
"""Where buyers who come back enter, among the channels that the shop has."""


class Arrivals(Piece):
    """Makes ``day.visits``.

    Attributes
    ----------
    recent : int array, shape (DAYS_BACK + 1, C, P)
        New people by channel and product on the last days; the newest first.
    """

    name = "arrivals"
    state = ("recent",)

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.constants = world.profile.section("flow")
        channels, products = len(world.channels.names), world.catalogue.products
        self.recent = np.zeros((DAYS_BACK + 1, channels, products), np.int64)
        self._cells = np.arange(channels * products)
        names = world.channels.names
        weights = [KNOWN_CHANNELS.get(name, 0.0) for name in names]
        self._known_channels = np.array(weights if sum(weights) else [1.0] * len(names))
        # Variants of a product lie beside each other: first SKU and cumulative shares.
        self._first_sku = np.searchsorted(world.catalogue.sku_product, np.arange(products))
        self._share_steps = np.cumsum(world.catalogue.variant_share)

    def record(self, day: Day) -> None:
        """Gather everyone who comes today."""
        groups = [self._new(day), self._returning(day), self._waited(day), self._late(day)]
        groups += [self._balances(day), self._bots(day), self._fakes(day)]
        groups = [group for group in groups if len(group["key"])]
        both = {name: np.concatenate([g[name] for g in groups]) for name in groups[0]}
        both["version"] = self.world.people.versions(both["device"], both.pop("lag"), day.index)
        kept = self._thinned(day, both)
        day.visits = _visits({name: values[kept] for name, values in both.items()})

    def variant(self, product: Array, uniform: Array) -> Ints:
        """Return the SKU of each product that a uniform falls on, by variant shares."""
        steps = self._share_steps
        first = self._first_sku[product]
        before = steps[first] - self.world.catalogue.variant_share[first]
        at = np.searchsorted(steps, before + uniform * 0.999999, side="right")
        return np.asarray(np.minimum(at, len(steps) - 1), np.int64)

    def _new(self, day: Day) -> Group:
        """People who have no account yet, one visit a row."""
        world = self.world
        channels, products = day.visits_mean.shape
        mean = day.visits_mean.ravel()
        counts = world.draws.poisson("arrivals.count", self._cells, mean, day.index)
        cell = np.repeat(self._cells, counts)
        index = np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts)
        channel, product = cell // products, cell % products
        self.recent = np.concatenate([counts.reshape(1, channels, products), self.recent[:-1]])
        key = visit_keys(day.index, channel, product, index)
        u = world.draws.uniforms("arrivals.visit", key)
        person, new = self._persons(day, key, channel, product, u[0])
        return self._group(
            day,
            key,
            person,
            channel,
            product,
            u[1],
            u[2],
            new=new,
            plan=world.ads.plan_of(channel, product, key),
        )

    def _persons(
        self, day: Day, key: Array, channel: Array, product: Array, u: Array
    ) -> tuple[Array, Array]:
        """Return the person of each visit; some were here in the last days, or today already."""
        revisit, same = self.constants["revisit"], self.constants["same_day"]
        again = np.flatnonzero(u < revisit + same)
        share = u[again] / (revisit + same)
        today = share > revisit / (revisit + same)
        v = self.world.draws.uniforms("arrivals.again", key[again])
        lag = np.where(today, 0, 1 + (v[0] * DAYS_BACK).astype(np.int64))
        lag = np.where(lag > day.index, 0, lag)
        other = np.where(lag == 0, (channel[again] + 1) % self.recent.shape[1], channel[again])
        there = self.recent[lag, other, product[again]]
        nth = (v[1] * there).astype(np.int64)
        earlier = visit_keys(0, other, product[again], nth)
        earlier = earlier + ((day.index - lag).astype(np.uint64) << np.uint64(46))
        person, found = key.copy(), there > 0
        person[again[found]] = earlier[found]
        new = np.ones(len(key), bool)
        new[again[found]] = False
        return person, new

    def _returning(self, day: Day) -> Group:
        """Buyers whose day has come, thinned by the market's appetite."""
        world, told = self.world, self.world.agenda.take("return_visit", day.index)
        # A message can bring a buyer back on the day that was theirs anyway: one visit.
        rows = np.unique(told.get("customer", np.empty(0, np.int64)))
        frame = world.customers.frame
        entity = frame.get("_key", rows)
        u = world.draws.uniforms("arrivals.back", entity, time=day.index)
        comes = u[0] < np.minimum(1.0, world.customers.constants["appetite"] * day.demand)
        world.customers.again(day, rows[~comes])
        rows, entity, u = rows[comes], entity[comes], [part[comes] for part in u]
        channel = chance.pick(u[1], self._known_channels)
        weights = np.where(day.on_shelf, world.catalogue.appeal * day.life * day.boost, 0.0)
        product = chance.pick(u[2], weights)
        key = world.draws.hash("arrivals.back_key", entity, time=day.index)
        person = frame.get("_person", rows)
        v = world.draws.uniforms("arrivals.back_visit", key)
        return self._group(day, key, person, channel, product, v[0], v[1], customer=rows)

    def _waited(self, day: Day) -> Group:
        """People who put something into the cart and waited for the promotion."""
        told = self.world.agenda.take("cart_visit", day.index)
        return self._due(day, told, "waited")

    def _balances(self, day: Day) -> Group:
        """People who paid a deposit in the pre-sale and come to pay the balance."""
        told = self.world.agenda.take("balance", day.index)
        group = self._due(day, told, "waited")
        group["balance"] = told.get("order", np.empty(0, np.int64))
        return group

    def _late(self, day: Day) -> Group:
        """People who clicked an ad some days ago and come back by themselves."""
        told = self.world.agenda.take("late_ad", day.index)
        return self._due(day, told, "late")

    def _due(self, day: Day, told: Group, kind: str) -> Group:
        person = told.get("person", np.empty(0, np.uint64))
        key = self.world.draws.hash(f"arrivals.{kind}", told.get("key", person), time=day.index)
        v = self.world.draws.uniforms(f"arrivals.{kind}_visit", key)
        product = told.get("product", np.empty(0, np.int64))
        channel = np.full(len(person), int(np.argmax(self._known_channels)))
        group = self._group(day, key, person, channel, product, v[0], v[1])
        for name in ("customer", "sku", "plan", "plan_day"):
            if name in told:
                group[name] = told[name].astype(np.int64)
        group[kind] = np.ones(len(person), bool)
        return group

    def _bots(self, day: Day) -> Group:
        """Machines: spread flat over the day, one page each."""
        world, parts = self.world, []
        for number, effect in enumerate(day.effects.of("bots")):
            index = np.arange(round(effect.factor))
            key = world.draws.hash(f"arrivals.bot{number}", index, time=day.index)
            u = world.draws.uniforms("arrivals.bot_visit", key)
            channel = _one_of(effect.where.get("channel", [0]), u[0])
            products = np.flatnonzero(day.on_shelf)
            product = _one_of(effect.where.get("product", products), u[1])
            low, high = effect.seconds or (0, DAY_S)
            group = self._group(day, key, key, channel, product, u[2], u[3])
            group["second"] = low + (u[2] * (high - low)).astype(np.int64)
            if "region" in effect.where:
                group["region"] = _one_of(effect.where["region"], u[3])
            group["plan"] = world.ads.plan_of(channel, product, key)
            group["plan_day"] = np.where(group["plan"] >= 0, day.index, -1)
            group["bot"] = np.ones(len(key), bool)
            parts.append(group)
        if not parts:
            none = np.empty(0, np.int64)
            empty = none.astype(np.uint64)
            return self._group(day, empty, empty, none, none, none * 1.0, none * 1.0)
        return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}

    def _fakes(self, day: Day) -> Group:
        """People paid to order: the same accounts again and again, from few regions."""
        effects = day.effects.of("fake")
        none = np.empty(0, np.int64)
        if not effects:
            return self._group(day, none.astype(np.uint64), none.astype(np.uint64), none, none,
                               none * 1.0, none * 1.0)  # fmt: skip
        effect = effects[0]
        index = np.arange(round(effect.factor))
        key = self.world.draws.hash("arrivals.fake", index, time=day.index)
        u = self.world.draws.uniforms("arrivals.fake_visit", key)
        rows = (u[0] * min(RING, self.world.customers.frame.size)).astype(np.int64)
        product = _one_of(effect.where["product"], u[1])
        person = self.world.customers.frame.get("_person", rows)
        channel = np.full(len(key), int(np.argmax(self._known_channels)))
        group = self._group(day, key, person, channel, product, u[2], u[3], customer=rows)
        group["region"] = _one_of(effect.where["region"], u[3])
        group["sure"] = np.ones(len(key), bool)
        return group

    def _group(
        self,
        day: Day,
        key: Array,
        person: Array,
        channel: Array,
        product: Array,
        u_second: Array,
        u_variant: Array,
        **more: Array,
    ) -> Group:
        count = len(key)
        region, device, lag, browser = self.world.people.regions_and_devices(person)
        nobody, no = np.full(count, -1), np.zeros(count, bool)
        plan = more.get("plan", nobody)
        told: Group = {
            "key": key, "person": person, "customer": nobody, "channel": channel,
            "product": product, "sku": self.variant(product, u_variant), "region": region,
            "device": device, "lag": lag, "browser": browser,
            "second": self._seconds(day, channel, u_second), "plan": plan,
            "plan_day": np.where(plan >= 0, day.index, -1), "bot": no, "new": no,
            "waited": no, "late": no, "sure": no, "balance": nobody,
        }  # fmt: skip
        return told | more

    def _seconds(self, day: Day, channel: Array, u: Array) -> Ints:
        """Return the second of the day by the inverse of the hour curve."""
        second = _inverse_curve(day.hour_share, u)
        for code, share in day.channel_hours.items():
            of_channel = channel == code
            second[of_channel] = _inverse_curve(share, u[of_channel])
        return second

    def _thinned(self, day: Day, both: Group) -> Array:
        """Return which arrivals really come: outages keep people away, and plans run out."""
        cut = np.append(day.ad_cut_second, DAY_S + 1)[both["plan"]]
        comes = (both["second"] < cut) | (both["plan_day"] != day.index)
        if day.effects.of("visit"):
            dims = {k: both[k] for k in ("channel", "product", "region", "device", "version")}
            share = day.effects.apply("visit", 1.0, second=both["second"], **dims)
            comes = comes & (self.world.draws.uniform("arrivals.thin", both["key"]) < share)
        return np.asarray(comes)


def _inverse_curve(share: Array, u: Array) -> Ints:
    steps = np.concatenate([[0.0], np.cumsum(share)])
    steps /= steps[-1]
    hours = np.interp(u, steps, np.arange(len(steps)) * (DAY_S / (len(steps) - 1)))
    return np.asarray(np.minimum(hours, DAY_S - 1), np.int64)


def _one_of(codes: object, u: Array) -> Ints:
    listed = np.asarray(codes, np.int64)
    return listed[np.minimum((u * len(listed)).astype(np.int64), len(listed) - 1)]


def _visits(told: Group) -> Visits:
    count = len(told["key"])
    return Visits(
        **told,
        views=np.ones(count, np.int64),
        dwell_s=np.zeros(count, np.int64),
        bounced=np.ones(count, bool),
        carted=np.zeros(count, bool),
        favoured=np.zeros(count, bool),
        asked=np.zeros(count, bool),
        checkout=np.zeros(count, bool),
        deposit=np.zeros(count, bool),
        ordered=np.full(count, -1),
        viewed2=np.full(count, -1),
    )
