"""Bars an auditor reads: what was asked, what was found. A run of them ends with a table, and audit.json.

All of them take hours. What passed with this very code is not run again: a run that was cut short goes on,
and parts that were run one by one end in one table. AGAIN=1 runs all of it.
"""

import hashlib
import json
import os
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any, Protocol

import pytest

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "audit.json"
WIDTHS = (9, 13, 40, 36, 48)
SAID = {True: "holds", False: "MISSED", None: "not asked"}
OF_THE_TREE = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")


@dataclass(frozen=True)
class Bar:
    area: str
    bar: str
    wanted: str
    found: str
    holds: bool | None
    """None where it could not be measured from here, which is neither."""


@dataclass
class Outcome:
    """What became of one test."""

    ended: str = ""
    seconds: float = 0.0
    passed: bool = True
    bars: list[Bar] = field(default_factory=list)


class Measure(Protocol):
    def __call__(self, bar: str, *, wanted: str, found: object, holds: bool | None) -> None: ...


OUTCOMES: defaultdict[str, Outcome] = defaultdict(Outcome)
"""By the name of the test."""


@pytest.fixture
def measure(request: pytest.FixtureRequest) -> Iterator[Measure]:
    """Notes each figure, also those that do not hold, and fails at the end of the test if one did not."""
    own: list[Bar] = []

    def note(bar: str, *, wanted: str, found: object, holds: bool | None) -> None:
        known = None if holds is None else bool(holds)
        own.append(Bar(request.node.path.parent.name, bar, wanted, str(found), known))

    yield note
    OUTCOMES[request.node.nodeid].bars = own
    missed = [bar for bar in own if bar.holds is False]
    assert not missed, missed


def pytest_configure(config: pytest.Config) -> None:
    if _is_audit(config):
        config.pluginmanager.register(Record(code_now()), "record")


class Record:
    """What passed, kept in audit.json after each test: with other code it counts for nothing."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.earlier = 0

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        OUTCOMES.update(read(RESULT, self.code))
        if os.environ.get("AGAIN"):
            return
        done = [item for item in items if item.nodeid in OUTCOMES and OUTCOMES[item.nodeid].passed]
        items[:] = [item for item in items if item not in done]
        config.hook.pytest_deselected(items=done)
        self.earlier = len(done)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        OUTCOMES[nodeid] = Outcome()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        outcome = OUTCOMES[report.nodeid]
        outcome.seconds += report.duration
        outcome.passed &= report.passed

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        OUTCOMES[nodeid].ended = datetime.now(UTC).isoformat(timespec="seconds")
        write(RESULT, self.code, OUTCOMES)

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.earlier and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
            session.exitstatus = pytest.ExitCode.OK

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        bars = [bar for outcome in OUTCOMES.values() for bar in outcome.bars]
        if not bars:
            return
        terminalreporter.section("bars")
        for line in table(bars):
            terminalreporter.line(line)
        states = Counter(SAID[bar.holds] for bar in bars)
        terminalreporter.line(", ".join(f"{states[said]} {said}" for said in SAID.values()))
        for area, seconds in seconds_by_part(OUTCOMES).items():
            terminalreporter.line(f"{area}: {seconds:.0f} s")
        if self.earlier:
            terminalreporter.line(f"{self.earlier} passed before with this very code; AGAIN=1 runs them too.")
        terminalreporter.line(f"Written to {RESULT.relative_to(ROOT)}.")


def code_now() -> str:
    """A digest of each file that git has or would take."""
    total = hashlib.sha256()
    listed = subprocess.run(OF_THE_TREE, cwd=ROOT, check=True, capture_output=True, timeout=60).stdout
    for name in sorted(filter(None, listed.split(b"\0"))):
        file = ROOT / os.fsdecode(name)
        total.update(name + b"\0" + (hashlib.sha256(file.read_bytes()).digest() if file.is_file() else b""))
    return total.hexdigest()


def read(file: Path, code: str) -> dict[str, Outcome]:
    """What is known of this code, by the name of the test; nothing of any other."""
    try:
        found = json.loads(file.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    if found.get("code") != code:
        return {}
    return {name: _outcome(**told) for name, told in found["tests"].items()}


def write(file: Path, code: str, outcomes: dict[str, Outcome]) -> None:
    """All at once: whoever is killed here leaves the file as it was."""
    parts = {area: round(seconds) for area, seconds in seconds_by_part(outcomes).items()}
    tests = {name: asdict(outcome) for name, outcome in outcomes.items()}
    unfinished = file.with_suffix(".unfinished")
    unfinished.write_text(json.dumps({"code": code, "seconds": parts, "tests": tests}, indent=2) + "\n")
    unfinished.replace(file)


def table(bars: Iterable[Bar]) -> Iterator[str]:
    """A line of it is a bar; what is long goes on below itself."""
    yield _row(("", "part", "bar", "wanted", "found"))[0]
    for bar in bars:
        yield from _row((SAID[bar.holds], bar.area, bar.bar, bar.wanted, bar.found))


def seconds_by_part(outcomes: dict[str, Outcome]) -> dict[str, float]:
    total = defaultdict[str, float](float)
    for name, outcome in outcomes.items():
        total[area_of(name)] += outcome.seconds
    return total


def area_of(nodeid: str) -> str:
    """`tests/consent/test_gate.py::test_x` is of `consent`."""
    return Path(nodeid.partition("::")[0]).parent.name


def _is_audit(config: pytest.Config) -> bool:
    return "audit" in config.getoption("-m") and "not audit" not in config.getoption("-m")


def _outcome(bars: list[dict[str, Any]], **of_it: Any) -> Outcome:
    return Outcome(bars=[Bar(**bar) for bar in bars], **of_it)


def _row(cells: tuple[str, ...]) -> list[str]:
    wrapped = [wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    lines = zip_longest(*wrapped, fillvalue="")
    return ["  ".join(f"{text:{width}}" for text, width in zip(line, WIDTHS, strict=True)) for line in lines]
