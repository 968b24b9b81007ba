"""What SQL counts the scans of a question?

The unit is one query. Scans are aggregated apart and only then joined on their shared dimensions,
so no row can be counted twice. Values from the caller are quoted, never pasted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from playbook.metrics.ask import Ask
from playbook.metrics.dictionary import read_toml
from playbook.metrics.engine import expand
from playbook.metrics.model import Variant
from playbook.metrics.period import ONE_DAY, buckets
from playbook.metrics.scan import PERIOD, Scan
from playbook.store import tables
from playbook.store.sql import ident, literal


def sql(scans: list[Scan], ask: Ask, absent: Iterable[str] = ()) -> str:
    """Write the whole query: one common table expression a scan, joined on the dimensions.

    Optional tables that the Store does not hold (`absent`) are written as empty ones.
    """
    parts = [f"{name} AS ({_nothing_sql(name)})" for name in absent]
    parts += [f"{scan.name} AS ({scan_sql(scan, ask)})" for scan in scans]
    keys = _keys_sql(scans, ask)
    joins = " ".join(
        f"LEFT JOIN {scan.name} ON {_same(_keys(scan.variant, ask), scan.name)}" for scan in scans
    )
    columns = [f"keys.{ident(key)}" for key in _all_keys(ask)]
    for scan in scans:
        columns += [f"{scan.name}.{ident(c)}" for c in [*scan.values, f"{scan.name}_rows"]]
        if scan.relation.absence == "unknown" and scan.relation.date:
            columns.append(f"{scan.name}.{ident(scan.name + '_days')}")
    order = ", ".join(f"keys.{ident(key)} NULLS LAST" for key in _all_keys(ask)) or "1"
    body = ",\n".join([*parts, f"keys AS ({keys})"])
    return f"WITH {body}\nSELECT {', '.join(columns) or '1'} FROM keys {joins} ORDER BY {order}"


def _nothing_sql(table: str) -> str:
    columns = tables()[table].columns.values()
    typed = ", ".join(f"CAST(NULL AS {one.sql_type}) AS {ident(one.name)}" for one in columns)
    return f"SELECT {typed} WHERE false"


def _all_keys(ask: Ask) -> list[str]:
    return [*ask.by, *([PERIOD] if ask.grain != "none" else [])]


def _keys(variant: Variant, ask: Ask) -> list[str]:
    return [key for key in _all_keys(ask) if key not in variant.ignores]


def _same(keys: list[str], name: str) -> str:
    tests = (f"keys.{ident(key)} IS NOT DISTINCT FROM {name}.{ident(key)}" for key in keys)
    return " AND ".join(tests) or "true"


def _keys_sql(scans: list[Scan], ask: Ask) -> str:
    if not ask.by and ask.grain in {"day", "week", "month"}:
        return _spine_sql(ask)
    keys = ", ".join(ident(key) for key in _all_keys(ask))
    full = [scan for scan in scans if len(_keys(scan.variant, ask)) == len(_all_keys(ask))]
    if not keys or not full:
        return "SELECT 1 AS one" if not keys else _no_keys(ask)
    return " UNION ".join(f"SELECT {keys} FROM {scan.name}" for scan in full)


def _spine_sql(ask: Ask) -> str:
    """Write every period once; a series, since hundreds of literals take long to parse."""
    found = buckets(ask.period, ask.grain)
    first, last = (f"TIMESTAMP '{one.start} 00:00:00'" for one in (found[0], found[-1]))
    step = f"INTERVAL '1' {ask.grain.upper()}"
    return f"SELECT {expand(f'SERIES({first}, {last}, {step})')} AS {PERIOD}"


def _no_keys(ask: Ask) -> str:
    columns = [f"NULL::VARCHAR AS {ident(key)}" for key in ask.by]
    columns += [f"NULL::TIMESTAMP AS {PERIOD}"] if ask.grain != "none" else []
    return f"SELECT {', '.join(columns)} WHERE false"


def scan_sql(scan: Scan, ask: Ask) -> str:
    """Write one scan."""
    keys = _key_columns(scan, ask)
    source = f"{scan.relation.source} {_joins(scan, ask)}"
    where = " AND ".join(_conditions(scan, ask)) or "true"
    start, stop = ask.period.start, ask.period.end + ONE_DAY
    if scan.variant.per:
        text = _two_levels(scan, keys, source, where)
    else:
        values = [f"{value} AS {ident(name)}" for name, value in scan.values.items()]
        values.append(f"count(*) AS {scan.name}_rows")
        if scan.relation.absence == "unknown" and scan.relation.date:
            values.append(f"count(DISTINCT CAST({scan.relation.date} AS DATE)) AS {scan.name}_days")
        text = f"SELECT {', '.join([*keys, *values])} FROM {source} WHERE {where}{_group(keys)}"
    text = text.replace("{bucket}", _bucket_sql(ask))
    text = text.replace("{start}", f"DATE '{start}'").replace("{stop}", f"DATE '{stop}'")
    return expand(text)


def _bucket_sql(ask: Ask) -> str:
    """Write the first day of the period that ``on_day`` lies in."""
    if ask.grain in {"day", "hour"}:
        return "on_day"
    if ask.grain in {"week", "month"}:
        return f"CAST(date_trunc('{ask.grain}', on_day) AS DATE)"
    return "CASE WHEN on_day < {start} THEN DATE '0001-01-01' ELSE {start} END"


def _two_levels(scan: Scan, keys: list[str], source: str, where: str) -> str:
    names = ", ".join(key.rpartition(" AS ")[2] for key in keys)
    inner = scan.variant.inner
    first = next(iter(inner))
    columns = [f"{sql} AS {name}" for name, sql in inner.items()]
    columns += [f"{scan.variant.per} AS per", "count(*) AS per_rows"]
    group = ", ".join(str(n + 1) for n in range(len(keys))) + (", " if keys else "")
    per = f"SELECT {', '.join([*keys, *columns])} FROM {source} WHERE {where} GROUP BY {group}per"
    over = f"PARTITION BY {names}" if names else ""
    totals = [f"sum({name}) OVER ({over}) AS t_{name}" for name in inner]
    rank = f"row_number() OVER ({over} ORDER BY {first} DESC NULLS LAST, per) AS r"
    ranked = f"SELECT *, {', '.join([rank, *totals])} FROM ({per}) AS groups"
    values = [f"{value} AS {ident(name)}" for name, value in scan.values.items()]
    values.append(f"sum(per_rows) AS {scan.name}_rows")
    listed = [*([names] if names else []), *values]
    by = f" GROUP BY {names}" if names else ""
    # Without groups there is one row of nothing; it must not look like a counted zero.
    having = "" if names else " HAVING count(*) > 0"
    return f"SELECT {', '.join(listed)} FROM ({ranked}) AS ranked{by}{having}"


def _group(keys: list[str]) -> str:
    if not keys:
        return " HAVING count(*) > 0"
    return " GROUP BY " + ", ".join(str(n + 1) for n in range(len(keys)))


def _key_columns(scan: Scan, ask: Ask) -> list[str]:
    dims, ignored = scan.relation.dims, scan.variant.ignores
    found = [f"{dims[dim]} AS {ident(dim)}" for dim in ask.by if dim not in ignored]
    if ask.grain != "none":
        found.append(f"{_period_sql(scan, ask)} AS {ident(PERIOD)}")
    return found


def _period_sql(scan: Scan, ask: Ask) -> str:
    if ask.grain == "hour" and scan.relation.hour:
        hour = scan.relation.hour
        return f"CAST({scan.relation.date} AS TIMESTAMP) + {hour} * INTERVAL '1' HOUR"
    return f"CAST(date_trunc('{ask.grain}', {scan.relation.date}) AS TIMESTAMP)"


def _conditions(scan: Scan, ask: Ask) -> list[str]:
    rows = scan.relation
    found = [f"({rows.where})"] if rows.where else []
    if rows.date:
        start = (
            ask.period.start.replace(day=1)
            if scan.variant.whole_month and scan.stated == ("month")
            else ask.period.start
        )
        stop = ask.period.end + ONE_DAY
        found += [f"{rows.date} >= DATE '{start}'", f"{rows.date} < DATE '{stop}'"]
    if rows.level and ask.grain == "none":
        days = f"SELECT max(date) FROM ({rows.level}) AS days WHERE date >= {{start}}"
        found.append(f"{rows.date} = ({days} AND date < {{stop}})")
    if rows.stated_grain:
        found.append(f"{rows.stated_grain} = {literal(scan.stated)}")
    asked = {rows.dims[dim] for dim in ask.dims if dim in rows.dims}
    asked |= {rows.hour} if ask.grain == "hour" else set()
    found += [f"{column} IS {'NOT ' * (column in asked)}NULL" for column in rows.split]
    for dim, wanted in ask.where.items():
        if dim not in scan.variant.ignores:
            found.append(_filter(rows.dims[dim], wanted))
    return found


def _filter(column: str, wanted: object) -> str:
    values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
    given = ", ".join(literal(_plain(value)) for value in values if value is not None)
    tests = [f"{column} IN ({given})"] if given else []
    tests += [f"{column} IS NULL"] if None in values else []
    return f"({' OR '.join(tests) or 'false'})"


def _plain(value: object) -> str | int:
    return int(value) if isinstance(value, int) else str(value)


def _joins(scan: Scan, ask: Ask) -> str:
    """Add the joins that the asked dimensions need; each is on the other table's key."""
    known: Mapping[str, str] = read_toml("dimensions.toml")["joins"]
    rows = scan.relation
    used = " ".join(rows.dims[dim] for dim in ask.dims if dim in rows.dims)
    used += " ".join([*scan.values.values(), *scan.variant.inner.values(), scan.variant.per])
    wanted = {alias for alias in known if re.search(rf"(?<![\w.]){alias}\.", used)}
    wanted |= {"o"} if "y" in wanted else set()
    present = set(re.findall(r"\bAS (\w+)\b", rows.source))
    order = [alias for alias in ("o", "y", "p", "ct") if alias in wanted and alias not in present]
    return " ".join(known[alias].replace("{sku}", rows.dims.get("sku", "")) for alias in order)
