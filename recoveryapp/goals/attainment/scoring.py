"""Goal Attainment Scaling: one number out of several goals, each against its owner's own five steps.

T = 50 + 10 * sum(w x) / sqrt((1 - rho) * sum(w^2) + rho * (sum w)^2), rho = 0.3, x from -2 to +2
(Kiresuk and Sherman 1968, in the form of the erratum of Turner-Stokes 2009). 50: all as hoped for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

RHO = 0.3
LOWEST, HOPED_FOR, HIGHEST = -2, 0, 2
LEVELS = range(LOWEST, HIGHEST + 1)


@dataclass(frozen=True)
class Attained:
    level: int
    """-2 much less than hoped for, 0 as hoped for, +2 much more."""
    weight: int = 1


def t_score(attained: Iterable[Attained]) -> float | None:
    """To two decimals. None: there is nothing to count. Raises ValueError for what is not on the scale."""
    rows = list(attained)
    if any(row.level not in LEVELS or row.weight <= 0 for row in rows):
        raise ValueError("a level is -2 to +2, a weight more than nothing")
    if not rows:
        return None
    weights = [row.weight for row in rows]
    spread = (1 - RHO) * sum(weight**2 for weight in weights) + RHO * sum(weights) ** 2
    return round(50 + 10 * sum(row.weight * row.level for row in rows) / sqrt(spread), 2)
