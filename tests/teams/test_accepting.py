"""From the link in the mail to a place in the team."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.teams.actions.accepting import accept_invitation
from recoveryapp.teams.errors import InvitationOver
from recoveryapp.teams.models import Invitation, Membership, Team
from recoveryapp.teams.queries import open_invitation
from tests.conftest import PASSWORD, ApiFor, sign_in_fully
from tests.goals.body import write_goal
from tests.teams.people import API, hold_place, invite_body, join, token_in_mail

SECOND = timedelta(seconds=1)


def look(api: ApiFor, token: str) -> Any:
    return api().post(f"{API}/invitations/look/", {"token": token}, format="json")


def accept(api: ApiFor, user: User, token: str) -> Any:
    return api(user).post(f"{API}/invitations/accept/", {"token": token}, format="json")


def test_whoever_has_the_link_reads_who_invites_and_no_address(
    api: ApiFor, quay: Team, nora: User, now: datetime
) -> None:
    _, token = hold_place(quay, nora, now, job_title="Listener")
    assert look(api, token).json() == {
        "organisation": "Harbour",
        "team": "Quay",
        "role": "peer_worker",
        "job_title": "Listener",
        "email_hint": "n…@example.org",
        "expires_at": (now + timedelta(days=7)).isoformat().replace("+00:00", "Z"),
    }


def test_an_invitation_of_a_service_user_needs_no_team(
    api: ApiFor, quay: Team, nora: User, now: datetime
) -> None:
    _, token = hold_place(quay, nora, now, role="service_user", team=None)
    assert look(api, token).json()["team"] == ""


def test_fifty_scanners_change_nothing(api: ApiFor, quay: Team, nora: User, now: datetime) -> None:
    _, token = hold_place(quay, nora, now)
    before = Invitation.objects.values().get()
    for _ in range(50):
        assert Client().get("/invitation").status_code in {200, 503}, "503: the front end is not built"
        assert api().get(f"{API}/invitations/look/").status_code == 405
        assert api().get(f"{API}/invitations/accept/").status_code == 401
        assert look(api, token).status_code == 200
    assert Invitation.objects.values().get() == before
    assert accept(api, nora, token).status_code == 200


def test_accepting_gives_the_role_and_a_place_that_waits_to_be_verified(
    api: ApiFor, quay: Team, nora: User, now: datetime
) -> None:
    invitation, token = hold_place(quay, nora, now, job_title="Listener")
    answer = accept(api, nora, token)
    assert (answer.status_code, answer.json()["role"]) == (200, "peer_worker")
    place = Membership.objects.get()
    assert (place.user, place.team, place.role, place.job_title) == (nora, quay, "peer_worker", "Listener")
    assert place.verified_at is None
    events = AuditEvent.objects.order_by("id").values_list(
        "verb", "noun", "object_id", "owner_id", "actor_id"
    )
    assert list(events) == [
        ("change", "accounts.user", nora.pk, nora.pk, nora.pk),
        ("create", "teams.membership", place.pk, nora.pk, nora.pk),
        ("change", "teams.invitation", invitation.pk, nora.pk, nora.pk),
    ]


def test_the_same_again_changes_nothing(api: ApiFor, quay: Team, nora: User, now: datetime) -> None:
    _, token = hold_place(quay, nora, now)
    first, second = accept(api, nora, token), accept(api, nora, token)
    assert (second.status_code, second.json()) == (200, first.json())
    assert (Membership.objects.count(), AuditEvent.objects.filter(noun="teams.membership").count()) == (1, 1)


def test_a_used_link_does_not_bring_back_whoever_left(
    api: ApiFor, max_: User, quay: Team, nora: User, now: datetime
) -> None:
    _, token = hold_place(quay, nora, now)
    accept(api, nora, token)
    place = Membership.objects.get(user=nora)
    api(max_).post(f"{API}/team/members/{place.pk}/end/")
    nora.refresh_from_db()
    assert accept(api, nora, token).status_code == 200
    assert not Membership.objects.filter(user=nora, ended_at__isnull=True).exists()


@pytest.mark.parametrize(
    "over", ["unknown", "expired", "revoked", "used by somebody else"], ids=lambda how: how.replace(" ", "_")
)
def test_what_is_over_answers_the_same_however_it_ended(
    api: ApiFor, quay: Team, nora: User, alice: User, now: datetime, over: str
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "unknown": {"token_digest": "0" * 64},
        "expired": {"expires_at": now - SECOND},
        "revoked": {"revoked_at": now},
        "used by somebody else": {"accepted_at": now, "accepted_by": alice},
    }
    _, token = hold_place(quay, nora, now, **changes[over])
    for answer in (look(api, token), accept(api, nora, token)):
        assert (answer.status_code, answer.json()) == (
            404,
            {
                "type": "about:blank",
                "title": "This invitation is over or was used already. Ask for a new one.",
                "status": 404,
                "code": "invitation_over",
            },
        )
    assert not Membership.objects.exists()


def test_it_holds_until_the_last_second_and_not_at_it(quay: Team, nora: User, now: datetime) -> None:
    _, token = hold_place(quay, nora, now)
    end = now + timedelta(days=7)
    assert open_invitation(token, now=end - SECOND).email == nora.email
    with pytest.raises(InvitationOver):
        open_invitation(token, now=end)
    with pytest.raises(InvitationOver):
        accept_invitation(token, now=end, by=nora)
    assert accept_invitation(token, now=end - SECOND, by=nora).role == Role.PEER_WORKER


def test_another_account_cannot_take_the_place(
    api: ApiFor, quay: Team, nora: User, alice: User, now: datetime
) -> None:
    _, token = hold_place(quay, nora, now)
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    answer = accept(api, alice, token)
    assert (answer.status_code, answer.json()["code"]) == (409, "other_address")
    assert accept(api, nora, token).status_code == 200, "and it is still there for its owner"


def test_an_address_that_is_not_confirmed_counts_for_nothing(
    api: ApiFor, quay: Team, nora: User, now: datetime
) -> None:
    EmailAddress.objects.filter(user=nora).update(verified=False)
    _, token = hold_place(quay, nora, now)
    assert accept(api, nora, token).json()["code"] == "other_address"


def test_capitals_make_no_other_address_but_look_alikes_do(
    api: ApiFor, quay: Team, nora: User, now: datetime
) -> None:
    EmailAddress.objects.filter(user=nora).update(email="NINA@Example.org")
    _, token = hold_place(quay, nora, now, email="nina@example.org")
    EmailAddress.objects.filter(user=nora).update(email="nına@example.org")  # a dotless i
    assert accept(api, nora, token).json()["code"] == "other_address"
    EmailAddress.objects.filter(user=nora).update(email="NINA@Example.org")
    assert accept(api, nora, token).status_code == 200


def test_a_service_user_with_something_of_their_own_is_told_to_take_another_account(
    api: ApiFor, quay: Team, nora: User, now: datetime
) -> None:
    write_goal(api(nora), now)
    _, token = hold_place(quay, nora, now)
    answer = accept(api, nora, token)
    assert (answer.status_code, answer.json()["code"]) == (409, "account_in_use")
    nora.refresh_from_db()
    assert (nora.role, Membership.objects.count()) == ("service_user", 0)
    assert look(api, token).status_code == 200


def test_a_service_user_accepts_and_stays_one(api: ApiFor, quay: Team, nora: User, now: datetime) -> None:
    write_goal(api(nora), now)
    _, token = hold_place(quay, nora, now, role="service_user")
    assert accept(api, nora, token).json()["role"] == "service_user"
    assert not Membership.objects.exists()
    assert accept(api, nora, token).status_code == 200


def test_a_colleague_does_not_become_a_service_user(
    api: ApiFor, quay: Team, nora: User, now: datetime
) -> None:
    User.objects.filter(pk=nora.pk).update(role=Role.CLINICIAN)
    _, token = hold_place(quay, nora, now, role="service_user")
    assert accept(api, nora, token).json()["code"] == "account_in_use"


@pytest.mark.parametrize(
    ("has", "gets", "where", "code"),
    [
        ("peer_worker", "clinician", "here", "account_in_use"),
        ("peer_worker", "service_manager", "here", "account_in_use"),
        ("service_manager", "peer_worker", "here", "account_in_use"),
        ("service_manager", "service_manager", "elsewhere", "account_in_use"),
        ("service_manager", "service_manager", "here", None),
        ("peer_worker", "peer_worker", "elsewhere", None),
    ],
)
def test_an_account_is_one_thing_at_work(
    api: ApiFor, quay: Team, moor: Team, nora: User, now: datetime, has: str, gets: str, where: str, code: str
) -> None:
    User.objects.filter(pk=nora.pk).update(role=has)
    nora.refresh_from_db()
    second = Team.objects.create(organisation=quay.organisation, name="Second")
    join(nora, second if where == "here" else moor, now)
    _, token = hold_place(quay, nora, now, role=gets)
    assert accept(api, nora, token).json().get("code") == code


def test_whoever_left_takes_up_another_role(api: ApiFor, quay: Team, nora: User, now: datetime) -> None:
    User.objects.filter(pk=nora.pk).update(role=Role.PEER_WORKER)
    nora.refresh_from_db()
    join(nora, quay, now, ended_at=now)
    _, token = hold_place(quay, nora, now, role="service_manager")
    assert accept(api, nora, token).json()["role"] == "service_manager"


def test_a_second_invitation_to_the_same_place_makes_no_second_place(
    api: ApiFor, quay: Team, pat: User, pats_place: Membership, now: datetime
) -> None:
    EmailAddress.objects.create(user=pat, email=pat.email, verified=True, primary=True)
    _, token = hold_place(quay, pat, now)
    assert accept(api, pat, token).status_code == 200
    assert (Membership.objects.get(), Membership.objects.get().verified_at) == (
        pats_place,
        pats_place.verified_at,
    )


def test_an_invitation_outlives_whoever_sent_it_and_verifies_nobody(
    api: ApiFor, max_: User, quay: Team, nora: User, now: datetime
) -> None:
    """The account that invited is gone: this must not look like the operator's own invitation."""
    _, token = hold_place(quay, nora, now, invited_by=max_, role="service_manager")
    max_.delete()
    assert accept(api, nora, token).status_code == 200
    assert Membership.objects.get().verified_at is None


@pytest.mark.parametrize(
    "body", [{}, {"token": ""}, {"token": "a" * 65}, {"token": ["x"]}, {"token": "x", "role": "clinician"}]
)
def test_the_role_is_not_for_the_browser_to_say(api: ApiFor, nora: User, body: dict[str, Any]) -> None:
    for url in ("look", "accept"):
        assert api(nora).post(f"{API}/invitations/{url}/", body, format="json").status_code == 400


def test_from_the_mail_through_sign_up_to_the_team(api: ApiFor, max_: User, quay: Team) -> None:
    api(max_).post(f"{API}/team/invitations/", invite_body(quay, email="New@example.org"), format="json")
    token, visitor = token_in_mail(), Client()
    auth = "/_allauth/browser/v1/auth"
    body = {"email": "new@example.org", "password": PASSWORD}
    visitor.post(f"{auth}/signup", body, content_type="application/json")
    address = EmailAddress.objects.get(email="new@example.org")
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    visitor.force_login(address.user)
    url = f"{API}/invitations/accept/"
    assert visitor.post(url, {"token": token}, content_type="application/json").status_code == 200
    assert visitor.get(f"{API}/my-team/").json()["code"] == "second_step_needed"
    sign_in_fully(visitor, User.objects.get(pk=address.user.pk))
    mine = visitor.get(f"{API}/my-team/").json()["memberships"]
    assert [(m["organisation"]["name"], m["team"]["name"], m["role"], m["verified_at"]) for m in mine] == [
        ("Harbour", "Quay", "peer_worker", None)
    ]
