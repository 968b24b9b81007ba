"""How is the action sheet written without ever losing what people typed?

The unit is one workbook. It is written whole under another name and renamed; the file before it
stays as ``.bak``. Text is written as text: nothing that came from data can become a formula.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from playbook.i18n import _
from playbook.reports.sheet import COLUMNS, FILE, JUDGED, SHEET, Sheet, header
from playbook.runner.files import write_bytes

WIDTHS = {"key": 22, "changed": 44, "evidence": 60, "cause": 34, "action": 34, "where": 26}
LEVELS = ["high", "medium", "low", "高", "中", "低"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(store: Path, sheet: Sheet) -> str:
    """Write a shop's action sheet.

    Parameters
    ----------
    store : Path
        The shop's folder.
    sheet : Sheet
        Everything that shall stand in it.

    Returns
    -------
    str
        What the user should know, or "".
    """
    path = store / FILE
    data = workbook(sheet)
    if path.exists():
        if _open_elsewhere(path):
            return _beside(path, data)
        write_bytes(path.with_suffix(".xlsx.bak"), path.read_bytes())
    try:
        write_bytes(path, data)
    except PermissionError:
        return _beside(path, data)
    return ""


def neutral(value: Any) -> Any:
    """Put an apostrophe before text from data that a spreadsheet could take for a formula.

    Examples
    --------
    >>> neutral("=1+1"), neutral("sales"), neutral(3)
    ("'=1+1", 'sales', 3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def workbook(sheet: Sheet) -> bytes:
    """Return the workbook's bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    head = book.add_format(
        {"bold": True, "text_wrap": True, "bg_color": "#E8EEF0", "valign": "top"}
    )
    typed = book.add_format({"bg_color": "#FFF9E5", "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    date = book.add_format({"num_format": "yyyy-mm-dd", "bg_color": "#FFF9E5", "valign": "top"})
    page = book.add_worksheet(SHEET)
    page.freeze_panes(1, 3)
    names = [*COLUMNS, *sheet.own]
    for at, name in enumerate(names):
        page.set_column(at, at, WIDTHS.get(name, 16))
        page.write_string(0, at, header(name) if name in COLUMNS else name, head)
    for line, at, name, value in _cells(sheet, names):
        people = name in JUDGED or name in sheet.own
        form = date if isinstance(value, dt.date) else typed if people else plain
        _put(page, line, at, value if people else neutral(value), form)
    levels = {"validate": "list", "source": LEVELS, "error_type": "warning"}
    level = names.index("confidence")
    page.data_validation(1, level, len(sheet.rows) + 200, level, levels)
    for name, cells in sheet.others.items():
        other = book.add_worksheet(name)
        for line, row in enumerate(cells):
            for at, value in enumerate(row):
                _put(other, line, at, value, date if isinstance(value, dt.date) else None)
    book.close()
    return buffer.getvalue()


def _cells(sheet: Sheet, names: Sequence[str]) -> Iterator[tuple[int, int, str, Any]]:
    for line, row in enumerate(sheet.rows, start=1):
        for at, name in enumerate(names):
            yield line, at, name, row.get(name)


def _put(page: Any, line: int, at: int, value: Any, form: Any) -> None:
    if value is None or value == "":
        page.write_blank(line, at, None, form)
    elif isinstance(value, bool):
        page.write_boolean(line, at, value, form)
    elif isinstance(value, int | float):
        page.write_number(line, at, value, form)
    elif isinstance(value, dt.date | dt.datetime):
        page.write_datetime(line, at, value, form)
    else:
        page.write_string(line, at, str(value), form)


def _open_elsewhere(path: Path) -> bool:
    """Look for the lock files of Excel and LibreOffice."""
    locks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return any(lock.exists() for lock in locks)


def _beside(path: Path, data: bytes) -> str:
    other = path.with_name("actions-new.xlsx")
    write_bytes(other, data)
    return _(
        "{path} is open in another program, so it was left alone; the new rows are in {other}. "
        "Close it and run the report again with --force.",
        path=path,
        other=other.name,
    )
