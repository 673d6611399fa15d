"""A reminder that a person set for a meeting is not sent for one that is off or at another time."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.meetings.models import Meeting
from recoveryapp.teams.models import Membership, Organisation, Team
from tests.reminders.conftest import HOUR, MONDAY, NINE, Tick, put, told

TEN = NINE + HOUR
AGREED = {"accepted_at": MONDAY}


@pytest.fixture
def meeting(alice: User, pat: User) -> Meeting:
    """At ten, agreed; Alice is to be reminded an hour before."""
    team = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
    place = Membership.objects.create(user=pat, team=team, role=pat.role, verified_at=MONDAY)
    assignment = Assignment.objects.create(
        owner=alice, membership=place, began="code", agreed_at=MONDAY, started_at=MONDAY
    )
    meeting = Meeting.objects.create(
        owner=alice, assignment=assignment, recorded_at=MONDAY, starts_at=TEN, asked_by="worker", **AGREED
    )
    appointment: dict[str, Any] = {"kind": "appointment", "weekdays": [], "times": [time(10)]}
    put(alice, meeting.pk, starts_on=TEN.date(), lead_minutes=60, channels=["in_app"], **appointment)
    return meeting


def test_it_is_sent_while_the_meeting_stands(meeting: Meeting, alice: User, tick: Tick) -> None:
    tick(NINE)
    assert told(alice) == [("Mon 09:00", "sent", "")]


@pytest.mark.parametrize(
    "change",
    [
        {"called_off_at": NINE},
        {"accepted_at": None},
        {"accepted_at": None, "declined_at": NINE},
        {"is_moved": True, "accepted_at": datetime.max.replace(tzinfo=MONDAY.tzinfo) - timedelta(days=2)},
    ],
    ids=["called off", "another time is asked for", "declined", "another time was agreed on"],
)
def test_it_is_left_out_when_the_meeting_is_off_or_at_another_time(
    change: dict[str, Any], meeting: Meeting, alice: User, tick: Tick
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(**change)
    tick(NINE)
    assert told(alice) == [("Mon 09:00", "skipped", "changed")]


def test_set_again_for_the_new_time_it_is_sent(meeting: Meeting, alice: User, tick: Tick) -> None:
    """`updated_at` of the reminder is later than the day on which the new time was agreed on."""
    Meeting.objects.filter(pk=meeting.pk).update(is_moved=True, accepted_at=MONDAY)
    tick(NINE)
    assert told(alice) == [("Mon 09:00", "sent", "")]
