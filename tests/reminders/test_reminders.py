from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders.actions import MOST_REMINDERS
from recoveryapp.reminders.models import Notice, Occurrence, Reminder
from tests.conftest import ApiFor, CountQueries
from tests.reminders.body import reminder_body, reminder_url, write_reminder
from tests.reminders.conftest import NINE, Remind, Tick

FreshId = Callable[[], UUID]


def test_a_reminder_comes_back_as_it_was_written_with_its_next_time(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    body = reminder_body(now, times=["18:30", "09:00"], weekdays=[5, 1], quiet_from="22:00", quiet_to="07:00")
    answer = api(alice).put(reminder_url(fresh_id()), body, format="json")
    reminder = answer.json()
    assert answer.status_code == 201
    assert reminder == {
        **body,
        "id": reminder["id"],
        "version": 1,
        "recorded_at": now.isoformat().replace("+00:00", "Z"),
        "times": ["09:00", "18:30"],
        "weekdays": [1, 5],
        "kind": "weekly",
        "every_weeks": 1,
        "lead_minutes": 0,
        "after_hours": None,
        "after_days": None,
        "is_around": False,
        "is_paused": False,
        "paused_until": None,
        "snoozed_until": None,
        "next_due_at": reminder["next_due_at"],
    }
    assert datetime.fromisoformat(reminder["next_due_at"]) > now
    assert api(alice).get(reminder_url(reminder["id"])).json() == reminder


def test_without_words_it_says_reminder(api: ApiFor, alice: User, now: datetime, fresh_id: FreshId) -> None:
    body = reminder_body(now)
    del body["words"]
    assert api(alice).put(reminder_url(fresh_id()), body, format="json").json()["words"] == "Reminder"


def test_the_same_put_twice_changes_nothing(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    url, body = reminder_url(fresh_id()), reminder_body(now)
    first = api(alice).put(url, body, format="json")
    second = api(alice).put(url, body, format="json")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert Occurrence.objects.count() == 1
    assert [event.verb for event in AuditEvent.objects.all()] == ["create"]


def test_an_older_device_loses_nothing_and_overwrites_nothing(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    url = reminder_url(write_reminder(client, now))
    client.put(url, reminder_body(now, version=1, times=["10:00"]), format="json")
    stale = client.put(url, reminder_body(now, version=1, times=["11:00"]), format="json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale_version")
    assert stale.json()["current"] == client.get(url).json()
    assert stale.json()["current"]["times"] == ["10:00"]


def test_a_deleted_reminder_is_gone_with_its_plan_and_comes_back_by_putting_it_again(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    url = reminder_url(write_reminder(client, now))
    assert [client.delete(url).status_code for _ in range(2)] == [204, 204]
    assert client.get(url).status_code == 404
    assert Occurrence.objects.count() == 0
    assert client.put(url, reminder_body(now), format="json").status_code == 201
    assert Occurrence.objects.count() == 1


def test_each_change_is_written_down_without_the_words(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = reminder_url(write_reminder(client, now))
    client.put(url, reminder_body(now, version=1, words="Tea"), format="json")
    client.delete(url)
    events = AuditEvent.objects.order_by("id").values_list("verb", "noun", "owner_id", "actor_id")
    assert list(events) == [
        (verb, "reminders.reminder", alice.pk, alice.pk) for verb in ("create", "change", "delete")
    ]


def test_the_words_are_encrypted_at_rest(api: ApiFor, alice: User, now: datetime) -> None:
    write_reminder(api(alice), now, words="canary")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM reminders_reminder")
        (stored,) = cursor.fetchone()
    assert len(bytes(stored)) > len(b"canary")
    assert b"canary" not in bytes(stored)


def test_no_row_shows_its_words_when_printed(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice, words="canary")
    tick(NINE)
    for model in (Reminder, Occurrence, Notice, Delivery):
        assert all("canary" not in str(row) for row in model.objects.all())


def test_pausing_all_holds_every_reminder_and_resuming_plans_them_again(
    api: ApiFor, alice: User, bob: User, now: datetime
) -> None:
    client = api(alice)
    for _ in range(2):
        write_reminder(client, now)
    write_reminder(api(bob), now)
    paused = client.post("/api/v1/reminders/pause-all/", {"until": None}, format="json").json()["results"]
    assert [(r["is_paused"], r["next_due_at"], r["version"]) for r in paused] == [(True, None, 2)] * 2
    resumed = client.post("/api/v1/reminders/resume-all/").json()["results"]
    assert [(r["is_paused"], r["version"]) for r in resumed] == [(False, 3)] * 2
    assert all(r["next_due_at"] for r in resumed)
    assert api(bob).get("/api/v1/reminders/").json()["results"][0]["version"] == 1


def test_pausing_all_until_a_date_plans_that_date_and_leaves_a_longer_pause(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    in_three_days, in_nine_days = (now.date() + timedelta(days=days) for days in (3, 9))
    write_reminder(client, now)
    write_reminder(client, now, paused_until=in_nine_days.isoformat())
    body = {"until": in_three_days.isoformat()}
    answers = [client.post("/api/v1/reminders/pause-all/", body, format="json") for _ in range(2)]
    found = {r["paused_until"]: r for r in answers[1].json()["results"]}
    assert answers[0].json() == answers[1].json()
    assert sorted(found) == [in_three_days.isoformat(), in_nine_days.isoformat()]
    assert found[in_three_days.isoformat()]["next_due_at"].startswith(in_three_days.isoformat())


def test_there_is_an_end_to_the_number_of_reminders(
    api: ApiFor, remind: Remind, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    for _ in range(MOST_REMINDERS):
        remind(alice)
    client = api(alice)
    answer = client.put(reminder_url(fresh_id()), reminder_body(now), format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_reminders")
    assert Reminder.objects.count() == Occurrence.objects.count() == MOST_REMINDERS
    page = client.get("/api/v1/reminders/").json()
    assert (len(page["results"]), page["next"]) == (MOST_REMINDERS, None)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_three_statements_however_long(
    api: ApiFor, alice: User, now: datetime, count: int, count_queries: CountQueries
) -> None:
    client = api(alice)
    written = [write_reminder(client, now + timedelta(seconds=second)) for second in range(count)]
    with count_queries(2):  # session with person, reminders with what is planned
        reminders = client.get("/api/v1/reminders/").json()["results"]
    assert [r["id"] for r in reminders] == written[::-1]
    assert all(r["next_due_at"] for r in reminders)


def test_writing_a_reminder_takes_eight_statements(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, count_queries: CountQueries
) -> None:
    client = api(alice)
    write_reminder(client, now)
    with count_queries(8):  # session with person; reminder made, counted, audited; plan found, made, read
        client.put(reminder_url(fresh_id()), reminder_body(now), format="json")


def test_another_person_finds_nothing(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    hers, nobodys = reminder_url(write_reminder(api(alice), now)), reminder_url(fresh_id())
    client = api(bob)
    assert client.get(hers).content == client.get(nobodys).content
    assert client.get(hers).status_code == 404
    assert client.get("/api/v1/reminders/").json()["results"] == []
    taken = client.put(hers, reminder_body(now, words="Mine now"), format="json")
    assert taken.status_code == 404
    assert client.delete(hers).status_code == 204
    assert api(alice).get(hers).json()["words"] == "Kettle"


@pytest.mark.parametrize("role", ["pat", "cleo", "max_"])
def test_no_practitioner_or_manager_sees_a_reminder(
    api: ApiFor, alice: User, now: datetime, role: str, request: pytest.FixtureRequest
) -> None:
    url = reminder_url(write_reminder(api(alice), now))
    assert api(request.getfixturevalue(role)).get(url).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "reminders/"),
        ("get", "reminders/0192d7e4-0000-7000-8000-000000000001/"),
        ("put", "reminders/0192d7e4-0000-7000-8000-000000000001/"),
        ("delete", "reminders/0192d7e4-0000-7000-8000-000000000001/"),
        ("post", "reminders/pause-all/"),
        ("post", "reminders/resume-all/"),
        ("get", "reminders/occurrences/"),
        ("get", "notices/"),
        ("post", "notices/0192d7e4-0000-7000-8000-000000000001/read/"),
    ],
)
def test_a_stranger_is_asked_to_sign_in(api: ApiFor, db: None, method: str, path: str) -> None:
    answer = getattr(api(), method)(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
