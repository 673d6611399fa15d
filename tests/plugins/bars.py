"""Bars an auditor reads: what was asked, what was found. A run of them ends with a table, and audit.json."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "audit.json"


@dataclass(frozen=True)
class Bar:
    area: str
    bar: str
    wanted: str
    found: str
    holds: bool


class Measure(Protocol):
    def __call__(self, bar: str, *, wanted: str, found: object, holds: bool) -> None: ...


BARS: list[Bar] = []


@pytest.fixture
def measure(request: pytest.FixtureRequest) -> Iterator[Measure]:
    """Notes each figure, also those that do not hold, and fails at the end of the test if one did not."""
    own: list[Bar] = []

    def note(bar: str, *, wanted: str, found: object, holds: bool) -> None:
        own.append(Bar(request.node.path.parent.name, bar, wanted, str(found), holds))

    yield note
    BARS.extend(own)
    assert all(bar.holds for bar in own), [bar for bar in own if not bar.holds]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not BARS or "audit" not in config.getoption("-m") or "not audit" in config.getoption("-m"):
        return
    terminalreporter.section("bars")
    for bar in BARS:
        verdict = "holds" if bar.holds else "MISSED"
        terminalreporter.line(f"{verdict:6}  {bar.area}: {bar.bar}; wanted {bar.wanted}; found {bar.found}")
    RESULT.write_text(json.dumps([asdict(bar) for bar in BARS], indent=2) + "\n")
    terminalreporter.line(f"Written to {RESULT.relative_to(ROOT)}.")
