"""What are the listings and their variants called, in either language?

The unit is one listing, or one variant of it. Titles are put together from word lists of the
profile; within a category every combination is used once before any comes again. Words are chosen
by draws that do not know the language. It refuses brand names and superlatives: the lists have none
(a test looks).
"""

from __future__ import annotations

from math import gcd
from typing import TYPE_CHECKING, Any

from playbook.simulator.range.catalogue_life import SEASONS

if TYPE_CHECKING:
    from playbook.simulator.world import World

Pair = tuple[str, str]
PARTS = ("noun", "material", "style", "detail")


class Words:
    """The words of one category.

    Parameters
    ----------
    told : mapping
        The category's table in ``catalogue.toml``.
    sentences : mapping
        The profile's ``[words]`` table.
    season_names : list of (en, zh)
        Names of `SEASONS`.
    """

    def __init__(
        self, told: dict[str, Any], sentences: dict[str, Any], season_names: list[Pair]
    ) -> None:
        self.told, self.sentences, self.season_names = told, sentences, season_names
        self.lists = [
            [self._list(part, season) for part in PARTS] for season in range(len(SEASONS))
        ]

    def choice(self, nth: int, season: int, turn: float) -> dict[str, Pair]:
        """Return the words of the category's n-th listing.

        Parameters
        ----------
        nth : int
            Number of the listing within its category.
        season : int
            Index into `SEASONS`.
        turn : float
            A uniform, the same for the whole category: where the round of combinations begins.
        """
        lists = self.lists[season]
        total = 1
        for words in lists:
            total *= len(words)
        step = max(round(total * 0.381966), 1)  # the golden section spreads neighbours widely
        while gcd(step, total) > 1:
            step += 1
        left = (int(turn * total) + nth * step) % total
        chosen: dict[str, Pair] = {}
        for part, words in zip(PARTS, lists, strict=True):
            left, index = divmod(left, len(words))
            chosen[part] = (words[index][0], words[index][1])
        return chosen

    def _list(self, part: str, season: int) -> list[Any]:
        told = self.told[part]
        if isinstance(told, list):
            return told
        own = told.get(SEASONS[season], []) if season else []
        return [*own, *([] if len(own) >= 3 else told["all"])]

    def title(self, chosen: dict[str, Pair], season: int, year: int) -> Pair:
        """Return a listing's title in English and in Chinese."""
        told = self.sentences
        en = {part: pair[0] for part, pair in chosen.items()}
        zh = {part: pair[1] for part, pair in chosen.items()}
        named = self.season_names[season][1]
        first = told["title_en"].format(**en)
        return (
            first[0].upper() + first[1:],
            told["title_zh"].format(**zh, season=named, year=year),
        )

    def attributes(self, chosen: dict[str, Pair], season: int) -> Pair:
        """Return a listing's five attributes as "name: value" in either language."""
        told = self.sentences
        rows = [(told[f"attribute_{part}"], chosen[part]) for part in PARTS[1:]]
        rows.append((told["attribute_type"], (self.told["en"], self.told["zh"])))
        rows.append((told["attribute_season"], self.season_names[season]))
        en = "; ".join(f"{name[0]}: {value[0]}" for name, value in rows)
        zh = "；".join(f"{name[1]}：{value[1]}" for name, value in rows)
        return en, zh

    def keywords(self, chosen: dict[str, Pair], season: int) -> Pair:
        """Return what people would search for to find a listing."""
        noun, style = chosen["noun"], chosen["style"]
        en = "; ".join((noun[0].lower(), f"{style[0]} {noun[0]}".lower(), self.told["en"].lower()))
        zh = "；".join(
            (noun[1], f"{style[1]}{noun[1]}", f"{self.season_names[season][1]}{noun[1]}")
        )
        return en, zh

    def description(self, chosen: dict[str, Pair]) -> Pair:
        """Return a sentence on a listing."""
        noun, material, detail = (chosen[part] for part in ("noun", "material", "detail"))
        en = f"{noun[0]} ({material[0]}); {detail[0]}. See the pictures for measurements."
        return (
            en[0].upper() + en[1:],
            f"{material[1]}{noun[1]}，{detail[1]}。具体参数见详情图。",
        )


def variant_name(world: World, options: list[list[Any]]) -> str:
    """Return a variant's name in the shop's language: its options, joined.

    Parameters
    ----------
    world : World
        Tells the language.
    options : list of [code, en, zh, share, price factor]
        One of each axis.
    """
    place = 2 if world.lang == "zh" else 1
    return " / ".join(str(option[place]) for option in options)
