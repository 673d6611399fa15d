"""What the page says of what is shared."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.actions import change_status
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Attainment, AttainmentScale, Goal, GoalRating, GoalStep
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn, Milestone
from tests.audit.tampering import EVENTS, change_row
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.review.body import people_url, review

DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)

Review = Callable[..., dict[str, Any]]


@pytest.fixture
def goal(alice: User, now: datetime) -> Goal:
    return Goal.objects.create(owner=alice, recorded_at=now - 100 * DAY, words="Swim again")


@pytest.fixture
def seen(api: ApiFor, alice: User, cleo: User) -> Review:
    """What Cleo is shown of Alice."""
    client = api(cleo)
    return lambda **query: review(client, alice.pk, **query)


@pytest.fixture
def looked_before(api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime) -> datetime:
    """Cleo looked two days ago; what is made before this fixture was there then."""
    at = now - 2 * DAY
    event = AuditEvent.objects.create(verb="read", noun="review.review", owner_id=alice.pk, actor_id=cleo.pk)
    change_row(EVENTS, event.pk, at=at)
    return at


def test_it_says_who_shares_what_and_until_when(seen: Review, grant: Grant, alice: User) -> None:
    given = grant(Scope.MILESTONES, Scope.WELLBEING_PLAN, Scope.GOALS)
    shown = seen()
    assert shown["person"] == {"id": str(alice.pk), "called": "Alice"}
    scopes = ["goals", "milestones", "wellbeing_plan"]
    until = given.expires_at.isoformat().replace("+00:00", "Z")
    assert shown["shared"] == {"purpose": "review", "scopes": scopes, "until": until}


def test_what_is_not_there_and_what_is_not_shared_look_the_same(
    seen: Review, grant: Grant, goal: Goal, alice: User, now: datetime
) -> None:
    grant(Scope.GOALS)
    before = seen()
    Milestone.objects.create(owner=alice, recorded_at=now, happened_on=now.date(), text="Moved")
    CheckIn.objects.create(owner=alice, recorded_at=now, social="a_lot", helped="Tea", hindered="Rain")
    Entry.objects.create(owner=alice, recorded_at=now, words="Mine")
    assert seen() == before


def test_days_are_those_of_the_person(api: ApiFor, grant: Grant, alice: User, cleo: User, goal: Goal) -> None:
    """Late in the evening in London it is the next day in Tokyo."""
    User.objects.filter(pk=alice.pk).update(time_zone="Asia/Tokyo")
    late = datetime.now(UTC).replace(hour=20, minute=0, second=0, microsecond=0) - DAY
    GoalRating.objects.create(goal=goal, owner=alice, recorded_at=late, value=4)
    grant(Scope.GOALS)
    [shown] = review(api(cleo), alice.pk)["goals"]
    assert shown["ratings"]["points"] == [{"on": (late + DAY).date().isoformat(), "value": 4, "count": 1}]


def test_a_goal_with_its_steps_and_ratings(
    seen: Review, grant: Grant, goal: Goal, alice: User, now: datetime
) -> None:
    grant(Scope.GOALS)
    GoalStep.objects.create(goal=goal, owner=alice, recorded_at=now, position=2, words="Go in")
    GoalStep.objects.create(goal=goal, owner=alice, recorded_at=now, position=1, words="Ring", done_at=now)
    for weeks, value in ((9, 2), (1, 6)):
        GoalRating.objects.create(goal=goal, owner=alice, recorded_at=now - weeks * WEEK, value=value)
    [shown] = seen(then=(now - 5 * WEEK).date().isoformat())["goals"]
    assert [(step["words"], bool(step["done_on"])) for step in shown["steps"]] == [
        ("Ring", True),
        ("Go in", False),
    ]
    assert [point["value"] for point in shown["ratings"]["points"]] == [2, 6]
    assert (shown["then"], shown["now"]) == (2, 6)


def test_a_goal_that_was_not_rated_by_then_has_no_then(
    seen: Review, grant: Grant, goal: Goal, alice: User, now: datetime
) -> None:
    grant(Scope.GOALS)
    GoalRating.objects.create(goal=goal, owner=alice, recorded_at=now, value=6)
    [shown] = seen(then=(now - WEEK).date().isoformat())["goals"]
    assert (shown["then"], shown["now"]) == (None, 6)


def test_what_became_of_a_goal_after_the_shared_period_is_not_said(
    seen: Review, grant: Grant, goal: Goal, alice: User, now: datetime
) -> None:
    change_status(goal.pk, status=GoalStatus.ON_HOLD, reason="", at=now - 20 * DAY, by=alice)
    change_status(goal.pk, status=GoalStatus.COMPLETED, reason="", at=now - DAY, by=alice)
    GoalStep.objects.create(
        goal=goal, owner=alice, recorded_at=now - 30 * DAY, position=1, words="Ring", done_at=now - DAY
    )
    grant(Scope.GOALS, data_from=now - 15 * DAY, data_to=now - 10 * DAY)
    [shown] = seen()["goals"]
    assert (shown["status"], shown["status_on"]) == ("on_hold", (now - 20 * DAY).date().isoformat())
    assert [step["done_on"] for step in shown["steps"]] == [None]


def test_weeks_without_an_answer_are_gaps_and_the_line_begins_with_the_first_answer(
    seen: Review, grant: Grant, alice: User, now: datetime
) -> None:
    grant(Scope.CHECK_INS_SOCIAL)
    for weeks, level in ((3, "a_lot"), (2, "not_now"), (0, "some")):
        CheckIn.objects.create(owner=alice, recorded_at=now - weeks * WEEK, social=level, functional="some")
    domains = seen()["domains"]
    monday = now.date() - timedelta(days=now.weekday()) - 3 * WEEK
    assert domains["first_week_on"] == monday.isoformat()
    assert [(line["domain"], line["weeks"]) for line in domains["domains"]] == [
        ("social", [4, None, None, 2])
    ]


def test_then_and_now_are_the_two_weeks_up_to_each_day(
    seen: Review, grant: Grant, alice: User, now: datetime
) -> None:
    grant(Scope.CHECK_INS_FUNCTIONAL)
    for days, level in ((60, "a_little"), (55, "some"), (20, "a_lot"), (1, "quite_a_lot")):
        CheckIn.objects.create(owner=alice, recorded_at=now - days * DAY, functional=level)
    shown = seen(then=(now - 54 * DAY).date().isoformat(), now=now.date().isoformat())
    assert shown["then_on"] == (now - 54 * DAY).date().isoformat()
    [line] = shown["domains"]["domains"]
    assert (line["then"], line["now"]) == (1.5, 3)


def test_days_that_cannot_be_meant_are_refused(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    grant(Scope.GOALS)
    today = now.date().isoformat()
    for query in ({"then": "soon"}, {"then": "1900-01-01"}, {"then": today, "now": "2024-01-01"}):
        assert api(cleo).get(people_url(alice.pk, "review/", **query)).status_code == 400


def test_it_opens_on_what_is_new_since_the_last_look(
    seen: Review, grant: Grant, goal: Goal, looked_before: datetime, alice: User, now: datetime
) -> None:
    grant(*Scope)
    Goal.objects.filter(pk=goal.pk).update(created_at=now - 100 * DAY)
    GoalStep.objects.create(goal=goal, owner=alice, recorded_at=now, position=1, words="Ring", done_at=now)
    GoalStep.objects.create(
        goal=goal, owner=alice, recorded_at=now, position=2, words="Before", done_at=now - 9 * DAY
    )
    GoalRating.objects.create(goal=goal, owner=alice, recorded_at=now - DAY, value=7)
    change_status(goal.pk, status=GoalStatus.ON_HOLD, reason="", at=now, by=alice)
    Milestone.objects.create(owner=alice, recorded_at=now, happened_on=now.date(), text="Moved")
    Entry.objects.create(owner=alice, recorded_at=now - 9 * DAY, words="Sea", marked_for_sharing_at=now)
    changes = seen()["changes"]
    assert changes["since"] == looked_before.isoformat().replace("+00:00", "Z")
    assert changes["counts"] == {"step": 1, "rating": 1, "status": 1, "milestone": 1, "page": 1}
    found = {item["kind"]: item for item in changes["items"]}
    assert (found["step"]["words"], found["rating"]["value"], found["status"]["status"]) == (
        "Ring",
        7,
        "on_hold",
    )
    assert found["milestone"]["words"] == "Moved"


def test_what_a_phone_sent_late_is_new_though_it_was_written_before(
    seen: Review, grant: Grant, looked_before: datetime, alice: User, now: datetime
) -> None:
    grant(Scope.MILESTONES)
    Milestone.objects.create(owner=alice, recorded_at=now - 9 * DAY, happened_on=now.date(), text="Moved")
    assert seen()["changes"]["counts"] == {"milestone": 1}


def test_then_is_the_last_look_unless_a_day_is_asked_for(
    seen: Review, grant: Grant, looked_before: datetime, now: datetime
) -> None:
    grant(Scope.GOALS)
    assert seen()["then_on"] == looked_before.date().isoformat()


def test_a_long_page_is_begun_here_and_whole_in_the_list(
    api: ApiFor, seen: Review, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    grant(Scope.JOURNAL)
    words = "The sea was cold. " * 100
    for _ in range(12):
        Entry.objects.create(owner=alice, recorded_at=now, words=words, marked_for_sharing_at=now)
    shown = seen()
    assert (len(shown["pages"]), shown["has_more_pages"]) == (10, True)
    assert (shown["pages"][0]["words"], shown["pages"][0]["is_whole"]) == (words[:1000], False)
    listed = api(cleo).get(people_url(alice.pk, "journal/")).json()["results"]
    assert [(page["words"], page["is_whole"]) for page in listed] == [(words, True)] * 12


def test_pages_and_lines_are_paged_by_cursor(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    grant(Scope.JOURNAL)
    for days in range(5):
        at = now - days * DAY
        Entry.objects.create(owner=alice, recorded_at=at, words=f"Day {days}", marked_for_sharing_at=at)
    first = api(cleo).get(people_url(alice.pk, "journal/", page_size="3")).json()
    second = api(cleo).get(first["next"]).json()
    told = [page["words"] for page in first["results"] + second["results"]]
    assert told == [f"Day {days}" for days in range(5)]
    assert second["next"] is None


def test_a_grant_stopped_while_pages_are_turned_ends_them(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    given = grant(Scope.JOURNAL)
    for _ in range(3):
        Entry.objects.create(owner=alice, recorded_at=now, words="Sea", marked_for_sharing_at=now)
    first = api(cleo).get(people_url(alice.pk, "journal/", page_size="2")).json()
    given.revoked_at = now
    given.save()
    assert api(cleo).get(first["next"]).status_code == 404


def test_a_number_is_shown_for_goals_that_are_shared_and_no_others(
    seen: Review, grant: Grant, goal: Goal, alice: User, now: datetime
) -> None:
    hidden = Goal.objects.create(owner=alice, recorded_at=now, words="Mine")
    for each, level in ((goal, 1), (hidden, -2)):
        AttainmentScale.objects.create(
            id=each.pk, goal=each, owner=alice, recorded_at=now, words=["", "", "Once a week", "", ""]
        )
        Attainment.objects.create(goal=each, owner=alice, recorded_at=now, level=level)
    grant(Scope.GOALS, goal_ids=[goal.pk])
    shown = seen()
    assert shown["attained"] == {"t": 60, "goals": 1}
    assert [(row["scale"]["words"][2], row["scale"]["level"]) for row in shown["goals"]] == [
        ("Once a week", 1)
    ]


def test_who_wants_no_number_is_shown_with_none(seen: Review, grant: Grant, goal: Goal) -> None:
    grant(Scope.GOALS)
    shown = seen()
    assert (shown["attained"], shown["goals"][0]["scale"]) == (None, None)
