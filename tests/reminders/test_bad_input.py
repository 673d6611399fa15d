from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from recoveryapp.accounts.models import User
from recoveryapp.reminders.models import Occurrence, Reminder
from tests.conftest import ApiFor
from tests.reminders.body import reminder_body, reminder_url, write_reminder
from tests.reminders.conftest import NINE, Remind

FreshId = Callable[[], UUID]

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"colour": "red"}, "colour", "unknown_field"),
    ({"next_due_at": "2026-01-01T00:00:00Z", "owner": "me"}, "owner", "unknown_field"),
    ({"words": ""}, "words", "blank"),
    ({"words": "   "}, "words", "blank"),
    ({"words": None}, "words", "null"),
    ({"words": 7}, "words", "invalid"),
    ({"words": "x" * 201}, "words", "max_length"),
    ({"words": "a\x00b"}, "words", "control_characters"),
    ({"words": "a\x1bb"}, "words", "control_characters"),
    ({"weekdays": []}, "weekdays", "empty"),
    ({"weekdays": "1"}, "weekdays", "not_a_list"),
    ({"weekdays": [0]}, "weekdays.0", "min_value"),
    ({"weekdays": [1, 8]}, "weekdays.1", "max_value"),
    ({"weekdays": ["1"]}, "weekdays.0", "invalid"),
    ({"weekdays": [True]}, "weekdays.0", "invalid"),
    ({"weekdays": None}, "weekdays", "null"),
    ({"times": []}, "times", "empty"),
    ({"times": ["24:00"]}, "times.0", "invalid"),
    ({"times": ["9:00"]}, "times.0", "invalid"),
    ({"times": ["09:00:30"]}, "times.0", "invalid"),
    ({"times": ["٠٩:٠٠"]}, "times.0", "invalid"),
    ({"times": ["09:00\n"]}, "times.0", "invalid"),
    ({"times": [900]}, "times.0", "invalid"),
    ({"times": [f"{hour:02}:00" for hour in range(13)]}, "times", "max_length"),
    ({"starts_on": "tomorrow"}, "starts_on", "invalid"),
    ({"starts_on": "2026-02-30"}, "starts_on", "invalid"),
    ({"starts_on": "9999-12-31"}, "starts_on", "out_of_range"),
    ({"starts_on": "0001-01-01"}, "starts_on", "out_of_range"),
    ({"starts_on": None}, "starts_on", "null"),
    ({"paused_until": "9999-12-31"}, "paused_until", "out_of_range"),
    ({"channels": []}, "channels", "empty"),
    ({"channels": ["pigeon"]}, "channels.0", "invalid_choice"),
    ({"is_paused": "perhaps"}, "is_paused", "invalid"),
    ({"is_paused": None}, "is_paused", "null"),
    ({"quiet_from": "22:00"}, "quiet_to", "incomplete"),
    ({"quiet_to": "07:00"}, "quiet_from", "incomplete"),
    ({"quiet_from": "07:00", "quiet_to": "07:00"}, "quiet_to", "empty"),
    ({"quiet_from": "late", "quiet_to": "07:00"}, "quiet_from", "invalid"),
    ({"version": -1}, "version", "min_value"),
    ({"version": "1"}, "version", "invalid"),
    ({"recorded_at": "1999-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
    ({"recorded_at": "2999-01-01T00:00:00Z"}, "recorded_at", "out_of_range"),
]


@pytest.mark.parametrize(("changes", "field", "code"), REFUSED)
def test_what_cannot_be_meant_is_refused_and_nothing_is_stored(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, changes: dict[str, Any], field: str, code: str
) -> None:
    answer = api(alice).put(reminder_url(fresh_id()), reminder_body(now, **changes), format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["errors"][field][0]["code"] == code
    assert not Reminder.objects.exists()
    assert not Occurrence.objects.exists()


def test_a_day_or_time_given_twice_counts_once(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    body = reminder_body(now, weekdays=[3, 1, 3] * 9, times=["09:00"] * 20, channels=["in_app"] * 2)
    reminder = api(alice).put(reminder_url(fresh_id()), body, format="json").json()
    assert (reminder["weekdays"], reminder["times"], reminder["channels"]) == ([1, 3], ["09:00"], ["in_app"])


@pytest.mark.parametrize("field", ["weekdays", "times", "starts_on", "channels", "version", "recorded_at"])
def test_what_is_missing_is_named(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId, field: str
) -> None:
    body = reminder_body(now)
    del body[field]
    answer = api(alice).put(reminder_url(fresh_id()), body, format="json")
    assert answer.json()["errors"][field][0]["code"] == "required"


def test_a_refused_change_leaves_the_reminder_as_it_was(api: ApiFor, alice: User, now: datetime) -> None:
    client = api(alice)
    url = reminder_url(write_reminder(client, now))
    before = client.get(url).json()
    client.put(url, reminder_body(now, version=1, times=["10:00"], weekdays=[9]), format="json")
    assert client.get(url).json() == before


@pytest.mark.parametrize(
    "body", [{}, {"until": "soon"}, {"until": "9999-12-31"}, {"until": None, "why": "x"}]
)
def test_a_pause_that_cannot_be_meant_is_refused(
    api: ApiFor, alice: User, now: datetime, body: dict[str, Any]
) -> None:
    client = api(alice)
    write_reminder(client, now)
    assert client.post("/api/v1/reminders/pause-all/", body, format="json").status_code == 400
    assert Reminder.objects.get().version == 1


@pytest.mark.parametrize(
    "values",
    [
        {"weekdays": []},
        {"weekdays": [8]},
        {"times": []},
        {"channels": []},
        {"channels": ["pigeon"]},
        {"quiet_from": "22:00"},
    ],
)
def test_the_database_refuses_a_reminder_that_cannot_be(
    remind: Remind, alice: User, values: dict[str, Any]
) -> None:
    remind(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reminder.objects.update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "lost", "handled_at": NINE},
        {"state": "sent"},
        {"state": "skipped", "handled_at": NINE},
        {"state": "sent", "handled_at": NINE, "reason": "late"},
        {"reason": "late"},
    ],
)
def test_the_database_refuses_an_end_without_time_or_reason(
    remind: Remind, alice: User, values: dict[str, Any]
) -> None:
    remind(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Occurrence.objects.update(**values)
