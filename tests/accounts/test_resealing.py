"""Second steps outlive the key they were sealed under."""

import pytest
from django.core.management import call_command
from pytest_django import Settings

from recoveryapp.accounts.models import User
from recoveryapp.accounts.resealing import reseal_second_steps
from recoveryapp.accounts.sealing import is_under_newest, open_text, seal_text
from recoveryapp.common.encryption import Unreadable
from tests.accounts.door import SECRET, Visitor, code_now, with_code_app, with_password

NEW = {"new": bytes(range(32))}


def test_a_code_app_works_under_the_new_key_alone(alice: User, settings: Settings) -> None:
    step = with_code_app(with_password(alice))
    settings.ENCRYPTION_KEYS = {**NEW, **settings.ENCRYPTION_KEYS}
    assert reseal_second_steps() == 1
    assert reseal_second_steps() == 0
    settings.ENCRYPTION_KEYS = NEW
    step.refresh_from_db()
    assert open_text(step.data["secret"], place="second-step") == SECRET
    visitor = Visitor()
    visitor.sign_in(alice)
    assert visitor.post("auth/2fa/authenticate", code=code_now())[0] == 200


def test_the_command_that_turns_the_ring_does_it_too(alice: User, settings: Settings) -> None:
    step = with_code_app(alice)
    settings.ENCRYPTION_KEYS = {**NEW, **settings.ENCRYPTION_KEYS}
    call_command("rotate_keys")
    step.refresh_from_db()
    assert is_under_newest(step.data["secret"])


@pytest.mark.parametrize("changed", ["", "test", "test:", "test:AAAA", "gone:AAAA", "test:%%%"])
def test_what_was_changed_does_not_open(changed: str) -> None:
    with pytest.raises(Unreadable):
        open_text(changed, place="second-step")


def test_what_is_sealed_in_one_place_does_not_open_in_another() -> None:
    sealed = seal_text("words", place="session")
    assert open_text(sealed, place="session") == "words"
    with pytest.raises(Unreadable):
        open_text(sealed, place="second-step")
