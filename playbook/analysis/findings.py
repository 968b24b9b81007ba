"""What changed, as evidence rows that a person can judge?

The unit is one finding: one number that moved, with its size and where it comes from. Causes,
owners and due dates are a person's: this module leaves them out. The id of a finding is the same
on every run over the same day, so that a judgement entered yesterday finds its row again.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from playbook.analysis.frames import known, require
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "id",
    "key",
    "kind",
    "metric",
    "dimension",
    "item",
    "before",
    "after",
    "change",
    "share",
    "evidence",
)

KINDS = ("comparison", "factor", "mover")


def finding_id(key: str, kind: str, metric: str, dimension: str, item: str) -> str:
    """Name a finding by what it is about, never by its amounts: those are corrected later.

    Parameters
    ----------
    key : str
        The day or period, for example ``"2026-06-20"``.
    kind, metric, dimension, item : str

    Returns
    -------
    str
        Twelve hexadecimal digits.
    """
    named = json.dumps([key, kind, metric, dimension, item], ensure_ascii=False)
    return hashlib.sha256(named.encode()).hexdigest()[:12]


def from_movers(table: pd.DataFrame, *, key: str, metric: str) -> pd.DataFrame:
    """Turn a table of `movers` into findings; the row "rest" and unmoved items are left out.

    Parameters
    ----------
    table : DataFrame
    key : str
        The day or period that is reported.
    metric : str
        Metric id.

    Returns
    -------
    DataFrame
        `COLUMNS`; ``evidence`` is a dict: kind of the item (kept, new, gone).
    """
    require(table, ["dimension", "item", "before", "after", "change", "share", "kind"], "table")
    moved = table[(table["kind"] != "rest") & (table["change"] != 0)]
    return _frame(
        [
            _row(key, "mover", metric, row["dimension"], row["item"], row, {"item": row["kind"]})
            for row in moved.to_dict("records")
        ]
    )


def from_decomposition(table: pd.DataFrame, *, key: str, metric: str) -> pd.DataFrame:
    """Turn a table of `decompose` into findings, largest effect first.

    ``before`` and ``after`` are the factor's own values; ``change`` is its effect on the metric.
    """
    require(table, ["factor", "before", "after", "effect", "share", "method"], "table")
    moved = table[table["effect"] != 0].assign(change=table["effect"])
    ordered = moved.loc[moved["change"].abs().sort_values(ascending=False, kind="stable").index]
    return _frame(
        [
            _row(key, "factor", metric, "factor", row["factor"], row, {"method": row["method"]})
            for row in ordered.to_dict("records")
        ]
    )


def from_judgement(row: dict[str, Any], *, key: str, metric: str) -> pd.DataFrame:
    """Turn one day's verdict of `judge` into a finding; a day within its band gives none.

    ``before`` is the expected value; ``share`` is null; ``evidence`` holds verdict, z, n and the
    band.
    """
    if row["verdict"] not in ("above", "below"):
        return _frame([])
    evidence = {name: row[name] for name in ("verdict", "z", "n", "low", "high")}
    amounts = {"before": row["expected"], "after": row["value"], "share": None}
    amounts["change"] = row["value"] - row["expected"]
    return _frame([_row(key, "comparison", metric, "", "", amounts, evidence)])


def top_findings(tables: list[pd.DataFrame], n: int = 6) -> pd.DataFrame:
    """Take the first row of each table, then the second of each, until `n` rows are found.

    So a report shows that the day is unusual, which factor moved, and which product, and not six
    products. Findings with the same id are kept once.

    Parameters
    ----------
    tables : list of DataFrame
        Findings, each sorted by weight; earlier tables come first.
    n : int
        1 or more.

    Returns
    -------
    DataFrame
        `COLUMNS`; empty when nothing changed.
    """
    import pandas as pd

    if known(n, "n") < 1:
        raise ParameterError(_("n={n} shows nothing. It must be 1 or more.", n=n))
    ranked = [
        table.assign(_rank=range(len(table)), _table=at)
        for at, table in enumerate(tables)
        if len(table)
    ]
    if not ranked:
        return _frame([])
    every = pd.concat(ranked, ignore_index=True).sort_values(["_rank", "_table"], kind="stable")
    return every.drop_duplicates("id").head(n)[list(COLUMNS)].reset_index(drop=True)


def _row(
    key: str,
    kind: str,
    metric: str,
    dimension: str,
    item: Any,
    amounts: dict[Any, Any],
    evidence: dict[str, Any],
) -> dict[str, Any]:
    name = "" if item is None or item != item else str(item)
    return {
        "id": finding_id(key, kind, metric, dimension, name),
        "key": key,
        "kind": kind,
        "metric": metric,
        "dimension": dimension,
        "item": name,
        **{column: amounts[column] for column in ("before", "after", "change", "share")},
        "evidence": evidence,
    }


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    numbers = dict.fromkeys(("before", "after", "change", "share"), "float64")
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(numbers)
