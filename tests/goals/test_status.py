from datetime import UTC, datetime
from itertools import permutations

import pytest
from django.db import IntegrityError

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Goal
from tests.conftest import ApiFor, CountQueries
from tests.goals.body import goal_body, goal_url, set_status, write_goal

LONG_AGO = datetime(2020, 2, 2, tzinfo=UTC)


def test_any_status_may_follow_any_other(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    for before, after in permutations(GoalStatus.values, 2):
        set_status(client, goal_id, before)
        assert set_status(client, goal_id, after)["status"] == after


def test_there_is_no_failed_state() -> None:
    assert GoalStatus.values == ["active", "on_hold", "completed", "cancelled"]


def test_each_change_is_kept_with_its_reason(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    paused = set_status(client, goal_id, "on_hold", reason="A hard month")
    opened = set_status(client, goal_id, "active")
    history = client.get(goal_url(goal_id, "history/")).json()
    assert history["results"] == [
        {"status": "active", "at": opened["status_changed_at"], "reason": ""},
        {"status": "on_hold", "at": paused["status_changed_at"], "reason": "A hard month"},
    ]
    assert opened["status_changed_at"] > paused["status_changed_at"] >= now.isoformat()


def test_asking_twice_changes_once(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    first = set_status(client, goal_id, "cancelled", reason="It no longer matters")
    assert set_status(client, goal_id, "cancelled", reason="It no longer matters") == first
    assert set_status(client, goal_id, "cancelled") == first
    assert len(client.get(goal_url(goal_id, "history/")).json()["results"]) == 1
    assert AuditEvent.objects.filter(verb="change").count() == 1


def test_another_reason_for_the_same_status_is_kept_too(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    set_status(client, goal_id, "completed")
    set_status(client, goal_id, "completed", reason="It was enough")
    history = client.get(goal_url(goal_id, "history/")).json()["results"]
    assert [change["reason"] for change in history] == ["It was enough", ""]


def test_a_change_of_status_does_not_make_the_words_stale(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    set_status(client, goal_id, "on_hold")
    answer = client.put(goal_url(goal_id), goal_body(now, version=1, words="New words"), format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, "on_hold")


def test_the_words_of_a_closed_goal_can_still_be_changed(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    set_status(client, goal_id, "completed")
    answer = client.put(goal_url(goal_id), goal_body(now, version=1, why="Because"), format="json")
    assert (answer.status_code, answer.json()["status"]) == (200, "completed")


def test_the_status_is_not_written_with_the_words(api: ApiFor, alice: User, now: datetime) -> None:
    goal_id = write_goal(api(alice), now, status="cancelled", steps=[], latest_rating=None)
    assert api(alice).get(goal_url(goal_id)).json()["status"] == "active"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "status", "required"),
        ({"status": "failed"}, "status", "invalid_choice"),
        ({"status": None}, "status", "null"),
        ({"status": ["active"]}, "status", "invalid_choice"),
        ({"status": "on_hold", "until": "May"}, "until", "unknown_field"),
        ({"status": "on_hold", "reason": "x" * 2_001}, "reason", "max_length"),
        ({"status": "on_hold", "reason": "a\x00"}, "reason", "control_characters"),
        ({"status": "on_hold", "reason": 3}, "reason", "invalid"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_changes(
    api: ApiFor, alice: User, now: datetime, body: dict[str, object], field: str, code: str
) -> None:
    goal_id = write_goal(api(alice), now)
    answer = api(alice).post(goal_url(goal_id, "status/"), body, format="json")
    assert (answer.status_code, answer.json()["errors"][field][0]["code"]) == (400, code)
    assert Goal.objects.get().status == "active"
    assert not Goal.objects.get().status_changes.exists()


def test_another_persons_history_does_not_exist(api: ApiFor, alice: User, bob: User, now: datetime) -> None:
    goal_id = write_goal(api(alice), now)
    set_status(api(alice), goal_id, "on_hold")
    assert api(bob).get(goal_url(goal_id, "history/")).status_code == 404
    assert api().get(goal_url(goal_id, "history/")).status_code == 401


@pytest.mark.parametrize("changes", [1, 3])
def test_the_history_takes_four_statements_however_long(
    api: ApiFor, alice: User, now: datetime, changes: int, count_queries: CountQueries
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    for status in ["on_hold", "active", "completed"][:changes]:
        set_status(client, goal_id, status)
    with count_queries(3):  # session with person, goal, changes
        history = client.get(goal_url(goal_id, "history/")).json()["results"]
    assert len(history) == changes


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "failed", "status_changed_at": LONG_AGO}, "goal_status_known"),
        ({"status": "on_hold", "status_changed_at": None}, "goal_left_active_at_a_time"),
        ({"importance": 11}, "goal_importance_0_to_10"),
        ({"confidence": 11}, "goal_confidence_0_to_10"),
    ],
)
def test_the_database_holds_the_rules_too(
    alice: User, now: datetime, change: dict[str, object], constraint: str
) -> None:
    Goal.objects.create(owner=alice, recorded_at=now)
    with pytest.raises(IntegrityError, match=constraint):
        Goal.objects.update(**change)
