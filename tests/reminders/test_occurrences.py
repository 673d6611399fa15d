from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.reminders.models import Occurrence
from tests.conftest import ApiFor, CountQueries
from tests.reminders.conftest import Remind, Tick

URL = "/api/v1/reminders/occurrences/"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def occurrence(owner: User, due_at: datetime, **values: object) -> Occurrence:
    ended = {"state": "sent", "handled_at": due_at, **values}
    return Occurrence.objects.create(
        owner=owner,
        reminder_id=uuid4(),
        local_date=due_at.date(),
        slot=due_at.time(),
        zone="UTC",
        due_at=due_at,
        **ended,
    )


def test_a_person_sees_what_became_of_each_latest_first(api: ApiFor, alice: User, now: datetime) -> None:
    sent = occurrence(alice, now - 2 * DAY)
    skipped = occurrence(alice, now - DAY, state="skipped", reason="quiet_hours")
    found = api(alice).get(URL).json()["results"]
    assert [row["id"] for row in found] == [str(skipped.pk), str(sent.pk)]
    assert found[0] == {
        "id": str(skipped.pk),
        "reminder": str(skipped.reminder_id),
        "due_at": (now - DAY).isoformat().replace("+00:00", "Z"),
        "state": "skipped",
        "reason": "quiet_hours",
        "handled_at": (now - DAY).isoformat().replace("+00:00", "Z"),
        "deliveries": [],
    }


def test_it_goes_back_thirty_days_and_holds_no_plans(api: ApiFor, alice: User, now: datetime) -> None:
    occurrence(alice, now - 30 * DAY - SECOND)
    seen = occurrence(alice, now - 30 * DAY + 60 * SECOND)
    on_its_way = occurrence(alice, now - SECOND, state="pending", handled_at=None)
    occurrence(alice, now + DAY, state="pending", handled_at=None)
    found = api(alice).get(URL).json()["results"]
    assert [row["id"] for row in found] == [str(on_its_way.pk), str(seen.pk)]


def test_another_person_sees_none_of_it(api: ApiFor, alice: User, bob: User, now: datetime) -> None:
    occurrence(alice, now - DAY)
    assert api(bob).get(URL).json()["results"] == []


def test_every_occurrence_is_met_once_on_the_way_through_the_pages(
    api: ApiFor, alice: User, now: datetime
) -> None:
    written = [str(occurrence(alice, now - (number // 2 + 1) * DAY).pk) for number in range(7)]
    url, met = f"{URL}?page_size=2", []
    while url:
        page = api(alice).get(url).json()
        met += [row["id"] for row in page["results"]]
        url = page["next"]
    assert len(met) == len(set(met))
    assert set(met) == set(written)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_four_statements_however_long(
    api: ApiFor, alice: User, now: datetime, count: int, count_queries: CountQueries
) -> None:
    for number in range(count):
        occurrence(alice, now - (number + 1) * DAY)
    client = api(alice)
    with count_queries(3):  # session with person, occurrences, deliveries
        assert len(client.get(URL).json()["results"]) == count


def test_a_reminder_sent_now_is_seen_at_once(
    api: ApiFor, remind: Remind, tick: Tick, alice: User, now: datetime
) -> None:
    this_minute = now.replace(second=0)
    User.objects.filter(pk=alice.pk).update(time_zone="UTC")
    alice.refresh_from_db()
    remind(alice, now=this_minute - 60 * SECOND, times=[this_minute.time()])
    tick(now)
    (row,) = api(alice).get(URL).json()["results"]
    assert (row["state"], row["reason"]) == ("sent", "")
