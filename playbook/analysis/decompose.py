"""Which factor of a product made it change, and by how much, so that the parts add up?

The unit is one product of factors in two periods: sales = visitors × conversion × spend per
buyer. The parts are exact: they add up to the change. What a part says is arithmetic and not a
cause: "conversion took 12,000" does not tell why conversion fell. Unknown factors are refused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from playbook.analysis.frames import known
from playbook.errors import ParameterError
from playbook.i18n import _

if TYPE_CHECKING:
    import pandas as pd

Method = Literal["auto", "lmdi", "shapley"]

ROUNDING = 1e-12
# Shapley looks at every subset of factors: 2 ** 12 is still instant.
MOST_FACTORS = 12


def chain(quantities: Mapping[str, Any]) -> dict[str, float]:
    """Turn quantities into factors: the first one, then each divided by the one before it.

    ``{"visitors": V, "conversion": B, "spend_per_buyer": S}`` becomes V, B/V and S/B, whose
    product is S again. A ratio on a base of 0 counts as 0 when the quantity is 0 too.

    Parameters
    ----------
    quantities : mapping of str to number
        In the order of the chain, each under the name of the factor that it gives.

    Returns
    -------
    dict of str to float

    Raises
    ------
    ParameterError
        When a quantity is unknown, or is not 0 on a base of 0 (sales without visitors: the
        traffic table does not cover them, so leave visitors out).

    Examples
    --------
    >>> chain({"visitors": 10000, "conversion": 300, "spend_per_buyer": 60000})
    {'visitors': 10000.0, 'conversion': 0.03, 'spend_per_buyer': 200.0}
    """
    factors: dict[str, float] = {}
    base_name, base = "", 1.0
    for name, value in quantities.items():
        amount = known(value, name)
        if base == 0 and amount != 0:
            raise ParameterError(
                _(
                    "{name}={value} cannot be divided by {base}=0. Leave {base} out of the chain.",
                    name=name,
                    value=amount,
                    base=base_name,
                )
            )
        factors[name] = amount / base if base else 0.0
        base_name, base = name, amount
    return factors


def decompose(
    before: Mapping[str, Any], after: Mapping[str, Any], method: Method = "auto"
) -> pd.DataFrame:
    """Split the change of a product of factors into one exact part per factor.

    Parameters
    ----------
    before, after : mapping of str to number
        The same factors in both periods, for example those of `chain`.
    method : {"auto", "lmdi", "shapley"}
        LMDI-I: effect_k = L(S1, S0) · ln(x1_k / x0_k), with L(a, b) = (a − b) / ln(a / b) and
        L(a, a) = a. Shapley: the mean of a factor's effect over all orders of change. "auto"
        takes LMDI, and Shapley when a factor is 0 or negative, where the logarithm has no value.

    Returns
    -------
    DataFrame
        One row per factor: factor, before, after, effect (in the unit of the product), share
        (of the change; null when the product did not change), method. The effects add up to the
        change of the product.

    Raises
    ------
    ParameterError
        When the factors differ or one is unknown, or for "lmdi" with a factor that is not
        positive.

    Notes
    -----
    Source: B. W. Ang, "LMDI decomposition approach: a guide for implementation" (2015);
    L. S. Shapley, "A value for n-person games" (1953). Assumes that the factors multiply to the
    total in both periods. Do not use it where the total is not a product (stock, balances) or
    to compare periods of unequal length.

    Examples
    --------
    >>> parts = decompose(
    ...     {"visitors": 10000, "conversion": 0.03, "spend": 200},
    ...     {"visitors": 9000, "conversion": 0.024, "spend": 230},
    ... )
    >>> parts["effect"].round(3).tolist()
    [-5760.879, -12200.994, 7641.872]
    """
    import pandas as pd

    first, second = _checked(before, after)
    chosen = _chosen(method, [*first, *second])
    effects = lmdi(first, second) if chosen == "lmdi" else shapley(first, second)
    change = math.prod(second) - math.prod(first)
    return pd.DataFrame(
        {
            "factor": list(before),
            "before": first,
            "after": second,
            "effect": effects,
            "share": [effect / change if change else math.nan for effect in effects],
            "method": chosen,
        }
    ).astype({"before": "float64", "after": "float64", "effect": "float64", "share": "float64"})


def lmdi(before: list[float], after: list[float]) -> list[float]:
    """Return the LMDI-I effect of each factor; all factors must be positive."""
    weight = log_mean(math.prod(after), math.prod(before))
    return [weight * math.log(y / x) for x, y in zip(before, after, strict=True)]


def log_mean(a: float, b: float) -> float:
    """Return the logarithmic mean of two positive numbers.

    Examples
    --------
    >>> log_mean(5.0, 5.0), round(log_mean(96.0, 50.0), 6)
    (5.0, 70.516977)
    """
    if a == b:
        return a
    relative = (a - b) / b
    # log1p keeps its digits where a and b nearly agree, and log where they are far apart.
    logarithm = math.log1p(relative) if abs(relative) < 0.5 else math.log(a) - math.log(b)
    return (a - b) / logarithm


def shapley(before: list[float], after: list[float]) -> list[float]:
    """Return each factor's mean effect over all orders in which the factors could change."""
    size = len(before)
    if size > MOST_FACTORS:
        raise ParameterError(
            _("{n} factors are too many. At most {most} can be split.", n=size, most=MOST_FACTORS)
        )
    effects = [_shapley_of(k, before, after) for k in range(size)]
    return _without_rounding(effects, math.prod(after) - math.prod(before))


def _without_rounding(effects: list[float], change: float) -> list[float]:
    """Give what floating point lost to the largest effect; a larger gap is a fault and stays.

    Two effects of opposite sign may each be 100,000 times the change, and so is their rounding.
    """
    lost = change - math.fsum(effects)
    largest = max(range(len(effects)), key=lambda k: abs(effects[k]))
    if abs(lost) <= ROUNDING * abs(effects[largest]):
        effects[largest] += lost
    return effects


def _shapley_of(k: int, before: list[float], after: list[float]) -> float:
    others = [i for i in range(len(before)) if i != k]
    step = after[k] - before[k]
    terms = [
        math.prod(after[i] if i in changed else before[i] for i in others)
        / (len(before) * math.comb(len(others), count))
        for count in range(len(others) + 1)
        for changed in combinations(others, count)
    ]
    return step * math.fsum(terms)


def _checked(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[list[float], list[float]]:
    if not before or set(before) != set(after):
        raise ParameterError(
            _(
                "Both periods need the same factors. Before: {before}. After: {after}.",
                before=", ".join(before) or "—",
                after=", ".join(after) or "—",
            )
        )
    return (
        [known(before[name], name) for name in before],
        [known(after[name], name) for name in before],
    )


def _chosen(method: Method, factors: list[float]) -> str:
    if method not in ("auto", "lmdi", "shapley"):
        raise ParameterError(
            _("method='{method}' is unknown. Choose auto, lmdi or shapley.", method=method)
        )
    positive = min(factors) > 0
    if method == "lmdi" and not positive:
        raise ParameterError(
            _("LMDI needs positive factors. Choose method='shapley' for 0 and negative ones.")
        )
    return method if method != "auto" else "lmdi" if positive else "shapley"
