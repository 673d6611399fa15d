"""Who is told that something waits: once, by the ways they chose, again where a gateway could not take it,
and never with a word of what it is."""

import base64
import time
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.caseload.models import HandOver, SupportRequest
from recoveryapp.common.ids import new_id
from recoveryapp.conversations.models import Message
from recoveryapp.meetings.actions import call_off, put_meeting
from recoveryapp.meetings.models import Meeting
from recoveryapp.notifications.channels import Refused, Unreachable
from recoveryapp.notifications.email import EmailCarrier
from recoveryapp.notifications.models import Delivery
from recoveryapp.notifications.post_office import hosts
from recoveryapp.notifications.push.carrier import PushCarrier
from recoveryapp.reminders.claims import MOST_ATTEMPTS
from recoveryapp.reminders.models import Notice, Phone, Telling
from recoveryapp.reminders.news import tell_news
from recoveryapp.reminders.tasks import forget_history
from recoveryapp.teams.models import Membership
from tests.caseload.conftest import Ask, alice_and_pat, ask, max_, pats_place, quay, robin, robins_place
from tests.conftest import ApiFor
from tests.notifications.browser import browser_subscription
from tests.teams.people import API

__all__ = ["alice_and_pat", "ask", "max_", "pats_place", "quay", "robin", "robins_place"]

CANARY = "canary-4711"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SOMETHING = "There is something new for you."


@pytest.fixture
def soon(now: datetime) -> datetime:
    """Later than a slip can be taken back."""
    return now + 2 * MINUTE


def tell(at: datetime) -> None:
    tell_news(clock=lambda: at)


def told(person: User) -> list[str]:
    return [notice.words for notice in Notice.objects.owned_by(person).order_by("recorded_at")]


def choose(api: ApiFor, person: User, *channels: str) -> Any:
    return api(person).put("/api/v1/reminders/news/", {"channels": channels}, format="json")


def write(api: ApiFor, by: User, assignment: Assignment, *, at: datetime) -> None:
    url = f"{API}/assignments/{assignment.pk}/messages/{new_id()}/"
    assert api(by).put(url, {"words": CANARY}, format="json").status_code == 201
    Message.objects.filter(told_at__isnull=True).update(recorded_at=at)


def hear_by(api: ApiFor, person: User, assignment: Assignment, *channels: str) -> None:
    url = f"{API}/assignments/{assignment.pk}/conversation/told-by/"
    assert api(person).put(url, {"channels": channels}, format="json").status_code == 200


class Mails:
    """Whether the mail server takes what it is brought."""

    def __init__(self) -> None:
        self.trouble: type[Exception] | Exception | None = None
        self.asked = 0

    def carry(self, message: Any, address: str) -> str:
        self.asked += 1
        if self.trouble:
            raise self.trouble
        return "taken"


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> Mails:
    mails = Mails()
    monkeypatch.setattr(EmailCarrier, "carry", mails.carry)
    return mails


def test_a_mail_that_is_not_taken_is_tried_again_and_sent_once(
    api: ApiFor,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    mails: Mails,
    now: datetime,
    soon: datetime,
) -> None:
    hear_by(api, alice, alice_and_pat, "email")
    write(api, pat, alice_and_pat, at=now)
    mails.trouble = Unreachable
    tell(soon)
    tell(soon + timedelta(seconds=5))
    assert mails.asked == 1
    mails.trouble = None
    for minute in range(1, 5):
        tell(soon + minute * MINUTE)
    assert mails.asked == 2
    assert Delivery.objects.values_list("state", "tries").get() == ("sent", 2)


def test_tries_come_to_an_end(
    api: ApiFor,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    mails: Mails,
    now: datetime,
    soon: datetime,
) -> None:
    hear_by(api, alice, alice_and_pat, "email")
    write(api, pat, alice_and_pat, at=now)
    mails.trouble = Unreachable
    for minute in range(60):
        tell(soon + minute * MINUTE)
    assert mails.asked == MOST_ATTEMPTS
    assert Delivery.objects.get().state == "failed"
    assert not Telling.objects.filter(ended_at__isnull=True).exists()


def test_what_is_refused_for_good_is_not_tried_again(
    api: ApiFor,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    mails: Mails,
    now: datetime,
    soon: datetime,
) -> None:
    hear_by(api, alice, alice_and_pat, "email")
    write(api, pat, alice_and_pat, at=now)
    mails.trouble = Refused
    for minute in range(5):
        tell(soon + minute * MINUTE)
    assert mails.asked == 1


@pytest.mark.parametrize("how", ["read", "paused", "other way", "closed account"])
def test_it_is_not_tried_again_once_it_is_no_longer_wanted(
    how: str,
    api: ApiFor,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    mails: Mails,
    now: datetime,
    soon: datetime,
) -> None:
    hear_by(api, alice, alice_and_pat, "email")
    write(api, pat, alice_and_pat, at=now)
    mails.trouble = Unreachable
    tell(soon)
    match how:
        case "read":
            Message.objects.update(read_at=soon)
        case "paused":
            User.objects.filter(pk=alice.pk).update(everything_paused_at=soon)
        case "closed account":
            User.objects.filter(pk=alice.pk).update(is_active=False)
        case _:
            hear_by(api, alice, alice_and_pat)
    mails.trouble = None
    for minute in range(1, 5):
        tell(soon + minute * MINUTE)
    assert mails.asked == 1


def test_a_text_message_carries_it_where_the_person_chose_that(
    api: ApiFor,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    now: datetime,
    soon: datetime,
    settings: Settings,
    tmp_path: Path,
) -> None:
    settings.SMS_URL, settings.DATA_DIR = "file:", tmp_path
    Phone.objects.create(owner=alice, number="+447700900123", verified_at=now)
    hear_by(api, alice, alice_and_pat, "sms", "email")
    write(api, pat, alice_and_pat, at=now)
    tell(soon)
    (line,) = (tmp_path / "sms.jsonl").read_text(encoding="utf-8").splitlines()
    assert SOMETHING in line
    assert CANARY not in line
    assert mail.outbox == []


def test_without_a_number_the_next_way_carries_it(
    api: ApiFor, alice_and_pat: Assignment, alice: User, pat: User, now: datetime, soon: datetime
) -> None:
    hear_by(api, alice, alice_and_pat, "sms", "email")
    write(api, pat, alice_and_pat, at=now)
    tell(soon)
    (sent,) = mail.outbox
    assert SOMETHING in str(sent.body)
    assert CANARY not in str(sent.message())


def asked(ask: Ask, person: User, *, at: datetime) -> None:
    assert ask(person, words=CANARY).status_code == 201
    SupportRequest.objects.filter(owner=person).update(asked_at=at)


def test_peer_workers_of_the_team_are_told_how_many_wait_and_nobody_else(
    ask: Ask,
    pats_place: Membership,
    robin: User,
    alice: User,
    bob: User,
    pat: User,
    cleo: User,
    now: datetime,
) -> None:
    asked(ask, alice, at=now)
    asked(ask, bob, at=now)
    for minute in (2, 3, 4):
        tell(now + minute * MINUTE)
    assert told(pat) == told(robin) == ["Waiting for your team: 2."]
    assert told(alice) == told(cleo) == []


def test_a_lead_who_supports_nobody_is_told_no_small_number(
    ask: Ask, pats_place: Membership, alice: User, pat: User, now: datetime, soon: datetime
) -> None:
    User.objects.filter(pk=pat.pk).update(role="clinician")
    Membership.objects.filter(pk=pats_place.pk).update(role="clinician", lead_since=now)
    peer = Membership.objects.create(
        team=pats_place.team, user=User.objects.create_user("r@example.org", role="peer_worker"),
        role="peer_worker", verified_at=now,
    )  # fmt: skip
    asked(ask, alice, at=now)
    tell(soon)
    assert told(pat) == ["Something new waits for a team you lead."]
    assert told(peer.user) == ["Waiting for your team: 1."]


def test_what_is_asked_within_the_hour_is_told_after_it(
    ask: Ask, pats_place: Membership, alice: User, bob: User, pat: User, now: datetime, soon: datetime
) -> None:
    asked(ask, alice, at=now)
    tell(soon)
    asked(ask, bob, at=soon + MINUTE)
    tell(soon + 30 * MINUTE)
    assert told(pat) == ["Waiting for your team: 1."]
    tell(soon + HOUR)
    tell(soon + HOUR + MINUTE)
    assert told(pat) == ["Waiting for your team: 1.", "Waiting for your team: 2."]


@pytest.mark.parametrize("how", ["picked up", "taken back", "paused"])
def test_nobody_is_told_of_a_request_that_does_not_wait(
    how: str,
    ask: Ask,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    now: datetime,
    soon: datetime,
) -> None:
    asked(ask, alice, at=now)
    match how:
        case "picked up":
            SupportRequest.objects.update(picked_up_at=now, assignment=alice_and_pat)
        case "taken back":
            SupportRequest.objects.update(taken_back_at=now)
        case _:
            User.objects.filter(pk=alice.pk).update(everything_paused_at=now)
    tell(soon)
    assert told(pat) == []


def test_the_mail_of_a_request_has_a_count_and_no_word_of_it(
    api: ApiFor, ask: Ask, pats_place: Membership, alice: User, pat: User, now: datetime, soon: datetime
) -> None:
    assert choose(api, pat, "email").json() == {"channels": ["email"]}
    asked(ask, alice, at=now)
    tell(soon)
    (sent,) = mail.outbox
    said = f"{sent.subject} {sent.from_email} {sent.body}".lower()
    assert sent.to == [pat.email]
    assert "waiting for your team: 1." in said
    assert [word for word in (CANARY, "alice", "support", "recovery") if word in said] == []
    assert told(pat) == []


def test_a_person_is_told_once_of_a_hand_over_question(
    alice_and_pat: Assignment, robins_place: Membership, alice: User, pat: User, now: datetime, soon: datetime
) -> None:
    HandOver.objects.create(
        owner=alice, assignment=alice_and_pat, to=robins_place, words=CANARY, offered_at=now
    )
    for minute in range(3):
        tell(soon + minute * MINUTE)
    assert told(alice) == [SOMETHING]
    assert told(pat) == []


def test_each_side_hears_of_what_the_other_does_about_a_meeting(
    alice_and_pat: Assignment, alice: User, pat: User, now: datetime, soon: datetime
) -> None:
    values = {"starts_at": now + timedelta(days=2), "lasts_minutes": 60, "place": CANARY, "link": ""}
    meeting = put_meeting(
        new_id(), assignment_id=alice_and_pat.pk, version=0, values=values, now=now, by=pat
    ).row
    Meeting.objects.update(updated_at=now)
    tell(soon)
    assert (told(alice), told(pat)) == ([SOMETHING], [])
    call_off(meeting.pk, assignment_id=alice_and_pat.pk, now=soon, by=alice)
    Meeting.objects.update(updated_at=soon)
    tell(soon + 2 * MINUTE)
    tell(soon + 3 * MINUTE)
    assert (told(alice), told(pat)) == ([SOMETHING], [SOMETHING])


def test_a_question_and_a_meeting_come_by_mail_where_the_person_chose_that(
    api: ApiFor,
    alice_and_pat: Assignment,
    robins_place: Membership,
    alice: User,
    pat: User,
    mails: Mails,
    now: datetime,
    soon: datetime,
) -> None:
    choose(api, alice, "email")
    HandOver.objects.create(
        owner=alice, assignment=alice_and_pat, to=robins_place, words=CANARY, offered_at=now
    )
    values = {"starts_at": now + timedelta(days=2), "lasts_minutes": 60, "place": CANARY, "link": ""}
    put_meeting(new_id(), assignment_id=alice_and_pat.pk, version=0, values=values, now=now, by=pat)
    Meeting.objects.update(updated_at=now)
    for minute in range(3):
        tell(soon + minute * MINUTE)
    assert (mails.asked, told(alice)) == (2, [])


def test_a_mail_server_that_asks_for_patience_is_given_it(
    api: ApiFor,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    mails: Mails,
    now: datetime,
    soon: datetime,
) -> None:
    hear_by(api, alice, alice_and_pat, "email")
    write(api, pat, alice_and_pat, at=now)
    mails.trouble = Unreachable(10 * MINUTE)
    tell(soon)
    mails.trouble = None
    tell(soon + 9 * MINUTE)
    assert mails.asked == 1
    tell(soon + 11 * MINUTE)
    assert mails.asked == 2


def test_what_finds_a_mail_server_with_its_hands_full_waits_for_the_next_run(
    api: ApiFor,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    mails: Mails,
    now: datetime,
    soon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hear_by(api, alice, alice_and_pat, "email")
    write(api, pat, alice_and_pat, at=now)
    readings = (soon + number * timedelta(seconds=1) for number in count())
    with monkeypatch.context() as full:
        full.setattr(hosts, "enter", lambda route: False)
        tell_news(clock=lambda: next(readings))
    assert mails.asked == 0
    for minute in range(1, 4):
        tell(soon + minute * MINUTE)
    assert mails.asked == 1


def test_each_device_hears_of_it_once_however_slow_the_way_to_another_is(
    api: ApiFor,
    alice_and_pat: Assignment,
    alice: User,
    pat: User,
    now: datetime,
    soon: datetime,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.PUSH_PRIVATE_KEY = base64.urlsafe_b64encode(b"\x01" * 32).rstrip(b"=").decode()
    asked: list[str] = []

    def carry(_: PushCarrier, message: Any, address: str) -> str:
        asked.append(address)
        time.sleep(0.3 if "mozilla" in address else 0)
        return "taken"

    monkeypatch.setattr(PushCarrier, "carry", carry)
    for host in ("fcm.googleapis.com/fcm/send", "updates.push.services.mozilla.com/wpush/v2"):
        subscription = browser_subscription(f"https://{host}/alice")
        assert api(alice).post("/api/v1/reminders/devices/", subscription, format="json").status_code == 201
    hear_by(api, alice, alice_and_pat, "push")
    write(api, pat, alice_and_pat, at=now)
    for minute in range(3):
        tell(soon + minute * MINUTE)
    assert len(asked) == len(set(asked)) == 2


def test_who_chose_no_way_hears_nothing(
    api: ApiFor, ask: Ask, pats_place: Membership, alice: User, pat: User, now: datetime, soon: datetime
) -> None:
    assert api(pat).get("/api/v1/reminders/news/").json() == {"channels": ["in_app"]}
    choose(api, pat)
    asked(ask, alice, at=now)
    tell(soon)
    assert told(pat) == []
    assert choose(api, pat, "pigeon").status_code == 400


def test_what_was_told_is_forgotten_with_the_rest_of_the_history(
    ask: Ask, pats_place: Membership, alice: User, pat: User, now: datetime, soon: datetime
) -> None:
    asked(ask, alice, at=now)
    tell(soon)
    Telling.objects.update(ended_at=now - timedelta(days=400))
    forget_history()
    assert not Telling.objects.exists()


def test_a_notice_of_news_leads_to_where_it_waits(
    api: ApiFor, alice_and_pat: Assignment, alice: User, pat: User, now: datetime, soon: datetime
) -> None:
    hear_by(api, alice, alice_and_pat, "in_app")
    write(api, pat, alice_and_pat, at=now)
    tell(soon)
    (notice,) = api(alice).get("/api/v1/notices/").json()["results"]
    assert notice["is_news"] is True
