"""What helped: counts of what a person said and did, honest about small numbers, and no cause."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal, GoalStep
from recoveryapp.matching.helping import Days, Tendency, Tried, days_beside_others, helped_by_kind
from recoveryapp.matching.models import OwnIdea, SuggestionResponse
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.resources.models import Resource
from tests.conftest import ApiFor, CountQueries
from tests.matching.conftest import NewGoal

URL = "/api/v1/what-helped/"
FIRST = date(2026, 1, 1)
Did = Callable[..., None]


def levels(*values: int | None) -> dict[date, int]:
    """One a day; None is a gap."""
    return {FIRST + timedelta(days=n): v for n, v in enumerate(values) if v is not None}


def on(*days: int) -> set[date]:
    return {FIRST + timedelta(days=n) for n in days}


@pytest.mark.parametrize(
    ("said", "done_on", "expected", "tendency"),
    [
        (levels(3, 3, 3, 3, 3, 1, 1, 1, 1, 1), on(0, 1, 2, 3, 4), (5, 5, 0, 0, 5), "often_better"),
        (levels(1, 1, 1, 1, 1, 3, 3, 3, 3, 3), on(0, 1, 2, 3, 4), (5, 0, 0, 5, 5), "often_lower"),
        (levels(3, 3, 1, 1, 2, 2, 2, 2, 2, 2), on(0, 1, 2, 3, 4), (5, 2, 1, 2, 5), "not_clear"),
        (levels(3, 3, 2, 2, 2, 2, 2, 2, 2, 2), on(0, 1, 2, 3, 4), (5, 2, 3, 0, 5), "not_clear"),
        (levels(4, 4, 4, 4, 1, 1, 1, 1, 1, 1), on(0, 1, 2, 3), (4, 4, 0, 0, 6), "too_few"),
        (levels(4, 4, 4, 4, 4, 4, 1, 1, 1, 1), on(0, 1, 2, 3, 4, 5), (6, 6, 0, 0, 4), "too_few"),
        (levels(4, None, 4, None, 1), on(0, 1, 2, 3), (2, 2, 0, 0, 1), "too_few"),
        (levels(4, 4), on(0, 1), (2, 0, 0, 0, 0), "too_few"),
        ({}, on(0), (0, 0, 0, 0, 0), "too_few"),
    ],
)
def test_days_of_doing_stand_beside_the_usual_of_the_others(
    said: dict[date, int], done_on: set[date], expected: tuple[int, ...], tendency: str
) -> None:
    found = days_beside_others(said, done_on)

    assert found == Days(*expected)
    assert found.tendency == Tendency(tendency)


def test_what_helped_is_counted_by_kind_and_by_what_it_was_for() -> None:
    found = helped_by_kind(
        [
            Tried("nature", "Allotment", "no", ["existential"]),
            Tried("peer_group", "Walk Beside", "yes", ["social"]),
            Tried("peer_group", "Hearing Voices", "", ["social"]),
            Tried("peer_group", "Choir", "a_bit", ["social", "existential"]),
            Tried(None, "Tea with my sister", "yes", []),
        ]
    )

    rows = [(r.kind, r.tried, r.helped, r.not_helped, r.not_said, dict(r.domains)) for r in found]
    assert rows == [
        ("peer_group", 3, 2, 0, 1, {"existential": 1, "social": 2}),
        (None, 1, 1, 0, 0, {}),
        ("nature", 1, 0, 1, 0, {}),
    ]
    assert found[0].examples == ["Walk Beside", "Choir", "Hearing Voices"]


@pytest.fixture
def walk(alice: User, new_goal: NewGoal, now: datetime) -> Goal:
    goal = new_goal(alice, "Walk to the sea", domains=["functional"])
    Goal.objects.filter(pk=goal.pk).update(recorded_at=now - timedelta(days=40))
    return goal


@pytest.fixture
def did(now: datetime, walk: Goal) -> Did:
    """`did(days_ago=3, level="a_lot", step=True)`: how a day was, and whether a step was done on it."""

    def write(*, days_ago: int, level: str | None, step: bool = False, owner: User | None = None) -> None:
        at, owner = now - timedelta(days=days_ago), owner or walk.owner
        if level:
            CheckIn.objects.create(owner=owner, recorded_at=at, functional=level)
        if step:
            GoalStep.objects.create(
                owner=owner, goal=walk, words="Shoes on", position=1, done_at=at, recorded_at=at
            )

    return write


def asked(api: ApiFor, user: User) -> Any:
    answer = api(user).get(URL)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_alice_sees_her_days_of_doing_beside_her_other_days(
    alice: User, api: ApiFor, walk: Goal, did: Did
) -> None:
    for day in range(1, 7):
        did(days_ago=day, level="a_lot", step=True)
        did(days_ago=day + 10, level="a_little")
    did(days_ago=20, level=None, step=True)
    did(days_ago=60, level="a_lot")  # before the goal was written

    body = asked(api, alice)

    assert body["days"] == [
        {
            "goal": str(walk.pk), "words": "Walk to the sea", "domain": "functional", "days": 6, "better": 6,
            "same": 0, "lower": 0, "others": 6, "tendency": "often_better",
        }
    ]  # fmt: skip
    assert (body["fewest_days"], body["tried"]) == (5, [])


def test_not_for_me_right_now_is_a_gap_and_few_days_are_called_few(
    alice: User, api: ApiFor, did: Did
) -> None:
    did(days_ago=1, level="a_lot", step=True)
    did(days_ago=2, level="not_now", step=True)
    did(days_ago=3, level="some")

    row = asked(api, alice)["days"][0]

    assert (row["days"], row["others"], row["tendency"]) == (1, 1, "too_few")


def test_what_was_tried_is_named_and_only_what_was_tried(
    directory: None, alice: User, api: ApiFor, walk: Goal, now: datetime
) -> None:
    nature, group = Resource.objects.filter(kind="nature")[0], Resource.objects.filter(kind="peer_group")[0]
    for resource, state, helped in ((nature, "tried", "yes"), (group, "saved", "")):
        SuggestionResponse.objects.create(
            owner=alice, goal=walk, resource=resource, state=state, helped=helped, recorded_at=now
        )
    OwnIdea.objects.create(
        owner=alice, goal=walk, words="Ask Jo", state="tried", helped="no", recorded_at=now
    )

    tried = asked(api, alice)["tried"]

    assert tried == [
        {
            "kind": "nature", "tried": 1, "helped": 1, "not_helped": 0, "not_said": 0,
            "domains": {"functional": 1}, "examples": [nature.name],
        },
        {
            "kind": None, "tried": 1, "helped": 0, "not_helped": 1, "not_said": 0, "domains": {},
            "examples": ["Ask Jo"],
        },
    ]  # fmt: skip


def test_who_did_nothing_yet_has_an_empty_picture(alice: User, api: ApiFor, did: Did) -> None:
    did(days_ago=1, level="a_lot")

    body = asked(api, alice)

    assert (body["tried"], body["days"]) == ([], [])


def test_bob_s_days_are_none_of_hers(alice: User, bob: User, api: ApiFor, did: Did) -> None:
    did(days_ago=1, level="a_lot", step=True)
    did(days_ago=2, level="some", owner=bob)

    assert asked(api, bob)["days"] == []
    assert asked(api, alice)["days"][0]["others"] == 0
    assert api().get(URL).status_code == 401


@pytest.mark.parametrize("goals", [1, 3])
def test_it_takes_the_same_statements_for_one_goal_and_for_three(
    alice: User, api: ApiFor, new_goal: NewGoal, now: datetime, count_queries: CountQueries, goals: int
) -> None:
    for n in range(goals):
        goal = new_goal(alice, f"goal {n}", domains=["social"])
        GoalStep.objects.create(owner=alice, goal=goal, words="x", position=1, done_at=now, recorded_at=now)
    CheckIn.objects.create(owner=alice, recorded_at=now, social="some")
    client = api(alice)

    with count_queries(6):
        assert len(client.get(URL).json()["days"]) == goals
