from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.goals import actions
from recoveryapp.goals.models import GoalStep
from tests.conftest import ApiFor, CountQueries
from tests.goals.body import goal_url, set_status, step_body, write_goal, write_step

FreshId = Callable[[], UUID]


def test_steps_stand_in_the_persons_order(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    later = write_step(client, goal_id, words="Go once", position=5)
    first = write_step(client, goal_id, words="Find out when", position=1)
    assert client.get(goal_url(goal_id)).json()["steps"] == [
        {"id": first, "words": "Find out when", "position": 1, "done_at": None},
        {"id": later, "words": "Go once", "position": 5, "done_at": None},
    ]


def test_a_step_is_ticked_and_unticked(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    url = goal_url(goal_id, f"steps/{write_step(client, goal_id)}/")
    done = client.put(url, step_body(done_at=now.isoformat()), format="json")
    assert (done.status_code, done.json()["done_at"]) == (200, now.isoformat().replace("+00:00", "Z"))
    assert client.put(url, step_body(), format="json").json()["done_at"] is None


def test_the_same_step_twice_is_written_once(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    client = api(alice)
    url = goal_url(write_goal(client, now), f"steps/{fresh_id()}/")
    answers = [client.put(url, step_body(), format="json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert AuditEvent.objects.filter(noun="goals.goalstep").count() == 1


def test_a_step_goes_and_may_be_asked_to_go_again(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    url = goal_url(goal_id, f"steps/{write_step(client, goal_id)}/")
    assert [client.delete(url).status_code for _ in range(2)] == [204, 204]
    assert client.get(goal_url(goal_id)).json()["steps"] == []
    assert list(AuditEvent.objects.filter(noun="goals.goalstep").values_list("verb", flat=True)) == [
        "create",
        "delete",
    ]


def test_a_step_stays_with_its_goal(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    step_id = write_step(client, write_goal(client, now))
    other = goal_url(write_goal(client, now), f"steps/{step_id}/")
    refused = client.put(other, step_body(words="Moved"), format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "id_taken")
    assert client.delete(other).status_code == 204
    assert GoalStep.objects.get().words == step_body()["words"]


@pytest.mark.parametrize("status", ["completed", "cancelled"])
def test_a_closed_goal_keeps_its_steps_as_they_are_until_it_is_opened_again(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, status: str
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    kept = goal_url(goal_id, f"steps/{write_step(client, goal_id)}/")
    set_status(client, goal_id, status)
    refused = [
        client.put(kept, step_body(words="Other words"), format="json"),
        client.put(goal_url(goal_id, f"steps/{fresh_id()}/"), step_body(), format="json"),
        client.delete(kept),
    ]
    assert [(r.status_code, r.json()["code"]) for r in refused] == [(409, "goal_closed")] * 3
    assert client.put(kept, step_body(), format="json").status_code == 200
    assert GoalStep.objects.get().words == step_body()["words"]
    set_status(client, goal_id, "active")
    assert client.put(kept, step_body(words="Other words"), format="json").status_code == 200


def test_a_paused_goal_takes_new_steps(api: ApiFor, alice: User, now: datetime) -> None:
    goal_id = write_goal(api(alice), now)
    set_status(api(alice), goal_id, "on_hold")
    write_step(api(alice), goal_id)


def test_a_goal_holds_two_hundred_steps(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert actions.MOST_STEPS == 200
    monkeypatch.setattr(actions, "MOST_STEPS", 2)
    client = api(alice)
    goal_id = write_goal(client, now)
    last = [write_step(client, goal_id) for _ in range(2)][-1]
    refused = client.put(goal_url(goal_id, f"steps/{fresh_id()}/"), step_body(), format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_steps")
    changed = client.put(goal_url(goal_id, f"steps/{last}/"), step_body(position=7), format="json")
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"shoe": 1}, "shoe", "unknown_field"),
        ({"words": ""}, "words", "blank"),
        ({"words": "x" * 501}, "words", "max_length"),
        ({"words": "a\x07b"}, "words", "control_characters"),
        ({"position": -1}, "position", "min_value"),
        ({"position": 1_000}, "position", "max_value"),
        ({"position": "1"}, "position", "invalid"),
        ({"done_at": "soon"}, "done_at", "invalid"),
        ({"done_at": "2999-01-01T00:00:00Z"}, "done_at", "out_of_range"),
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
    client = api(alice)
    url = goal_url(write_goal(client, now), f"steps/{fresh_id()}/")
    answer = client.put(url, step_body(**change), format="json")
    assert (answer.status_code, answer.json()["errors"][field][0]["code"]) == (400, code)
    assert not GoalStep.objects.exists()


def test_to_another_person_neither_the_goal_nor_the_step_exists(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    goal_id = write_goal(api(alice), now)
    step_id = write_step(api(alice), goal_id)
    bobs = write_goal(api(bob), now)
    on_hers = api(bob).put(goal_url(goal_id, f"steps/{fresh_id()}/"), step_body(), format="json")
    on_nothing = api(bob).put(goal_url(fresh_id(), f"steps/{fresh_id()}/"), step_body(), format="json")
    her_step_on_his = api(bob).put(goal_url(bobs, f"steps/{step_id}/"), step_body(), format="json")
    assert {r.status_code for r in (on_hers, on_nothing, her_step_on_his)} == {404}
    assert on_hers.content == on_nothing.content == her_step_on_his.content
    assert api(bob).delete(goal_url(goal_id, f"steps/{step_id}/")).status_code == 204
    assert GoalStep.objects.get().owner == alice


@pytest.mark.parametrize("others", [1, 3])
def test_a_new_step_takes_seven_statements_however_many_there_are(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, others: int, count_queries: CountQueries
) -> None:
    client = api(alice)
    goal_id = write_goal(client, now)
    for _ in range(others):
        write_step(client, goal_id)
    with count_queries(6):  # session with person, goal locked, id looked up, steps counted, step, audit line
        client.put(goal_url(goal_id, f"steps/{fresh_id()}/"), step_body(), format="json")


def test_steps_are_dated_by_when_they_were_added(api: ApiFor, alice: User, now: datetime) -> None:
    write_step(api(alice), write_goal(api(alice), now - timedelta(days=30)))
    assert GoalStep.objects.get().recorded_at >= now
