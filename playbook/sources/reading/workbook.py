"""What text does each cell of a spreadsheet hold?

The unit is one sheet. Everything becomes text: integers that Excel keeps as floats lose their
`.0`, numbers of 16 and more digits are shown in scientific notation because Excel has already
rounded them (an id check must see it), dates become ISO text, a percentage is its stored fraction.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playbook.errors import SourceError
from playbook.i18n import _
from playbook.sources.reading.raw import Row

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

__all__ = ["Sheet", "cell_text", "read_sheets"]

_EXACT = 1e15  # Excel keeps 15 digits
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def cell_text(value: Any) -> str | None:
    """Write one spreadsheet value as text.

    Examples
    --------
    >>> cell_text(123.0), cell_text(0.1 + 0.2), cell_text(1.93067985817064e15)
    ('123', '0.3', '1.93067985817064E+15')
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number_text(float(value))
    if isinstance(value, dt.datetime):
        return _moment_text(value)
    if isinstance(value, dt.timedelta):
        return str(value)
    return str(value.isoformat()) if isinstance(value, (dt.date, dt.time)) else str(value)


def _number_text(value: float) -> str:
    if abs(value) >= _EXACT:
        mantissa, exponent = f"{value:.14E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"
    text = f"{Decimal(f'{value:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment_text(value: dt.datetime) -> str:
    # Excel stores days as floats: 09:58:12 may arrive as 09:58:11.999999.
    rounded = (value + dt.timedelta(microseconds=500)).replace(microsecond=0)
    near = abs(rounded - value) <= dt.timedelta(milliseconds=1)
    return (rounded if near else value).isoformat(sep=" ")


@dataclass(frozen=True)
class Sheet:
    """One sheet; its cells become Python objects only while they are read."""

    name: str
    data: CalamineSheet
    decimal: str = "."

    def rows(self, first: int = 0, limit: int | None = None) -> Iterator[Row]:
        """Yield rows of text from 0-based row `first`; a row without any value has no cells."""
        start = self.data.start
        margin: list[str | None] = [None] * (start[1] if start else 0)  # iter_rows drops it
        stop = None if limit is None else first + limit
        for row in itertools.islice(self.data.iter_rows(), first, stop):
            texts = [self._text(value) for value in row]
            yield margin + texts if any(texts) else []

    def _text(self, value: Any) -> str | None:
        text = cell_text(value)
        if self.decimal == "." or text is None or not isinstance(value, float):
            return text
        return text.replace(".", self.decimal)


def read_sheets(path: Path, name: str, decimal: str = ".") -> Iterator[Sheet]:
    """Yield each sheet, hidden ones included.

    Raises
    ------
    SourceError
        When the workbook is protected by a password or damaged.
    """
    from python_calamine import CalamineWorkbook

    _refuse_protected(path, name)
    try:
        with path.open("rb") as source:  # from_path would believe the extension
            book = CalamineWorkbook.from_filelike(source)
            for sheet in book.sheet_names:
                yield Sheet(sheet, book.get_sheet_by_name(sheet), decimal)
    except SourceError:
        raise
    except Exception as error:  # noqa: BLE001 - calamine raises many kinds, some plain Exception
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise _protected(name) from None
        raise SourceError(
            _(
                "{file} cannot be read as a workbook: it is damaged or incomplete ({detail}). "
                "Download it again, or open it in Excel and save a copy as .xlsx.",
                file=name,
                detail=str(error)[:120],
            )
        ) from None


def _refuse_protected(path: Path, name: str) -> None:
    with path.open("rb") as source:
        if not source.read(4).startswith(b"\xd0\xcf"):
            return
        source.seek(0)
        found, before = False, b""
        while not found and (chunk := source.read(1 << 20)):
            found = _ENCRYPTED in before + chunk
            before = chunk[-64:]
    if found:
        raise _protected(name)


def _protected(name: str) -> SourceError:
    return SourceError(
        _(
            "{file} is protected by a password. Open it in Excel, remove the password, save a copy "
            "and import the copy.",
            file=name,
        )
    )
