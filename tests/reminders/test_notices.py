from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.notifications.channels import Message
from recoveryapp.reminders.in_app import show
from recoveryapp.reminders.models import Notice
from tests.conftest import ApiFor, CountQueries
from tests.reminders.conftest import NINE, Remind, Tick

DAY = timedelta(days=1)


def notify(owner: User, words: str = "Kettle", *, at: datetime = NINE) -> UUID:
    message_id = new_id()
    show([Message(id=message_id, owner_id=owner.pk, at=at, words=words, is_discreet=True)], now=at)
    return message_id


def read_url(notice_id: UUID) -> str:
    return f"/api/v1/notices/{notice_id}/read/"


def test_a_reminder_that_was_sent_is_shown_in_the_app(
    api: ApiFor, remind: Remind, tick: Tick, alice: User
) -> None:
    remind(alice, words="Kettle")
    tick(NINE)
    (notice,) = api(alice).get("/api/v1/notices/").json()["results"]
    assert sorted(notice) == ["created_at", "id", "is_news", "read_at", "words"]
    assert (notice["words"], notice["read_at"], notice["is_news"]) == ("Kettle", None, False)


def test_a_message_carried_twice_is_shown_once(alice: User) -> None:
    message = Message(id=new_id(), owner_id=alice.pk, at=NINE, words="Tea", is_discreet=True)
    for _ in range(2):
        show([message], now=NINE)
    assert Notice.objects.count() == 1


def test_unread_ones_come_first_then_the_newest(api: ApiFor, alice: User) -> None:
    old, read, new = (notify(alice, at=NINE + day * DAY) for day in range(3))
    newest_read = notify(alice, at=NINE + 9 * DAY)
    client = api(alice)
    for notice_id in (read, newest_read):
        client.post(read_url(notice_id))
    found = client.get("/api/v1/notices/").json()["results"]
    assert [notice["id"] for notice in found] == [str(each) for each in (new, old, newest_read, read)]


@pytest.mark.parametrize("read_each", [1, 2, 3, 99])
def test_every_notice_is_met_once_on_the_way_through_the_pages(
    api: ApiFor, alice: User, read_each: int
) -> None:
    client = api(alice)
    shown = [notify(alice, at=NINE + number * DAY) for number in range(7)]
    read = shown[::read_each]
    for notice_id in read:
        client.post(read_url(notice_id))
    url, met = "/api/v1/notices/?page_size=2", []
    while url:
        page = client.get(url).json()
        met += [notice["id"] for notice in page["results"]]
        url = page["next"]
    unread = [notice_id for notice_id in shown if notice_id not in read]
    assert met == [str(each) for each in unread[::-1] + read[::-1]]


def test_reading_counts_the_first_time_and_is_written_down_once(api: ApiFor, alice: User) -> None:
    client, notice_id = api(alice), notify(alice)
    first = client.post(read_url(notice_id)).json()
    assert first["read_at"]
    assert client.post(read_url(notice_id)).json() == first
    event = AuditEvent.objects.get()
    assert (event.verb, event.noun, event.object_id) == ("change", "reminders.notice", notice_id)


def test_another_person_neither_sees_nor_reads_it(api: ApiFor, alice: User, bob: User) -> None:
    notice_id = notify(alice)
    client = api(bob)
    assert client.get("/api/v1/notices/").json()["results"] == []
    answers = [client.post(read_url(each)) for each in (notice_id, new_id())]
    assert answers[0].status_code == 404
    assert answers[0].content == answers[1].content
    assert Notice.objects.get().read_at is None


def test_its_words_are_encrypted_at_rest(alice: User) -> None:
    notify(alice, "canary")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM reminders_notice")
        (stored,) = cursor.fetchone()
    assert b"canary" not in bytes(stored)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_three_statements_however_long(
    api: ApiFor, alice: User, count: int, count_queries: CountQueries
) -> None:
    for _ in range(count):
        notify(alice)
    client = api(alice)
    with count_queries(2):  # session with person, notices
        assert len(client.get("/api/v1/notices/").json()["results"]) == count


def test_a_reminder_deleted_leaves_the_notice_that_was_shown(
    api: ApiFor, remind: Remind, tick: Tick, alice: User
) -> None:
    reminder = remind(alice, times=[time(9)])
    tick(NINE)
    api(alice).delete(f"/api/v1/reminders/{reminder.pk}/")
    assert len(api(alice).get("/api/v1/notices/").json()["results"]) == 1
