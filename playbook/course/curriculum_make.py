"""How do the rows of the catalogue become the project's own file?

The unit is one row of one table in the catalogue's Markdown. A title is the row's first clause,
at most `LONGEST` characters; the rest of the row stays in the catalogue. Run it by hand when the
catalogue changes: ``python -m playbook.course.curriculum_make CATALOGUE.md``. Nothing needs the
catalogue afterwards. Better titles, and Chinese ones, are written by hand in ``curriculum.toml``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROWS = Path(__file__).with_name("curriculum_rows.json")
CHECKS = ("NUM", "SET", "DEC", "SEQ", "TEXT", "CODE", "LOG")
LONGEST = 90
_REGISTERS = {"M": ("metric", ["NUM"]), "DR": ("rule", ["DEC"]), "ART": ("artefact", ["TEXT"])}
_SKIPPED = {"GAP"}  # places of the sources that are damaged: nothing to learn
_ROW = re.compile(r"\| ?((?:R-)?([A-Z]+)-[0-9][0-9A-Za-z.]*) \|")
_WORD = re.compile(r"\b(" + "|".join(CHECKS) + r")\b")
_CHINESE = re.compile(r" ?[((]([^()()]*[\u4e00-\u9fff][^()()]*)[))]")

Line = list[str]
"""Id, section, kind, checks (blank between), English title, Chinese title or ""."""


def rows(text: str) -> Iterator[Line]:
    """Yield the rows of the catalogue in its order.

    Examples
    --------
    >>> list(rows("| DA-11 | 5.2 Find why sales fell | duty | 001 | NUM: sales = a × b |"))
    [['DA-11', 'DA', 'duty', 'NUM', 'Find why sales fell', '']]
    >>> list(rows("| M-01 | Unique visitors UV (访客数) | distinct visitors | persons | x |"))
    [['M-01', 'M', 'metric', 'NUM', 'Unique visitors UV', '访客数']]
    """
    for line in text.splitlines():
        found = _ROW.match(line)
        if found is None or found[2] in _SKIPPED:
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        yield _row(found[1], found[2], cells)


def _row(name: str, section: str, cells: list[str]) -> Line:
    source = cells[1]
    if section in _REGISTERS:
        kind, checks = _REGISTERS[section]
        chinese = _CHINESE.search(source) if section == "M" else None
        return [name, section, kind, " ".join(checks), title(source), chinese[1] if chinese else ""]
    # Of dubious advice the course teaches the opposite: that is its title.
    said = re.split(r"(?<=[a-z])\. ", cells[-1])[0] if section == "ETH" else source
    checks = list(dict.fromkeys(_WORD.findall(cells[-1])))
    kind = cells[2].split(" (")[0]
    return [name, section, kind, " ".join(checks), title(said), ""]


def title(text: str) -> str:
    """Shorten a row's wording to a title.

    Examples
    --------
    >>> title("5.4 Watch KPI changes at set times")
    'Watch KPI changes at set times'
    >>> title("Explain it; " + "and more " * 12)
    'Explain it'
    """
    text = re.sub(r"^[0-9]+\.[0-9]+ ", "", _CHINESE.sub("", text)).strip()
    while len(text) > LONGEST:
        cut = max(text.rfind(mark, 0, LONGEST) for mark in ("; ", ": ", ", ", " (", ". ", " → "))
        text = text[: cut if cut > 0 else text.rfind(" ", 0, LONGEST)]
    if text.count("(") > text.count(")"):
        text = text[: text.rfind("(")]
    return text.rstrip(" .;:,")


def make(catalogue: Path, out: Path = ROWS) -> int:
    """Write the rows' file from the catalogue; return how many rows it has."""
    made = list(rows(catalogue.read_text(encoding="utf-8")))
    lines = ",\n".join(json.dumps(line, ensure_ascii=False) for line in made)
    out.write_text(f"[\n{lines}\n]\n", encoding="utf-8", newline="\n")
    return len(made)


if __name__ == "__main__":
    sys.stdout.write(f"{make(Path(sys.argv[1]))}\n")
