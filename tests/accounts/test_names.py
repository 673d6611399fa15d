"""What a log, a schema and a phone's own dialog call things."""

from datetime import datetime

import pytest
from allauth.mfa.adapter import get_adapter
from django.apps import apps
from django.db.models import Model

from recoveryapp.accounts.models import EmailChange, User, WrappedKey
from recoveryapp.accounts.queries import owns_anything
from recoveryapp.accounts.schema import SessionScheme
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.goals.models import Goal


@pytest.mark.parametrize("model", [User, WrappedKey, EmailChange, ConsentGrant])
def test_in_a_log_a_row_is_its_id(model: type[Model]) -> None:
    row = model(pk=new_id())
    assert str(row) == str(row.pk)


def test_the_schema_says_that_a_cookie_signs_in() -> None:
    assert apps.ready
    found = SessionScheme(None).get_security_definition(None)  # type: ignore[arg-type, no-untyped-call]
    assert found == {"type": "apiKey", "in": "cookie", "name": "session"}


def test_a_passkey_without_a_name_is_called_one(alice: User) -> None:
    assert get_adapter().generate_authenticator_name(alice, "webauthn") == "Passkey"


def test_somebody_owns_something_once_they_have_written(alice: User, bob: User, now: datetime) -> None:
    Goal.objects.create(owner=alice, words="Swim", recorded_at=now)
    assert owns_anything(alice)
    assert not owns_anything(bob)
