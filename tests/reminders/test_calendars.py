"""The private calendar: the planner's own times, a secret address, and nothing else."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as DatabaseTestCase
from icalendar import Calendar

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.reminders import calendars, dispatch
from recoveryapp.reminders.calendars import HORIZON, open_feed
from recoveryapp.reminders.models import Occurrence
from tests.conftest import ApiFor
from tests.reminders.conftest import DAY, MONDAY, NINE, Remind, put
from tests.reminders.oracle import ZONES

URL = "/api/v1/reminders/calendar/"


def starts(secret: str, now: datetime = MONDAY) -> list[datetime]:
    events: Any = Calendar.from_ical(calendars.feed(secret, now=now)).walk("VEVENT")
    return sorted(event["DTSTART"].dt for event in events)


def fetch(address: str) -> Any:
    return Client().get(urlsplit(address).path)


def sent_by(person: User, *, until: datetime) -> list[datetime]:
    """What the dispatcher sends, running at each planned moment, one after the other."""
    while planned := Occurrence.objects.filter(owner=person, state="pending", due_at__lte=until).first():
        moment = planned.due_at
        dispatch.dispatch_due(clock=lambda now=moment: now)  # type: ignore[misc]
    rows = Occurrence.objects.filter(owner=person, state="sent", due_at__lte=until)
    return list(rows.order_by("due_at").values_list("due_at", flat=True))


def test_it_shows_the_next_sixty_days(remind: Remind, alice: User) -> None:
    remind(alice)
    found = starts(open_feed(by=alice))
    assert found[0] == NINE
    assert len(found) == 61, "the clocks went forward meanwhile"
    assert found[-1] <= MONDAY + HORIZON


def test_nine_stays_nine_when_the_clocks_change(remind: Remind, alice: User) -> None:
    remind(alice)
    shown = {start.astimezone(ZoneInfo("Europe/London")).time() for start in starts(open_feed(by=alice))}
    assert shown == {time(9)}


def test_it_says_nothing_but_a_neutral_word(remind: Remind, alice: User) -> None:
    remind(alice, words="canary")
    text = calendars.feed(open_feed(by=alice), now=MONDAY).decode()
    assert "SUMMARY:Reminder" in text
    assert not any(word in text.lower() for word in ("canary", "daybook", "recovery", "health", "alice"))


def test_titles_are_in_the_persons_language(remind: Remind, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(language="es")
    remind(alice)
    assert b"SUMMARY:Recordatorio" in calendars.feed(open_feed(by=alice), now=MONDAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"is_paused": True},
        {"paused_until": date(2027, 1, 1)},
        {"quiet_from": time(8), "quiet_to": time(10)},
        {"kind": "after_check_in", "weekdays": [], "times": [], "after_hours": 2},
    ],
)
def test_what_would_not_be_sent_is_not_shown(remind: Remind, alice: User, changes: dict[str, Any]) -> None:
    remind(alice, **changes)
    assert starts(open_feed(by=alice)) == []


def test_pausing_everything_empties_it(remind: Remind, alice: User) -> None:
    remind(alice)
    secret = open_feed(by=alice)
    User.objects.filter(pk=alice.pk).update(everything_paused_at=MONDAY)
    assert starts(secret) == []


def test_a_gap_is_asked_about_once(remind: Remind, alice: User) -> None:
    remind(alice, kind="after_a_gap", weekdays=[], after_days=3)
    assert len(starts(open_feed(by=alice))) <= 1


def test_anybody_with_the_address_may_read_it_and_nobody_without(api: ApiFor, alice: User) -> None:
    address = api(alice).post(URL).json()["address"]
    answer = fetch(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, no-store"
    assert fetch(address.replace("/calendar/", "/calendar/x")).status_code == 404


def test_a_new_address_ends_the_old_and_taking_it_away_ends_both(api: ApiFor, alice: User) -> None:
    client = api(alice)
    old, new = (client.post(URL).json()["address"] for _ in range(2))
    assert [fetch(address).status_code for address in (old, new)] == [404, 200]
    client.delete(URL)
    assert fetch(new).status_code == 404
    assert client.get("/api/v1/reminders/reach/").json()["has_calendar"] is False


def test_a_closed_account_has_no_calendar(alice: User) -> None:
    secret = open_feed(by=alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404


MINUTES = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


class TheSameTimesAsThePlanner(DatabaseTestCase):
    @given(
        zone=st.sampled_from(ZONES),
        weekdays=st.frozensets(st.integers(1, 7), min_size=1),
        times=st.frozensets(MINUTES, min_size=1, max_size=3),
        every=st.integers(1, 3),
        begin=st.dates(date(2026, 1, 1), date(2027, 12, 1)),
        is_around=st.booleans(),
    )
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    def test_what_the_calendar_shows_is_what_is_sent(
        self,
        zone: ZoneInfo,
        weekdays: frozenset[int],
        times: frozenset[time],
        every: int,
        begin: date,
        is_around: bool,
    ) -> None:
        now = datetime.combine(begin, time(), UTC)
        owner = User.objects.create(email=f"{new_id()}@example.org", time_zone=zone.key)
        put(
            owner,
            new_id(),
            now=now,
            weekdays=sorted(weekdays),
            times=sorted(times),
            every_weeks=every,
            starts_on=begin,
            is_around=is_around,
            channels=["in_app"],
        )
        shown = [start for start in starts(open_feed(by=owner), now) if start <= now + 8 * DAY]
        assert shown == [at.replace(microsecond=0) for at in sent_by(owner, until=now + timedelta(days=8))]
