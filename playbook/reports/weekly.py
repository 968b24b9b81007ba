"""What does the weekly notebook need within reach?

One import for its set-up line: the sections of the report, and the period.
"""

from playbook.metrics import Period
from playbook.reports import (
    abc,
    buyers,
    definitions,
    factors,
    follow_up,
    funnel,
    headline,
    house,
    mix,
    movers,
    operations,
    promotions,
    quality,
    refunds,
    show,
    weeks,
)
from playbook.reports.session import begin

__all__ = [
    "Period",
    "abc",
    "begin",
    "buyers",
    "definitions",
    "factors",
    "follow_up",
    "funnel",
    "headline",
    "house",
    "mix",
    "movers",
    "operations",
    "promotions",
    "quality",
    "refunds",
    "show",
    "weeks",
]
