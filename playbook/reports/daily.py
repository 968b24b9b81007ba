"""What does the daily notebook need within reach?

One import for its set-up line: the sections of the report, each a module of small functions, and
the period. The sections themselves know nothing of notebooks.
"""

from playbook.metrics import Period
from playbook.reports import (
    actions,
    definitions,
    doubts,
    factors,
    follow_up,
    headline,
    house,
    lead,
    mix,
    month,
    movers,
    operations,
    platform,
    quality,
    refunds,
    show,
    stock,
    trend,
    unusual,
    voices,
)
from playbook.reports.session import begin

__all__ = [
    "Period",
    "actions",
    "begin",
    "definitions",
    "doubts",
    "factors",
    "follow_up",
    "headline",
    "house",
    "lead",
    "mix",
    "month",
    "movers",
    "operations",
    "platform",
    "quality",
    "refunds",
    "show",
    "stock",
    "trend",
    "unusual",
    "voices",
]
