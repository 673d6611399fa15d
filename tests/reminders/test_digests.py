"""The practitioner's week: who shares, looked up when it goes, and never what."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Scope
from recoveryapp.meetings.models import Commitment
from recoveryapp.notifications.channels import Refused, Unreachable
from recoveryapp.notifications.email import EmailCarrier
from recoveryapp.reminders import digests
from recoveryapp.reminders.models import Digest
from recoveryapp.teams.models import Membership, Organisation, Team
from tests.conftest import ApiFor
from tests.reminders.conftest import DAY, HOUR, MINUTE

URL = "/api/v1/reminders/digest/"
SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONDAY_AT_EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


@pytest.fixture
def place(cleo: User) -> Membership:
    """Where Cleo practises."""
    team = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
    return Membership.objects.create(user=cleo, team=team, role=cleo.role, verified_at=SUNDAY - 9 * DAY)


def share(owner: User, place: Membership, *, days: int = 60) -> ConsentGrant:
    return ConsentGrant.objects.create(
        owner=owner,
        membership=place,
        purpose="support",
        scopes=[Scope.GOALS],
        starts_at=SUNDAY - DAY,
        expires_at=SUNDAY + timedelta(days=days),
    )


def want(person: User, *, has_names: bool = True) -> None:
    digests.choose(is_on=True, has_names=has_names, now=SUNDAY, by=person)


def send(now: datetime = MONDAY_AT_EIGHT) -> list[str]:
    digests.send_digests(clock=lambda: now)
    return [str(message.body) for message in mail.outbox]


def test_it_counts_and_names_those_who_share_now(
    cleo: User, alice: User, bob: User, place: Membership
) -> None:
    share(alice, place)
    share(bob, place, days=3)
    want(cleo)
    (text,) = send()
    assert text.splitlines() == [
        "People who share something with you now: 2",
        "Sharing that ends within seven days: 1",
        "Now: Alice, Bob",
        "Ends soon: Bob",
    ]
    assert mail.outbox[0].subject == "Reminder"


def test_names_are_left_out_unless_asked_for(cleo: User, alice: User, place: Membership) -> None:
    share(alice, place)
    want(cleo, has_names=False)
    (text,) = send()
    assert "Alice" not in text


def test_what_was_revoked_a_second_before_is_not_in_it(
    cleo: User, alice: User, bob: User, place: Membership
) -> None:
    share(alice, place)
    want(cleo)
    ConsentGrant.objects.update(revoked_at=MONDAY_AT_EIGHT - timedelta(seconds=1))
    (text,) = send()
    assert "Alice" not in text
    assert "now: 0" in text


def test_paused_sharing_is_not_in_it(cleo: User, alice: User, place: Membership) -> None:
    share(alice, place)
    want(cleo)
    User.objects.filter(pk=alice.pk).update(everything_paused_at=SUNDAY)
    assert "Alice" not in send()[0]


def test_whoever_left_the_team_is_told_of_nobody(cleo: User, alice: User, place: Membership) -> None:
    share(alice, place)
    want(cleo)
    Membership.objects.update(ended_at=SUNDAY)
    assert "Alice" not in send()[0]


def test_it_comes_once_a_week_at_eight_however_often_the_beat_beats(cleo: User, place: Membership) -> None:
    want(cleo)
    assert send(MONDAY_AT_EIGHT - MINUTE) == []
    for _ in range(3):
        send()
    assert len(mail.outbox) == 1
    assert len(send(MONDAY_AT_EIGHT + 7 * DAY)) == 2
    ids = {message.extra_headers["Message-ID"] for message in mail.outbox}
    assert len(ids) == 2


def test_a_mail_server_out_of_reach_is_tried_again_half_a_day_long(
    cleo: User, place: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    want(cleo)

    def fail(*args: Any) -> str:
        raise Unreachable

    with monkeypatch.context() as broken:
        broken.setattr(EmailCarrier, "carry", fail)
        send()
    assert send(MONDAY_AT_EIGHT + MINUTE) == []
    assert len(send(MONDAY_AT_EIGHT + HOUR)) == 1


@pytest.mark.parametrize("hours", [13, 24 * 20])
def test_too_late_it_is_left_out_and_the_next_one_comes(cleo: User, place: Membership, hours: int) -> None:
    want(cleo)
    now = MONDAY_AT_EIGHT + hours * HOUR
    assert send(now) == []
    assert Digest.objects.get().due_at > now


def test_a_refusal_is_not_tried_again(cleo: User, place: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    want(cleo)

    def refuse(*args: Any) -> str:
        raise Refused

    monkeypatch.setattr(EmailCarrier, "carry", refuse)
    send()
    assert Digest.objects.get().due_at == MONDAY_AT_EIGHT + 7 * DAY


def test_a_closed_account_gets_none(cleo: User, place: Membership) -> None:
    want(cleo)
    User.objects.filter(pk=cleo.pk).update(is_active=False)
    assert send() == []


def test_it_is_chosen_changed_and_left_by_practitioners_only(api: ApiFor, cleo: User, alice: User) -> None:
    def put(client: APIClient, **wanted: bool) -> Any:
        return client.put(URL, wanted, format="json")

    client = api(cleo)
    assert client.get(URL).json() == {"is_on": False, "has_names": False}
    assert put(client, is_on=True, has_names=True).json() == {"is_on": True, "has_names": True}
    assert client.get(URL).json() == {"is_on": True, "has_names": True}
    assert put(client, is_on=False, has_names=True).json() == {"is_on": False, "has_names": False}
    assert put(api(alice), is_on=True, has_names=True).status_code == 404
    assert not Digest.objects.exists()


def test_it_counts_what_the_practitioner_will_do_this_week_and_with_whom(
    cleo: User, alice: User, bob: User, place: Membership
) -> None:
    with_alice = work_with(alice, place)
    work_with(bob, place)
    for side, due_on in (("worker", "2026-03-08"), ("worker", "2026-03-09"), ("person", "2026-03-02")):
        agree(with_alice, side, due_on)
    want(cleo)
    (text,) = send()
    assert "Things that you said you would do by the end of this week: 1" in text
    assert "With: Alice" in text
    assert "Bob" not in text
    assert "canary" not in text


def test_it_says_nothing_of_somebody_they_no_longer_work_with(
    cleo: User, alice: User, place: Membership
) -> None:
    agree(work_with(alice, place), "worker", "2026-03-03")
    want(cleo)
    Assignment.objects.update(ended_at=SUNDAY + HOUR)
    (text,) = send()
    assert "this week" not in text
    assert "Alice" not in text


def work_with(owner: User, place: Membership) -> Assignment:
    at = SUNDAY - DAY
    return Assignment.objects.create(owner=owner, membership=place, began="code", agreed_at=at, started_at=at)


def agree(assignment: Assignment, side: str, due_on: str) -> None:
    Commitment.objects.create(
        owner=assignment.owner,
        assignment=assignment,
        recorded_at=SUNDAY,
        side=side,
        written_by=side,
        words="canary",
        due_on=due_on,
        mark="open",
    )
