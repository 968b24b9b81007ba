"""Which orders lack a line, so that a sum over their lines would only look complete?

The unit is one order. A line that does not line up with the header, or that the Store sets aside,
leaves a part of a sum behind; a part is no total. What is worked out from the lines of such an
order is left blank and told. What a platform states of the order stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from playbook.i18n import _
from playbook.sources.macros import BREAKING, BROKEN, CUT
from playbook.sources.part import Part
from playbook.sources.profile import TableSpec
from playbook.sources.reading.kinds import MALFORMED
from playbook.store import Writer
from playbook.store.sql import ident, literal

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 3


def prepare_broken(writer: Writer, refused: pa.Table | None) -> None:
    """Make the tables of orders that lack a line, with those whose lines the Store refused."""
    for name in (CUT, BROKEN):
        writer.connection.execute(f"CREATE OR REPLACE TABLE {name} (parent VARCHAR)")
    if refused is not None:
        writer.connection.register("_refused", refused)
        writer.connection.execute(f"INSERT INTO {BROKEN} SELECT parent FROM _refused")
        writer.connection.unregister("_refused")


def find_cut(part: Part) -> None:
    """Find the orders of rows that do not line up with the header."""
    within = part.profile.tables["order_lines"].columns["order_id"] if _has_lines(part) else None
    field = part.profile.fields.get(within or "")
    column = field and part.loaded.raw.column(*field.names)
    if not column or not part.loaded.malformed:
        return
    table = part.loaded.table
    for name in (CUT, BROKEN):
        part.run.execute(
            f"INSERT INTO {name} SELECT DISTINCT {ident(column)} FROM {table} AS t"
            f" JOIN {table}_kinds AS k ON k.place = t.rowid"
            f" WHERE k.kind = {literal(MALFORMED)} AND {ident(column)} IS NOT NULL"
        )


def _has_lines(part: Part) -> bool:
    return "order_lines" in part.profile.tables


def break_totals(parts: Sequence[Part]) -> None:
    """Let the totals of orders that lack a line be NULL, and say so."""
    run = parts[0].run
    if parts[0].count(f"SELECT count(*) FROM {BROKEN}"):
        for macro in BREAKING:
            run.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
    for part in parts:
        if _totals(part, parts):
            part.notes += _notes(part)


def _totals(part: Part, parts: Sequence[Part]) -> TableSpec | None:
    """Return what makes orders from the part's lines, unless another sheet states them."""
    spec = part.profile.tables.get("orders")
    if spec is None or not any("total_" in text for text in spec.columns.values()):
        return None
    others = (other.profile.tables.get("orders") for other in parts if other is not part)
    stated = any(other is not None and not other.derived for other in others)
    return None if spec.derived and stated else spec


def _notes(part: Part) -> list[str]:
    rows = part.run.execute(
        f"SELECT DISTINCT parent FROM {BROKEN} SEMI JOIN {part.relation('fields')} AS f"
        f" ON f.order_id = parent ORDER BY parent"
    ).fetchall()
    if not rows:
        return []
    return [
        _(
            "Orders of which a line was set aside: {n}, such as {orders}. What is worked out from "
            "their lines, such as totals, is left blank: a part of a sum is no total.",
            n=len(rows),
            orders=", ".join(row[0] for row in rows[:SHOWN]),
        )
    ]


def refused_orders(parts: Sequence[Part]) -> pa.Table | None:
    """Return the orders whose lines the Store set aside though their totals had counted on them.

    Parameters
    ----------
    parts : sequence of Part
        The sheets of one import, their tables put.

    Returns
    -------
    pyarrow.Table or None
        Column ``parent``: what the import has to be made again without. None when nothing is
        amiss.
    """
    if not any(_totals(part, parts) for part in parts):
        return None
    query = (
        "SELECT DISTINCT parent_key AS parent FROM _set_aside AS s WHERE tbl = 'order_lines'"
        " AND parent_key NOT IN (SELECT parent_key FROM _set_aside WHERE tbl = 'orders'"
        f" AND parent_key IS NOT NULL) AND parent_key NOT IN (SELECT parent FROM {BROKEN})"
    )
    # Most files lose no line, and the import of pyarrow takes a quarter of a second.
    if not parts[0].run.execute(f"{query} LIMIT 1").fetchall():
        return None
    found: pa.Table = parts[0].run.sql(query).to_arrow_table()
    return found
