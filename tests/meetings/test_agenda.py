"""What the person ticks is shown as one line: as it stands now, and nothing beside it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.consent.scopes import CHECK_INS
from recoveryapp.goals.models import Goal, GoalStep
from recoveryapp.journal.models import Entry
from recoveryapp.meetings.models import AgendaLine, Meeting
from recoveryapp.outcomes.models import CheckIn, Milestone
from tests.conftest import ApiFor, CountQueries
from tests.meetings.conftest import Ask, url


@pytest.fixture
def meeting(ask: Ask, pat: User) -> Meeting:
    return ask(by=pat)


@pytest.fixture
def goal(alice: User, now: datetime) -> Goal:
    return Goal.objects.create(owner=alice, recorded_at=now, words="Swim again", why="canary-why")


@pytest.fixture
def check_in(alice: User, now: datetime) -> CheckIn:
    said = {"helped": "A walk", "hindered": "canary-hindered", "words": "canary-words"}
    return CheckIn.objects.create(owner=alice, recorded_at=now, social="some", **said)


@pytest.fixture
def entry(alice: User, now: datetime) -> Entry:
    return Entry.objects.create(owner=alice, recorded_at=now, words="Rain all day", tags=["canary-tag"])


def whole(client: APIClient, meeting: Meeting) -> Any:
    return client.get(f"/api/v1/assignments/{meeting.assignment_id}/meetings/{meeting.pk}/")


@pytest.fixture
def step(goal: Goal, alice: User, now: datetime) -> GoalStep:
    return GoalStep.objects.create(owner=alice, goal=goal, recorded_at=now, words="Buy trunks", position=0)


@pytest.fixture
def milestone(alice: User, now: datetime) -> Milestone:
    return Milestone.objects.create(owner=alice, recorded_at=now, happened_on=now.date(), text="Moved")


def words_of(client: APIClient, meeting: Meeting) -> list[str]:
    return [line["words"] for line in whole(client, meeting).json()["agenda"]]


def tick(client: APIClient, meeting: Meeting, kind: str, **line: Any) -> Any:
    rest = f"meetings/{meeting.pk}/agenda/{new_id()}/"
    body = {"kind": kind, "position": AgendaLine.objects.count(), **line}
    return client.put(f"/api/v1/assignments/{meeting.assignment_id}/{rest}", body, format="json")


def test_each_line_shows_its_one_text_and_nothing_else_of_the_record(
    api: ApiFor,
    meeting: Meeting,
    goal: Goal,
    milestone: Milestone,
    check_in: CheckIn,
    entry: Entry,
    alice: User,
    pat: User,
) -> None:
    tick(api(alice), meeting, "own_words", words="The letter")
    record = {"goal": goal, "milestone": milestone, "helped": check_in, "entry": entry}
    for kind, row in record.items():
        assert tick(api(alice), meeting, kind, about_id=str(row.pk)).status_code == 201
    expected = ["The letter", "Swim again", "Moved", "A walk", "Rain all day"]
    for reader in (alice, pat):
        answer = whole(api(reader), meeting)
        assert [line["words"] for line in answer.json()["agenda"]] == expected
        assert "canary" not in answer.content.decode()


def test_a_step_is_shown_without_its_goal_and_words_of_a_check_in_without_the_rest(
    api: ApiFor, meeting: Meeting, step: GoalStep, alice: User, pat: User, now: datetime
) -> None:
    beside = {"helped": "canary-helped", "hindered": "canary-hindered"}
    said = CheckIn.objects.create(owner=alice, recorded_at=now, words="Slept badly", social="some", **beside)
    for kind, row in {"step": step, "said": said}.items():
        assert tick(api(alice), meeting, kind, about_id=str(row.pk)).status_code == 201
    answer = whole(api(pat), meeting)
    assert [line["words"] for line in answer.json()["agenda"]] == ["Buy trunks", "Slept badly"]
    assert "canary" not in answer.content.decode()
    assert "Swim again" not in answer.content.decode()
    (line,) = AuditEvent.objects.filter(verb="read")
    assert line.scopes == ["goals", *CHECK_INS.values()]


def test_the_log_says_what_kinds_were_shown(
    api: ApiFor, meeting: Meeting, goal: Goal, entry: Entry, alice: User, pat: User
) -> None:
    tick(api(alice), meeting, "goal", about_id=str(goal.pk))
    tick(api(alice), meeting, "entry", about_id=str(entry.pk))
    whole(api(pat), meeting)
    (line,) = AuditEvent.objects.filter(verb="read")
    assert (line.actor_id, line.owner_id, line.scopes) == (pat.pk, alice.pk, ["goals", "journal"])


def test_a_line_changes_with_what_it_stands_for_and_ends_with_it(
    api: ApiFor, meeting: Meeting, goal: Goal, alice: User, pat: User
) -> None:
    tick(api(alice), meeting, "goal", about_id=str(goal.pk))
    goal.words = "Swim on Sundays"
    goal.save()
    assert words_of(api(pat), meeting) == ["Swim on Sundays"]
    goal.delete()
    assert words_of(api(pat), meeting) == words_of(api(alice), meeting) == []


def test_never_share_beats_a_tick_before_and_after(
    api: ApiFor, meeting: Meeting, entry: Entry, alice: User, pat: User
) -> None:
    tick(api(alice), meeting, "entry", about_id=str(entry.pk))
    assert words_of(api(pat), meeting) == ["Rain all day"]
    Entry.objects.filter(pk=entry.pk).update(is_never_shared=True)
    assert words_of(api(pat), meeting) == []
    (own,) = whole(api(alice), meeting).json()["agenda"]
    assert (own["words"], own["is_seen"]) == ("Rain all day", False)
    AgendaLine.objects.all().delete()
    refused = tick(api(alice), meeting, "entry", about_id=str(entry.pk))
    assert (refused.status_code, refused.json()["code"]) == (409, "never_shared")


def test_nothing_is_seen_while_everything_is_paused(
    api: ApiFor, meeting: Meeting, goal: Goal, alice: User, pat: User, now: datetime
) -> None:
    tick(api(alice), meeting, "own_words", words="The letter")
    tick(api(alice), meeting, "goal", about_id=str(goal.pk))
    User.objects.filter(pk=alice.pk).update(everything_paused_at=now)
    assert words_of(api(pat), meeting) == []
    assert len(words_of(api(alice), meeting)) == 2


def test_what_is_not_ones_own_cannot_be_ticked(
    api: ApiFor, meeting: Meeting, alice: User, bob: User, now: datetime
) -> None:
    theirs = Goal.objects.create(owner=bob, recorded_at=now, words="Bob's")
    assert tick(api(alice), meeting, "goal", about_id=str(theirs.pk)).status_code == 404
    assert not AgendaLine.objects.exists()


def test_the_agenda_is_written_by_the_person_alone(
    api: ApiFor, meeting: Meeting, goal: Goal, alice: User, pat: User
) -> None:
    assert tick(api(pat), meeting, "own_words", words="Mine").status_code == 404
    assert tick(api(pat), meeting, "goal", about_id=str(goal.pk)).status_code == 404
    assert not AgendaLine.objects.exists()


def test_the_same_thing_ticked_on_two_phones_is_one_line(
    api: ApiFor, meeting: Meeting, goal: Goal, alice: User
) -> None:
    codes = [
        tick(api(alice), meeting, "goal", about_id=str(goal.pk), position=1).status_code for _ in range(2)
    ]
    assert codes == [201, 200]
    assert words_of(api(alice), meeting) == ["Swim again"]


def test_a_line_is_taken_away(api: ApiFor, meeting: Meeting, alice: User, pat: User) -> None:
    tick(api(alice), meeting, "own_words", words="The letter")
    line = AgendaLine.objects.get()
    address = url(meeting.assignment, f"meetings/{meeting.pk}/agenda/{line.pk}/")
    assert api(pat).delete(address).status_code == 204
    assert words_of(api(pat), meeting) == ["The letter"]
    assert api(alice).delete(address).status_code == 204
    assert words_of(api(pat), meeting) == []


@pytest.mark.parametrize(
    "line",
    [
        {"kind": "own_words"},
        {"kind": "own_words", "words": " "},
        {"kind": "goal"},
        {"kind": "goal", "words": "Swim"},
        {"kind": "wellbeing_plan", "words": ""},
        {"kind": "own_words", "words": "x" * 501},
    ],
)
def test_a_line_is_own_words_or_one_thing(
    line: dict[str, Any], api: ApiFor, meeting: Meeting, alice: User
) -> None:
    assert tick(api(alice), meeting, **line).status_code == 400


def test_what_is_offered_is_what_would_be_shown(
    api: ApiFor,
    step: GoalStep,
    milestone: Milestone,
    check_in: CheckIn,
    entry: Entry,
    alice: User,
    bob: User,
    now: datetime,
) -> None:
    done = {"goal_id": step.goal_id, "position": 1, "done_at": now}
    GoalStep.objects.create(owner=alice, recorded_at=now, words="Found the pool", **done)
    Entry.objects.create(owner=alice, recorded_at=now, words="Secret", is_never_shared=True)
    offered = api(alice).get("/api/v1/agenda/tickable/").json()["lines"]
    said = [(line["kind"], line["words"]) for line in offered]
    assert said == [
        ("goal", "Swim again"),
        ("step", "Buy trunks"),
        ("milestone", "Moved"),
        ("said", "canary-words"),
        ("helped", "A walk"),
        ("in_the_way", "canary-hindered"),
        ("entry", "Rain all day"),
    ]
    assert api(bob).get("/api/v1/agenda/tickable/").json()["lines"] == []


def test_what_was_said_on_many_days_is_offered_once_as_it_was_said_last(
    api: ApiFor, alice: User, now: datetime
) -> None:
    days = [
        CheckIn.objects.create(owner=alice, recorded_at=now - timedelta(days=n), helped="A walk")
        for n in range(3)
    ]
    (line,) = api(alice).get("/api/v1/agenda/tickable/").json()["lines"]
    assert line["about_id"] == str(days[0].pk)


def test_a_long_page_is_its_beginning(
    api: ApiFor, meeting: Meeting, alice: User, pat: User, now: datetime
) -> None:
    page = Entry.objects.create(owner=alice, recorded_at=now, words=f"{'a' * 180}canary")
    tick(api(alice), meeting, "entry", about_id=str(page.pk))
    (shown,) = words_of(api(pat), meeting)
    assert shown == f"{'a' * 180}…"


def test_a_meeting_takes_the_same_statements_however_long_its_agenda(
    api: ApiFor,
    meeting: Meeting,
    together: Assignment,
    alice: User,
    pat: User,
    now: datetime,
    count_queries: CountQueries,
) -> None:
    goals = [Goal.objects.create(owner=alice, recorded_at=now, words=f"Goal {n}") for n in range(3)]
    tick(api(alice), meeting, "goal", about_id=str(goals[0].pk))
    client = api(pat)
    whole(client, meeting)
    with count_queries(8):
        whole(client, meeting)
    for goal in goals[1:]:
        tick(api(alice), meeting, "goal", about_id=str(goal.pk))
    with count_queries(8):
        assert len(words_of(client, meeting)) == 3
