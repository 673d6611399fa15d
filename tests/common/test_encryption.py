import base64

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from recoveryapp.accounts import keys
from recoveryapp.accounts.models import User, WrappedKey
from recoveryapp.common.encryption import Unreadable, decrypt, encrypt_for, seal, unseal

KEY = AESGCM(bytes(32))
PLACE = "journal_entry.words"


@given(plain=st.binary(max_size=500))
def test_what_is_sealed_can_be_unsealed(plain: bytes) -> None:
    assert unseal(KEY, seal(KEY, plain, "here"), "here") == plain


@given(flip=st.integers(min_value=0, max_value=30))
def test_a_single_altered_byte_is_noticed(flip: int) -> None:
    sealed = bytearray(seal(KEY, b"quiet", "here"))
    sealed[flip] ^= 1
    with pytest.raises(Unreadable):
        unseal(KEY, bytes(sealed), "here")


def test_two_people_have_two_keys(alice: User, bob: User) -> None:
    assert keys.key_for_owner(alice.pk).secret != keys.key_for_owner(bob.pk).secret
    assert WrappedKey.objects.count() == 2


def test_words_come_back_and_are_not_in_the_stored_value(alice: User) -> None:
    stored = encrypt_for(alice.pk, b"canary", PLACE)
    assert decrypt(stored, PLACE) == b"canary"
    assert b"canary" not in stored


def test_words_moved_to_another_column_do_not_open(alice: User) -> None:
    stored = encrypt_for(alice.pk, b"canary", PLACE)
    with pytest.raises(Unreadable):
        decrypt(stored, "goals_goal.words")


def test_words_under_another_persons_key_id_do_not_open(alice: User, bob: User) -> None:
    stored = encrypt_for(alice.pk, b"canary", PLACE)
    forged = stored[:1] + keys.key_for_owner(bob.pk).id.bytes + stored[17:]
    with pytest.raises(Unreadable):
        decrypt(forged, PLACE)


def test_destroying_the_key_makes_the_words_unreadable(alice: User) -> None:
    stored = encrypt_for(alice.pk, b"canary", PLACE)
    WrappedKey.objects.filter(owner=alice).delete()
    keys.cache.clear()
    with pytest.raises(Unreadable):
        decrypt(stored, PLACE)


def test_a_wrong_wrapping_key_raises_and_never_answers_ciphertext(alice: User, settings: Settings) -> None:
    stored = encrypt_for(alice.pk, b"canary", PLACE)
    keys.cache.clear()
    settings.ENCRYPTION_KEYS = {"test": b"x" * 32}
    with pytest.raises(Unreadable):
        decrypt(stored, PLACE)


def test_a_retired_wrapping_key_still_opens_what_it_wrapped(alice: User, settings: Settings) -> None:
    stored = encrypt_for(alice.pk, b"canary", PLACE)
    keys.cache.clear()
    settings.ENCRYPTION_KEYS = {"new": b"x" * 32, **settings.ENCRYPTION_KEYS}
    assert decrypt(stored, PLACE) == b"canary"


def test_the_wrapped_key_is_not_the_key(alice: User) -> None:
    secret = keys.key_for_owner(alice.pk).secret
    row = WrappedKey.objects.get(owner=alice)
    assert secret not in bytes(row.wrapped)
    assert base64.b64encode(secret) not in bytes(row.wrapped)
