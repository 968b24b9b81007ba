"""Before anything is read into the numbers: is the day's data whole, and in the same units?

The unit is one source (a table with daily rows) on one day, beside the same weekday of the eight
weeks before. It looks for what broken data looks like: no orders for hours, a source without
rows, everything of one source off by one factor, an amount 100 times its counts, the same order
twice, visitors that go one way and orders another. It says what to check, and corrects nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playbook.i18n import _, number
from playbook.reports import show
from playbook.reports.doubts_orders import Doubt, missing_hours, same_again
from playbook.reports.readings import promotion_days
from playbook.reports.session import Report
from playbook.reports.show import Shown
from playbook.reports.source_days import SOURCES, column_name, ratios, source_name

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 4
SAME = 0.06
"""Ratios this near to each other (in logarithms) count as one factor."""
USUAL = (0.75, 1.35)
LOW, HIGH = 0.6, 1.6


@dataclass(frozen=True)
class Sources:
    """How far each source's sums are from their usual: source → column → factor."""

    factors: Mapping[str, Mapping[str, float]]
    absent: tuple[str, ...] = field(default=())

    def usual(self, source: str) -> bool:
        """Whether every known sum of a source is about as usual."""
        held = self.factors.get(source, {})
        return bool(held) and all(USUAL[0] <= one <= USUAL[1] for one in held.values())


def banner(report: Report) -> Shown:
    """Show what must be checked before the numbers are read; nothing on a sound day."""
    found = doubts(report)
    if not found:
        return show.nothing("doubts")
    texts = [_("Data first: check this before reading on."), *(one.text for one in found)]
    numbers = {one.key: one.value for one in found}
    return show.paragraphs("doubts", texts, style="warn", kind="text", numbers=numbers)


def doubts(report: Report) -> list[Doubt]:
    """List what speaks against the day's data, the plainest first."""
    sources = measure(report)
    found = [
        *missing_hours(report), *_absent(sources), *same_again(report), *_units(sources),
        *_scaled(sources, report.day in promotion_days(report)), *_apart(sources),
    ]  # fmt: skip
    return found[:MOST]


def measure(report: Report) -> Sources:
    """Return each source's factors against its usual, and which sources have no row today."""
    factors: dict[str, dict[str, float]] = {}
    absent = []
    for source in SOURCES:
        held = ratios(report, source)
        if held is None:
            absent.append(source)
        elif held:
            factors[source] = held
    return Sources(factors, tuple(absent))


def _absent(sources: Sources) -> list[Doubt]:
    return [
        Doubt(
            f"absent/{source}",
            0.0,
            _(
                "{source} have no row for this day, though the same weekday before always had: was "
                "the day's file imported?",
                source=source_name(source),
            ),
        )
        for source in sources.absent
    ]


def _units(sources: Sources) -> list[Doubt]:
    """Find one column that left the others of its source by a factor of a hundred or more."""
    found = []
    for source, held in sources.factors.items():
        for column, factor in held.items():
            others = sorted(one for name, one in held.items() if name != column)
            if not others:
                continue
            apart = factor / others[len(others) // 2]
            power = next((p for p in (1000, 100, 0.01, 0.001) if 0.6 < apart / p < 1.6), None)
            if power is not None:
                found.append(Doubt(f"units/{source}.{column}", apart, _unit_words(
                    source, column, apart
                )))  # fmt: skip
    return found[:1]


def _unit_words(source: str, column: str, apart: float) -> str:
    return _(
        "{source}: {column} is {factor} times its usual while the counts beside it are not. Has "
        "the unit changed (yuan or fen, fraction or percent)?",
        source=source_name(source),
        column=column_name(source, column),
        factor=number(apart, 0 if apart > 1 else 3),
    )


def _scaled(sources: Sources, promotion: bool) -> list[Doubt]:
    """Find a source whose sums all moved by one factor while another source did not."""
    found: list[Doubt] = []
    if promotion:
        return found  # everything may double, and refunds come later
    for source, held in sources.factors.items():
        low, high = min(held.values()), max(held.values())
        if len(held) < 2 or high / low > 1 + SAME:
            continue
        factor = sum(held.values()) / len(held)
        double = abs(factor - 2) < 2 * SAME
        others = [name for name in sources.factors if name != source]
        calm = [name for name in others if sources.usual(name)]
        if (double and not others) or (calm and (double or not LOW <= factor <= HIGH)):
            found.append(Doubt(f"scaled/{source}", factor, _scaled_words(source, factor, calm)))
    return found


def _scaled_words(source: str, factor: float, calm: list[str]) -> str:
    told: dict[str, Any] = {"source": source_name(source), "factor": number(factor, 2)}
    if abs(factor - 2) < 2 * SAME:
        return _(
            "Every sum of {source} is {factor} times its usual: was the day counted twice?", **told
        )
    others = _(", ").join(source_name(name) for name in calm)
    return _(
        "Every sum of {source} is {factor} times its usual, while {others} are as usual: is the "
        "day's file whole?",
        others=others,
        **told,
    )


def _apart(sources: Sources) -> list[Doubt]:
    """Find visitors that left their usual while orders and buyers did not."""
    seen = sources.factors.get("traffic", {}).get("uv")
    if seen is None or not sources.usual("orders") or LOW <= seen <= HIGH:
        return []
    told = {"factor": number(seen, 2)}
    if seen < LOW:
        text = _(
            "Visitors are {factor} times their usual while orders are as usual: check the tracking "
            "before trusting any conversion rate.", **told
        )  # fmt: skip
    else:
        text = _(
            "Visitors are {factor} times their usual while orders are as usual: conversion fell "
            "because the crowd grew. Look for machines: one channel, the night hours, visits of a "
            "second.", **told
        )  # fmt: skip
    return [Doubt("apart/uv", seen, text)]
