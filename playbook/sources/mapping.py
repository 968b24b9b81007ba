"""How does a user say what the columns of a file mean?

The unit is one mapping: a small TOML file that names what a row is (an order, a line of an order,
or a day's totals), which column is what, and how its dates are written. It becomes a profile like
those of the platforms. It holds names only, never code, and nothing in it is guessed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playbook.errors import SourceError, did_you_mean
from playbook.i18n import _
from playbook.sources.decimals import MARKS
from playbook.sources.own_tables import BUILDERS, ORDER_LEVEL
from playbook.sources.part import Part
from playbook.sources.profile import Field, Parent, Profile
from playbook.sources.reading import ReadOptions
from playbook.store.schema import tables

ROWS = {"orders": ("order_id", "created_at"), "lines": ("order_id", "quantity"), "days": ("date",)}
"""What one row can be, and the columns that it then must have."""

SECTIONS = ("file", "columns", "formats", "values")


def read_mapping(path: Path) -> tuple[ReadOptions, Profile]:
    """Read a mapping file.

    Parameters
    ----------
    path : Path
        The TOML file, usually one that playbook proposed and the user edited.

    Returns
    -------
    tuple of ReadOptions and Profile
        How to read the file, and what its columns fill.

    Raises
    ------
    SourceError
        The file is missing, is no TOML, or leaves a choice open; names the line to mend.
    """
    try:
        spec = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SourceError(_("There is no mapping {file}. Check the path.", file=path)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(
            _("{file} is not a valid mapping (TOML): {error}.", file=path.name, error=error)
        ) from None
    _check_shape(spec, path.name)
    rows, columns = _checked(spec, path.name)
    return ReadOptions(**_reading(spec, path.name)), _profile(spec, rows, columns)


def _check_shape(spec: Mapping[str, Any], name: str) -> None:
    """Refuse settings that would be passed over, and sections that hold something else."""
    allowed = ("rows", "paid", *SECTIONS)
    for key, value in spec.items():
        if key not in allowed:
            raise SourceError(
                _("{file}: there is no setting {key!r} here.", file=name, key=key)
                + did_you_mean(key, allowed)
                + " "
                + _("Settings are: {names}.", names=", ".join(allowed))
            )
        if key in SECTIONS and not isinstance(value, dict):
            raise SourceError(_no_section(name, key, value))
    for key, value in spec.get("values", {}).items():
        if not isinstance(value, dict):
            raise SourceError(_no_section(name, f"values.{key}", value))
    for section in ("columns", "formats"):
        for key, value in spec.get(section, {}).items():
            if not isinstance(value, str):
                raise SourceError(
                    _(
                        "{file}: [{section}] {key} = {value!r} is no text. Put it in quotation "
                        "marks.",
                        file=name,
                        section=section,
                        key=key,
                        value=value,
                    )
                )


def _no_section(name: str, key: str, value: object) -> str:
    return _(
        "{file}: {key} = {value!r} is no section. Write [{key}] on a line of its own "
        "and its settings below it.",
        file=name,
        key=key,
        value=value,
    )


def _reading(spec: Mapping[str, Any], name: str) -> dict[str, Any]:
    given = dict(spec.get("file", {}))
    allowed = ("encoding", "delimiter", "header_row", "sheet", "decimal")
    for key in given:
        if key not in allowed:
            raise SourceError(
                _("{file}: [file] has no setting {key!r}.", file=name, key=key)
                + did_you_mean(key, allowed)
            )
    if given.get("decimal", ".") not in MARKS:
        raise SourceError(
            _(
                '{file}: decimal = {value!r} is not known. Write decimal = "." or decimal = ",".',
                file=name,
                value=given["decimal"],
            )
        )
    return given


def _checked(spec: Mapping[str, Any], name: str) -> tuple[str, dict[str, str]]:
    rows, columns = spec.get("rows"), dict(spec.get("columns", {}))
    if not isinstance(rows, str) or rows not in ROWS:
        raise SourceError(
            _(
                "{file}: rows = {rows!r} is not known. Write rows = one of: {allowed}.",
                file=name,
                rows=rows,
                allowed=", ".join(ROWS),
            )
        )
    allowed = _allowed(rows)
    for column in columns:
        if column not in allowed:
            raise SourceError(
                _(
                    "{file}: {column!r} is no column of {rows}.",
                    file=name,
                    column=column,
                    rows=rows,
                )
                + did_you_mean(column, allowed)
            )
    missing = [column for column in ROWS[rows] if not columns.get(column)]
    if missing:
        raise SourceError(
            _(
                "{file}: no column is chosen for {missing}. Write a line such as {example} "
                "under [columns].",
                file=name,
                missing=", ".join(missing),
                example=f'{missing[0]} = "…"',
            )
        )
    return rows, columns


def _allowed(rows: str) -> list[str]:
    named = tables()
    if rows == "days":
        return [
            c for c in named["traffic"].columns if c not in ("scope", "grain", "hour", "extras")
        ]
    lines = [c for c in named["order_lines"].columns if c not in ("line_no", "extras")]
    orders = [c for c in named["orders"].columns if c not in ("platform_status", "extras")]
    return orders if rows == "orders" else list(dict.fromkeys([*lines, *ORDER_LEVEL]))


def _profile(spec: Mapping[str, Any], rows: str, columns: Mapping[str, str]) -> Profile:
    table = {"orders": "orders", "lines": "order_lines", "days": "traffic"}[rows]
    formats, values = spec.get("formats", {}), spec.get("values", {})
    fields = {
        name: _field(name, header, table, formats.get(name), values.get(name, {}))
        for name, header in columns.items()
    }
    if "status" in fields:
        text = Field("status_text", fields["status"].names)
        fields["status_text"] = text
    when_placed = spec.get("paid", "") == "when placed"
    specs = BUILDERS[rows](set(fields), when_placed)
    return Profile(
        id="generic",
        en="Own file with a mapping",
        zh="自定义文件（按映射导入）",
        platform="",
        fills=tuple(specs),
        signature=tuple(columns.values()),
        fields=MappingProxyType(fields),
        tables=MappingProxyType(specs),
        parent=Parent("order_id", "order_id", ()) if rows == "lines" else None,
        extras=table,
        ranges=rows == "days",
        decimal=spec.get("file", {}).get("decimal", ""),
    )


def _field(
    name: str, header: str, table: str, given: str | None, values: Mapping[str, str]
) -> Field:
    known = tables()[table].columns.get(name) or tables()["orders"].columns[name]
    return Field(
        name=name,
        names=(header,),
        kind=known.type,
        required=True,
        formats=(given,) if given else (),
        values=values,
    )


def check_dates(part: Part) -> None:
    """Refuse a mapping that leaves open how the file's dates are written.

    Raises
    ------
    SourceError
        Not one value of a date column can be read; shows one and how to say its format.
    """
    for field in part.profile.fields.values():
        if field.kind not in ("datetime", "date"):
            continue
        stated, read, example = part.one(
            f"SELECT count({field.name}), count(moment({field.name})), min({field.name})"
            f" FROM {part.relation('fields')}"
        )
        if stated and not read:
            raise SourceError(
                _(
                    "{file}: no value of {column}, such as {value!r}, can be read as a date. "
                    "Say how it is written: under [formats] write a line such as "
                    '{column} = "%d/%m/%Y".',
                    file=part.file,
                    column=field.name,
                    value=example,
                )
            )
