"""Which videos and articles does the shop publish, and how long do they bring people?

The unit is one post. A post shows up to three products and brings visits that halve every
half-life days. Posts of a day are made from the day and their number in it, so an incident moves
none of them. This module refuses to know of live sessions: see `content_live`.

Equations: posts a day ~ Poisson(posts_per_day); strength ~ lognormal(strength_sd), mean 1; visits
of a post on day t = strength x 0.5^((t - published) / half-life), scaled so that the ordinary
stream of posts brings the channel's ordinary share of visits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playbook.simulator.core import draws as chance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

SHOWN = 3
"""Products of a post at most; -1 fills up."""
MOST_POSTS = 12
"""Posts of the routine on a day at most."""
TRAITS = 3
"""Second of the day, origin and topic of a post."""
KEPT = ("kind", "strength", "products", "traits", "number")
"""What is remembered of each item as it was made."""
A_DAY = 64
"""Posts of a day at most, of each origin."""
OWN, SESSION, DECIDED = range(3)
"""Who made an item: the shop's routine, a host, or a decision."""


def numbers_of(maker: int, index: int, nth: Ints) -> Ints:
    """Return the content numbers of a day's items: the same in every world that has them."""
    return (maker << 27) + (2**20 + index) * A_DAY + nth


class Kinds:
    """Constants of the kinds of posts, as arrays of shape (kinds,)."""

    def __init__(self, told: dict[str, Any], world: World) -> None:
        rows = list(told["kinds"].values())
        self.names = list(told["kinds"])
        self.text = world.texts.codes(self.names)
        self.share = np.array([float(row["share"]) for row in rows])
        self.half_life = np.array([float(row["half_life"]) for row in rows])
        self.cost = np.array([int(row["cost_cents"]) for row in rows])
        self.length = np.array([float(row.get("length_s", np.nan)) for row in rows])
        self.words = np.array([int(row.get("words", -1)) for row in rows])
        self.video = np.array([row["rates"] == "video_rates" for row in rows])
        names = ("plays_per_click", "watch_share", "finish", "likes", "comments", "shares")
        self.rates = {
            name: np.array([float(told[row["rates"]][name]) for row in rows])
            for name in (*names, "followers")
        }
        self.live_rates = {name: float(value) for name, value in told["live_rates"].items()}
        wide = 1.0 / (1.0 - 0.5 ** (1.0 / self.half_life))
        self.stream = float(told["posts_per_day"]) * self.share * wide
        """Strength that the ordinary stream of each kind adds up to on a day."""

    def scale(self, video: bool) -> float:
        """Return what the ordinary stream of videos (or of all else) adds up to."""
        return float(self.stream[self.video == video].sum())


def posts_of(
    world: World, told: dict[str, Any], kinds: Kinds, index: int, pull: Floats
) -> dict[str, NDArray[Any]]:
    """Make the posts of one day.

    Parameters
    ----------
    index : int
        The day; negative before the first simulated day.
    pull : float array, shape (P,)
        How likely each product is shown.

    Returns
    -------
    dict
        ``number``, ``kind`` and ``strength`` of shape (n,); ``products`` and ``traits`` (second of
        the day, origin, topic) of shape (n, 3).
    """
    number = numbers_of(OWN, index, np.arange(MOST_POSTS))
    # Two keys a post give it eight uniforms at the price of one call; the last key counts them.
    keys = np.concatenate([number * 2, number * 2 + 1, number[:1] * 2 + 2 * A_DAY - 1])
    u = world.draws.uniforms("content.post", keys)
    many = int(chance.poisson(u[0][-1:], float(told["posts_per_day"]))[0])
    first, second = slice(0, min(many, MOST_POSTS)), slice(MOST_POSTS, MOST_POSTS + many)
    a, b = [part[first] for part in u], [part[second][:MOST_POSTS] for part in u]
    sd = float(told["strength_sd"])
    origins = np.array([float(row["share"]) for row in told["origin"].values()])
    traits = [
        36_000 + b[0] * 36_000,
        chance.pick(b[1], origins),
        b[2] * len(told["topics"]),
    ]
    return {
        "number": number[first],
        "kind": chance.pick(a[0], kinds.share),
        "strength": np.exp(sd * chance.normal(a[1]) - sd * sd / 2),
        "products": shown_products(a[2], a[3], pull),
        "traits": np.stack(traits, axis=1).astype(np.int64),
    }


def shown_products(first: Floats, many: Floats, pull: Floats) -> Ints:
    """Return up to three products for each post, the first by its pull."""
    count = len(first)
    products = np.full((count, SHOWN), -1)
    if not count or not (pull > 0).any():
        return products
    for place in range(SHOWN):
        # Turning the uniform by a third gives places that differ and stay a function of the post.
        turned = (first + place / SHOWN) % 1.0
        picked = chance.pick(turned, np.sqrt(pull))
        products[:, place] = np.where(many < (1.0, 0.55, 0.25)[place], picked, -1)
    return products
