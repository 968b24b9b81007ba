"""How does this engine write what SQL dialects write differently?

Definitions use a few capital names (``HOURS_BETWEEN(a, b)``); one small file an engine says what
stands for each. Nothing else of a definition is ever rewritten.
"""

from __future__ import annotations

from playbook.metrics.dictionary import functions

ENGINE = "duckdb"


def expand(sql: str, engine: str = ENGINE) -> str:
    """Replace the capital names by what the engine understands.

    Examples
    --------
    >>> expand("avg(HOURS_BETWEEN(r.requested_at, r.closed_at))")
    'avg((epoch(r.closed_at) - epoch(r.requested_at)) / 3600.0)'
    """
    for name, template in functions(engine).items():
        while (at := sql.find(name + "(")) >= 0:
            inside, end = _arguments(sql, at + len(name))
            text = template
            for number, argument in enumerate(inside, start=1):
                text = text.replace(f"${number}", argument)
            sql = sql[:at] + text + sql[end:]
    return sql


def _arguments(sql: str, at: int) -> tuple[list[str], int]:
    """Split the arguments of the call whose bracket opens at `at`; give the end as well."""
    depth, start, found = 0, at + 1, []
    for place in range(at, len(sql)):
        char = sql[place]
        depth += (char == "(") - (char == ")")
        if (char == "," and depth == 1) or depth == 0:
            found.append(sql[start:place].strip())
            start = place + 1
        if depth == 0:
            return found, place + 1
    raise ValueError(f"unbalanced brackets in {sql!r}")
