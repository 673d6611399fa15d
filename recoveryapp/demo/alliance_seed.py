"""What `seed/alliance.json` holds, typed. People by their addresses, days counted from today."""

from pathlib import Path

from recoveryapp.assignments.sides import Side
from recoveryapp.demo.people import Strict

SEED = Path(__file__).parent / "seed" / "alliance.json"


class DemoMeeting(Strict):
    day: int
    hour: int
    place: str
    asked_by: Side
    is_agreed: bool
    agenda: list[str]
    ticks: list[tuple[str, int]]
    """A kind, and which of the person's goals."""
    notes: list[tuple[Side, str]]
    """Each written upon the one before."""


class DemoCommitment(Strict):
    meeting: int | None
    side: Side
    by: Side
    words: str
    due: int
    happened: bool


class DemoMessage(Strict):
    hours_ago: int
    by: Side
    words: str
    goal: int | None
    """Which of the person's goals it points to."""
    is_read: bool


class DemoSupporter(Strict):
    name: str
    email: str
    scopes: list[str]
    days: int


class DemoRequest(Strict):
    person: str
    words: str


class DemoHandOver(DemoRequest):
    to: str


class DemoProfile(Strict):
    words: str
    interests: list[str]
    languages: list[str]


class DemoQuestion(Strict):
    words: str
    answer: str
    """Empty: nobody has answered yet."""


class DemoAlliance(Strict):
    about: str
    person: str
    worker: str
    meetings: list[DemoMeeting]
    commitments: list[DemoCommitment]
    messages: list[DemoMessage]
    plan: dict[str, str]
    supporter: DemoSupporter
    request: DemoRequest
    hand_over: DemoHandOver
    profile: DemoProfile
    supervision: list[DemoQuestion]


def demo_alliance() -> DemoAlliance:
    return DemoAlliance.model_validate_json(SEED.read_text(encoding="utf-8"))
