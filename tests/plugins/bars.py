"""Bars an auditor reads: what was asked, what was found. A run of them ends with a table, and audit.json."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Protocol

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "audit.json"
WIDTHS = (9, 13, 40, 36, 48)
SAID = {True: "holds", False: "MISSED", None: "not asked"}


@dataclass(frozen=True)
class Bar:
    area: str
    bar: str
    wanted: str
    found: str
    holds: bool | None
    """None where it could not be measured from here, which is neither."""


class Measure(Protocol):
    def __call__(self, bar: str, *, wanted: str, found: object, holds: bool | None) -> None: ...


BARS: list[Bar] = []
SECONDS: defaultdict[str, float] = defaultdict(float)
"""How long each part took."""


@pytest.fixture
def measure(request: pytest.FixtureRequest) -> Iterator[Measure]:
    """Notes each figure, also those that do not hold, and fails at the end of the test if one did not."""
    own: list[Bar] = []

    def note(bar: str, *, wanted: str, found: object, holds: bool | None) -> None:
        known = None if holds is None else bool(holds)
        own.append(Bar(request.node.path.parent.name, bar, wanted, str(found), known))

    yield note
    BARS.extend(own)
    missed = [bar for bar in own if bar.holds is False]
    assert not missed, missed


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    SECONDS[area_of(report.nodeid)] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not BARS or "audit" not in config.getoption("-m") or "not audit" in config.getoption("-m"):
        return
    terminalreporter.section("bars")
    for line in table(BARS):
        terminalreporter.line(line)
    states = Counter(SAID[bar.holds] for bar in BARS)
    terminalreporter.line(", ".join(f"{states[said]} {said}" for said in SAID.values()))
    for area, seconds in SECONDS.items():
        terminalreporter.line(f"{area}: {seconds:.0f} s")
    parts = {area: round(seconds) for area, seconds in SECONDS.items()}
    RESULT.write_text(json.dumps({"seconds": parts, "bars": [asdict(bar) for bar in BARS]}, indent=2) + "\n")
    terminalreporter.line(f"Written to {RESULT.relative_to(ROOT)}.")


def table(bars: list[Bar]) -> Iterator[str]:
    """A line of it is a bar; what is long goes on below itself."""
    yield _row(("", "part", "bar", "wanted", "found"))[0]
    for bar in bars:
        yield from _row((SAID[bar.holds], bar.area, bar.bar, bar.wanted, bar.found))


def area_of(nodeid: str) -> str:
    """`tests/consent/test_gate.py::test_x` is of `consent`."""
    return Path(nodeid.partition("::")[0]).parent.name


def _row(cells: tuple[str, ...]) -> list[str]:
    wrapped = [wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    lines = zip_longest(*wrapped, fillvalue="")
    return ["  ".join(f"{text:{width}}" for text, width in zip(line, WIDTHS, strict=True)) for line in lines]
