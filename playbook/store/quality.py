"""Can a shop's data be trusted today, and if not, where not?

Each finding counts rows or days of one kind of trouble and says what to do.
This module repairs nothing and blames no cause; a report prints its findings
before any number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from playbook.errors import did_you_mean
from playbook.i18n import N_, _
from playbook.store.handle import Store
from playbook.store.schema import tables
from playbook.store.sql import ident

CENT = 0.005


@dataclass(frozen=True)
class Finding:
    """One kind of trouble.

    Parameters
    ----------
    kind : str
        Stable name, such as ``missing_days``.
    severity : str
        ``error`` (numbers are wrong), ``warning`` (numbers may be incomplete) or ``note``.
    table : str
        Where.
    count : int
        Rows or days concerned.
    message : str
        A finished sentence.
    examples : tuple of str
        At most three.
    """

    kind: str
    severity: str
    table: str
    count: int
    message: str
    examples: tuple[str, ...] = ()


def check(store: Store, metrics: Iterable[str] = ()) -> list[Finding]:
    """Run every check that the Store's tables allow, worst first.

    Parameters
    ----------
    store : Store
        The Store.
    metrics : iterable of str
        The metric ids that a target can be set for; targets are not checked without it. The
        Store knows no metric, so who does must say.

    Returns
    -------
    list of Finding
        Empty when nothing is wrong.
    """
    checks: list[Callable[[Store], Iterator[Finding]]] = [
        _repeated_keys,
        _missing_days,
        _lines_and_orders,
        _refunds_above_paid,
        _set_aside,
    ]
    broken = list(_files(store))
    found = broken or [finding for one in checks for finding in one(store)]
    if metrics and not broken:
        found += unknown_targets(store, metrics)
    rank = {"error": 0, "warning": 1, "note": 2}
    return sorted(found, key=lambda finding: rank[finding.severity])


def _files(store: Store) -> Iterator[Finding]:
    missing = [
        file
        for state in store.state.tables.values()
        for file in state.files
        if not (store.path / file).is_file()
    ]
    if missing:
        message = _("{n} data files are missing. Put back the copy you keep.", n=len(missing))
        table = missing[0].partition("/")[0]
        yield Finding("missing_files", "error", table, len(missing), message, tuple(missing[:3]))


def _repeated_keys(store: Store) -> Iterator[Finding]:
    for name in store.tables:
        key = ", ".join(ident(column) for column in tables()[name].key)
        twice = store.sql(f"SELECT {key} FROM {ident(name)} GROUP BY ALL HAVING count(*) > 1")
        if len(twice):
            message = _("{table}: {n} keys occur more than once.", table=name, n=len(twice))
            yield Finding("repeated_keys", "error", name, len(twice), message)


def _missing_days(store: Store) -> Iterator[Finding]:
    """Days with no order at all between the first and the last: a file may be missing."""
    if not store.has("orders"):
        return
    days = store.sql(
        "WITH have AS (SELECT DISTINCT created_at::DATE AS day FROM orders),"
        " want AS (SELECT unnest(generate_series(min(day), max(day), INTERVAL 1 DAY))::DATE AS day"
        " FROM have) SELECT day::VARCHAR AS day FROM want ANTI JOIN have USING (day) ORDER BY day"
    )["day"].tolist()
    if days:
        message = _(
            "Orders: {n} days between the first and the last have no order. "
            "A file may be missing; nothing was filled in.",
            n=len(days),
        )
        yield Finding("missing_days", "warning", "orders", len(days), message, tuple(days[:3]))


def _lines_and_orders(store: Store) -> Iterator[Finding]:
    if not (store.has("orders") and store.has("order_lines")):
        return
    yield from _unmatched(store, "orders", "order_lines", N_("{n} orders have no lines."))
    yield from _unmatched(store, "order_lines", "orders", N_("{n} order lines have no order."))
    if not store.has("order_lines.paid_amount"):
        return
    gaps = store.sql(
        "SELECT o.order_id FROM orders AS o JOIN (SELECT order_id, sum(paid_amount) AS lines,"
        " bool_and(paid_amount IS NOT NULL) AS known FROM order_lines GROUP BY order_id) AS l"
        " USING (order_id) WHERE l.known AND o.paid_at IS NOT NULL"
        f" AND l.lines > o.paid_amount + {CENT} ORDER BY o.order_id"
    )["order_id"].tolist()
    if gaps:
        message = _("{n} orders have lines that add up to more than was paid.", n=len(gaps))
        yield Finding("lines_above_paid", "warning", "orders", len(gaps), message, tuple(gaps[:3]))


def _unmatched(store: Store, left: str, right: str, words: str) -> Iterator[Finding]:
    found = store.sql(
        f"SELECT DISTINCT order_id FROM {left} ANTI JOIN {right} USING (order_id) ORDER BY 1"
    )["order_id"].tolist()
    if found:
        message = _(words, n=len(found))
        kind = f"{left}_without_{right}"
        yield Finding(kind, "warning", left, len(found), message, tuple(found[:3]))


def _refunds_above_paid(store: Store) -> Iterator[Finding]:
    if not (store.has("orders.paid_amount") and store.has("refunds")):
        return
    found = store.sql(
        "SELECT order_id FROM (SELECT order_id, sum(amount) AS back FROM refunds"
        " WHERE status IS NULL OR status = 'completed' GROUP BY order_id)"
        f" JOIN orders USING (order_id) WHERE back > paid_amount + {CENT} ORDER BY order_id"
    )["order_id"].tolist()
    if found:
        message = _("{n} orders were refunded more than was paid.", n=len(found))
        yield Finding(
            "refund_above_paid", "warning", "refunds", len(found), message, tuple(found[:3])
        )


def unknown_targets(store: Store, metrics: Iterable[str]) -> list[Finding]:
    """Find targets of metrics that do not exist: nothing will ever be compared with them."""
    if not store.has("targets"):
        return []
    named = store.sql("SELECT DISTINCT metric FROM targets ORDER BY metric")["metric"].tolist()
    known = set(metrics)
    unknown = [name for name in named if name not in known]
    if not unknown:
        return []
    message = _(
        "Targets: {n} metrics are not in the metric dictionary; no report shows these targets. "
        "Correct the metric ids in the sheet and import it again.",
        n=len(unknown),
    )
    examples = tuple(f"{name}.{did_you_mean(name, sorted(known))}" for name in unknown[:3])
    return [Finding("unknown_targets", "warning", "targets", len(unknown), message, examples)]


def _set_aside(store: Store) -> Iterator[Finding]:
    rows = store.quarantine()
    if len(rows):
        count = len(rows[["import_id", "file", "row"]].drop_duplicates())
        message = _(
            "{n} source rows were set aside. See why with: playbook store check {store} --rows",
            n=count,
            store=store.path,
        )
        reasons = tuple(rows["reason"].value_counts().index[:3])
        yield Finding("quarantine", "warning", "quarantine", count, message, reasons)
