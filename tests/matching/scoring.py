"""How well a run meets graded judgements: nDCG and precision as they are usually counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean

Run = Mapping[str, Sequence[str]]
"""Goal -> resources, best first."""
GOOD = 2


@dataclass(frozen=True)
class Judged:
    grades: Mapping[str, Mapping[str, int]]
    ruled_out: frozenset[tuple[str, str]]

    @classmethod
    def read(cls, folder: Path) -> "Judged":
        grades: dict[str, dict[str, int]] = {}
        for goal, resource, grade in _rows(folder / "qrels.tsv"):
            grades.setdefault(goal, {})[resource] = int(grade)
        return cls(grades, frozenset((g, r) for g, r, _ in _rows(folder / "violations.tsv")))

    def ndcg(self, run: Run, at: int = 5) -> float:
        """Gain 2^grade - 1, discount log2."""
        return fmean(
            _dcg([grades.get(r, 0) for r in run[goal][:at]]) / _dcg(_best(grades)[:at])
            for goal, grades in self.grades.items()
        )

    def precision(self, run: Run, at: int = 3) -> float:
        good = [grades.get(r, 0) >= GOOD for goal, grades in self.grades.items() for r in run[goal][:at]]
        return sum(good) / (at * len(self.grades))

    def violations(self, run: Run, at: int = 5) -> list[tuple[str, str]]:
        return [(g, r) for g in self.grades for r in run[g][:at] if (g, r) in self.ruled_out]


def read_run(file: Path) -> dict[str, list[str]]:
    run: dict[str, list[str]] = {}
    for goal, _, resource in (line.split("\t") for line in file.read_text().splitlines()):
        run.setdefault(goal, []).append(resource)
    return run


def _rows(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:]]


def _best(grades: Mapping[str, int]) -> list[int]:
    return sorted(grades.values(), reverse=True)


def _dcg(grades: Sequence[int]) -> float:
    return sum(float(2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))
