"""Which sheets does a shop fill in itself, and what do they look like empty?

The unit is one workbook in ``data/templates/``: targets, costs, promotions, changes. Headers are in
Chinese and English; the first rows are examples that begin with 例 and are never imported; a second
sheet explains each column. A blank cell means unknown, not zero.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playbook.sources.profile import Field, Profile
from playbook.sources.profile_files import profiles, template_of
from playbook.store.schema import Column, tables

TEMPLATES = ("targets", "costs", "promotions", "changes")
EXAMPLE = "例 example "
HELP_SHEET = "说明 help"
_MADE = dt.datetime(2026, 1, 1)


def write_templates(folder: str | Path) -> list[Path]:
    """Write the four templates into a folder.

    Parameters
    ----------
    folder : str or Path
        Made when absent; files of the same name are replaced.

    Returns
    -------
    list of Path
        The same bytes each time.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in TEMPLATES:
        path = target / f"{name}.xlsx"
        path.write_bytes(template_bytes(profiles()[name]))
        written.append(path)
    return written


def template_bytes(profile: Profile) -> bytes:
    """Make one workbook: the sheet to fill in and its explanation."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": f"{profile.zh} {profile.en}", "created": _MADE})
    _fill_in_sheet(book, profile, template_of(profile.id))
    _help_sheet(book, profile)
    book.close()
    return out.getvalue()


def _fill_in_sheet(book: Any, profile: Profile, spec: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(spec["sheet"])
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
    grey = book.add_format({"italic": True, "font_color": "#808080"})
    sheet.write_row(0, 0, profile.signature, bold)
    for number, example in enumerate(spec["examples"], start=1):
        cells = [f"{EXAMPLE}{example[0]}", *example[1:]]
        for column, text in enumerate(cells):
            sheet.write_string(number, column, text, grey)
    sheet.set_column(0, len(profile.signature) - 1, 22)
    sheet.freeze_panes(1, 0)


def _help_sheet(book: Any, profile: Profile) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    rows = [
        ("灰色示例行（以“例”开头）不会导入；空白表示未知，不是零。再次导入时按主键覆盖。",),
        (
            "Grey example rows (they begin with 例) are not imported; blank means unknown, not "
            "zero. Importing again replaces rows of the same key.",
        ),
        (),
        *(_help_row(profile, header) for header in profile.signature),
    ]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row, wrap if number > 1 else bold)
    sheet.set_column(0, 3, 34)


def _help_row(profile: Profile, header: str) -> tuple[str, ...]:
    field = next(known for known in profile.fields.values() if header in known.names)
    column = _column(profile, field)
    need = "必填 required" if column.required and field.required else "可空 may be blank"
    words = "、".join(dict.fromkeys(field.values)) if field.values else ""
    return header, f"{column.zh}\n{column.en}", need, words


def _column(profile: Profile, field: Field) -> Column:
    """Return the canonical column that explains a field."""
    known = tables()[profile.fills[0]].columns
    by_field = {"month": "date", "day": "date"}
    return known[by_field.get(field.name, field.name)]
