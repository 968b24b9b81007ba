"""Which words do people search with, and how good is each?

The unit is one search term: a category with or without a word in front or behind. Its size, intent
(chance to buy against the mean), competition and price of a click are fixed for a shop. This
module refuses to count searches: see `market`.

Equation: size = appeal of the category x size of the word x lognormal(size_sd); the largest are
followed. Price of a click ~ competition^0.5 x intent^0.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playbook.simulator.world import World

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]
    Codes = NDArray[np.int32]

YEARLESS = 0
"""The month of words that are searched alike all year."""


@dataclass(frozen=True)
class Terms:
    """The search terms that a shop follows; all arrays have shape (T,).

    Parameters
    ----------
    text : text codes
    category : index into ``catalogue.categories``
    size : share of the searches in all terms, sums to 1
    intent : chance to buy against the mean of all searchers
    competition : index, 1 is ordinary
    price : price of a click against the mean
    match : text codes of exact, phrase or broad
    peak : month in which the word is on top, `YEARLESS` when there is none
    """

    text: Codes
    category: Ints
    size: Floats
    intent: Floats
    competition: Floats
    price: Floats
    match: Codes
    peak: Ints

    def __len__(self) -> int:
        return len(self.text)

    def season(self, month: float, swing: float) -> Floats:
        """Return how much each term is searched in a month (1.0 to 12.99) against the year."""
        wave = 1 + swing * np.cos(2 * np.pi * (month - self.peak) / 12)
        result: Floats = np.where(self.peak == YEARLESS, 1.0, wave)
        return result


def terms_of(world: World) -> Terms:
    """Return the search terms of a shop's market, largest first."""
    told, catalogue = world.profile.section("market"), world.catalogue
    words = list(told["words"].values())
    categories = len(catalogue.categories)
    weight = np.bincount(catalogue.category, catalogue.appeal, minlength=categories)
    cells = np.arange(categories * len(words))
    category, word = cells // len(words), cells % len(words)
    u = world.draws.uniforms("market.terms", cells)
    from playbook.simulator.core.draws import normal

    size = weight[category] * _column(words, "size")[word]
    size = size * np.exp(float(told["size_sd"]) * normal(u[0]))
    top = np.argsort(-size, kind="stable")[: int(told["terms"])]
    top = top[size[top] > 0]
    intent = _column(words, "intent")[word[top]]
    competition = np.exp(float(told["competition_sd"]) * normal(u[1][top]))
    price = np.sqrt(competition * intent)
    return Terms(
        text=world.texts.codes(_told(world, words[word[i]], category[i]) for i in top),
        category=category[top],
        size=size[top] / size[top].sum(),
        intent=intent,
        competition=competition,
        price=price / price.mean(),
        match=world.texts.codes(words[w]["match"] for w in word[top]),
        peak=_column(words, "peak")[word[top]].astype(np.int64),
    )


def _column(words: list[dict[str, Any]], name: str) -> Floats:
    return np.array([float(word.get(name, 0)) for word in words])


def _told(world: World, word: dict[str, Any], category: int) -> str:
    name = world.texts.values[int(world.catalogue.categories[category])]
    pattern = str(word["zh" if world.lang == "zh" else "en"])
    return pattern.format(c=name.lower())
