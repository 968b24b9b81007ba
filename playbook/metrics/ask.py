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
from playbook.metrics.dictionary import metric, relation, relations
from playbook.metrics.period import GRAINS, Period


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
    shared = [set(dimensions(part)) for part in one.parts]
    return tuple(sorted(set.intersection(*shared)))
