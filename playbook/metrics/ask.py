"""What exactly was asked, and can it ever be answered?

The unit is one question. A grain or dimension that does not exist, or that a metric can never
have, is the caller's mistake and is refused with what is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playbook.errors import ParameterError, did_you_mean
from playbook.i18n import _
from playbook.metrics.dictionary import metric, read_toml, relation, relations
from playbook.metrics.period import GRAINS, Period

MATCHED_BY_NAME = ("channel",)
"""Dimensions whose values may be matched across meanings, with a word about it."""


@dataclass(frozen=True)
class Ask:
    """One question to a Store."""

    by: tuple[str, ...]
    grain: str
    period: Period
    where: Mapping[str, Any] = field(default_factory=dict)

    @property
    def dims(self) -> tuple[str, ...]:
        """Dimensions that the rows must have: split by or filtered on."""
        return tuple(dict.fromkeys([*self.by, *self.where]))


def check_ask(ids: tuple[str, ...], ask: Ask) -> None:
    """Refuse a grain or dimension that does not exist, or that a metric can never have.

    Raises
    ------
    ParameterError
        Names the argument, the value and what is allowed.
    """
    if ask.grain not in GRAINS:
        raise ParameterError(
            _(
                "grain={grain!r} is not known. Allowed: {all}.",
                grain=ask.grain,
                all=", ".join(GRAINS),
            )
            + did_you_mean(ask.grain, GRAINS)
        )
    every = sorted({dim for one in relations().values() for dim in one.dims})
    for dim in ask.dims:
        if dim not in every:
            raise ParameterError(
                _("There is no dimension {dim!r}.", dim=dim)
                + did_you_mean(dim, every)
                + " "
                + _("Dimensions: {all}.", all=", ".join(every))
            )
    for name in ids:
        for dim in ask.dims:
            if dim not in dimensions(name):
                raise ParameterError(
                    _(
                        "{id} cannot be split by {dim}. It can be split by: {all}.",
                        id=name,
                        dim=dim,
                        all=", ".join(dimensions(name)) or "—",
                    )
                )


def dimensions(name: str) -> tuple[str, ...]:
    """List the dimensions that a metric can be split by, if the Store has the columns.

    Examples
    --------
    >>> "category" in dimensions("gmv_paid"), "payment_method" in dimensions("uv")
    (True, False)
    """
    one = metric(name)
    if one.variants:
        found = {d for v in one.variants for d in [*relation(v.relation).dims, *v.ignores]}
        return tuple(sorted(found))
    shared = set.intersection(*(set(dimensions(part)) for part in one.parts))
    return tuple(sorted(dim for dim in shared if dim in MATCHED_BY_NAME or _alike(one.parts, dim)))


def read_means() -> Mapping[str, str]:
    """Return what a column means, for columns whose name is used for different things."""
    found: Mapping[str, str] = read_toml("dimensions.toml")["means"]
    return found


def _alike(parts: tuple[str, ...], dim: str) -> bool:
    """Whether a dimension can mean the same in all parts: a promotion is no ad plan."""
    return bool(set.intersection(*(_meanings(part, dim) for part in parts)))


def _meanings(name: str, dim: str) -> set[str]:
    one = metric(name)
    if one.variants:
        found = (relation(variant.relation).dims.get(dim, "") for variant in one.variants)
        # A part that ignores the dimension has no column for it, and no meaning of its own.
        columns = [column for column in found if column] or [dim]
        return {read_means().get(column, dim) for column in columns}
    return set.intersection(*(_meanings(part, dim) for part in one.parts))
