"""What do the shop's numbers mean, and what are they?

One dictionary of metrics and the query that computes them from a Store. A number never comes
without its definition, its base and the reason where it is absent. It draws and writes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from playbook.metrics.ask import dimensions
from playbook.metrics.asking import query, query_sql, wide
from playbook.metrics.comparing import compare
from playbook.metrics.dictionary import dictionary, metric
from playbook.metrics.explaining import describe, explain
from playbook.metrics.model import Metric
from playbook.metrics.period import Period
from playbook.metrics.progress import progress

DICTIONARY: Mapping[str, Metric]

__all__ = [
    "DICTIONARY",
    "Metric",
    "Period",
    "compare",
    "describe",
    "dimensions",
    "explain",
    "metric",
    "progress",
    "query",
    "query_sql",
    "wide",
]


def __getattr__(name: str) -> Mapping[str, Metric]:
    # Read on first use: the dictionary is a dozen files that `playbook --help` does not need.
    if name == "DICTIONARY":
        return dictionary()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
