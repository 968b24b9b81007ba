"""Which segment and which factor moved a total: its size, the mix, or the rates within?

The unit is one factor of one segment in two periods: sales of a channel = all visitors × the
channel's share × its conversion × its spend per buyer. The parts add up to the change. Visitors of
several channels are not additive; where the shop's own count of visitors is known, the difference
is a factor of its own ("overlap") and is never hidden in another.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from playbook.analysis.decompose import lmdi, shapley
from playbook.analysis.frames import known, sums_by
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("segment", "factor", "before", "after", "effect", "share", "method")

UNBASED = "no_base"


def decompose_segments(
    before: pd.DataFrame,
    after: pd.DataFrame,
    by: str,
    quantities: Mapping[str, str],
    *,
    whole: tuple[Any, Any] | None = None,
) -> pd.DataFrame:
    """Split the change of a total over segments into size, mix and rates, without a remainder.

    Parameters
    ----------
    before, after : DataFrame
        One row per segment. Several rows of one segment are added up.
    by : str
        The segment's column.
    quantities : mapping of str to str
        Column → name of the factor that it gives, as in `chain`: the first is the size
        (visitors), each next divided by the one before it (buyers → "conversion", sales →
        "spend_per_buyer"). The last column is what is explained.
    whole : (before, after), optional
        The size of the whole where segments overlap (the shop's unique visitors).

    Returns
    -------
    DataFrame
        segment, factor, before, after, effect, share (of the whole change; null without one),
        method ("lmdi", "shapley", or "structure" where a segment is new or gone). Factors per
        segment: the size's name ("total" of all segments), "overlap" (only with `whole`: sum of
        the segments per unique one), "structure" (the segment's share), then each rate. A
        segment with sales but without a size has the single factor "no_base". Σ effect is the
        change of the last column's total.

    Raises
    ------
    ParameterError
        When a column is missing, there are fewer than two quantities, a size is negative, or
        `whole` is not above 0 where segments are.

    Notes
    -----
    LMDI-I over segments: Σ_i L(S1_i, S0_i) · ln(x1_i / x0_i) per factor x. A segment that is new
    or gone is all structure: its other factors have no value in one period. Segments with a 0 or
    negative factor otherwise are split by Shapley. Source: B. W. Ang (2015). Add the effects per
    factor for the shop's view: ``table.groupby("factor", sort=False)["effect"].sum()``.
    """
    import pandas as pd

    columns = list(quantities)
    if len(columns) < 2:
        raise ParameterError(_("quantities needs a size and at least one more column."))
    first = sums_by(before, by, columns, "before")
    second = sums_by(after, by, columns, "after")
    for name, sums in (("before", first), ("after", second)):
        if (sums[columns[0]] < 0).any():
            raise ParameterError(
                _("{argument}: '{column}' must not be negative.", argument=name, column=columns[0])
            )
    both = pd.concat([first.add_suffix("|0"), second.add_suffix("|1")], axis=1, sort=True)
    both = both.fillna(0.0)
    sizes = _sizes(both, columns[0], whole)
    names = [quantities[columns[0]], *(["overlap"] if whole else []), "structure"]
    names += [quantities[column] for column in columns[1:]]
    rows = [
        row
        for segment, values in zip(both.index, both.to_dict("records"), strict=True)
        for row in _segment(segment, values, columns, names, sizes)
    ]
    table = pd.DataFrame(rows, columns=[c for c in COLUMNS if c != "share"])
    change = float(both[f"{columns[-1]}|1"].sum() - both[f"{columns[-1]}|0"].sum())
    share = table["effect"].astype("float64") / change if change else math.nan
    return table.assign(share=share)[list(COLUMNS)]


def _sizes(
    both: pd.DataFrame, size: str, whole: tuple[Any, Any] | None
) -> list[tuple[float, list[float]]]:
    """Return, per period, the sum of all segments and the factors that it is made of."""
    out = []
    for period in (0, 1):
        total = float(both[f"{size}|{period}"].sum())
        if whole is None:
            out.append((total, [total]))
            continue
        unique = known(whole[period], "whole")
        if unique <= 0 and total > 0:
            raise ParameterError(
                _("whole={whole} must be above 0 where segments are.", whole=whole[period])
            )
        out.append((total, [unique, total / unique if unique > 0 else 0.0]))
    return out


def _segment(
    segment: Any,
    values: dict[Any, Any],
    columns: Sequence[str],
    names: Sequence[str],
    sizes: list[tuple[float, list[float]]],
) -> list[tuple[Any, str, float, float, float, str]]:
    chains = [[float(values[f"{column}|{period}"]) for column in columns] for period in (0, 1)]
    start, end = chains[0][-1], chains[1][-1]
    if any(_unbased(chain) for chain in chains):
        return [(segment, UNBASED, start, end, end - start, UNBASED)]
    before, after = (_factors(c, size) for c, size in zip(chains, sizes, strict=True))
    if chains[0][0] == 0 or chains[1][0] == 0:
        effects = [end - start if name == "structure" else 0.0 for name in names]
        method = "structure"
    elif min(*before, *after) > 0:
        effects, method = lmdi(before, after), "lmdi"
    else:
        effects, method = shapley(before, after), "shapley"
    parts = zip(names, before, after, effects, strict=True)
    return [(segment, name, x0, x1, effect, method) for name, x0, x1, effect in parts]


def _unbased(chain: Sequence[float]) -> bool:
    """Tell whether a quantity stands on a base of 0: sales without visitors."""
    return any(x == 0 and y != 0 for x, y in itertools.pairwise(chain))


def _factors(chain: Sequence[float], size: tuple[float, list[float]]) -> list[float]:
    total, parts = size
    rates = [y / x if x else 0.0 for x, y in itertools.pairwise(chain)]
    return [*parts, chain[0] / total if total else 0.0, *rates]
