"""What is computed of the times, and the table they are judged by."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of a hundred are not above: the nearest rank, so always one that was measured.

    Raises ValueError without values, or for a share that is not in (0, 100].
    """
    if not values or not 0 < share <= 100:
        raise ValueError(f"no {share}th percentile of {len(values)} values")
    return sorted(values)[math.ceil(len(values) * share / 100) - 1]


def growth_exponent(times: Mapping[int, float]) -> float:
    """The k for which times grow as size to the power of k: the slope of the least squares in logarithms.

    ``times`` by size, at least two. Raises ValueError if there are fewer.
    """
    if len(times) < 2:
        raise ValueError("growth takes two sizes")
    points = [(math.log(size), math.log(time)) for size, time in times.items()]
    middle_x, middle_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    above = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return above / sum((x - middle_x) ** 2 for x, _y in points)


@dataclass(frozen=True)
class Aim:
    """What a figure is judged by; without ``passing``, it is only told."""

    name: str
    passing: float | None = None
    aim: float | None = None
    more_is_better: bool = False
    unit: str = "x"

    def verdict(self, value: float) -> str:
        """ "aim", "pass", "fail" or nothing."""
        if self.passing is None or self.aim is None:
            return ""
        if self._reaches(value, self.aim):
            return "aim"
        return "pass" if self._reaches(value, self.passing) else "fail"

    def _reaches(self, value: float, mark: float) -> bool:
        return value >= mark if self.more_is_better else value <= mark


def table(aims: Sequence[Aim], figures: Mapping[int, Mapping[str, float]]) -> str:
    """A line for each aim and size of which there is a figure; ``figures`` by size, then by name."""
    lines = [f"{'documents':>9}  {'figure':<58}  {'value':>9}  {'pass':>8}  {'aim':>8}"]
    for size, found in figures.items():
        lines += [_line(size, aim, found[aim.name]) for aim in aims if aim.name in found]
    return "\n".join(lines)


def _line(size: int, aim: Aim, value: float) -> str:
    marks = [f"{_mark(aim, mark):>8}" for mark in (aim.passing, aim.aim)]
    places = 0 if abs(value) >= 100 else 2
    told = f"{value:>7.{places}f} {aim.unit:<2}"
    return "  ".join([f"{size:>9}", f"{aim.name:<58}", told, *marks, aim.verdict(value)]).rstrip()


def _mark(aim: Aim, mark: float | None) -> str:
    return "" if mark is None else f"{'≥' if aim.more_is_better else '≤'} {mark:g}"
