from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.goals.models import Goal
from tests.conftest import ApiFor, CountQueries
from tests.goals.body import full_goal_body, goal_body, goal_url, rate, set_status, write_goal, write_step

FreshId = Callable[[], UUID]


def test_a_goal_comes_back_as_it_was_written(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    goal_id = fresh_id()
    answer = api(alice).put(goal_url(goal_id), full_goal_body(now), format="json")
    assert answer.status_code == 201
    at = now.isoformat().replace("+00:00", "Z")
    assert answer.json() == {
        **full_goal_body(now),
        "id": str(goal_id),
        "version": 1,
        "recorded_at": at,
        "status": "active",
        "status_changed_at": at,
        "latest_rating": None,
        "steps": [],
    }
    assert api(alice).get(goal_url(goal_id)).json() == answer.json()


def test_a_goal_needs_only_its_words(api: ApiFor, alice: User, now: datetime) -> None:
    goal = api(alice).get(goal_url(write_goal(api(alice), now))).json()
    assert (goal["why"], goal["domains"], goal["barriers"], goal["importance"]) == ("", [], [], None)


def test_the_same_put_twice_changes_nothing(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    url, body = goal_url(fresh_id()), full_goal_body(now)
    first = api(alice).put(url, body, format="json")
    second = api(alice).put(url, body, format="json")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert [event.verb for event in AuditEvent.objects.all()] == ["create"]


def test_a_change_counts_up_and_is_written_down_without_the_words(
    api: ApiFor, alice: User, now: datetime
) -> None:
    goal_id = write_goal(api(alice), now)
    changed = api(alice).put(goal_url(goal_id), goal_body(now, version=1, words="Rest more"), format="json")
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    events = AuditEvent.objects.order_by("id").values_list("verb", "noun", "owner_id", "actor_id")
    assert list(events) == [
        ("create", "goals.goal", alice.pk, alice.pk),
        ("change", "goals.goal", alice.pk, alice.pk),
    ]


def test_an_older_device_loses_nothing_and_overwrites_nothing(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    step_id = write_step(client, goal_id)
    client.put(goal_url(goal_id), goal_body(now, version=1, words="From the phone"), format="json")
    stale = client.put(goal_url(goal_id), goal_body(now, version=1, words="From the tablet"), format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert stale.json()["current"]["words"] == "From the phone"
    assert [step["id"] for step in stale.json()["current"]["steps"]] == [step_id]
    assert client.get(goal_url(goal_id)).json()["words"] == "From the phone"


def test_a_change_of_words_answers_with_steps_and_latest_rating(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    write_step(client, goal_id)
    rate(client, goal_id, now, 6)
    goal = client.put(goal_url(goal_id), goal_body(now, version=1, words="New words"), format="json").json()
    assert len(goal["steps"]) == 1
    assert goal["latest_rating"]["value"] == 6
    assert goal == client.get(goal_url(goal_id)).json()


def test_deleting_takes_steps_ratings_and_history_along_and_may_be_asked_twice(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    write_step(client, goal_id)
    rate(client, goal_id, now)
    set_status(client, goal_id, "on_hold")
    assert client.delete(goal_url(goal_id)).status_code == 204
    assert client.delete(goal_url(goal_id)).status_code == 204
    assert client.get(goal_url(goal_id)).status_code == 404
    assert AuditEvent.objects.filter(verb="delete").count() == 1


def test_a_deleted_goal_comes_back_by_putting_it_again(api: ApiFor, alice: User, now: datetime) -> None:
    goal_id = write_goal(api(alice), now)
    api(alice).delete(goal_url(goal_id))
    again = api(alice).put(goal_url(goal_id), goal_body(now), format="json")
    assert (again.status_code, again.json()["version"]) == (201, 1)


def test_active_goals_come_first_then_the_newest(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    old = write_goal(client, now - timedelta(days=9))
    reached = write_goal(client, now - timedelta(days=2))
    new = write_goal(client, now - timedelta(days=1))
    paused = write_goal(client, now)
    set_status(client, reached, "completed")
    set_status(client, paused, "on_hold")
    goals = client.get("/api/v1/goals/").json()["results"]
    assert [goal["id"] for goal in goals] == [new, old, paused, reached]


def test_every_goal_is_met_once_on_the_way_through_the_pages(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    written = [write_goal(client, now - timedelta(days=day)) for day in range(7)]
    for goal_id in written[1::2]:
        set_status(client, goal_id, "cancelled")
    url, met = "/api/v1/goals/?page_size=2", []
    while url:
        page = client.get(url).json()
        met += [goal["id"] for goal in page["results"]]
        url = page["next"]
    assert met == written[0::2] + written[1::2]


@pytest.mark.parametrize("status", ["active", "on_hold", "completed", "cancelled"])
def test_the_list_can_be_narrowed_to_a_status(api: ApiFor, alice: User, now: datetime, status: str) -> None:
    client = api(alice)
    goals = {name: write_goal(client, now) for name in ["active", "on_hold", "completed", "cancelled"]}
    for name, goal_id in goals.items():
        set_status(client, goal_id, name)
    found = client.get(f"/api/v1/goals/?status={status}").json()["results"]
    assert [goal["id"] for goal in found] == [goals[status]]


def test_an_unknown_status_to_narrow_by_is_refused(api: ApiFor, alice: User) -> None:
    answer = api(alice).get("/api/v1/goals/?status=failed")
    assert (answer.status_code, answer.json()["errors"]["status"][0]["code"]) == (400, "invalid_choice")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_five_statements_however_long(
    api: ApiFor, alice: User, now: datetime, count: int, count_queries: CountQueries
) -> None:
    client = api(alice)
    for _ in range(count):
        goal_id = write_goal(client, now)
        for position in range(count):
            write_step(client, goal_id, position=position)
            rate(client, goal_id, now - timedelta(days=position), value=position)
    with count_queries(4):  # session with person, goals, steps, newest ratings
        goals = client.get("/api/v1/goals/").json()["results"]
    assert [len(goal["steps"]) for goal in goals] == [count] * count
    assert [goal["latest_rating"]["value"] for goal in goals] == [0] * count


def test_writing_a_goal_again_takes_as_many_statements_as_the_first_time(
    api: ApiFor, alice: User, now: datetime, count_queries: CountQueries
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    with count_queries(5):  # session with person, not inserted, goal locked, steps, newest rating
        client.put(goal_url(goal_id), goal_body(now), format="json")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"shoe": 1}, "shoe", "unknown_field"),
        ({"words": ""}, "words", "blank"),
        ({"words": "  \n "}, "words", "blank"),
        ({"words": None}, "words", "null"),
        ({"words": 7}, "words", "invalid"),
        ({"words": "x" * 501}, "words", "max_length"),
        ({"words": "a\x00b"}, "words", "control_characters"),
        ({"words": "a\x1bb"}, "words", "control_characters"),
        ({"why": "x" * 2_001}, "why", "max_length"),
        ({"own_barrier": "x" * 501}, "own_barrier", "max_length"),
        ({"domains": "social"}, "domains", "not_a_list"),
        ({"domains": ["weather"]}, "domains", "unknown_code"),
        ({"areas": ["social"]}, "areas", "unknown_code"),
        ({"barriers": ["laziness"]}, "barriers", "unknown_code"),
        ({"importance": 11}, "importance", "max_value"),
        ({"importance": -1}, "importance", "min_value"),
        ({"importance": "8"}, "importance", "invalid"),
        ({"importance": True}, "importance", "invalid"),
        ({"confidence": 2.5}, "confidence", "invalid"),
        ({"version": None}, "version", "null"),
        ({"version": -1}, "version", "min_value"),
        ({"recorded_at": "yesterday"}, "recorded_at", "invalid"),
        ({"recorded_at": "1970-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
        ({"recorded_at": "2999-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(
    api: ApiFor,
    alice: User,
    now: datetime,
    fresh_id: FreshId,
    change: dict[str, object],
    field: str,
    code: str,
) -> None:
    answer = api(alice).put(goal_url(fresh_id()), {**full_goal_body(now), **change}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["errors"][field][0]["code"] == code
    assert not Goal.objects.exists()
    assert not AuditEvent.objects.exists()


def test_to_another_person_a_goal_does_not_exist(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    goal_id = write_goal(api(alice), now)
    read, nothing = (api(bob).get(goal_url(i)) for i in (goal_id, fresh_id()))
    assert (read.status_code, read.content) == (404, nothing.content)
    assert api(bob).put(goal_url(goal_id), goal_body(now), format="json").status_code == 404
    assert api(bob).post(goal_url(goal_id, "status/"), {"status": "on_hold"}).status_code == 415
    refused = api(bob).post(goal_url(goal_id, "status/"), {"status": "on_hold"}, format="json")
    assert (refused.status_code, refused.content) == (404, nothing.content)
    api(bob).delete(goal_url(goal_id))
    assert api(bob).get("/api/v1/goals/").json()["results"] == []
    assert api(alice).get(goal_url(goal_id)).json()["version"] == 1


def test_a_stranger_is_asked_to_sign_in(api: ApiFor, alice: User, now: datetime) -> None:
    goal_id = write_goal(api(alice), now)
    assert [api().get(url).status_code for url in ("/api/v1/goals/", goal_url(goal_id))] == [401, 401]
    assert api().delete(goal_url(goal_id)).status_code == 401
    assert Goal.objects.count() == 1


def test_no_word_of_a_goal_lies_readable_in_the_database(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now, words="canary words", why="canary why", own_barrier="canary barrier")
    write_step(client, goal_id, words="canary step")
    rate(client, goal_id, now, note="canary note")
    set_status(client, goal_id, "on_hold", reason="canary reason")
    with connection.cursor() as cursor:
        for table in ("goal", "goalstep", "goalrating", "goalstatuschange"):
            cursor.execute(f"SELECT row_to_json(r)::text, r::text FROM goals_{table} r")  # noqa: S608
            assert "canary" not in str(cursor.fetchall()).lower()
            cursor.execute(f"SELECT count(*) FROM goals_{table} r WHERE r::text LIKE %s", [hex_of("canary")])  # noqa: S608
            assert cursor.fetchone() == (0,)


def hex_of(text: str) -> str:
    """As PostgreSQL prints bytes."""
    return f"%{text.encode().hex()}%"
