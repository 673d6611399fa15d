"""Alice asks her brother Bob to stand by her: what he is asked, what he sees, how it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Scope
from recoveryapp.teams.models import Supporter
from tests.conftest import ApiFor, CountQueries, person
from tests.review.canaries import Canaries, write_record
from tests.teams.people import API, stand_by, support_token_in_mail

DAY = timedelta(days=1)
SUPPORTERS = f"{API}/supporters/"
SUPPORTING = f"{API}/supporting/"

Give = Callable[..., ConsentGrant]


@pytest.fixture
def bobs_mailbox(bob: User) -> EmailAddress:
    return EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)


@pytest.fixture
def brother(alice: User, bob: User, now: datetime) -> Supporter:
    return stand_by(bob, alice, now)


@pytest.fixture
def give(alice: User, brother: Supporter, now: datetime) -> Give:
    """`give(Scope.GOALS)`: Alice shares it with her brother, since an hour ago and for a week."""

    def grant(*scopes: str, **changes: Any) -> ConsentGrant:
        values = {
            "owner": alice,
            "supporter": brother,
            "purpose": "support",
            "scopes": list(scopes),
            "starts_at": now - timedelta(hours=1),
            "expires_at": now + 7 * DAY,
        }
        return ConsentGrant.objects.create(id=new_id(), **{**values, **changes})

    return grant


@pytest.fixture
def record(alice: User, now: datetime) -> Canaries:
    return write_record(alice, now=now)


def invite(client: APIClient, **changes: str) -> Any:
    body = {"name": "My brother", "email": "bob@example.org", **changes}
    return client.post(SUPPORTERS, body, format="json")


def accept(client: APIClient, token: str) -> Any:
    return client.post(f"{SUPPORTERS}accept/", {"token": token}, format="json")


def supported(client: APIClient, person: User) -> Any:
    return client.get(f"{SUPPORTING}{person.pk}/")


# Being asked


def test_the_mail_says_neither_who_asks_nor_for_what(api: ApiFor, alice: User) -> None:
    assert invite(api(alice)).status_code == 201
    [message] = mail.outbox
    said = f"{message.subject} {message.body} {message.from_email}".lower()
    assert message.to == ["bob@example.org"]
    assert [word for word in ("alice", "brother", "health", "recovery", "support") if word in said] == []


def test_whoever_has_the_link_reads_who_asks_and_no_address(api: ApiFor, alice: User, now: datetime) -> None:
    invite(api(alice))
    seen = api().post(f"{SUPPORTERS}look/", {"token": support_token_in_mail()}, format="json").json()
    assert (seen["called"], seen["email_hint"]) == ("Alice", "b…@example.org")
    assert set(seen) == {"called", "email_hint", "expires_at"}


def test_accepting_opens_nothing(
    api: ApiFor, alice: User, bob: User, bobs_mailbox: EmailAddress, record: Canaries
) -> None:
    invite(api(alice))
    token = support_token_in_mail()
    assert [accept(api(bob), token).status_code for _ in range(2)] == [204, 204]
    [one] = api(bob).get(SUPPORTING).json()["supporting"]
    assert (one["called"], one["shared_until"], one["grants"]) == ("Alice", None, [])
    assert supported(api(bob), alice).status_code == 404
    assert api(alice).get(SUPPORTERS).json()["supporters"][0]["accepted_at"] is not None


def test_an_invitation_is_used_once_and_bound_to_its_address(
    api: ApiFor, alice: User, bob: User, cleo: User, max_: User, bobs_mailbox: EmailAddress, now: datetime
) -> None:
    invite(api(alice))
    token = support_token_in_mail()
    carol = User.objects.create(email="carol@example.org", called="Carol")
    assert accept(api(carol), token).json()["code"] == "other_address"
    assert accept(api(bob), token).status_code == 204
    for viewer in (carol, cleo, max_):
        assert (accept(api(viewer), token).status_code, viewer.email) == (404, viewer.email)
    assert api().post(f"{SUPPORTERS}look/", {"token": token}, format="json").status_code == 404


def test_what_is_given_to_one_supporter_opens_nothing_to_another(
    give: Give, alice: User, bob: User, now: datetime
) -> None:
    """Neither to another of Alice's, nor to somebody else's."""
    sister, neighbour = person("Sue"), person("Nell")
    stand_by(sister, alice, now)
    stand_by(neighbour, bob, now)
    given = give(Scope.GOALS)
    for viewer, expected in ((bob, [given]), (sister, []), (neighbour, [])):
        assert list(ConsentGrant.objects.given_to_supporter(viewer)) == expected


def test_an_account_for_work_stands_by_nobody(api: ApiFor, alice: User, cleo: User) -> None:
    EmailAddress.objects.create(user=cleo, email=cleo.email, verified=True, primary=True)
    invite(api(alice), email=cleo.email)
    answer = accept(api(cleo), support_token_in_mail())
    assert (answer.status_code, answer.json()["code"]) == (409, "account_in_use")


@pytest.mark.parametrize(("age", "status"), [(7 * DAY, 404), (7 * DAY - timedelta(minutes=1), 204)])
def test_an_invitation_lasts_seven_days(
    age: timedelta,
    status: int,
    api: ApiFor,
    alice: User,
    bob: User,
    bobs_mailbox: EmailAddress,
    now: datetime,
) -> None:
    invite(api(alice))
    Supporter.objects.update(expires_at=now + 7 * DAY - age)
    assert accept(api(bob), support_token_in_mail()).status_code == status


def test_one_that_was_sent_again_replaces_the_first(
    api: ApiFor, alice: User, bob: User, bobs_mailbox: EmailAddress
) -> None:
    invited = invite(api(alice)).json()
    first = support_token_in_mail()
    assert api(alice).post(f"{SUPPORTERS}{invited['id']}/resend/").status_code == 200
    assert accept(api(bob), first).status_code == 404
    assert accept(api(bob), support_token_in_mail()).status_code == 204


def test_one_that_was_taken_back_opens_nothing(
    api: ApiFor, alice: User, bob: User, bobs_mailbox: EmailAddress
) -> None:
    invited = invite(api(alice)).json()
    assert api(alice).delete(f"{SUPPORTERS}{invited['id']}/").status_code == 204
    assert accept(api(bob), support_token_in_mail()).status_code == 404
    assert invite(api(alice)).status_code == 201


def test_nobody_is_asked_twice_or_by_themselves(api: ApiFor, alice: User) -> None:
    invite(api(alice))
    assert invite(api(alice), email="BOB@example.org").json()["code"] == "already_invited"
    assert invite(api(alice), email="Alice@example.org").json()["code"] == "own_address"
    assert len(mail.outbox) == 1


def test_the_mails_of_a_day_have_an_end(api: ApiFor, alice: User) -> None:
    answers = [invite(api(alice), email=f"friend{n}@example.org").status_code for n in range(11)]
    assert answers == [201] * 10 + [409]
    [first] = Supporter.objects.filter(email="friend0@example.org")
    again = [api(alice).post(f"{SUPPORTERS}{first.pk}/resend/").status_code for _ in range(5)]
    assert again == [200] * 4 + [409]


def test_only_people_who_use_the_app_for_themselves_ask(api: ApiFor, cleo: User) -> None:
    assert invite(api(cleo)).status_code == 404
    assert mail.outbox == []


# What they see


@pytest.mark.parametrize("scope", Scope)
def test_a_supporter_sees_what_is_ticked_and_nothing_else(
    scope: Scope, api: ApiFor, alice: User, bob: User, give: Give, record: Canaries
) -> None:
    give(scope)
    text = supported(api(bob), alice).content.decode()
    found = {word for word in record.all if word in text}
    barriers = {"canary-own-barrier-alice"} if scope == Scope.BARRIERS else set()
    assert found == record.behind(scope) - barriers


def test_each_look_is_told_to_the_person_by_the_name_they_use(
    api: ApiFor, alice: User, bob: User, give: Give, record: Canaries
) -> None:
    give(Scope.WELLBEING_PLAN)
    supported(api(bob), alice)
    [line] = api(alice).get(f"{API}/access-log/").json()["results"]
    assert (line["who"]["called"], line["who"]["role"]) == ("My brother", "service_user")
    assert (line["noun"], line["scopes"], line["purpose"]) == (
        "review.supported",
        ["wellbeing_plan"],
        "support",
    )


def test_the_look_as_is_what_they_see(
    api: ApiFor, alice: User, bob: User, give: Give, record: Canaries
) -> None:
    given = give(Scope.GOALS, Scope.WELLBEING_PLAN)
    look = api(alice).get(f"{API}/sharing/grants/{given.pk}/look/").json()
    assert look == supported(api(bob), alice).json()


def test_no_door_for_practitioners_opens_to_a_supporter(
    api: ApiFor, alice: User, bob: User, give: Give, record: Canaries
) -> None:
    give(*Scope)
    doors = ("review", "journal", "sheets", "remarks", "plan/file")
    for door in doors:
        answer = api(bob).get(f"{API}/people/{alice.pk}/{door}/?purpose=support")
        assert (door, answer.status_code) == (door, 404)
    assert api(bob).get(f"{API}/people/").json()["results"] == []
    remark = {"about": "review", "words": "x"}
    url = f"{API}/people/{alice.pk}/remarks/{new_id()}/?purpose=support"
    assert api(bob).put(url, remark, format="json").status_code == 404


def test_the_door_for_supporters_opens_to_no_practitioner(
    api: ApiFor, alice: User, bob: User, give: Give, cleo: User, record: Canaries
) -> None:
    give(*Scope)
    User.objects.filter(pk=bob.pk).update(role="peer_worker")
    bob.refresh_from_db()
    assert [supported(api(viewer), alice).status_code for viewer in (bob, cleo)] == [404, 404]


@pytest.mark.parametrize("state", ["revoked", "expired", "not yet", "paused", "ended", "left", "closed"])
def test_what_has_ended_is_gone_with_the_next_request(
    state: str,
    api: ApiFor,
    alice: User,
    bob: User,
    brother: Supporter,
    give: Give,
    record: Canaries,
    now: datetime,
) -> None:
    client = api(bob)
    given = give(*Scope, **({"starts_at": now + DAY} if state == "not yet" else {}))
    assert supported(client, alice).status_code == (404 if state == "not yet" else 200)
    endings: dict[str, Callable[[], Any]] = {
        "revoked": lambda: api(alice).post(f"{API}/sharing/grants/{given.pk}/revoke/"),
        "expired": lambda: ConsentGrant.objects.update(starts_at=now - 8 * DAY, expires_at=now),
        "not yet": lambda: None,
        "paused": lambda: User.objects.filter(pk=alice.pk).update(everything_paused_at=now),
        "ended": lambda: api(alice).delete(f"{SUPPORTERS}{brother.pk}/"),
        "left": lambda: client.post(f"{SUPPORTING}{brother.pk}/stop/"),
        "closed": lambda: User.objects.filter(pk=alice.pk).update(is_active=False),
    }
    endings[state]()
    answer = supported(client, alice)
    assert (answer.status_code, b"canary" in answer.content) == (404, False)
    assert answer.content == client.get(f"{SUPPORTING}{new_id()}/").content


@pytest.mark.parametrize("who", ["alice", "bob"])
def test_either_ends_it_and_all_that_was_shared_ends_with_it(
    who: str, api: ApiFor, alice: User, bob: User, brother: Supporter, give: Give
) -> None:
    give(Scope.GOALS)
    if who == "alice":
        api(alice).delete(f"{SUPPORTERS}{brother.pk}/")
    else:
        api(bob).post(f"{SUPPORTING}{brother.pk}/stop/")
    assert api(alice).get(f"{API}/sharing/").json()["grants"] == []
    assert api(alice).get(SUPPORTERS).json()["supporters"] == []
    assert api(bob).get(SUPPORTING).json()["supporting"] == []
    assert ConsentGrant.objects.get().revoked_at is not None
    assert AuditEvent.objects.filter(noun="teams.supporter", verb="change", owner_id=alice.pk).count() == 1


def test_nobody_else_ends_it(api: ApiFor, cleo: User, brother: Supporter, alice: User, bob: User) -> None:
    assert api(cleo).delete(f"{SUPPORTERS}{brother.pk}/").status_code == 204
    assert api(bob).delete(f"{SUPPORTERS}{brother.pk}/").status_code == 204
    assert api(alice).post(f"{SUPPORTING}{brother.pk}/stop/").status_code == 204
    brother.refresh_from_db()
    assert brother.ended_at is None


# Sharing with them


def grant_body(brother: Supporter, **changes: Any) -> dict[str, Any]:
    return {"supporter": str(brother.pk), "purpose": "support", "scopes": ["wellbeing_plan"], **changes}


def put_grant(client: APIClient, body: dict[str, Any], grant_id: UUID | None = None) -> Any:
    return client.put(f"{API}/sharing/grants/{grant_id or new_id()}/", body, format="json")


def test_the_person_shares_by_an_ordinary_grant(
    api: ApiFor, alice: User, bob: User, brother: Supporter, record: Canaries
) -> None:
    answer = put_grant(api(alice), grant_body(brother))
    assert answer.status_code == 201, answer.content
    assert answer.json()["shared_supporter"] == {"id": str(brother.pk), "name": "My brother"}
    [one] = api(bob).get(SUPPORTING).json()["supporting"]
    assert one["grants"] == [answer.json()["id"]]
    assert supported(api(bob), alice).json()["plan"]["wishes"] == "canary-plan-wishes-alice"


def test_a_supporter_is_there_for_support(api: ApiFor, alice: User, brother: Supporter) -> None:
    answer = put_grant(api(alice), grant_body(brother, purpose="review"))
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["purpose"])


def test_nobody_shares_with_a_supporter_who_is_not_theirs(
    api: ApiFor, alice: User, bob: User, brother: Supporter, now: datetime
) -> None:
    carol = User.objects.create(email="carol@example.org", called="Carol")
    assert put_grant(api(carol), grant_body(brother)).json()["code"] == "not_connected"
    waiting = stand_by(bob, carol, now, user=None, accepted_at=None)
    assert put_grant(api(carol), grant_body(waiting)).json()["code"] == "not_connected"


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_take_as_many_statements_however_long(
    number: int, api: ApiFor, alice: User, bob: User, now: datetime, count_queries: CountQueries
) -> None:
    for n in range(number):
        friend = User.objects.create(email=f"friend{n}@example.org", called=f"Friend {n}")
        stand_by(friend, alice, now)
        stand_by(alice, friend, now)
    client = api(alice)
    with count_queries(2):
        assert len(client.get(SUPPORTERS).json()["supporters"]) == number
    with count_queries(2):
        assert len(client.get(SUPPORTING).json()["supporting"]) == number
