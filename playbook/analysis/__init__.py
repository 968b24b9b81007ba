"""Which part of a number moved, by how much, and is that unusual?

Methods for operators: a DataFrame or plain numbers in, a tidy DataFrame out. Nothing here knows a
notebook or a Store, and nothing here names a cause: it hands over evidence.
"""

from playbook.analysis.baseline import VERDICTS, band_series, judge, verdict_name
from playbook.analysis.bridge import CAUSES, bridge, cause_name, row_name
from playbook.analysis.buyers import new_and_returning, split_buyers
from playbook.analysis.decompose import chain, decompose
from playbook.analysis.findings import (
    finding_id,
    from_decomposition,
    from_judgement,
    from_movers,
    top_findings,
)
from playbook.analysis.funnel import funnel
from playbook.analysis.mix import mix_and_rate
from playbook.analysis.movers import movers
from playbook.analysis.pace import pace, pace_curve
from playbook.analysis.pareto import abc, abc_moves, moves_matrix
from playbook.analysis.proportion import SMALL, rates, wilson
from playbook.analysis.segments import decompose_segments

__all__ = [
    "CAUSES",
    "SMALL",
    "VERDICTS",
    "abc",
    "abc_moves",
    "band_series",
    "bridge",
    "cause_name",
    "chain",
    "decompose",
    "decompose_segments",
    "finding_id",
    "from_decomposition",
    "from_judgement",
    "from_movers",
    "funnel",
    "judge",
    "mix_and_rate",
    "movers",
    "moves_matrix",
    "new_and_returning",
    "pace",
    "pace_curve",
    "rates",
    "row_name",
    "split_buyers",
    "top_findings",
    "verdict_name",
    "wilson",
]
