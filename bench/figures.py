"""A figure, what was promised of it, and how both are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles

PERCENT = 100


@dataclass(frozen=True)
class Figure:
    """Something measured, with its goal where there is one: at most, or at least."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_kept(self) -> bool:
        """Tell whether the goal is reached."""
        too_much = self.at_most is not None and self.value > self.at_most
        too_little = self.at_least is not None and self.value < self.at_least
        return not too_much and not too_little

    @property
    def goal(self) -> str:
        """Return the goal as it is told."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else "·"


def table(figures: Iterable[Figure]) -> str:
    """Return the figures one under the other, with their goals beside."""
    lines = [f"{'':<62}{'measured':>10}{'goal':>10}"]
    for one in figures:
        name = f"{one.name} ({one.unit})" if one.unit else one.name
        missed = "" if one.is_kept else "   missed"
        lines.append(f"{name:<62}{one.value:>10.3g}{one.goal:>10}{missed}")
    return "\n".join(lines)


def percentile(values: list[float], percent: int) -> float:
    """Return the value that so many percent of the others do not exceed."""
    return quantiles(values, n=PERCENT, method="inclusive")[percent - 1]
