"""What are these metrics, over these days, split this way?

The unit is one metric in one slice of one period. Days, visitors or buyers are never added where
that would be wrong: the cell is then null and says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.metrics.ask import Ask, check_ask
from playbook.metrics.counting import Cells, Node
from playbook.metrics.nodes import SMALL, node
from playbook.metrics.period import Period
from playbook.metrics.resolve import Tree, leaves, resolve
from playbook.metrics.scan import PERIOD, Scan, collect
from playbook.metrics.writing import sql

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from playbook.store import Store


def query(
    store: Store,
    ids: str | Iterable[str],
    *,
    by: str | Iterable[str] = (),
    grain: str = "none",
    period: Period,
    where: Mapping[str, Any] | None = None,
) -> pd.DataFrame:
    """Compute metrics.

    Parameters
    ----------
    store : Store
        The shop.
    ids : str or iterable of str
        Metric ids.
    by : str or iterable of str
        Dimensions to split by. Only slices that some row mentions are returned.
    grain : {"none", "hour", "day", "week", "month"}
        Length of the periods inside `period`; weeks start on Monday.
    period : Period
        Shop-local days.
    where : mapping, optional
        Dimension and the value, or list of values, to keep. None keeps rows without a value.

    Returns
    -------
    DataFrame
        ``by`` columns; ``period`` (start; absent for grain "none"); ``metric``; ``value`` (ratios
        as fractions, money in the shop's currency); ``n`` (the base: denominator, or rows);
        ``reason`` (why null or incomplete); ``basis`` (what it was counted on); ``small`` (a ratio
        on a base below 30).

    Raises
    ------
    ParameterError
        Unknown metric, dimension or grain, or a split that a metric can never have.
    """
    found = answer(store, ids, Ask(names(by), grain, period, dict(where or {})))
    del found["partial"]
    return found


def answer(store: Store, ids: str | Iterable[str], ask: Ask) -> pd.DataFrame:
    """Answer as `query` does, and say in ``partial`` where only a part of the days is held."""
    wanted = names(ids)
    if not wanted:
        raise ParameterError(_("No metric was asked for. Name at least one, such as gmv_paid."))
    check_ask(wanted, ask)
    trees = {name: resolve(name, ask, store) for name in wanted}
    scans, places = collect((leaf for tree in trees.values() for leaf in leaves(tree)), ask)
    cells = Cells(_counted(store, scans, ask), ask, store, places)
    return _tidy(trees, cells)


def wide(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn an answer of `query` into one column a metric.

    Parameters
    ----------
    frame : DataFrame
        As `query` returns it.

    Returns
    -------
    DataFrame
        The slices and periods as columns, then a column a metric in the order asked.
    """
    import numpy as np
    import pandas as pd

    facts = {"metric", "value", "n", "reason", "basis", "small"}
    keys = [column for column in frame.columns if column not in facts]
    if not keys:
        return pd.DataFrame(dict(zip(frame["metric"], frame["value"], strict=True)), index=[0])
    codes, order = pd.factorize(frame["metric"])
    # One block a metric, each with the same rows in the same order: no pivot that drops nulls.
    blocks = np.argsort(codes, kind="stable").reshape(len(order), -1)
    head = {key: frame[key].array.take(blocks[0]) for key in keys}
    values = frame["value"].to_numpy()[blocks]
    return pd.DataFrame({**head, **dict(zip(order, values, strict=True))})


def query_sql(
    store: Store,
    ids: str | Iterable[str],
    *,
    by: str | Iterable[str] = (),
    grain: str = "none",
    period: Period,
    where: Mapping[str, Any] | None = None,
) -> str:
    """Return the SQL that `query` would run, for "how is this worked out?"."""
    ask = Ask(names(by), grain, period, dict(where or {}))
    trees = [resolve(name, ask, store) for name in names(ids)]
    scans, _places = collect((leaf for tree in trees for leaf in leaves(tree)), ask)
    return sql(scans, ask, absent(store, scans))


def absent(store: Store, scans: list[Scan]) -> list[str]:
    """List the optional tables that the Store does not hold."""
    optional = {table for scan in scans for table in scan.relation.optional}
    return sorted(table for table in optional if not store.has(table))


def names(given: str | Iterable[str]) -> tuple[str, ...]:
    """Return one name, or several without repeats, as a tuple."""
    return (given,) if isinstance(given, str) else tuple(dict.fromkeys(given))


def _counted(store: Store, scans: list[Scan], ask: Ask) -> pd.DataFrame:
    import pandas as pd

    frame = store.sql(sql(scans, ask, absent(store, scans))) if scans else pd.DataFrame()
    if len(frame):
        return frame
    # Nothing was counted: one row, so that each metric can say why.
    keys: dict[str, Any] = {dim: [None] for dim in ask.by}
    if ask.grain != "none":
        keys[PERIOD] = pd.Series([pd.Timestamp(ask.period.start)])
    empty = {column: [float("nan")] for column in frame.columns if column not in keys}
    return pd.DataFrame({**keys, **empty}, index=[0])


def _tidy(trees: Mapping[str, Tree], cells: Cells) -> pd.DataFrame:
    """Put the metrics below each other, all columns at once: a year of days has many cells."""
    import numpy as np
    import pandas as pd

    nodes = [node(tree, cells) for tree in trees.values()]
    times, size = len(nodes), len(cells.frame)
    rows, blocks = np.tile(np.arange(size), times), np.repeat(np.arange(times), size)
    keys: dict[str, Any] = {dim: cells.frame[dim].array.take(rows) for dim in cells.ask.by}
    if cells.ask.grain != "none":
        keys["period"] = cells.frame[PERIOD].astype("datetime64[us]").array.take(rows)
    value = np.concatenate([one.value for one in nodes]).astype(float)
    n = np.concatenate([one.n for one in nodes]).astype(float)
    ratio = np.array([tree.metric.kind in {"RATIO", "QUANTILE"} for tree in trees.values()])
    return pd.DataFrame(
        {
            **keys,
            "metric": _texts(trees, blocks),
            "value": value,
            "n": n,
            "reason": _reasons(nodes),
            "basis": _texts([_("; ").join(one.basis) for one in nodes], blocks),
            "partial": np.concatenate([one.partial for one in nodes]),
            "small": ratio[blocks] & (n < SMALL) & ~np.isnan(value),
        }
    )


def _texts(texts: Iterable[str | None], where: np.ndarray[Any, Any]) -> Any:
    """Repeat few texts many times without turning each into a Python object."""
    import pandas as pd

    return pd.array(list(texts), dtype="str").take(where)


def _reasons(nodes: list[Node]) -> Any:
    """Say for each cell why it is absent or incomplete, else what to know about it."""
    import numpy as np

    told = (gap or note for one in nodes for gap, note in zip(one.gap, one.note, strict=True))
    places: dict[str | None, int] = {}
    where = [places.setdefault(text, len(places)) for text in told]
    return _texts(places, np.array(where, dtype=int))
