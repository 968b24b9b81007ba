"""What does the shop's number look like, for readers with and without sight?

A DataFrame in, a matplotlib Figure out, with its alt text attached. Nothing here opens a window
or keeps a figure. matplotlib is imported when the first figure is drawn.
"""

from playbook.charts.bars import funnel, movers
from playbook.charts.canvas import alt_text, png, show
from playbook.charts.grids import abc_moves, sparklines
from playbook.charts.hours import hours
from playbook.charts.lines import trend
from playbook.charts.month import pace
from playbook.charts.stacks import mix, new_and_returning
from playbook.charts.steps import waterfall

__all__ = [
    "abc_moves",
    "alt_text",
    "funnel",
    "hours",
    "mix",
    "movers",
    "new_and_returning",
    "pace",
    "png",
    "show",
    "sparklines",
    "trend",
    "waterfall",
]
