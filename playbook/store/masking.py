"""How personal identifiers become keyed hashes that only this shop's key can repeat.

A buyer must be countable over files and years, and nobody must be able to read
who it was. HMAC-SHA-256 with a key that lies outside the Store does both: a
copy of the Store without the key cannot be turned back by trying names.
Identifiers that the platform already masks (``t**b``) are no identifiers: they
become NULL, and buyers are then unknown rather than counted wrongly.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playbook.store.sql import ident

if TYPE_CHECKING:
    import duckdb

HEX_DIGITS = 24
"""Length kept of the hash: 96 bits, no collision to expect below 10**12 buyers."""

BLOT = "•••"
"""What stands in free text where a telephone number, a mail address or an identity number stood."""

_IDENTITY = r"[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx]"
_MOBILE = r"(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}"
_LANDLINE = r"0[0-9]{2,3}-[0-9]{7,8}"
_AMERICAN = r"(?:\+?1[ .-]?)?(?:\([0-9]{3}\) ?|[0-9]{3}[ .-])[0-9]{3}[ .-][0-9]{4}"
_ABROAD = r"\+[0-9]{1,3}[ -]?[0-9][0-9 -]{6,12}[0-9]"
NUMBERS = f"(^|[^0-9])(?:{_IDENTITY}|{_MOBILE}|{_LANDLINE}|{_AMERICAN}|{_ABROAD})([^0-9]|$)"
MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:[.][A-Za-z0-9-]+)+"

# A regular expression would take twice as long, on every row.
MASKED_SQL = "(contains({value}, '*') OR contains({value}, '＊') OR contains({value}, '##'))"


def key_folder() -> Path:
    """Folder of the keys: `PLAYBOOK_KEYS`, else ``~/.playbook/keys``."""
    return Path(os.environ.get("PLAYBOOK_KEYS") or Path.home() / ".playbook" / "keys")


def load_key(store: Path) -> bytes:
    """Read the Store's key, making it on first use (readable by its owner only).

    The key is named after the Store's `.id` file, so moving the Store keeps it.
    """
    path = key_folder() / f"{_store_id(store)}.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(secrets.token_bytes(32))
    return path.read_bytes()


def _store_id(store: Path) -> str:
    path = store / ".id"
    if not path.exists():
        path.write_text(secrets.token_hex(16), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def mask(value: str, key: bytes) -> str:
    """Hash one identifier, as `mask_sql` does.

    Examples
    --------
    >>> len(mask("mei", b"k" * 32)) == HEX_DIGITS
    True
    """
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()[:HEX_DIGITS]


def mask_sql(value: str, key: bytes) -> str:
    """Write SQL of the hash of a VARCHAR expression; NULL for masked text.

    RFC 2104, spelled out because the engine has no HMAC of its own.
    """
    block = key.ljust(64, b"\0")
    inner, outer = (_blob(bytes(b ^ pad for b in block)) for pad in (0x36, 0x5C))
    digest = f"sha256({inner} || encode({value}))"
    hashed = f"left(sha256({outer} || unhex({digest})), {HEX_DIGITS})"
    return f"CASE WHEN {MASKED_SQL.format(value=value)} THEN NULL ELSE {hashed} END"


def blot_sql(value: str) -> str:
    """Write SQL of a VARCHAR expression without the numbers and addresses people write in it.

    An order number stays: only whole numbers of a telephone's or identity card's shape go. Names
    and postal addresses in running text are not found.
    """
    blotted = f"regexp_replace({value}, '{MAIL}', '{BLOT}', 'g')"
    # Twice: a match takes the character behind it, which the next number needs before it.
    for _again in range(2):
        blotted = f"regexp_replace({blotted}, '{NUMBERS}', '\\1{BLOT}\\2', 'g')"
    return f"CASE WHEN regexp_matches({value}, '@|[0-9]{{3}}') THEN {blotted} ELSE {value} END"


def safe_sql(query: str, personal: Sequence[str], words: Sequence[str]) -> str:
    """Write the query with masked identifiers NULL and free text blotted.

    Parameters
    ----------
    query : str
        Any query.
    personal : sequence of str
        Its columns of identifiers, still in clear afterwards: see `mask_columns`.
    words : sequence of str
        Its columns of people's own words.
    """
    safe = {name: blot_sql(f"{ident(name)}::VARCHAR") for name in words}
    for name in personal:
        text = f"nullif(trim({ident(name)}::VARCHAR), '')"
        safe[name] = f"CASE WHEN {MASKED_SQL.format(value=text)} THEN NULL ELSE {text} END"
    if not safe:
        return query
    replaced = ", ".join(f"{sql} AS {ident(name)}" for name, sql in safe.items())
    return f"SELECT * REPLACE ({replaced}) FROM ({query})"


def mask_columns(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str], key: bytes
) -> None:
    """Hash text columns of a scratch table in place.

    A hash takes a microsecond, and a buyer occurs in many rows and tables of one import: each
    different value is hashed once a connection.
    """
    connection.execute("CREATE TABLE IF NOT EXISTS _masks (clear VARCHAR, hash VARCHAR)")
    for name in columns:
        connection.execute(
            f"INSERT INTO _masks SELECT clear, {mask_sql('clear', key)} FROM"
            f" (SELECT DISTINCT {ident(name)} AS clear FROM {table})"
            f" ANTI JOIN _masks USING (clear) WHERE clear IS NOT NULL"
        )
    hashes = ", ".join(f"m{n}.hash AS {ident(name)}" for n, name in enumerate(columns))
    joins = " ".join(
        f"LEFT JOIN _masks AS m{n} ON t.{ident(name)} = m{n}.clear"
        for n, name in enumerate(columns)
    )
    # Joined the other way round the rows would leave their order.
    connection.execute("SET disabled_optimizers = 'build_side_probe_side'")
    connection.execute(
        f"CREATE TABLE {table}_hashed AS SELECT t.* REPLACE ({hashes}) FROM {table} AS t {joins}"
    )
    connection.execute("RESET disabled_optimizers")
    connection.execute(f"DROP TABLE {table}; ALTER TABLE {table}_hashed RENAME TO {table}")


def _blob(value: bytes) -> str:
    return f"unhex('{value.hex()}')"
