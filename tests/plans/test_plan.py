from datetime import datetime, timedelta

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.plans.models import FormerPlan, WellbeingPlan
from tests.conftest import ApiFor, CountQueries
from tests.plans.body import FORMER, PLAN, WORDS, former_url, plan_body, write_plan

MINUTE = timedelta(minutes=1)


def test_a_plan_that_nobody_has_begun_is_empty(api: ApiFor, alice: User) -> None:
    shown = api(alice).get(PLAN).json()
    assert shown == {"version": 0, "recorded_at": None, **dict.fromkeys(WORDS, "")}
    assert not WellbeingPlan.objects.exists()


def test_a_plan_comes_back_as_it_was_written(api: ApiFor, alice: User, now: datetime) -> None:
    written = write_plan(api(alice), now)
    at = now.isoformat().replace("+00:00", "Z")
    assert written == {"version": 1, "recorded_at": at, **WORDS}
    assert api(alice).get(PLAN).json() == written


def test_each_change_keeps_what_stood_there_before(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    write_plan(client, now - MINUTE)
    write_plan(client, now, version=1, early_signs="I sleep by day")
    [former] = client.get(FORMER).json()["results"]
    assert former["number"] == 1
    read = client.get(former_url(former["id"])).json()
    assert {name: read[name] for name in WORDS} == WORDS
    assert client.get(PLAN).json()["early_signs"] == "I sleep by day"


def test_the_same_put_twice_changes_nothing(api: ApiFor, alice: User, now: datetime) -> None:
    answers = [api(alice).put(PLAN, plan_body(now), format="json") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert not FormerPlan.objects.exists()
    assert AuditEvent.objects.filter(noun="plans.wellbeingplan").count() == 1


def test_an_older_edit_loses_nothing_and_changes_nothing(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    stored = write_plan(client, now)
    answer = client.put(PLAN, plan_body(now, wishes="Something else"), format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "stale_version")
    assert answer.json()["current"] == stored
    assert not FormerPlan.objects.exists()


def test_two_devices_that_begin_a_plan_begin_the_same(api: ApiFor, alice: User, now: datetime) -> None:
    write_plan(api(alice), now)
    second = api(alice).put(PLAN, plan_body(now, keeping_well="Swimming"), format="json")
    assert second.status_code == 409
    assert WellbeingPlan.objects.count() == 1


def test_a_former_plan_is_erased_alone(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    for version in range(3):
        write_plan(client, now, version=version, wishes=f"Wish {version}")
    first, second = (row["id"] for row in client.get(FORMER).json()["results"])
    assert [client.delete(former_url(first)).status_code for _ in range(2)] == [204, 204]
    assert [row["id"] for row in client.get(FORMER).json()["results"]] == [second]
    assert client.get(PLAN).json()["wishes"] == "Wish 2"


def test_erasing_the_plan_erases_every_former_one(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    write_plan(client, now)
    write_plan(client, now, version=1, wishes="Other")
    assert [client.delete(PLAN).status_code for _ in range(2)] == [204, 204]
    assert client.get(PLAN).json()["version"] == 0
    assert not FormerPlan.objects.exists()


def test_an_edit_of_an_erased_plan_is_kept(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    write_plan(client, now)
    client.delete(PLAN)
    assert write_plan(client, now, version=7)["version"] == 1


def test_everybody_has_their_own(api: ApiFor, alice: User, bob: User, now: datetime) -> None:
    write_plan(api(alice), now)
    write_plan(api(alice), now, version=1, wishes="Other")
    former = FormerPlan.objects.get()
    assert api(bob).get(PLAN).json()["version"] == 0
    assert api(bob).get(FORMER).json()["results"] == []
    assert api(bob).get(former_url(former.pk)).status_code == 404
    assert api(bob).delete(former_url(former.pk)).status_code == 204
    assert api().get(PLAN).status_code == 401
    assert FormerPlan.objects.filter(pk=former.pk).exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"wishes": "x" * 3_001},
        {"wishes": 3},
        {"wishes": None},
        {"early_signs": "bell\x07"},
        {"version": -1},
        {"version": "1"},
        {"recorded_at": "1890-01-01T00:00:00Z"},
        {"more": "words"},
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(
    wrong: dict[str, object], api: ApiFor, alice: User, now: datetime
) -> None:
    answer = api(alice).put(PLAN, plan_body(now, **wrong), format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, list(wrong))
    assert not WellbeingPlan.objects.exists()


def test_no_word_stands_readable_in_the_database(api: ApiFor, alice: User, now: datetime) -> None:
    write_plan(api(alice), now)
    write_plan(api(alice), now, version=1, wishes="Other")
    with connection.cursor() as cursor:
        for table in ("plans_wellbeingplan", "plans_formerplan"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")  # noqa: S608 - two names from above
            stored = " ".join(row[0] for row in cursor.fetchall())
            plain = [word for word in WORDS.values() if word.encode().hex() in stored or word in stored]
            assert stored
            assert plain == []


@pytest.mark.parametrize("changes", [1, 3])
def test_former_plans_are_listed_in_one_statement(
    changes: int, api: ApiFor, alice: User, now: datetime, count_queries: CountQueries
) -> None:
    for version in range(changes + 1):
        write_plan(api(alice), now, version=version, wishes=f"Wish {version}")
    client = api(alice)
    with count_queries(2):
        assert len(client.get(FORMER).json()["results"]) == changes


def test_a_change_takes_as_many_statements_however_long_the_history(
    api: ApiFor, alice: User, now: datetime, count_queries: CountQueries
) -> None:
    client = api(alice)
    for version in range(4):
        write_plan(client, now, version=version, wishes=f"Wish {version}")
    with count_queries(6):
        write_plan(client, now, version=4, wishes="Wish 4")
