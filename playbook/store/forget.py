"""How one buyer leaves a shop's data.

The buyer's row goes; orders and all other rows about the buyer lose the link,
the other hashes (visitor, device, address) and the buyer's own words. Amounts
stay, because the books must still add up. Older versions still hold the link,
so they lose their files. Nothing here can bring the buyer back.
"""

from __future__ import annotations

from dataclasses import dataclass

from playbook.errors import StoreError
from playbook.i18n import _
from playbook.store.account import count
from playbook.store.handle import Store
from playbook.store.masking import HEX_DIGITS, load_key, mask
from playbook.store.schema import Table, tables
from playbook.store.sql import ident, literal
from playbook.store.tidy import tidy
from playbook.store.views import HIDDEN, scan_sql
from playbook.store.writer import Writer


@dataclass(frozen=True)
class Forgotten:
    """What was removed: rows by table, and the Store's new version."""

    rows: dict[str, int]
    store: Store


def forget(store: Store, buyer: str) -> Forgotten:
    """Remove one buyer from every version of a Store.

    Parameters
    ----------
    store : Store
        Any version; the newest is changed.
    buyer : str
        As the platform names the buyer (account or e-mail), or the hash shown in the tables.

    Raises
    ------
    StoreError
        The buyer is not in the Store, or an import is running.
    """
    with store.newest().writer() as writer:
        names = {buyer.strip(), buyer.strip().casefold()}
        hashes = {mask(name, load_key(store.path)) for name in names}
        if len(buyer) == HEX_DIGITS:
            hashes.add(buyer)
        rows = {table.name: _remove(writer, table, hashes) for table in _personal_tables()}
        rows = {name: n for name, n in rows.items() if n}
        if not rows:
            raise StoreError(
                _(
                    "This buyer is not in {store}. "
                    "Give the account or e-mail as the platform writes it.",
                    store=store.info.name,
                )
            )
        newest = writer.publish({"kind": "forget", "rows": rows})
        tidy(store.path, keep=1)
    return Forgotten(rows, newest)


def _personal_tables() -> list[Table]:
    return [t for t in tables().values() if any(c.personal for c in t.columns.values())]


def _remove(writer: Writer, table: Table, hashes: set[str]) -> int:
    held = writer.base.tables.get(table.name)
    if held is None or not held.files:
        return 0
    owner, *others = [c.name for c in table.columns.values() if c.personal]
    listed = ", ".join(literal(one) for one in sorted(hashes))
    theirs = {name: f"coalesce({ident(name)} IN ({listed}), false)" for name in (owner, *others)}
    source = scan_sql(table, writer.path, held.files)
    found = count(writer.connection, f"FROM {source} WHERE {' OR '.join(theirs.values())}")
    if found:
        writer.replace(table.name, _without(table, owner, theirs, source))
    return found


def _without(table: Table, owner: str, theirs: dict[str, str], source: str) -> str:
    columns = ", ".join(ident(name) for name in [*table.columns, *HIDDEN])
    words = [column.name for column in table.columns.values() if column.free_text]
    # A row about the buyer loses every trace; a row about another buyer only the one hash.
    traces = {**theirs, **dict.fromkeys(words, "false")}
    emptied = ", ".join(
        f"CASE WHEN {theirs[owner]} OR {here} THEN NULL ELSE {ident(name)} END AS {ident(name)}"
        for name, here in traces.items()
    )
    kept = f"WHERE NOT {theirs[owner]}" if owner in table.key else ""
    return f"SELECT {columns} FROM (SELECT * REPLACE ({emptied}) FROM {source} {kept})"
