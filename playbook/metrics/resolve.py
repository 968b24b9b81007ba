"""From which rows of this Store is each asked metric counted?

The unit is one metric in one question. The first variant whose columns the Store holds and whose
rows can be split as asked is taken; what cannot be counted is answered by a reason, never by 0.
A dimension that no variant could ever serve is the caller's mistake and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playbook.i18n import _, pick
from playbook.metrics.ask import Ask, read_means
from playbook.metrics.columns import columns_of
from playbook.metrics.dictionary import metric, relation
from playbook.metrics.model import Metric, Relation, Variant
from playbook.store import tables

if TYPE_CHECKING:
    from playbook.store import Store


@dataclass(frozen=True)
class Leaf:
    """A metric counted on rows."""

    metric: Metric
    variant: Variant

    @property
    def relation(self) -> Relation:
        """The rows."""
        return relation(self.variant.relation)


@dataclass(frozen=True)
class Missing:
    """A metric that this Store cannot answer, and why."""

    metric: Metric
    reason: str


@dataclass(frozen=True)
class Worked:
    """A metric worked out from others."""

    metric: Metric
    parts: Mapping[str, Tree]
    note: str = ""


Tree = Leaf | Missing | Worked


def resolve(name: str, ask: Ask, store: Store) -> Tree:
    """Choose the rows for a metric and, for a worked-out metric, for all its parts."""
    one = metric(name)
    if one.variants:
        return _choose(one, list(one.variants), ask, store)
    if {column.partition(".")[2] for column in read_means()} & set(ask.dims):
        alike = _from_one_table(one, ask, store)
        if alike is not None:
            return alike
    parts = {part: resolve(part, ask, store) for part in one.parts}
    return Worked(one, parts, note=_conflict(parts, ask))


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Go through the counted parts of a metric."""
    if isinstance(tree, Leaf):
        yield tree
    elif isinstance(tree, Worked):
        for part in tree.parts.values():
            yield from leaves(part)


def _choose(one: Metric, variants: list[Variant], ask: Ask, store: Store) -> Leaf | Missing:
    usable = [v for v in variants if not any(store.has(what) for what in v.unless)]
    fitting = [v for v in usable if _can_split(v, ask)]
    for variant in fitting:
        if not _lacks(variant, ask, store) and _grain_fits(variant, ask):
            return Leaf(one, variant)
    return Missing(one, _why(variants, fitting, ask, store))


def _can_split(variant: Variant, ask: Ask) -> bool:
    rows = relation(variant.relation)
    wanted = set(ask.dims) - set(variant.ignores)
    return wanted <= set(rows.dims) and set(rows.requires) <= set(ask.dims)


def _grain_fits(variant: Variant, ask: Ask) -> bool:
    rows = relation(variant.relation)
    if ask.grain == "hour":
        # A stated day has no hours; a time stamp has.
        return bool(rows.stated_grain) or "hour" in rows.dims or bool(rows.hour)
    return not rows.grains or ask.grain in rows.grains


def _lacks(variant: Variant, ask: Ask, store: Store) -> list[str]:
    rows = relation(variant.relation)
    dims = (rows.dims[d] for d in ask.dims if d not in variant.ignores)
    needed = [*rows.columns, *variant.columns, *columns_of(" ".join(dims))]
    if "customer_type" in ask.dims:
        needed.append("orders.customer_id")
    if not any(store.has(what) for what in rows.any_of):
        needed += rows.any_of
    lacking = [what for what in dict.fromkeys(needed) if not store.has(what)]
    # Where a table is not held, its columns need no mention.
    return [what for what in lacking if what.partition(".")[0] not in lacking or "." not in what]


def _why(variants: list[Variant], fitting: list[Variant], ask: Ask, store: Store) -> str:
    lacking = [_lacks(variant, ask, store) for variant in fitting]
    if not all(lacking):
        return _("Not available for this grain. Ask for one period at a time.")
    if lacking and lacking[0] == ["orders.customer_id"]:
        return _("Buyers are unknown: the orders carry no buyer, or the platform masks them.")
    requires = _missing_split(variants, ask, store)
    if requires and not (fitting and _lacks(requires, ask, store)):
        dims = relation(requires.relation).requires
        return _("Ask for it by {dims}: it cannot be added up.", dims=", ".join(dims))
    if not fitting:
        return _("The rows cannot be split this way.")
    return _("The Store lacks: {what}.", what=_(", ").join(map(_in_words, lacking[0])))


def _missing_split(variants: list[Variant], ask: Ask, store: Store) -> Variant | None:
    """Find the rows that would answer if they were split further."""
    able = [v for v in variants if set(ask.dims) <= set(relation(v.relation).dims)]
    needing = [v for v in able if set(relation(v.relation).requires) - set(ask.dims)]
    held = [v for v in needing if not _lacks(v, ask, store)]
    return next(iter([*held, *needing]), None)


def _in_words(what: str) -> str:
    table, _dot, column = what.partition(".")
    known_table = tables()[table]
    name = pick(en=known_table.en, zh=known_table.zh)
    if not column:
        return name
    held = known_table.columns[column]
    return _("{table} – {column}", table=name, column=pick(en=held.en, zh=held.zh))


def _from_one_table(one: Metric, ask: Ask, store: Store) -> Worked | None:
    """Count all parts on one table where that is possible: its channels mean the same."""
    for letter in ("t", "o", "l", "a", "d"):
        parts: dict[str, Tree] = {}
        for part in one.parts:
            inner = metric(part)
            own = [v for v in inner.variants if relation(v.relation).date.startswith(f"{letter}.")]
            chosen = _choose(inner, own, ask, store) if own else None
            if not isinstance(chosen, Leaf):
                break
            parts[part] = chosen
        else:
            return Worked(one, parts)
    return None


def _conflict(parts: Mapping[str, Tree], ask: Ask) -> str:
    means = read_means()
    for dim in ask.dims:
        found = [
            leaf.relation.dims.get(dim, "") for part in parts.values() for leaf in leaves(part)
        ]
        told = sorted({means[column] for column in found if column in means})
        if len(told) < 2:
            continue
        return _("The sales channel of orders is matched with the traffic channel by name.")
    return ""
