"""How an operator starts an organisation."""

import re
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.teams.models import Invitation, Membership, Organisation, Team
from tests.conftest import ApiFor
from tests.teams.people import API

pytestmark = pytest.mark.django_db


def add(name: str = "Harbour", email: str = "Nora@example.org") -> str:
    said = StringIO()
    call_command("add_organisation", name=name, team="Quay", manager_email=email, stdout=said)
    return said.getvalue()


def token_said(said: str) -> str:
    found = re.search(r"^http://localhost/invitation#([\w-]{22})$", said, re.MULTILINE)
    assert found, said
    return found.group(1)


def test_an_operator_is_shown_the_address_once_and_nothing_keeps_it() -> None:
    said = add()
    token = token_said(said)
    assert Team.objects.get().organisation.name == "Harbour"
    assert token not in str(Invitation.objects.values())
    assert mail.outbox == []
    event = AuditEvent.objects.get(noun="teams.organisation")
    assert (event.verb, event.object_id, event.actor_id) == ("create", Organisation.objects.get().pk, None)


def test_the_first_manager_is_verified_by_accepting(api: ApiFor, nora: User) -> None:
    token = token_said(add())
    answer = api(nora).post(f"{API}/invitations/accept/", {"token": token}, format="json")
    assert (answer.status_code, answer.json()["role"]) == (200, "service_manager")
    assert Membership.objects.get().verified_at is not None
    nora.refresh_from_db()
    page = api(nora).get(f"{API}/team/").json()
    assert page["organisation"]["name"] == "Harbour"
    assert [member["email"] for member in page["members"]] == ["nora@example.org"]


@pytest.mark.parametrize("name", ["Harbour", "HARBOUR"])
def test_the_same_organisation_again_is_refused_and_changes_nothing(name: str) -> None:
    add()
    digest = Invitation.objects.get().token_digest
    with pytest.raises(CommandError, match="already"):
        add(name)
    assert (Organisation.objects.count(), Invitation.objects.get().token_digest) == (1, digest)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="--manager-email"):
        add(email="nora")
    assert not Organisation.objects.exists()
