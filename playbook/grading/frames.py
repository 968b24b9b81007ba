"""How are two columns of different libraries and types made comparable?

The unit is one column. Each value becomes a float, a naive timestamp, a truth value or stripped
text, according to the family that the truth has; an absent value stays absent. No row is lost or
added here, and no Python loop runs over rows.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

Family = Literal["number", "text", "date", "bool", "empty", "other"]

_INFERRED: dict[str, Family] = {
    "string": "text", "integer": "number", "floating": "number", "decimal": "number",
    "mixed-integer-float": "number", "boolean": "bool", "date": "date", "datetime": "date",
    "datetime64": "date", "empty": "empty",
}  # fmt: skip


def family(column: pd.Series[Any]) -> Family:
    """Name the family of a column's values.

    Examples
    --------
    >>> import pandas as pd
    >>> family(pd.Series([1, None])), family(pd.Series(["1"])), family(pd.Series([None]))
    ('number', 'text', 'empty')
    """
    from pandas.api import types

    if isinstance(column.dtype, _categorical()):
        column = column.astype(column.cat.categories.dtype)
    if types.is_bool_dtype(column.dtype):
        return "bool"
    if types.is_numeric_dtype(column.dtype):
        return "number" if column.notna().any() else "empty"
    if types.is_datetime64_any_dtype(column.dtype):
        return "date"
    return _INFERRED.get(types.infer_dtype(column, skipna=True), "other")


def comparable(column: pd.Series[Any], into: Family) -> pd.Series[Any]:
    """Turn a column into the plain form of a family; what cannot be turned becomes absent.

    Parameters
    ----------
    column : Series
    into : Family
        The family of the truth.

    Returns
    -------
    Series
        Of floats, naive timestamps or stripped text.

    Examples
    --------
    >>> import pandas as pd
    >>> comparable(pd.Series([" ａ1 ", None]), "text").tolist()
    ['a1', None]
    """
    import pandas as pd

    if isinstance(column.dtype, _categorical()):
        column = column.astype(object)
    if into in {"number", "bool"}:
        return pd.to_numeric(column, errors="coerce").astype("float64")
    if into == "date":
        return _dates(column)
    text = column.astype(object).where(column.notna(), None)
    whole = text.map(_text, na_action="ignore").astype(object)
    return whole.where(whole.notna(), None)


def key_text(column: pd.Series[Any], into: Family) -> pd.Series[Any]:
    """Turn a key column into text by which rows are matched; an absent key is ""."""
    plain = comparable(column, into)
    if into == "date":
        moments: pd.Series[Any] = plain.dt.strftime("%Y-%m-%d %H:%M:%S").astype(object)
        # Midnight is how a plain day is kept: it is told as the day.
        return moments.str.removesuffix(" 00:00:00").fillna("")
    if into in {"number", "bool"}:
        return plain.map("{:.12g}".format, na_action="ignore").astype(object).fillna("")
    return plain.fillna("")


def has_zone(column: pd.Series[Any]) -> bool:
    """Tell whether a column's times carry a zone."""
    return getattr(column.dtype, "tz", None) is not None


def _dates(column: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    if has_zone(column):
        naive: pd.Series[Any] = column.dt.tz_localize(None).astype("datetime64[us]")
        return naive
    if family(column) not in {"date", "text"}:
        return pd.Series(pd.NaT, index=column.index, dtype="datetime64[us]")
    parsed = pd.to_datetime(column, errors="coerce", format="mixed", utc=True)
    return parsed.dt.tz_localize(None).astype("datetime64[us]")


def _text(value: Any) -> str:
    if type(value) is str and value.isascii():
        return value.strip()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return unicodedata.normalize("NFKC", str(value)).strip()


def _categorical() -> type:
    import pandas as pd

    return pd.CategoricalDtype
