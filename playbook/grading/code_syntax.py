"""Why can Python not even read a learner's line?

The unit is one SyntaxError. Python's own words are mapped to the slip behind them; the first of
them is the Chinese keyboard: full-width signs look right and are not.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from playbook.grading.code_errors import CodeError, message_of

_HALF = {"“": '"', "”": '"', "‘": "'", "’": "'", "。": ".", "、": ",", "【": "[", "】": "]",
         "《": "<", "》": ">",
         "—": "-", "–": "-", "−": "-", "×": "*", "÷": "/", "￥": "¥"}  # fmt: skip
_STRING = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|#.*")
_WIDE = re.compile("[“”‘’。、【】《》—–−×÷\u3000\uff01-\uff5e]")

_PATTERNS = (
    (r"unterminated|EOL while scanning", "quote"),
    (r"was never closed|unexpected EOF|expecting '\}'", "bracket_open"),
    (r"unmatched|does not match opening", "bracket_extra"),
    (r"Maybe you meant '=='|perhaps you meant \"==\"|cannot assign to .* here", "compare"),
    (r"cannot assign", "assign"),
    (r"expected ':'", "colon"),
    (r"forgot a comma", "comma"),
    (r"Missing parentheses in call", "print"),
    (r"leading zeros", "leading_zeros"),
    (r"invalid \w+ literal", "number_letters"),
    (r"expected an indented block", "indent_missing"),
    (r"unexpected indent", "indent_extra"),
    (r"unindent does not match|inconsistent use of tabs", "indent_uneven"),
    (r"'return' outside", "return_outside"),
)


def read_syntax(error: Any, source: str | None = None) -> CodeError:
    """Read a SyntaxError into the slip behind it.

    Parameters
    ----------
    error : SyntaxError
    source : str, optional
        The learner's cell.

    Returns
    -------
    CodeError

    Examples
    --------
    >>> try:
    ...     compile("if x = 3: pass", "<cell>", "exec")
    ... except SyntaxError as error:
    ...     read_syntax(error).kind
    'compare'
    """
    line = error.lineno if type(error.lineno) is int else None
    code = _code(error, source, line)
    text = message_of(error)
    wide = _wide(text, code)
    if wide == "\u3000":
        return CodeError("full_width_blank", line, code)
    if wide:
        return CodeError("full_width", line, code, {"sign": wide, "half": half(wide)})
    for pattern, kind in _PATTERNS:
        if re.search(pattern, text):
            return CodeError(_assigned(kind, text, code), line, code, {"sign": _sign(text)})
    return CodeError(_by_look(code), line, code)


def _assigned(kind: str, text: str, code: str) -> str:
    """Tell ``5 = x`` from ``if x = 5``: Python has one sentence for both."""
    in_condition = re.match(r"(el)?if\b|while\b|assert\b|return\b|[^=]*[(\[{]", code)
    if kind == "compare" and text.startswith("cannot assign") and not in_condition:
        return "assign"
    return kind


def _by_look(code: str) -> str:
    """Find what Python's bare "invalid syntax" means from the line itself."""
    bare = _STRING.sub("''", code)
    if re.search(r"\d[\u3400-\u9fff]", bare):
        return "number_letters"
    if re.match(r"(if|elif|else|for|while|def|with|try|class)\b", bare) and ":" not in bare:
        return "colon"
    return "syntax"


def half(sign: str) -> str:
    """Return the half-width sign that Python reads.

    Examples
    --------
    >>> half("（"), half("“"), half("，")
    ('(', '"', ',')
    """
    return _HALF.get(sign) or unicodedata.normalize("NFKC", sign)


def _wide(text: str, code: str) -> str:
    """Find the full-width sign that stands outside of text in quotes."""
    named = re.search(r"invalid (?:non-printable )?character (?:'(.)' \()?U\+([0-9A-F]+)", text)
    if named:
        sign = chr(int(named[2], 16))
        return sign if _WIDE.match(sign) else ""
    found = _WIDE.search(_STRING.sub("", code))
    return found[0] if found else ""


def _code(error: Any, source: str | None, line: int | None) -> str:
    lines = (source or "").splitlines()
    if line and line <= len(lines):
        return lines[line - 1].strip()
    return str(error.text or "").strip()


def _sign(text: str) -> str:
    found = re.search(r"'([\[\](){}])'", text)
    return found[1] if found else ""
