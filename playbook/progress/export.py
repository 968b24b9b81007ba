"""How does a log leave the house: as xAPI statements, or as tables for a spreadsheet?

The unit is one export file, written whole or not at all. What a lead exports holds days and no
times of day, and no hints; a learner's own export holds everything that was recorded. Text from a
log is untrusted: no cell can become a formula.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import secrets
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.errors import ParameterError
from playbook.i18n import _
from playbook.progress.statement import ext
from playbook.progress.summaries import Audience

if TYPE_CHECKING:
    import pandas as pd

    from playbook.progress.read import Record

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What XML cannot hold: Excel would call the whole workbook damaged.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767
_PARTS = ("actor", "verb_json", "object", "result", "context")
_HINT_KEYS = (ext("hint"), ext("hints"))


def statements(record: Record, audience: Audience = "lead") -> list[dict[str, Any]]:
    """Return the statements as xAPI has them, in order.

    Parameters
    ----------
    record : Record
    audience : {"lead", "learner"}
        For a lead the time of day and the sequence number become the day (in UTC form, midnight),
        and hints are left out.
    """
    where = "" if audience == "learner" else "WHERE verb <> 'took-hint'"
    frame = record.connection.execute(
        f"SELECT id, stamp, {', '.join(_PARTS)}, day FROM statements {where} ORDER BY place"
    )
    return [_statement(row, audience) for row in frame.fetchall()]


def write_xapi(record: Record, path: Path, audience: Audience = "lead") -> int:
    """Write the statements as one JSON array; return how many."""
    made = statements(record, audience)
    _write(path, json.dumps(made, ensure_ascii=False, indent=1).encode("utf-8", "replace"))
    return len(made)


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that Excel opens with its Chinese intact (UTF-8 with a mark)."""
    buffer = io.StringIO()
    out = csv.writer(buffer, lineterminator="\r\n")
    out.writerow([neutral(str(name)) for name in frame.columns])
    out.writerows(_rows(frame))
    _write(path, buffer.getvalue().encode("utf-8-sig", "replace"))


def write_xlsx(sheets: Mapping[str, pd.DataFrame], path: Path) -> None:
    """Write tables as one workbook, a sheet each.

    Raises
    ------
    ParameterError
        When there is no table, or a sheet's name is not one that Excel takes.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxWriterException

    if not sheets:
        raise ParameterError(_("There is no table to write. Name at least one."))
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True})
    try:
        for name, frame in sheets.items():
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            for at, column in enumerate(frame.columns):
                page.write_string(0, at, neutral(str(column)), bold)
            for line, row in enumerate(_rows(frame), start=1):
                for at, value in enumerate(row):
                    _put(page, line, at, value)
        book.close()
    except (XlsxWriterException, zipfile.LargeZipFile) as error:
        raise ParameterError(
            _("The workbook {path} cannot be written: {reason}", path=path, reason=error)
        ) from error
    _write(path, buffer.getvalue())


def neutral(text: str) -> str:
    r"""Make text from a log safe as a cell: no formula, no control character, not too long.

    Examples
    --------
    >>> neutral("=1+1"), neutral("mei"), neutral("a\x07b")
    ("'=1+1", 'mei', 'ab')
    """
    text = _CONTROL.sub("", text)
    text = f"'{text}" if text.startswith(_FORMULA) else text
    return text[:_LONGEST_CELL]


def _rows(frame: pd.DataFrame) -> list[list[Any]]:
    return [[_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]


def _cell(value: Any) -> Any:
    """Bring a value to what a cell can hold: text, a number, or nothing."""
    import pandas as pd

    if isinstance(value, str):
        return neutral(value)
    if hasattr(value, "tolist"):  # numpy's scalars and arrays
        value = value.tolist()
    if isinstance(value, list | tuple):
        return neutral(", ".join(str(one) for one in value))
    if pd.isna(value):
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, pd.Timestamp):
        whole = value == value.normalize()
        return value.date().isoformat() if whole else value.isoformat(sep=" ")
    return neutral(str(value))


def _put(page: Any, line: int, at: int, value: Any) -> None:
    if value is None:
        page.write_blank(line, at, None)
    elif isinstance(value, bool):
        page.write_boolean(line, at, value)
    elif isinstance(value, int | float):
        page.write_number(line, at, value)
    else:
        page.write_string(line, at, value)


def _statement(row: tuple[Any, ...], audience: Audience) -> dict[str, Any]:
    id_, stamp, *parts, day = row
    made: dict[str, Any] = {"id": id_, "timestamp": stamp}
    for name, part in zip(("actor", "verb", "object", "result", "context"), parts, strict=True):
        if part is not None:
            made[name] = json.loads(part)
    if audience == "lead":
        made.pop("timestamp")
        if day is not None:
            made["timestamp"] = f"{day.isoformat()}T00:00:00Z"
        for name in ("result", "context"):
            _without(made.get(name), *_HINT_KEYS)
    return made


def _without(part: Any, *keys: str) -> None:
    extensions = part.get("extensions") if isinstance(part, dict) else None
    if isinstance(extensions, dict):
        for key in keys:
            extensions.pop(key, None)


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise ParameterError(
            _(
                "{path} cannot be written ({reason}). Close it where it is open, or name another "
                "file.",
                path=path,
                reason=error.strerror or type(error).__name__,
            )
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
