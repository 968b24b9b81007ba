"""What is outside its usual range today, and in which slice?

The unit is one watched number or slice (see `readings`). A row says how far off it is and in
which place, so that a person knows where to look first; it never names a cause. A day on which
nothing is off says so, with how many numbers were looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playbook.i18n import _, day, number
from playbook.metrics import metric
from playbook.reports import show
from playbook.reports.evidence import Evidence, evidence_row
from playbook.reports.frames import records
from playbook.reports.headline import arrow
from playbook.reports.naming import dimension_name, item_names
from playbook.reports.readings import PEAKS, compared_days, readings
from playbook.reports.session import Report
from playbook.reports.show import Column, Shown
from playbook.reports.words import difference, missing, say, write

if TYPE_CHECKING:
    import pandas as pd

MOST = 9
EACH = 2
"""Rows of one metric that are listed at most, the shop and its slices together."""
SECTION = 4
"""Rows of one section that are listed at most."""
LARGE = 1000
"""Ranges of money are written without cents from here on."""
AS_EVIDENCE = 4
SAME_PLACE = 2
"""Rows of one section that become evidence at most."""


def flagged(report: Report) -> pd.DataFrame:
    """List what is outside its usual range: the farthest of each section first.

    Parameters
    ----------
    report : Report

    Returns
    -------
    DataFrame
        Rows of `readings`, with ``label`` and ``key``.
    """
    found = readings(report)
    off = found[found["verdict"].isin(["above", "below"])]
    # How far beyond the edge of its own band: the shop's bands are narrower than a slice's. Where
    # nothing has ever varied there is no measure; that comes first.
    width = (off["high"] - off["expected"]).where(off["verdict"] == "above")
    width = width.fillna(off["expected"] - off["low"])
    far = ((off["value"] - off["expected"]).abs() / width.where(width > 0)).fillna(1e9)
    ordered = off.assign(far=far).sort_values("far", ascending=False, kind="stable")
    # One incident moves many numbers: it must not push another one off the page.
    few = ordered[ordered.groupby("metric").cumcount() < EACH]
    turn = few.groupby("section").cumcount()
    few = few.assign(turn=turn)[turn < SECTION]
    few = few.sort_values(["turn", "far"], ascending=[True, False], kind="stable").head(MOST)
    return labelled(report, few.drop(columns=["far", "turn"]).reset_index(drop=True))


def labelled(report: Report, rows: pd.DataFrame) -> pd.DataFrame:
    """Add to readings what their slice is called, and a key for the manifest."""
    named: dict[tuple[str, str], str] = {}
    for by in dict.fromkeys(rows["by"]):
        items = [str(one) for one in rows.loc[rows["by"] == by, "item"] if not missing(one)]
        named |= {(by, item): name for item, name in item_names(report, by, items).items()}
    labels, keys = [], []
    for row in records(rows):
        name = named.get((row["by"], str(row["item"])), "")
        label = (
            _("{dimension}: {item}", dimension=dimension_name(row["by"]), item=name)
            if row["by"]
            else ""
        )
        if row["metric"] in PEAKS.get(row["by"], ()):
            label += _(" (worst hour)")
        labels.append(label)
        keys.append(f"{row['metric']}/{row['by']}={row['item']}" if row["by"] else row["metric"])
    return rows.assign(label=labels, key=keys)


def table(report: Report, found: pd.DataFrame) -> Shown:
    """Show what is outside its usual range, or that nothing is."""
    import pandas as pd

    looked = readings(report)
    known = int(looked["verdict"].isin(["within", "above", "below"]).sum())
    if not known:
        return _unjudged(report, looked)
    days = compared_days(report)
    caption = _(
        "{n} numbers and slices were compared with {weeks} ordinary days of the same weekday, back "
        "to {first}.",
        n=number(known),
        weeks=len(days),
        first=day(min(days, default=report.day)),
    )
    if not len(found):
        text = _("Nothing is outside its usual range.") + " " + caption
        return show.paragraphs("unusual", [text], style="note", kind="note")
    columns = {
        "metric": Column(_("What, and where"), link="anchor"),
        "value": Column(_("Now"), "said"),
        "usual": Column(_("Usual range")),
    }
    return show.table(
        "unusual", pd.DataFrame(rows(report, found)), columns,
        title=_("Outside the usual range"), caption=caption, key="key",
    )  # fmt: skip


def rows(report: Report, found: pd.DataFrame) -> list[dict[str, Any]]:
    """Write labelled readings as rows of a table."""
    told = []
    for row in records(found):
        one = metric(row["metric"])
        off = row["verdict"] in {"above", "below"}
        sign, _good = arrow(row["value"] - row["expected"] if off else None, one.direction)
        told.append(
            {
                "key": row["key"],
                "anchor": f"def-{row['metric']}",
                "metric": " · ".join(text for text in (one.name, row["label"]) if text),
                "value": f"{sign} {say(row['value'], one.unit, report.currency)}".strip(),
                "value_value": row["value"],
                "usual": _short_span(row),
                "verdict": verdict(row),
            }
        )
    return told


def verdict(row: dict[str, Any]) -> str:
    """Say a reading's verdict in a word or two."""
    names = {
        "within": _("as usual"),
        "above": _("above"),
        "below": _("below"),
        "promotion_day": _("promotion day"),
        "not_enough_history": _("too little history"),
    }
    return names.get(str(row["verdict"]), "")


def span(report: Report, row: dict[str, Any]) -> str:
    """Write a reading's usual range."""
    unit = metric(row["metric"]).unit
    if missing(row["expected"]):
        return "—"
    low, high = (say(row[side], unit, report.currency, whole=True) for side in ("low", "high"))
    return _("{low} to {high}", low=low, high=high)


def _short_span(row: dict[str, Any]) -> str:
    """Write a usual range without its currency or unit: the number beside it has them."""
    unit = metric(row["metric"]).unit
    if missing(row["expected"]):
        return "—"
    large = unit == "money" and abs(row["high"]) >= LARGE
    low, high = (write(row[side], "count" if large else unit) for side in ("low", "high"))
    return _("{low} to {high}", low=low, high=high)


def as_evidence(report: Report, found: pd.DataFrame) -> list[Evidence]:
    """Turn the farthest rows into evidence for the action sheet."""
    # The shop's total has its own row of evidence.
    mine = found[(found["metric"] != "gmv_paid") | (found["by"] != "")]
    mine = mine.drop_duplicates("metric")
    mine = mine[mine.groupby("section").cumcount() < SAME_PLACE].head(AS_EVIDENCE)
    return [_evidence(report, row) for row in records(mine)]


def _evidence(report: Report, row: dict[str, Any]) -> Evidence:
    one = metric(row["metric"])
    change = difference(row["expected"], row["value"], one.unit)
    changed = (
        _("{metric}, {where}: {change}", metric=one.name, where=row["label"], change=change)
        if row["by"]
        else _("{metric} {change}", metric=one.name, change=change)
    )
    said = _(
        "{now}; usual on this weekday: {range} (median {median})",
        now=say(row["value"], one.unit, report.currency),
        range=span(report, row),
        median=say(row["expected"], one.unit, report.currency),
    )
    where = f"{row['by']}={row['item']}" if row["by"] else ""
    numbers = {name: row[name] for name in ("value", "expected", "low", "high")}
    return evidence_row(report, changed, said, row["metric"], where, numbers)


def _unjudged(report: Report, looked: pd.DataFrame) -> Shown:
    if len(looked) and looked["verdict"].eq("promotion_day").any():
        text = _(
            "{day} lies in a promotion of the whole shop: only what a promotion leaves alone "
            "could be compared with its usual range, and nothing of that is held.",
            day=day(report.day),
        )
        return show.paragraphs("unusual", [text], style="note", kind="note")
    return show.left_out(
        "unusual",
        _("Usual ranges are left out: fewer than 6 of the same weekdays before are known."),
        _("They start in the seventh week of data."),
    )
