"""What a manager does with invitations, and what leaves by mail."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import mail
from pytest_django import Settings

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.teams.actions import inviting
from recoveryapp.teams.models import Invitation, Membership, Team
from tests.conftest import ApiFor
from tests.notifications.smtp_sink import smtp_sink
from tests.teams.people import API, hold_place, invite_body, nobodys_id, token_in_mail

URL = f"{API}/team/invitations/"
GIVES_AWAY = re.compile(
    r"daybook|harbour|quay|listener|recover|mental|health|therap|wellbeing|clinic|peer|nhs|support|worker"
    r"|salud|terap|bienestar|médic|paciente|apoyo|recupera|ayuda",
    re.IGNORECASE,
)


def test_an_invitation_is_kept_mailed_and_written_down(
    api: ApiFor, max_: User, quay: Team, now: datetime
) -> None:
    answer = api(max_).post(URL, invite_body(quay, email="Nora@Example.org"), format="json")
    row = Invitation.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": str(row.pk),
        "email": "nora@example.org",
        "role": "peer_worker",
        "team": {"id": str(quay.pk), "name": "Quay"},
        "job_title": "Listener",
        "expires_at": row.expires_at.isoformat().replace("+00:00", "Z"),
        "mailed_at": answer.json()["mailed_at"],
        "mail_trouble": "",
    }
    assert answer.json()["mailed_at"] is not None
    assert row.expires_at - row.created_at < timedelta(days=7, seconds=1)
    assert mail.outbox[0].to == ["nora@example.org"]
    event = AuditEvent.objects.get(noun="teams.invitation")
    assert (event.verb, event.object_id, event.owner_id, event.actor_id) == (
        "create",
        row.pk,
        None,
        max_.pk,
    )


def test_the_token_is_128_bits_and_only_its_digest_is_kept(api: ApiFor, max_: User, quay: Team) -> None:
    answer = api(max_).post(URL, invite_body(quay), format="json")
    token = token_in_mail()
    assert re.fullmatch(r"[\w-]{22}", token)
    assert token not in str(Invitation.objects.values())
    assert token not in str(answer.json())


@pytest.mark.parametrize(
    ("language", "subject"), [("en", "An invitation"), ("es", "Una invitación"), ("tlh", "An invitation")]
)
@pytest.mark.parametrize("role", ["service_user", "peer_worker"])
def test_the_mail_gives_nobody_away(
    api: ApiFor,
    max_: User,
    quay: Team,
    nora: User,
    settings: Settings,
    language: str,
    subject: str,
    role: str,
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Daybook <hello@example.org>"
    User.objects.filter(pk=nora.pk).update(language=language)
    api(max_).post(URL, invite_body(quay, role=role), format="json")
    message = mail.outbox[0]
    assert message.subject == subject
    assert message.from_email.endswith("<hello@example.org>")
    assert not GIVES_AWAY.search(f"{message.from_email} {message.subject} {message.body}")


def test_mail_to_nobody_known_is_in_the_managers_language(api: ApiFor, max_: User, quay: Team) -> None:
    User.objects.filter(pk=max_.pk).update(language="es")
    api(max_).post(URL, invite_body(quay), format="json")
    assert "Tienes una invitación" in str(mail.outbox[0].body)


def test_an_address_with_an_account_answers_as_one_without(
    api: ApiFor, max_: User, quay: Team, alice: User
) -> None:
    known = api(max_).post(URL, invite_body(quay, email=alice.email), format="json")
    unknown = api(max_).post(URL, invite_body(quay, email="nobody@example.org"), format="json")
    hidden = {"id", "email", "expires_at", "mailed_at"}
    assert known.status_code == unknown.status_code == 201
    assert {k: v for k, v in known.json().items() if k not in hidden} == {
        k: v for k, v in unknown.json().items() if k not in hidden
    }
    assert [message.body.split("#")[0] for message in mail.outbox] == [
        mail.outbox[0].body.split("#")[0],
        mail.outbox[0].body.split("#")[0],
    ]


@pytest.mark.parametrize(("reply", "trouble"), [(b"550 Nobody", "refused"), (b"451 Later", "unreachable")])
def test_a_mail_that_does_not_leave_is_told_to_the_manager_and_can_be_sent_again(
    api: ApiFor, max_: User, quay: Team, settings: Settings, reply: bytes, trouble: str
) -> None:
    working = settings.EMAIL_BACKEND
    with smtp_sink({"RCPT": reply}) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False
        answer = api(max_).post(URL, invite_body(quay), format="json")
    assert (answer.status_code, answer.json()["mail_trouble"], answer.json()["mailed_at"]) == (
        201,
        trouble,
        None,
    )
    assert api(max_).get(f"{API}/team/").json()["invitations"] == [answer.json()]
    settings.EMAIL_BACKEND = working
    again = api(max_).post(f"{URL}{answer.json()['id']}/resend/").json()
    assert (again["mail_trouble"], again["mailed_at"] is not None, len(mail.outbox)) == ("", True, 1)


def test_an_address_is_invited_once_at_a_time(api: ApiFor, max_: User, quay: Team) -> None:
    api(max_).post(URL, invite_body(quay), format="json")
    again = api(max_).post(URL, invite_body(quay, email="NORA@example.org"), format="json")
    assert (again.status_code, again.json()["code"]) == (409, "already_invited")
    assert (Invitation.objects.count(), len(mail.outbox)) == (1, 1)


def test_two_organisations_invite_the_same_address(
    api: ApiFor, max_: User, quay: Team, mona: User, moor: Team
) -> None:
    assert api(max_).post(URL, invite_body(quay), format="json").status_code == 201
    assert api(mona).post(URL, invite_body(moor), format="json").status_code == 201


def test_there_is_an_end_to_open_invitations(
    api: ApiFor, max_: User, quay: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "MOST_STANDING", 1)
    api(max_).post(URL, invite_body(quay), format="json")
    second = api(max_).post(URL, invite_body(quay, email="other@example.org"), format="json")
    assert (second.status_code, second.json()["code"]) == (409, "too_many_invitations")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nora"}, "email"),
        ({"role": "owner"}, "role"),
        ({"team": None}, "team"),
        ({"team": "quay"}, "team"),
        ({"job_title": "a\x00b"}, "job_title"),
        ({"job_title": "a" * 201}, "job_title"),
        ({"verified_at": "2026-01-01"}, "verified_at"),
    ],
)
def test_what_is_no_invitation_is_refused_and_nothing_leaves(
    api: ApiFor, max_: User, quay: Team, change: dict[str, object], field: str
) -> None:
    answer = api(max_).post(URL, invite_body(quay, **change), format="json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert (Invitation.objects.count(), mail.outbox) == (0, [])


def test_a_place_in_somebody_elses_team_is_not_to_give(api: ApiFor, max_: User, moor: Team) -> None:
    for team in (str(moor.pk), nobodys_id()):
        answer = api(max_).post(URL, invite_body(moor, team=team), format="json")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert not Invitation.objects.exists()


def test_a_service_user_is_invited_without_a_team(api: ApiFor, max_: User) -> None:
    answer = api(max_).post(URL, invite_body(None, role="service_user"), format="json")
    assert (answer.status_code, answer.json()["team"]) == (201, None)


def test_sending_again_makes_a_new_token_and_seven_new_days(
    api: ApiFor, max_: User, quay: Team, nora: User, now: datetime
) -> None:
    invitation, old = hold_place(quay, nora, now, expires_at=now - timedelta(days=1))
    answer = api(max_).post(f"{URL}{invitation.pk}/resend/")
    assert answer.status_code == 200
    invitation.refresh_from_db()
    assert invitation.expires_at > now + timedelta(days=6)
    look = f"{API}/invitations/look/"
    assert api().post(look, {"token": old}, format="json").status_code == 404
    assert api().post(look, {"token": token_in_mail()}, format="json").status_code == 200
    assert AuditEvent.objects.filter(noun="teams.invitation", verb="change").count() == 1


def test_what_was_taken_back_or_accepted_is_not_sent_again(
    api: ApiFor, max_: User, quay: Team, alice: User, bob: User, now: datetime
) -> None:
    taken_back, _ = hold_place(quay, alice, now, revoked_at=now)
    accepted, _ = hold_place(quay, bob, now, accepted_at=now, accepted_by=bob)
    for invitation in (taken_back, accepted):
        assert api(max_).post(f"{URL}{invitation.pk}/resend/").status_code == 404
    assert mail.outbox == []


def test_an_invitation_is_taken_back_as_often_as_asked(
    api: ApiFor, max_: User, quay: Team, nora: User, now: datetime
) -> None:
    invitation, token = hold_place(quay, nora, now)
    assert [api(max_).delete(f"{URL}{invitation.pk}/").status_code for _ in range(2)] == [204, 204]
    assert api(nora).post(f"{API}/invitations/accept/", {"token": token}, format="json").status_code == 404
    assert not Membership.objects.filter(user=nora).exists()
    assert api(max_).get(f"{API}/team/").json()["invitations"] == []
    assert AuditEvent.objects.filter(noun="teams.invitation").count() == 1


def test_what_a_colleague_accepted_is_not_taken_back_but_ended(
    api: ApiFor, max_: User, quay: Team, nora: User, now: datetime
) -> None:
    invitation, _ = hold_place(quay, nora, now, accepted_at=now, accepted_by=nora)
    answer = api(max_).delete(f"{URL}{invitation.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "invitation_accepted")


def test_a_manager_never_learns_whether_a_service_user_came(
    api: ApiFor, max_: User, quay: Team, nora: User, now: datetime
) -> None:
    """Two invitations, one accepted: the page, another one, sending again and taking back answer the same."""
    came, token = hold_place(quay, nora, now, role="service_user")
    stayed_away, _ = hold_place(quay, nora, now, role="service_user", email="other@example.org")
    assert api(nora).post(f"{API}/invitations/accept/", {"token": token}, format="json").status_code == 200
    client = api(max_)
    assert {row["id"] for row in client.get(f"{API}/team/").json()["invitations"]} == {
        str(came.pk),
        str(stayed_away.pk),
    }
    for row in (came, stayed_away):
        body = invite_body(quay, email=row.email, role="service_user")
        assert client.post(URL, body, format="json").json()["code"] == "already_invited"
        assert client.post(f"{URL}{row.pk}/resend/").json()["mail_trouble"] == ""
        assert client.delete(f"{URL}{row.pk}/").status_code == 204
    assert len(mail.outbox) == 2
    assert client.get(f"{API}/team/").json()["invitations"] == []
    assert [m["email"] for m in client.get(f"{API}/team/").json()["members"]] == [max_.email]


def test_taking_back_a_service_users_invitation_after_they_came_answers_the_same(
    api: ApiFor, max_: User, quay: Team, nora: User, now: datetime
) -> None:
    came, _ = hold_place(quay, nora, now, role="service_user", accepted_at=now, accepted_by=nora)
    assert api(max_).delete(f"{URL}{came.pk}/").status_code == 204
    assert api(nora).get(f"{API}/me/").status_code == 200
