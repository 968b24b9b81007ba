"""Which part of a number moved, by how much, and is that unusual?

Methods for operators: a DataFrame or plain numbers in, a tidy DataFrame out. Nothing here knows a
notebook or a Store, and nothing here names a cause: it hands over evidence.
"""

from playbook.analysis.baseline import VERDICTS, band_series, judge, verdict_name
from playbook.analysis.bridge import CAUSES, bridge, cause_name, row_name
from playbook.analysis.decompose import chain, decompose
from playbook.analysis.movers import movers
from playbook.analysis.pace import pace, pace_curve

__all__ = [
    "CAUSES",
    "VERDICTS",
    "band_series",
    "bridge",
    "cause_name",
    "chain",
    "decompose",
    "judge",
    "movers",
    "pace",
    "pace_curve",
    "row_name",
    "verdict_name",
]
