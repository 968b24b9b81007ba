"""Which SQL does the dictionary hold, and does all of it keep to the subset?

The unit is one piece of SQL and the place it stands. It runs none.
"""

from __future__ import annotations

from collections.abc import Iterator

from playbook.metrics.dictionary import functions, known, read_toml, relations
from playbook.metrics.subset import problems


def definitions() -> Iterator[tuple[str, str]]:
    """Go through every piece of SQL in the dictionary with the place it stands."""
    for one in known().values():
        for number, variant in enumerate(one.variants):
            pieces = (variant.value, variant.exact, variant.known, variant.base, variant.per)
            for piece in [*pieces, *variant.inner.values()]:
                if piece:
                    yield f"{one.id} from[{number}]", piece
    for name, rows in relations().items():
        for piece in (rows.source, rows.date, rows.where, rows.level, *rows.dims.values()):
            if piece:
                yield f"relation {name}", piece
    for alias, piece in read_toml("dimensions.toml")["joins"].items():
        yield f"join {alias}", piece


def all_problems() -> list[str]:
    """List the problems of the whole dictionary, each with its place."""
    return [
        f"{place}: {problem}"
        for place, sql in definitions()
        for problem in problems(sql, functions())
    ]
