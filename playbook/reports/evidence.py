"""What is one thing that changed, as a row of the action sheet?

The unit is one change of one metric in one place on one day. Its key is the same on every run, so
that what people wrote beside it is found again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playbook.reports.session import Report
from playbook.reports.words import plain_number


@dataclass(frozen=True)
class Evidence:
    """One thing that changed, ready for the sheet."""

    key: str
    day: str
    changed: str
    evidence: str
    metric: str
    where: str = ""
    numbers: Mapping[str, Any] = field(default_factory=dict)
    """The numbers that stand in the words."""


def evidence_row(
    report: Report,
    changed: str,
    found: str,
    name: str,
    where: str = "",
    numbers: Mapping[str, Any] | None = None,
) -> Evidence:
    """Make a row of evidence with its lasting key.

    Parameters
    ----------
    report : Report
    changed, found : str
        What changed, and the numbers that say so, in words.
    name : str
        Metric id, which the action is later judged by.
    where : str
        ``dimension=item``; "" for the whole shop.
    numbers : mapping, optional
        The numbers that stand in the words.
    """
    day, held = report.day.isoformat(), {k: plain_number(v) for k, v in (numbers or {}).items()}
    return Evidence(f"{day}/{name}/{where or 'shop'}", day, changed, found, name, where, held)
