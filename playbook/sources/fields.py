"""What does each row of a sheet say in the profile's own words?

The unit is one source row. Headers become field names, cells become text that the Store can cast,
and every field of the profile exists, NULL where the file lacks the column. Columns that no field
knows are kept as extras when they hold nothing personal, and are always named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from playbook.i18n import _
from playbook.sources.decimals import stated_mark
from playbook.sources.exact import define_sums, exact_fields, exact_sql
from playbook.sources.macros import MACROS
from playbook.sources.money import own_money_sql
from playbook.sources.parsing import NUMBERS, field_sql
from playbook.sources.part import Part
from playbook.sources.profile import Field, Profile
from playbook.sources.ranges import find_ranges, middle_sql
from playbook.sources.reading.headers import header_key
from playbook.sources.reading.raw import RawTable
from playbook.store.sql import ident, literal

SHOWN = 12
"""At most so many unknown columns are named in one note."""

_PERSONAL_HEADER = re.compile(
    "name|phone|mobile|tel|e-?mail|address|street|zip|postal|passport|wechat|contact|birthday"
    "|buyer|customer$|recipient|consignee|receiver|nick|note|comment|message|remark|memo|fax"
    "|姓名|名字|昵称|收货|收件|买家|电话|手机|邮箱|邮件|地址|身份证|微信|账号|账户|邮编|生日|备注|留言"
    "|(客户|顾客|会员|用户|买方)(名|姓|昵|账|帐|号|$)|联系|旺旺|支付宝|银行卡|卡号|帐号|证件|街道|门牌"
    "|签收人|附言|寄语",
    re.IGNORECASE,
)
_PERSONAL_VALUE = (
    r"^\s*(\+?[0-9][0-9 ()-]{9,17}[0-9]|[^@\s]+@[^@\s]+[.][^@\s]+|[0-9]{17}[0-9Xx])\s*$"
)


def column_of(raw: RawTable, field: Field) -> str | None:
    """Return the sheet's column for a field, or None."""
    return raw.column(*field.names)


def present_fields(raw: RawTable, profile: Profile) -> frozenset[str]:
    """Return the names of the profile's fields that the sheet has."""
    found = (field.name for field in profile.fields.values() if column_of(raw, field))
    return frozenset(found)


def make_fields(part: Part) -> None:
    """Make the relation ``fields``: ``_file``, ``_row``, one column a field, and ``extras``."""
    for macro in MACROS:
        part.run.execute(f"CREATE OR REPLACE TEMP MACRO {macro}")
    raw, profile = part.loaded.raw, part.profile
    part.present = present_fields(raw, profile)
    found = [(field, column_of(raw, field)) for field in profile.fields.values()]
    held = [(field, column) for field, column in found if column]
    numbers = [(column, field.kind) for field, column in held if field.kind in NUMBERS]
    part.decimal = stated_mark(part, numbers)
    reads = {field.name: field_sql(field, ident(column), part.decimal) for field, column in held}
    for field, column in held:
        if field.kind == "money":
            reads[field.name] = own_money_sql(
                reads[field.name], ident(column), part.writer.currency
            )
    part.ranges = find_ranges(part, {f.name: column for f, column in held if f.kind in NUMBERS})
    for name, ends in part.ranges.items():
        reads[name] = f"coalesce({middle_sql(ends)}, {reads[name]})"
    part.reads = reads
    extras = _extras_sql(part)

    def create() -> None:
        _create(part, reads, extras)

    if profile.id == "generic":
        exact_fields(part, reads, create)
        define_sums(part)
    else:
        create()  # the expressions of the platforms' profiles are written for text


def _create(part: Part, reads: Mapping[str, str], extras: str) -> None:
    names = list(part.profile.fields)
    texts = ", ".join(f"{reads.get(name, 'NULL::VARCHAR')} AS {ident(name)}" for name in names)
    values = ", ".join(
        f"{exact_sql(ident(name), part.typed[name])} AS {ident(name)}"
        if name in part.typed
        else ident(name)
        for name in names
    )
    part.run.execute(
        f"CREATE OR REPLACE TABLE {part.relation('fields')} AS"
        f" SELECT {literal(part.file)} AS _file, _row, {values}, extras"
        f" FROM (SELECT _row, {texts}, {extras} AS extras FROM {part.loaded.relation})"
    )


def unknown_columns(raw: RawTable, profile: Profile) -> list[str]:
    """Return the columns that the profile does not know, in file order."""
    known = profile.headers()
    return [
        name
        for name in raw.columns
        if raw.original[name] and header_key(re.sub(r"#\d+$", "", name)) not in known
    ]


def _extras_sql(part: Part) -> str:
    unknown = unknown_columns(part.loaded.raw, part.profile)
    personal = [name for name in unknown if _is_personal(part, name)]
    kept = [name for name in unknown if name not in personal] if part.profile.extras else []
    _note_unknown(part, unknown, kept)
    if not kept and not part.ranges:
        return "NULL::VARCHAR"
    pairs = ", ".join(f"{literal(name)}, {ident(name)}" for name in kept)
    filled = f"coalesce({', '.join([*map(ident, kept), *part.ranges.values()])}) IS NOT NULL"
    return f"CASE WHEN {filled} THEN {_with_ranges(part, f'json_object({pairs})')}::VARCHAR END"


def _with_ranges(part: Part, extras: str) -> str:
    """Write SQL of the extras with the row's ranges under ``approximate``, where it has any."""
    if not part.ranges:
        return extras
    pairs = ", ".join(f"{literal(name)}, {sql}::JSON" for name, sql in part.ranges.items())
    # A merge leaves out what is NULL.
    held = f"coalesce({', '.join(part.ranges.values())}) IS NOT NULL"
    ranges = f"json_merge_patch('{{}}', json_object('approximate', json_object({pairs})))"
    return f"json_merge_patch({extras}, CASE WHEN {held} THEN {ranges} ELSE '{{}}' END)"


def _is_personal(part: Part, column: str) -> bool:
    if _PERSONAL_HEADER.search(column):
        return True
    return bool(
        part.count(
            f"SELECT count(*) FROM (SELECT {ident(column)} AS v FROM {part.loaded.relation}"
            f" WHERE {ident(column)} IS NOT NULL LIMIT 10000)"
            f" WHERE regexp_matches(v, {literal(_PERSONAL_VALUE)})"
        )
    )


def _note_unknown(part: Part, unknown: list[str], kept: list[str]) -> None:
    dropped = [name for name in unknown if name not in kept]
    if kept:
        part.notes.append(
            _(
                "Columns that playbook does not know were kept as extras: {names}.",
                names=_list(kept),
            )
        )
    if dropped:
        part.notes.append(
            _("Columns that playbook does not know were left out: {names}.", names=_list(dropped))
        )


def _list(names: list[str]) -> str:
    more = _(" and {n} more", n=len(names) - SHOWN) if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
