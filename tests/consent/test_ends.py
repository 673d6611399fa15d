"""Who asked for it is told before something they share ends: once, in neutral words."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection, transaction

from recoveryapp.accounts.models import User
from recoveryapp.consent.ends import claim_ends, ends_to_tell
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Scope
from recoveryapp.notifications.channels import Unreachable
from recoveryapp.reminders import tasks
from recoveryapp.reminders.models import Notice
from recoveryapp.reminders.sharing_ends import mail_of_end
from tests.conftest import ApiFor
from tests.consent.conftest import Grant

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def ending(grant: Grant, now: datetime) -> Grant:
    """`ending()`: for three months, ends in six days, and its owner wants to be told."""

    def give(**changes: Any) -> ConsentGrant:
        times = {"starts_at": now - 84 * DAY, "expires_at": now + 6 * DAY}
        return grant(Scope.GOALS, **{"reminds_before_end": True, **times, **changes})

    return give


@pytest.fixture
def told_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail is sent where it would be queued."""
    monkeypatch.setattr(tasks.mail_of_sharing_end, "delay", tasks.mail_of_sharing_end)


def test_it_is_told_once_in_the_app_and_by_mail(
    ending: Grant, alice: User, cleo: User, told_now: None, api: ApiFor
) -> None:
    ending()
    for _ in range(2):
        tasks.tell_of_sharing_ends()
    [notice] = api(alice).get("/api/v1/notices/").json()["results"]
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == ([alice.email], "Reminder")
    assert "ends in a few days" in notice["words"]
    for words in (notice["words"], sent.body, sent.subject):
        assert not [word for word in ("Cleo", "Quay", "Harbour", "goal", "health") if word in words]


def test_it_is_told_in_the_persons_language(ending: Grant, alice: User, told_now: None) -> None:
    User.objects.filter(pk=alice.pk).update(language="es")
    ending()
    tasks.tell_of_sharing_ends()
    assert (mail.outbox[0].subject, "termina en unos días" in Notice.objects.get().words) == (
        "Recordatorio",
        True,
    )


def test_who_did_not_ask_is_not_told(ending: Grant, told_now: None) -> None:
    ending(reminds_before_end=False)
    tasks.tell_of_sharing_ends()
    assert not mail.outbox
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("lasts", "ends_in", "is_told"),
    [
        (90 * DAY, 7 * DAY, True),
        (90 * DAY, 7 * DAY + HOUR, False),
        (14 * DAY, 2 * DAY, False),
        (14 * DAY, DAY, True),
        (15 * DAY, 6 * DAY, True),
        (90 * DAY, timedelta(), False),
    ],
)
def test_a_week_before_or_a_day_before_what_is_short(
    lasts: timedelta, ends_in: timedelta, is_told: bool, ending: Grant, now: datetime
) -> None:
    ends_at = now + ends_in
    ending(starts_at=ends_at - lasts, expires_at=ends_at)
    assert ends_to_tell(now).exists() == is_told


@pytest.mark.parametrize("how", ["stopped", "paused", "closed"])
def test_nothing_is_told_of_what_is_not_in_force(how: str, ending: Grant, alice: User, now: datetime) -> None:
    _end(how, ending(), alice, now)
    assert not ends_to_tell(now).exists()


@pytest.mark.parametrize("how", ["stopped", "paused", "closed"])
def test_what_ends_between_the_notice_and_the_mail_is_not_mailed(
    how: str, ending: Grant, alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ending()
    queued: list[str] = []
    monkeypatch.setattr(tasks.mail_of_sharing_end, "delay", queued.append)
    tasks.tell_of_sharing_ends()
    assert queued == [str(given.pk)]
    _end(how, given, alice, now)
    tasks.mail_of_sharing_end.apply(args=tuple(queued))
    assert not mail.outbox


def _end(how: str, given: ConsentGrant, owner: User, now: datetime) -> None:
    if how == "stopped":
        ConsentGrant.objects.filter(pk=given.pk).update(revoked_at=now)
    elif how == "paused":
        User.objects.filter(pk=owner.pk).update(everything_paused_at=now)
    else:
        User.objects.filter(pk=owner.pk).update(is_active=False)


def test_the_next_ones_are_found_by_the_index(ending: Grant, now: datetime) -> None:
    ending()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert "grant_end_to_tell" in ends_to_tell(now).explain()


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_at_once_share_them_out(ending: Grant, now: datetime) -> None:
    grants = {ending().pk for _ in range(6)}
    barrier = Barrier(2)
    claimed: list[list[UUID]] = [[], []]

    def claim(mine: list[UUID]) -> None:
        try:
            with transaction.atomic():
                mine.extend(grant.pk for grant in claim_ends(now=now, limit=3))
                barrier.wait(timeout=20)
        finally:
            connection.close()

    threads = [Thread(target=claim, args=(mine,)) for mine in claimed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted([*claimed[0], *claimed[1]]) == sorted(grants)


def test_a_mail_server_out_of_reach_is_asked_again(ending: Grant, monkeypatch: pytest.MonkeyPatch) -> None:
    def send(message: EmailMessage) -> int:
        raise ConnectionRefusedError

    given = ending()
    monkeypatch.setattr(EmailMessage, "send", send)
    with pytest.raises(Unreachable):
        mail_of_end(given.pk, now=datetime.now(UTC))
