"""Messages of two people: both see what was read, nobody else sees anything, all of it is the person's."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import end_assignment
from recoveryapp.assignments.models import Assignment
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.echo import content_hash
from recoveryapp.common.ids import new_id
from recoveryapp.consent.scopes import Scope
from recoveryapp.conversations import actions
from recoveryapp.conversations.models import Conversation, Message
from recoveryapp.conversations.tasks import forget_old
from recoveryapp.goals.models import Goal
from recoveryapp.journal.models import Entry
from recoveryapp.reminders.models import Notice
from recoveryapp.reminders.news import tell_news
from recoveryapp.review.models import MeetingSheet
from recoveryapp.teams.models import Membership
from tests.conftest import ApiFor, CountQueries
from tests.consent.conftest import Grant
from tests.meetings.conftest import url

CANARY = "canary-4711"
HOUR = timedelta(hours=1)


def send(client: Any, together: Assignment, words: str = CANARY, message_id: Any = None, **more: Any) -> Any:
    address = url(together, f"messages/{message_id or new_id()}/")
    return client.put(address, {"words": words, **more}, format="json")


def read(client: Any, together: Assignment) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(url(together, "messages/")).json()["results"]
    return found


def post(client: Any, together: Assignment, what: str, **body: Any) -> Any:
    return client.post(url(together, f"conversation/{what}/"), body, format="json")


def test_both_read_it_and_both_see_that_it_was_read(
    api: ApiFor, together: Assignment, alice: User, pat: User
) -> None:
    assert send(api(alice), together, "Hello").status_code == 201
    (message,) = read(api(pat), together)
    assert (message["words"], message["side"], message["read_at"]) == ("Hello", "person", None)
    assert api(pat).get("/api/v1/conversations/unread/").json() == {"counts": {str(together.pk): 1}}
    assert post(api(pat), together, "read", message=message["id"]).status_code == 204
    (seen,) = read(api(alice), together)
    assert seen["read_at"] is not None
    assert api(pat).get("/api/v1/conversations/unread/").json() == {"counts": {}}


def test_looking_marks_nothing_and_ones_own_are_not_for_oneself_to_read(
    api: ApiFor, together: Assignment, alice: User
) -> None:
    send(api(alice), together)
    (message,) = read(api(alice), together)
    post(api(alice), together, "read", message=message["id"])
    assert read(api(alice), together)[0]["read_at"] is None


def test_a_phone_may_send_it_twice(api: ApiFor, together: Assignment, alice: User, pat: User) -> None:
    message_id = new_id()
    codes = [send(api(alice), together, "Hello", message_id).status_code for _ in range(2)]
    assert codes == [201, 200]
    taken = [
        send(api(alice), together, "Other", message_id),
        send(api(pat), together, "Hello", message_id),
    ]
    assert {answer.json()["code"] for answer in taken} == {"id_taken"}


def test_a_phone_that_sends_what_waited_is_told_that_it_has_arrived(
    api: ApiFor, together: Assignment, alice: User
) -> None:
    address = url(together, f"messages/{new_id()}/")
    body = {"words": "Hello", "attached_kind": "", "attached_id": None}
    for _ in range(2):
        answer = api(alice).put(address, body, format="json", headers={"X-Owner": str(alice.pk)})
        assert answer.headers["X-Echo"] == f"{address} {content_hash(body)}"
    assert [message["words"] for message in read(api(alice), together)] == ["Hello"]
    taken_back = api(alice).delete(address, headers={"X-Owner": str(alice.pk)})
    assert taken_back.headers["X-Echo"] == f"{address} {content_hash(None)}"
    assert read(api(alice), together) == []


def test_nobody_else_reads_a_word_of_it(
    api: ApiFor, together: Assignment, alice: User, bob: User, cleo: User, pam: User, max_: User
) -> None:
    send(api(alice), together)
    for other in (bob, cleo, pam, max_):
        for rest in ("messages/", "conversation/"):
            answer = api(other).get(url(together, rest))
            assert answer.status_code == 404
            assert CANARY not in answer.content.decode()
        assert send(api(other), together).status_code == 404
        assert api(other).get("/api/v1/conversations/unread/").json() == {"counts": {}}


def test_the_worker_loses_it_at_the_next_request_and_the_person_keeps_it(
    api: ApiFor, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    send(api(alice), together)
    client = api(pat)
    assert len(read(client, together)) == 1
    end_assignment(together.pk, now=now, by=alice)
    for rest in ("messages/", "conversation/"):
        assert client.get(url(together, rest)).status_code == 404
    assert send(client, together).status_code == 404
    assert [message["words"] for message in read(api(alice), together)] == [CANARY]
    assert api(alice).get(url(together, "conversation/")).json()["is_over"] is True
    late = send(api(alice), together)
    assert (late.status_code, late.json()["code"]) == (409, "assignment_over")


def test_so_does_a_worker_whose_membership_ended_in_the_middle(
    api: ApiFor, together: Assignment, alice: User, pat: User, pats_place: Membership, now: datetime
) -> None:
    send(api(alice), together)
    client = api(pat)
    Membership.objects.filter(pk=pats_place.pk).update(ended_at=now)
    assert client.get(url(together, "messages/")).status_code == 404


def test_each_read_by_the_worker_leaves_one_line(
    api: ApiFor, together: Assignment, alice: User, pat: User
) -> None:
    send(api(alice), together)
    read(api(alice), together)
    read(api(pat), together)
    (line,) = AuditEvent.objects.filter(verb="read")
    assert (line.noun, line.actor_id, line.owner_id) == ("conversations.message", pat.pk, alice.pk)


def test_either_side_closes_it_and_the_person_opens_it_again(
    api: ApiFor, together: Assignment, alice: User, pat: User
) -> None:
    for closer, name in ((pat, "worker"), (alice, "person")):
        closed = post(api(closer), together, "close").json()
        assert closed["closed_by"] == name
        for writer in (alice, pat):
            assert send(api(writer), together).json()["code"] == "conversation_closed"
        assert post(api(pat), together, "reopen").status_code == 404
        assert post(api(alice), together, "reopen").json()["closed_at"] is None
    assert send(api(pat), together).status_code == 201


def test_the_person_takes_any_message_away_and_the_worker_none(
    api: ApiFor, together: Assignment, alice: User, pat: User
) -> None:
    send(api(pat), together)
    address = url(together, f"messages/{Message.objects.get().pk}/")
    api(pat).delete(address)
    assert Message.objects.exists()
    api(alice).delete(address)
    assert not Message.objects.exists()


def test_at_most_so_many_an_hour(
    api: ApiFor, together: Assignment, alice: User, pat: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_AN_HOUR", 2)
    codes = [send(api(alice), together).status_code for _ in range(3)]
    assert codes == [201, 201, 429]
    assert send(api(pat), together).status_code == 201
    Message.objects.update(recorded_at=Message.objects.first().recorded_at - 2 * HOUR)  # type: ignore[union-attr]
    assert send(api(alice), together).status_code == 201


@pytest.mark.parametrize("words", ["", "  ", "x" * 4001])
def test_too_much_or_nothing_is_refused(words: str, api: ApiFor, together: Assignment, alice: User) -> None:
    assert send(api(alice), together, words).status_code == 400


def test_pages_follow_a_cursor(api: ApiFor, together: Assignment, alice: User) -> None:
    for n in range(3):
        send(api(alice), together, str(n))
    first = api(alice).get(url(together, "messages/"), {"page_size": 2}).json()
    second = api(alice).get(first["next"]).json()
    assert [m["words"] for m in first["results"] + second["results"]] == ["2", "1", "0"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_the_same_statements_however_many(
    rows: int, api: ApiFor, together: Assignment, alice: User, pat: User, count_queries: CountQueries
) -> None:
    for _ in range(rows):
        send(api(alice), together)
    client = api(pat)
    read(client, together)
    with count_queries(4):
        assert len(read(client, together)) == rows


def test_what_is_attached_is_seen_by_a_grant_in_force_and_no_longer(
    api: ApiFor,
    together: Assignment,
    alice: User,
    pat: User,
    pats_place: Membership,
    grant: Grant,
    now: datetime,
) -> None:
    goal = Goal.objects.create(owner=alice, recorded_at=now, words="Swim")
    more = {"attached_kind": "goal", "attached_id": str(goal.pk)}
    refused = send(api(alice), together, "Look", **more)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_shared")
    given = grant(Scope.GOALS, membership=pats_place, purpose="support")
    assert send(api(alice), together, "Look", **more).status_code == 201
    (seen,) = read(api(pat), together)
    assert (seen["attached"]["words"], seen["attached"]["purpose"]) == ("Swim", "support")
    line = AuditEvent.objects.filter(verb="read").latest("id")
    assert line.scopes == ["goals"]
    given.revoked_at = now
    given.save()
    (after,) = read(api(pat), together)
    assert (after["words"], after["attached"]) == ("Look", None)
    (own,) = read(api(alice), together)
    assert (own["attached"]["words"], own["attached"]["is_seen"]) == ("Swim", False)


def test_a_sheet_is_attached_by_the_grant_it_was_handed_over_with(
    api: ApiFor,
    together: Assignment,
    alice: User,
    pat: User,
    pats_place: Membership,
    grant: Grant,
    now: datetime,
) -> None:
    given = grant(Scope.GOALS, membership=pats_place, purpose="support")
    sheet, other = (
        MeetingSheet.objects.create(owner=alice, recorded_at=now, grant=which, meeting_on="2026-12-01")
        for which in (given, None)
    )
    kind = {"attached_kind": "sheet"}
    assert send(api(alice), together, "Look", **kind, attached_id=str(other.pk)).status_code == 409
    assert send(api(alice), together, "Look", **kind, attached_id=str(sheet.pk)).status_code == 201
    assert read(api(pat), together)[0]["attached"]["words"] == "2026-12-01"


def attachable(client: Any, together: Assignment) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(url(together, "attachable/")).json()["things"]
    return found


def test_both_choose_from_what_is_shared_and_from_nothing_else(
    api: ApiFor,
    together: Assignment,
    alice: User,
    pat: User,
    pats_place: Membership,
    grant: Grant,
    now: datetime,
) -> None:
    shared = Goal.objects.create(owner=alice, recorded_at=now, words="Swim again")
    Goal.objects.create(owner=alice, recorded_at=now, words=CANARY)
    page = {"owner": alice, "recorded_at": now}
    Entry.objects.create(**page, words="Marked", marked_for_sharing_at=now)
    Entry.objects.create(**page, words=CANARY)
    assert attachable(api(alice), together) == attachable(api(pat), together) == []
    grant(Scope.GOALS, Scope.JOURNAL, membership=pats_place, purpose="support", goal_ids=[shared.pk])
    for chooser in (alice, pat):
        things = attachable(api(chooser), together)
        assert [(thing["kind"], thing["words"]) for thing in things] == [
            ("goal", "Swim again"),
            ("page", "Marked"),
        ]
    goal = things[0]
    kind = {"attached_kind": goal["kind"], "attached_id": goal["id"]}
    assert send(api(pat), together, "Look", **kind).status_code == 201
    assert read(api(alice), together)[0]["attached"]["words"] == "Swim again"


def test_what_the_worker_could_choose_from_is_in_the_list_of_looks(
    api: ApiFor,
    together: Assignment,
    alice: User,
    pat: User,
    pats_place: Membership,
    grant: Grant,
    now: datetime,
) -> None:
    Goal.objects.create(owner=alice, recorded_at=now, words="Swim again")
    grant(Scope.GOALS, membership=pats_place, purpose="support")
    attachable(api(pat), together)
    (line,) = AuditEvent.objects.filter(verb="read", noun="conversations.attachable")
    assert (line.actor_id, line.owner_id, line.scopes) == (pat.pk, alice.pk, ["goals"])


def test_nothing_can_be_chosen_once_it_is_over(
    api: ApiFor,
    together: Assignment,
    alice: User,
    pat: User,
    pats_place: Membership,
    grant: Grant,
    now: datetime,
) -> None:
    Goal.objects.create(owner=alice, recorded_at=now, words="Swim again")
    grant(Scope.GOALS, membership=pats_place, purpose="support")
    end_assignment(together.pk, now=now, by=alice)
    assert attachable(api(alice), together) == []
    assert api(pat).get(url(together, "attachable/")).status_code == 404


def test_it_is_deleted_after_the_time_that_is_said(
    api: ApiFor, together: Assignment, alice: User, now: datetime
) -> None:
    said = api(alice).get(url(together, "conversation/")).json()["kept_days"]
    send(api(alice), together, "Old")
    Message.objects.update(recorded_at=now - timedelta(days=said))
    send(api(alice), together, "New")
    forget_old()
    assert [message["words"] for message in read(api(alice), together)] == ["New"]
    (line,) = AuditEvent.objects.filter(verb="delete", noun="conversations.message")
    assert (line.owner_id, line.actor_id, line.object_count) == (alice.pk, None, 1)


def test_words_are_encrypted_where_they_lie(api: ApiFor, together: Assignment, alice: User) -> None:
    send(api(alice), together)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM conversations_message")
        assert CANARY.encode() not in bytes(cursor.fetchone()[0])


def in_two_minutes() -> datetime:
    return Message.objects.latest("recorded_at").recorded_at + timedelta(minutes=2)


def told(person: User) -> list[str]:
    return [notice.words for notice in Notice.objects.owned_by(person)]


def test_the_other_side_is_told_once_that_there_is_something_and_nothing_of_it(
    api: ApiFor, together: Assignment, alice: User, pat: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api(pat).put(url(together, "conversation/told-by/"), {"channels": ["in_app", "email"]}, format="json")
    for _ in range(2):
        send(api(alice), together)
    for _ in range(2):
        tell_news(clock=in_two_minutes)
    assert told(pat) == ["There is something new for you."]
    assert told(alice) == []
    (sent,) = mail.outbox
    said = f"{sent.subject} {sent.from_email} {sent.body}".lower()
    assert sent.to == [pat.email]
    assert [word for word in (CANARY, "alice", "pat", "message", "recovery") if word in said] == []
    assert CANARY not in caplog.text


def test_nobody_is_told_of_what_they_have_read_or_asked_not_to_hear_of(
    api: ApiFor, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    send(api(pat), together)
    (message,) = read(api(alice), together)
    post(api(alice), together, "read", message=message["id"])
    tell_news(clock=in_two_minutes)
    api(alice).put(url(together, "conversation/told-by/"), {"channels": []}, format="json")
    send(api(pat), together)
    tell_news(clock=in_two_minutes)
    assert told(alice) == []
    assert mail.outbox == []


@pytest.mark.parametrize("how", ["paused", "closed", "over"])
def test_nobody_is_told_after_a_pause_a_close_or_an_end(
    how: str, api: ApiFor, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    send(api(pat), together)
    match how:
        case "paused":
            User.objects.filter(pk=alice.pk).update(everything_paused_at=now)
        case "closed":
            post(api(alice), together, "close")
        case _:
            end_assignment(together.pk, now=now, by=alice)
    tell_news(clock=in_two_minutes)
    assert told(alice) == []


def test_no_word_of_it_reaches_the_cache_or_the_audit_trail(
    api: ApiFor, together: Assignment, alice: User, pat: User
) -> None:
    send(api(alice), together)
    read(api(pat), together)
    keys = cache._cache.get_client().keys("*")  # type: ignore[attr-defined]
    kept = [cache._cache.get_client().get(key) for key in keys]  # type: ignore[attr-defined]
    assert CANARY not in repr(kept)
    assert CANARY not in repr(list(AuditEvent.objects.values()))


def test_there_is_one_conversation_however_many_begin_it(
    api: ApiFor, together: Assignment, alice: User, pat: User
) -> None:
    for writer in (alice, pat):
        send(api(writer), together)
    assert Conversation.objects.count() == 1
