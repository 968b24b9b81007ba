"""What value, base and reason does each metric have, once the rows are counted?

The unit is one cell: one metric in one row of the answer. Null is not zero; a ratio whose parts
cover different days is null; money differences are exact to the cent.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from playbook.i18n import _
from playbook.metrics.counting import Cells, Node, count_leaf, objects
from playbook.metrics.resolve import Leaf, Missing, Tree, Worked

if TYPE_CHECKING:
    import numpy as np

SMALL = 30
"""A ratio on a base below this is shown with its n and the words "small sample"."""


def node(tree: Tree, cells: Cells) -> Node:
    """Return a metric's values, whatever way it is counted."""
    if isinstance(tree, Missing):
        return _missing(tree, len(cells.frame))
    if isinstance(tree, Leaf):
        if tree not in cells.done:
            cells.done[tree] = count_leaf(tree, cells)
        return cells.done[tree]
    return _worked(tree, cells)


def _missing(tree: Missing, size: int) -> Node:
    import numpy as np

    empty = np.full(size, np.nan)
    nothing = objects([None] * size, size)
    whole_days = np.zeros(size, dtype=bool)
    return Node(empty, empty, objects([tree.reason] * size, size), nothing, whole_days, ())


def _worked(tree: Worked, cells: Cells) -> Node:
    import numpy as np

    one = tree.metric
    parts = {name: node(part, cells) for name, part in tree.parts.items()}
    size = len(cells.frame)
    with np.errstate(divide="ignore", invalid="ignore"):
        if one.of:
            value = _evaluate(one.of, {name: part.value for name, part in parts.items()})
        else:
            value = parts[one.numerator].value / parts[one.denominator].value * one.scale
    value = np.where(np.isfinite(value), value, np.nan)
    value = np.round(value, 2) if one.unit == "money" and one.kind == "SUM" else value
    gap, differ = _merged([part.gap for part in parts.values()])
    # Parts that cover different days, or rows, give no honest result.
    value = np.where(differ, np.nan, value)
    unknown = np.any([np.isnan(part.value) for part in parts.values()], axis=0)
    gap = _no_base(value, unknown, gap)
    noted, _differ = _merged([part.note for part in parts.values()])
    if tree.note:
        noted = objects((n or tree.note for n in noted), size)
    basis = tuple(dict.fromkeys(text for part in parts.values() for text in part.basis))
    partial = np.any([part.partial for part in parts.values()], axis=0)
    return Node(value, _base(tree, parts), gap, noted, partial, basis)


def _base(tree: Worked, parts: dict[str, Node]) -> np.ndarray[Any, Any]:
    one = tree.metric
    if one.base:
        return parts[one.base].value
    if one.denominator:
        below = tree.parts[one.denominator].metric
        return parts[one.denominator].value if below.unit == "count" else parts[one.denominator].n
    return next(iter(parts.values())).n


def _merged(
    texts: list[np.ndarray[Any, Any]],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return the first text of each row, and whether the parts say different things there."""
    import numpy as np

    size = len(texts[0])
    if not any(text is not None for part in texts for text in part):
        return texts[0], np.zeros(size, dtype=bool)
    rows = list(zip(*texts, strict=True))
    first = (next((text for text in row if text is not None), None) for row in rows)
    return objects(first, size), np.array([len({*row}) > 1 for row in rows], dtype=bool)


def _no_base(
    value: np.ndarray[Any, Any], unknown: np.ndarray[Any, Any], gap: np.ndarray[Any, Any]
) -> np.ndarray[Any, Any]:
    zero, part = _("The base is 0."), _("A part is unknown.")
    found = [
        (part if u else zero) if g is None and v != v else g
        for g, v, u in zip(gap, value, unknown, strict=True)
    ]
    return objects(found, len(found))


_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def _evaluate(text: str, values: dict[str, Any]) -> Any:
    """Work out plain arithmetic over names; no calls, no attributes."""

    def go(tree: ast.expr) -> Any:
        if isinstance(tree, ast.BinOp):
            return _OPERATORS[type(tree.op)](go(tree.left), go(tree.right))
        if isinstance(tree, ast.Name):
            return values[tree.id]
        if isinstance(tree, ast.Constant):
            return tree.value
        raise ValueError(f"{text!r} is no plain arithmetic")

    return go(ast.parse(text, mode="eval").body)
