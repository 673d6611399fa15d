"""Thought of while well, pressed by the person alone, open for three days to the second."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent.gate import open_reading, open_supporting
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose
from recoveryapp.plans.actions.wishes import press_sharing_wish
from recoveryapp.plans.models import SharingWish, WellbeingPlan
from recoveryapp.plans.tasks import tell_of_opening
from recoveryapp.teams.models import Connection, Membership, Supporter
from tests.conftest import ApiFor, CountQueries
from tests.plans.body import WORDS
from tests.review.body import people_url, review
from tests.teams.people import stand_by

SECOND = timedelta(seconds=1)
THREE_DAYS = timedelta(hours=72)
WISHES = "/api/v1/plan/sharing-wishes/"

Body = dict[str, Any]


def wish_body(at: datetime, **to: Any) -> Body:
    return {"version": 0, "recorded_at": at.isoformat(), **to}


def wish_for(client: APIClient, at: datetime, **to: Any) -> str:
    wish_id = str(new_id())
    answer = client.put(f"{WISHES}{wish_id}/", wish_body(at, **to), format="json")
    assert answer.status_code == 201, answer.content
    return wish_id


def press(client: APIClient, wish_id: str, grant_id: UUID | None = None) -> Any:
    return client.post(f"{WISHES}{wish_id}/press/", {"grant": str(grant_id or new_id())}, format="json")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was handed to the queue, and done at once."""
    sent: list[list[str]] = []

    def send(name: str, args: list[str], countdown: int) -> None:
        assert (name, countdown) == ("plans.tell_of_opening", 30)
        sent.append(args)
        tell_of_opening(*args)

    monkeypatch.setattr("recoveryapp.plans.actions.wishes.current_app.send_task", send)
    return sent


@pytest.fixture
def for_cleo(api: ApiFor, alice: User, met: Connection, now: datetime) -> str:
    return wish_for(api(alice), now, membership=str(met.membership_id))


def test_a_wish_opens_nothing_and_tells_nobody(
    api: ApiFor, alice: User, cleo: User, plan: WellbeingPlan, for_cleo: str
) -> None:
    [wish] = api(alice).get(WISHES).json()["results"]
    assert wish["practitioner"]["called"] == "Cleo"
    assert (wish["open_until"], wish["pressed_at"], wish["grant"]) == (None, None, None)
    assert api(cleo).get(people_url(alice.pk, "review/", purpose="support")).status_code == 404
    assert api(cleo).get("/api/v1/people/").json()["results"] == []
    assert mail.outbox == []


def test_pressing_it_opens_the_plan_and_nothing_else(
    api: ApiFor,
    alice: User,
    cleo: User,
    plan: WellbeingPlan,
    for_cleo: str,
    told: list[list[str]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = press(api(alice), for_cleo)
    assert answer.status_code == 200
    grant = ConsentGrant.objects.get()
    assert (grant.scopes, grant.purpose) == (["wellbeing_plan"], "support")
    assert grant.expires_at - grant.starts_at == THREE_DAYS
    shown = review(api(cleo), alice.pk, purpose="support")
    assert shown["plan"]["wishes"] == WORDS["wishes"]
    assert shown["shared"]["scopes"] == ["wellbeing_plan"]
    lines = AuditEvent.objects.filter(owner_id=alice.pk, actor_id=alice.pk).values_list("verb", "noun")
    assert ("create", "consent.consentgrant") in lines
    assert ("change", "plans.sharingwish") in lines


def test_the_other_side_is_told_once_in_neutral_words(
    api: ApiFor,
    alice: User,
    cleo: User,
    plan: WellbeingPlan,
    for_cleo: str,
    told: list[list[str]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    grant_id = new_id()
    with django_capture_on_commit_callbacks(execute=True):
        press(api(alice), for_cleo, grant_id)
        press(api(alice), for_cleo, grant_id)
        press(api(alice), for_cleo)
    assert (len(told), ConsentGrant.objects.count()) == (1, 1)
    [message] = mail.outbox
    assert (message.to, message.subject) == (["cleo@example.org"], "Reminder")
    said = f"{message.subject} {message.body} {message.from_email}".lower()
    assert [word for word in ("alice", "plan", "well", "health", "recovery") if word in said] == []
    [wish] = api(alice).get(WISHES).json()["results"]
    assert wish["told_at"] is not None
    with pytest.raises(NotVisible):
        tell_of_opening(*told[0])
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("ending", ["stopped", "paused"])
def test_nothing_is_sent_once_it_was_taken_back(
    ending: str, api: ApiFor, alice: User, plan: WellbeingPlan, for_cleo: str, now: datetime
) -> None:
    press(api(alice), for_cleo)
    grant = ConsentGrant.objects.get()
    if ending == "stopped":
        api(alice).post(f"/api/v1/sharing/grants/{grant.pk}/revoke/")
    else:
        User.objects.filter(pk=alice.pk).update(everything_paused_at=now)
    with pytest.raises(NotVisible):
        tell_of_opening(for_cleo, str(grant.pk))
    assert mail.outbox == []


def test_it_is_taken_back_at_once_and_a_late_request_does_not_open_it_again(
    api: ApiFor, alice: User, cleo: User, plan: WellbeingPlan, for_cleo: str
) -> None:
    grant_id = new_id()
    press(api(alice), for_cleo, grant_id)
    api(alice).post(f"/api/v1/sharing/grants/{grant_id}/revoke/")
    assert api(cleo).get(people_url(alice.pk, "review/", purpose="support")).status_code == 404
    late = press(api(alice), for_cleo, grant_id)
    assert (late.status_code, late.json()["open_until"]) == (200, None)
    assert api(cleo).get(people_url(alice.pk, "review/", purpose="support")).status_code == 404


def test_it_can_be_pressed_again_once_it_has_ended(
    api: ApiFor, alice: User, plan: WellbeingPlan, for_cleo: str, now: datetime
) -> None:
    wish_id = UUID(for_cleo)
    press_sharing_wish(wish_id, grant_id=new_id(), now=now - THREE_DAYS, by=alice)
    again = press_sharing_wish(wish_id, grant_id=new_id(), now=now, by=alice)
    assert again.open_until(now) == now + THREE_DAYS
    assert ConsentGrant.objects.count() == 2


EDGES = [
    (timedelta(), True),
    (THREE_DAYS - SECOND, True),
    (THREE_DAYS, False),
    (THREE_DAYS + SECOND, False),
    (-SECOND, False),
]


@pytest.mark.parametrize(("after", "is_open"), EDGES)
def test_three_days_are_seventy_two_hours_and_not_a_second_more(
    after: timedelta, is_open: bool, alice: User, cleo: User, for_cleo: str, now: datetime
) -> None:
    press_sharing_wish(UUID(for_cleo), grant_id=new_id(), now=now, by=alice)
    read: Callable[[], object] = lambda: open_reading(  # noqa: E731
        alice.pk, viewer=cleo, purpose=Purpose.SUPPORT, now=now + after
    )
    if is_open:
        read()
    else:
        with pytest.raises(NotVisible):
            read()


@pytest.mark.parametrize(("after", "is_open"), EDGES)
def test_the_same_three_days_for_a_supporter(
    after: timedelta, is_open: bool, api: ApiFor, alice: User, bob: User, now: datetime
) -> None:
    brother = stand_by(bob, alice, now)
    wish_id = wish_for(api(alice), now, supporter=str(brother.pk))
    press_sharing_wish(UUID(wish_id), grant_id=new_id(), now=now, by=alice)
    read: Callable[[], object] = lambda: open_supporting(alice.pk, viewer=bob, now=now + after)  # noqa: E731
    if is_open:
        read()
    else:
        with pytest.raises(NotVisible):
            read()


def test_while_everything_is_paused_nothing_opens(
    api: ApiFor, alice: User, for_cleo: str, now: datetime
) -> None:
    User.objects.filter(pk=alice.pk).update(everything_paused_at=now)
    answer = press(api(alice), for_cleo)
    assert (answer.status_code, answer.json()["code"]) == (409, "everything_paused")
    assert not ConsentGrant.objects.exists()


def test_somebody_who_has_left_is_not_opened_to(
    api: ApiFor, alice: User, for_cleo: str, cleos_place: Membership, now: datetime
) -> None:
    Membership.objects.filter(pk=cleos_place.pk).update(ended_at=now)
    answer = press(api(alice), for_cleo)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_connected")
    assert not ConsentGrant.objects.exists()


def test_a_wish_is_for_somebody_one_has_met(
    api: ApiFor, alice: User, cleos_place: Membership, bob: User, now: datetime
) -> None:
    strangers = stand_by(alice, bob, now)
    for to in ({"membership": str(cleos_place.pk)}, {"supporter": str(strangers.pk)}):
        answer = api(alice).put(f"{WISHES}{new_id()}/", wish_body(now, **to), format="json")
        assert (answer.status_code, answer.json()["code"]) == (409, "not_connected")
    assert not SharingWish.objects.exists()


@pytest.mark.parametrize("both", [True, False])
def test_a_wish_is_for_one(both: bool, api: ApiFor, alice: User, now: datetime) -> None:
    to = {"membership": str(new_id()), "supporter": str(new_id())} if both else {}
    answer = api(alice).put(f"{WISHES}{new_id()}/", wish_body(now, **to), format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["membership"])


def test_changed_for_somebody_else_it_is_not_the_one_that_was_pressed(
    api: ApiFor, alice: User, bob: User, for_cleo: str, now: datetime
) -> None:
    press(api(alice), for_cleo)
    brother: Supporter = stand_by(bob, alice, now)
    body = wish_body(now, version=1, supporter=str(brother.pk))
    changed = api(alice).put(f"{WISHES}{for_cleo}/", body, format="json").json()
    assert (changed["practitioner"], changed["open_until"], changed["pressed_at"]) == (None, None, None)
    assert changed["shared_supporter"]["name"] == "My brother"


def test_there_are_five_at_most(
    api: ApiFor, alice: User, met: Connection, for_cleo: str, now: datetime
) -> None:
    for _ in range(4):
        wish_for(api(alice), now, membership=str(met.membership_id))
    body = wish_body(now, membership=str(met.membership_id))
    answer = api(alice).put(f"{WISHES}{new_id()}/", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_sharing_wishes")
    assert SharingWish.objects.count() == 5


def test_taking_the_wish_away_leaves_what_it_opened_with_all_that_is_shared(
    api: ApiFor, alice: User, for_cleo: str
) -> None:
    press(api(alice), for_cleo)
    assert api(alice).delete(f"{WISHES}{for_cleo}/").status_code == 204
    assert len(api(alice).get("/api/v1/sharing/").json()["grants"]) == 1


def test_only_the_person_presses(api: ApiFor, alice: User, bob: User, cleo: User, for_cleo: str) -> None:
    assert [press(api(viewer), for_cleo).status_code for viewer in (bob, cleo)] == [404, 404]
    assert press(api(), for_cleo).status_code == 401
    assert not ConsentGrant.objects.exists()


def test_those_at_work_have_no_wishes(
    api: ApiFor, cleo: User, cleos_place: Membership, now: datetime
) -> None:
    body = wish_body(now, membership=str(cleos_place.pk))
    assert api(cleo).put(f"{WISHES}{new_id()}/", body, format="json").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_wishes_are_listed_in_one_statement(
    number: int, api: ApiFor, alice: User, bob: User, now: datetime, count_queries: CountQueries
) -> None:
    brother = stand_by(bob, alice, now)
    for _ in range(number):
        wish_for(api(alice), now, supporter=str(brother.pk))
    client = api(alice)
    with count_queries(2):
        assert len(client.get(WISHES).json()["results"]) == number
