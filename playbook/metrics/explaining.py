"""How is this number worked out?

The unit is one metric. Its words come from the dictionary; with a Store they also say which rows
this shop's number was counted on. Nothing is computed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playbook.i18n import _, use_language
from playbook.i18n.current import language
from playbook.metrics.ask import Ask, dimensions
from playbook.metrics.dictionary import dictionary, metric
from playbook.metrics.period import Period
from playbook.metrics.resolve import Missing, leaves, resolve

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from playbook.metrics.model import Metric
    from playbook.store import Store


def explain(
    id: str,  # noqa: A002 - the dictionary's own word
    store: Store | None = None,
    lang: str | None = None,
    *,
    period: Period | dt.date | None = None,
    by: tuple[str, ...] = (),
) -> str:
    """Write the text that stands beside a number.

    Parameters
    ----------
    id : str
        Metric id.
    store : Store, optional
        Adds the rows that this shop's number is counted on.
    lang : {"en", "zh"}, optional
        The language in force when omitted.
    period : Period or date, optional
        Adds the days.
    by : tuple of str
        The split of the number, since it may change the rows.

    Returns
    -------
    str
        One fact a line: name and definition, formula, base, basis, period, pitfall.

    Raises
    ------
    ParameterError
        No such metric.

    Examples
    --------
    >>> print(explain("arpu_buyer", lang="en"))
    Spend per buyer: Paid sales divided by paying buyers of the same period.
    Formula: gmv_paid / buyers
    Base (n): Paying buyers
    Beware: Per buyer: someone with two orders counts once, ...
    """
    with use_language("zh" if (lang or language()) == "zh" else "en"):
        return "\n".join(_lines(id, store, period, by))


def _lines(
    name: str, store: Store | None, period: Period | dt.date | None, by: tuple[str, ...]
) -> list[str]:
    one = metric(name)
    days = period if isinstance(period, Period) or period is None else Period.day(period)
    lines = [_("{name}: {definition}", name=one.name, definition=one.definition or one.name)]
    if one.formula:
        lines.append(_("Formula: {formula}", formula=formula(one)))
    base = one.base or one.denominator
    if base:
        lines.append(_("Base (n): {name}", name=metric(base).name))
    if store is not None:
        lines.append(_basis_line(name, store, days, by))
    if days is not None:
        lines.append(_("Period: {period}", period=days))
    if one.pitfall:
        lines.append(_("Beware: {pitfall}", pitfall=one.pitfall))
    return lines


def formula(one: Metric) -> str:
    """Write how a metric is computed, in the language in force; in Chinese without ids.

    Examples
    --------
    >>> formula(metric("aov_order"))
    'gmv_paid / orders_paid'
    >>> with use_language("zh"):
    ...     formula(metric("aov_order"))
    '支付金额 ÷ 支付订单数'
    """
    if language() != "zh":
        return one.formula
    text = one.formula_zh or re.sub(r"[a-z]\w*", lambda found: metric(found[0]).name, one.formula)
    return text.replace(" / ", " ÷ ").replace(" * ", " × ").replace(" - ", " − ")


def _basis_line(name: str, store: Store, days: Period | None, by: tuple[str, ...]) -> str:
    import datetime as dt

    asked = days or Period.day(dt.date(2000, 1, 1))
    tree = resolve(name, Ask(by, "none", asked), store)
    if isinstance(tree, Missing):
        return _("Not counted here: {reason}", reason=tree.reason)
    told = dict.fromkeys(leaf.variant.basis for leaf in leaves(tree))
    return _("Counted on: {basis}", basis=_("; ").join(told))


def describe(store: Store | None = None) -> pd.DataFrame:
    """List the dictionary in the reader's language.

    Parameters
    ----------
    store : Store, optional
        Adds the column ``available``: whether this Store can carry the metric.

    Returns
    -------
    DataFrame
        ``id``, ``domain``, ``name``, ``definition``, ``formula``, ``unit``, ``kind``,
        ``direction``, ``dimensions``, ``pitfall``; one row a metric.
    """
    import pandas as pd

    rows = [
        {
            "id": one.id,
            "domain": one.domain,
            "name": one.name,
            "definition": one.definition,
            "formula": formula(one),
            "unit": one.unit,
            "kind": one.kind,
            "direction": one.direction,
            "dimensions": ", ".join(dimensions(one.id)),
            "pitfall": one.pitfall,
        }
        for one in dictionary().values()
    ]
    frame = pd.DataFrame(rows)
    if store is not None:
        frame["available"] = [available(store, name) for name in frame["id"]]
    return frame


def available(store: Store, name: str) -> bool:
    """Whether a Store holds what a metric needs, for some split."""
    import datetime as dt

    splits: tuple[tuple[str, ...], ...] = (
        *((), ("channel",), ("sku",), ("sku", "with_sku"), ("topic",), ("component",)),
    )
    day = Period.day(dt.date(2000, 1, 1))
    possible = (split for split in splits if set(split) <= set(dimensions(name)))
    return any(_counted(name, store, Ask(split, "none", day)) for split in possible)


def _counted(name: str, store: Store, ask: Ask) -> bool:
    tree = resolve(name, ask, store)
    return not _has_missing(tree)


def _has_missing(tree: object) -> bool:
    parts = getattr(tree, "parts", {})
    return isinstance(tree, Missing) or any(_has_missing(part) for part in parts.values())
