"""Did the rate itself change, or only the mix of what it is taken over?

The unit is one segment (channel, category, customer group) of one rate. A shop's conversion can
fall while it rises in every channel, when visitors move to the weak one. The parts add up to the
change of the whole rate. Segments must not overlap: visitors of several channels do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from playbook.analysis.frames import sums_by
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "segment",
    "weight_before",
    "weight_after",
    "rate_before",
    "rate_after",
    "mix",
    "rate",
    "total",
)


def mix_and_rate(
    before: pd.DataFrame, after: pd.DataFrame, by: str, numerator: str, denominator: str
) -> pd.DataFrame:
    """Split the change of a rate into a mix part and a rate part per segment.

    Parameters
    ----------
    before, after : DataFrame
        One row per segment with the rate's numerator and denominator (buyers and visitors, sales
        and orders). Several rows of one segment are added up.
    by, numerator, denominator : str
        Column names.

    Returns
    -------
    DataFrame
        One row per segment, sorted by the size of ``total``, then by name: segment, weight_before,
        weight_after (share of the denominator), rate_before, rate_after (null where the segment
        has no base), mix, rate, total (= mix + rate). Σ total is the change of the whole rate;
        null everywhere when one period has no base at all. Empty when both frames are.

    Raises
    ------
    ParameterError
        When a column is missing, a denominator is negative, or a segment has a numerator on a
        denominator of 0.

    Notes
    -----
    mix = Δw · r̄ and rate = w̄ · Δr, with midpoints w̄ and r̄ of both periods; exact without a
    remainder. A segment that exists in one period only has no change of rate: it is all mix. One
    segment's ``mix`` alone is not a verdict on it (weights that fall somewhere rise elsewhere);
    read their sum.
    """
    import pandas as pd

    table = pd.concat(
        [
            _weights(frame, by, numerator, denominator, name)
            for frame, name in ((before, "before"), (after, "after"))
        ],
        axis=1,
        sort=False,
    )
    for period in ("before", "after"):
        whole = table[f"weight_{period}"].notna().any()
        if whole:
            table[f"weight_{period}"] = table[f"weight_{period}"].fillna(0.0)
    first = table["rate_before"].fillna(table["rate_after"]).fillna(0.0)
    second = table["rate_after"].fillna(table["rate_before"]).fillna(0.0)
    change = table["weight_after"] - table["weight_before"]
    middle = (table["weight_after"] + table["weight_before"]) / 2
    table = table.assign(mix=change * (first + second) / 2, rate=middle * (second - first))
    table = table.assign(total=table["mix"] + table["rate"])
    table.index.name = "segment"
    table = table.reset_index()
    order = table.assign(size=-table["total"].abs(), name=table["segment"].astype(str))
    rows = order.sort_values(["size", "name"], kind="stable").index
    return table.loc[rows, list(COLUMNS)].reset_index(drop=True)


def _weights(
    frame: pd.DataFrame, by: str, numerator: str, denominator: str, period: str
) -> pd.DataFrame:
    import pandas as pd

    sums = sums_by(frame, by, [numerator, denominator], period)
    top, base = sums[numerator], sums[denominator]
    if (base < 0).any() or ((base == 0) & (top != 0)).any():
        segment = sums.index[(base < 0) | ((base == 0) & (top != 0))][0]
        raise ParameterError(
            _(
                "{period}: segment '{segment}' has no base for its rate. "
                "Leave it out, or merge it with another.",
                period=period,
                segment=segment,
            )
        )
    whole = base.sum()
    return pd.DataFrame(
        {
            f"weight_{period}": base / whole if whole else base * float("nan"),
            f"rate_{period}": top / base.where(base > 0),
        }
    )
