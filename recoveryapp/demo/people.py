"""The invented people of `seed/people.json`, typed."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from recoveryapp.demo.year import Shape

SEED = Path(__file__).parent / "seed" / "people.json"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Weeks(Strict):
    mood: list[tuple[float, float]]
    gaps: list[tuple[float, float]]
    days_a_week: float


class DemoGoal(Strict):
    week: float
    words: str
    why: str
    domains: list[str]
    areas: list[str]
    barriers: list[str]
    own_barrier: str
    importance: int
    confidence: int
    steps: list[tuple[str, float | None]]
    """Words, and the week it was done."""
    ratings: list[tuple[float, int, str]]
    changes: list[tuple[float, str, str]]
    """Week, status, reason."""


class DemoReminder(Strict):
    words: str
    weekdays: list[int]
    times: list[str]


class DemoPerson(Strict):
    called: str
    email: str
    role: str
    time_zone: str


class DemoServiceUser(DemoPerson):
    place: str
    wishes: list[str]
    weeks: Weeks
    leaning: dict[str, float]
    goals: list[DemoGoal]
    milestones: list[tuple[float, str, str]]
    journal: list[tuple[float, str, list[str], int | None, bool]]
    """Week, words, tags, which goal, never shared."""
    hard: list[str]
    fine: list[str]
    good: list[str]
    helped: list[str]
    hindered: list[list[str]]
    reminder: DemoReminder

    @property
    def shape(self) -> Shape:
        weeks = self.weeks
        return Shape(mood=weeks.mood, gaps=weeks.gaps, days_a_week=weeks.days_a_week, leaning=self.leaning)

    def words_for(self, feel: str) -> list[str]:
        return {"hard": self.hard, "ok": self.fine, "good": self.good}[feel]


class DemoMember(Strict):
    email: str
    job_title: str


class DemoTeam(Strict):
    name: str
    members: list[DemoMember]


class DemoOrganisation(Strict):
    name: str
    teams: list[DemoTeam]


class DemoGrant(Strict):
    person: str
    practitioner: str = Field(alias="with")
    purpose: str
    scopes: list[str]
    days: int
    pages_tagged: str
    """Pages of the journal with this tag are marked for sharing; empty: none."""


class DemoPeople(Strict):
    about: str
    people: list[DemoServiceUser | DemoPerson]
    organisation: DemoOrganisation
    met: list[tuple[str, str]]
    """A person and the practitioner who once showed them a code, by address."""
    shared: list[DemoGrant]


def demo_people() -> DemoPeople:
    return DemoPeople.model_validate_json(SEED.read_text(encoding="utf-8"))
