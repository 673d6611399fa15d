"""Who may see what, said a second time: no SQL, no code of the gate, one grant and one row at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Leave:
    """A grant as it was given, and how its reader stands in the organisation."""

    to: str
    purpose: str
    scopes: frozenset[str]
    starts: datetime
    ends: datetime
    stopped: bool
    data_from: datetime | None
    data_to: datetime | None
    goals: frozenset[str]
    sheet: str = ""
    """Handed over with it."""


@dataclass(frozen=True)
class Row:
    scope: str
    at: datetime
    goal: str = ""


@dataclass(frozen=True)
class Look:
    names: frozenset[str]
    """The reader's, and of each team they are in now."""
    purpose: str
    at: datetime
    is_paused: bool = False


def is_open(row: Row, look: Look, leaves: Iterable[Leave]) -> bool:
    return not look.is_paused and any(_holds(leave, look) and _covers(leave, row) for leave in leaves)


def open_sheets(look: Look, leaves: Iterable[Leave]) -> set[str]:
    return set() if look.is_paused else {leave.sheet for leave in leaves if _holds(leave, look)}


def _holds(leave: Leave, look: Look) -> bool:
    if leave.stopped or leave.to not in look.names or leave.purpose != look.purpose:
        return False
    return leave.starts <= look.at < leave.ends


def _covers(leave: Leave, row: Row) -> bool:
    if row.scope not in leave.scopes:
        return False
    if leave.data_from is not None and row.at < leave.data_from:
        return False
    if leave.data_to is not None and row.at >= leave.data_to:
        return False
    return not (row.goal and leave.goals) or row.goal in leave.goals
