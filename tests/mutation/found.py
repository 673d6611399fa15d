"""What became of each small change of the code, module by module."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MUTANTS = ROOT / "mutants"
NOTICED, NOT_NOTICED, UNREACHED = {1}, {0}, {5, 33}
"""By how the tests of a change ended. Anything else took too long, which here is no notice."""
CHANGED = [
    path.removeprefix("recoveryapp/").removesuffix(".py")
    for path in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]["only_mutate"]
]


@dataclass(frozen=True)
class Module:
    name: str
    exits: Mapping[str, int | None]
    """Of the tests, by the change; None where nobody looked yet."""

    @property
    def is_done(self) -> bool:
        return None not in self.exits.values()

    @property
    def share(self) -> float:
        """Of all changes, those that no test reaches among them."""
        return self._count(NOTICED) / len(self.exits) if self.exits else 1.0

    @property
    def left(self) -> list[str]:
        return sorted(name for name, code in self.exits.items() if code not in NOTICED)

    def counts(self) -> tuple[int, int, int, int, int]:
        """Changes; noticed, not noticed, not reached, too long."""
        noticed, missed, unreached = (self._count(codes) for codes in (NOTICED, NOT_NOTICED, UNREACHED))
        asked = sum(code is not None for code in self.exits.values())
        return len(self.exits), noticed, missed, unreached, asked - noticed - missed - unreached

    def _count(self, codes: set[int]) -> int:
        return sum(code in codes for code in self.exits.values())


def module(name: str) -> Module:
    path = MUTANTS / "recoveryapp" / f"{name}.py.meta"
    exits = json.loads(path.read_text())["exit_code_by_key"] if path.exists() else {}
    return Module(name, {key.rpartition(".")[2]: code for key, code in exits.items()})


def table() -> Iterator[str]:
    yield _line("module", "changes", "noticed", "not", "unreached", "too long", "share")
    for name in CHANGED:
        found = module(name)
        yield _line(name, *found.counts(), f"{found.share:.1%}" if found.is_done else "-")


def is_whole() -> bool:
    """Whether a run has come to its end."""
    return all(found.exits and found.is_done for found in map(module, CHANGED))


def _line(name: str, *cells: object) -> str:
    return " ".join([f"{name:22}", *(f"{cell:>9}" for cell in cells)])
