"""Changing keys while people write, and not starting with the wrong ones."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from io import StringIO
from threading import Event
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client
from pytest_django import Settings

from recoveryapp.accounts import key_check, keys
from recoveryapp.accounts.key_ring import SettingsRing
from recoveryapp.accounts.models import User, WrappedKey
from recoveryapp.accounts.rotating import left_to_rotate, rotate, wrapped_by
from recoveryapp.common.encryption import DataKey, Unreadable, decrypt, encrypt_for
from recoveryapp.common.ids import new_id
from recoveryapp.goals.models import Goal
from tests.conftest import ApiFor, person
from tests.plugins.bars import Measure

PLACE = "journal_entry.words"
NEW = b"n" * 32


def people(count: int) -> list[tuple[User, bytes]]:
    everybody = [person(f"Nr{number}") for number in range(count)]
    return [(one, encrypt_for(one.pk, one.email.encode(), PLACE)) for one in everybody]


def add_key(settings: Settings) -> None:
    settings.ENCRYPTION_KEYS = {"new": NEW, **settings.ENCRYPTION_KEYS}


def test_each_data_key_is_wrapped_anew_and_opens_the_same_words(db: None, settings: Settings) -> None:
    written = people(7)
    add_key(settings)
    assert list(rotate(batch=3)) == [4, 1, 0]
    assert wrapped_by() == {"new": 7}
    keys.cache.clear()
    settings.ENCRYPTION_KEYS = {"new": NEW}
    assert all(decrypt(stored, PLACE) == one.email.encode() for one, stored in written)


def test_stopped_it_goes_on_where_it_was(db: None, settings: Settings) -> None:
    people(5)
    add_key(settings)
    assert next(rotate(batch=2)) == 3
    assert left_to_rotate() == 3
    assert list(rotate(batch=2)) == [1, 0]
    assert list(rotate()) == []


def test_the_command_tells_how_far_it_is(db: None, settings: Settings) -> None:
    people(3)
    add_key(settings)
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert "3 data keys to wrap under “new”." in out.getvalue()
    assert "3 of 3" in out.getvalue()
    assert "new: 3" in out.getvalue()


def test_a_key_that_is_lost_stops_it_and_loses_nothing(alice: User, settings: Settings) -> None:
    encrypt_for(alice.pk, b"words", PLACE)
    before = bytes(WrappedKey.objects.get().wrapped)
    settings.ENCRYPTION_KEYS = {"new": NEW}
    with pytest.raises(CommandError, match="nothing is lost"):
        call_command("rotate_keys")
    assert bytes(WrappedKey.objects.get().wrapped) == before


@contextmanager
def reading(written: list[tuple[User, bytes]]) -> Iterator[list[int]]:
    """Somebody who reads all of it again and again; hands over how many reads were right."""
    stop, right = Event(), [0]

    def read() -> None:
        while not stop.is_set():
            for one, stored in written:
                keys.cache.clear()
                assert decrypt(stored, PLACE) == one.email.encode()
                right[0] += 1
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(read)
        try:
            yield right
        finally:
            stop.set()
            done.result(timeout=30)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [20, pytest.param(2_000, marks=pytest.mark.audit)])
def test_no_read_goes_wrong_meanwhile(settings: Settings, measure: Measure, count: int) -> None:
    written = people(count)
    add_key(settings)
    with reading(written) as right:
        assert list(rotate(batch=5))[-1] == 0
        while right[0] < 50:
            pass
    measure(
        f"{count} data keys wrapped anew under load",
        wanted="0 reads that fail",
        found=f"0 of {right[0]}",
        holds=right[0] > 0,
    )


def test_the_right_keys_start(alice: User) -> None:
    encrypt_for(alice.pk, b"words", PLACE)
    assert list(key_check.wrong_keys()) == []
    out = StringIO()
    call_command("check_keys", stdout=out)
    assert out.getvalue() == "The keys open what people wrote.\n"


@pytest.mark.parametrize("ring", [{"test": b"x" * 32}, {"other": b"x" * 32}], ids=["another", "missing"])
def test_the_wrong_key_refuses_to_start(alice: User, settings: Settings, ring: dict[str, bytes]) -> None:
    encrypt_for(alice.pk, b"words", PLACE)
    settings.ENCRYPTION_KEYS = ring
    with pytest.raises(SystemExit, match=r"Not starting: what people wrote cannot be read.*test"):
        key_check.refuse_wrong_keys()


def test_without_a_database_it_starts_and_says_what_it_did_not_check(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> Iterator[str]:
        raise OperationalError

    monkeypatch.setattr(key_check, "wrong_keys", away)
    key_check.refuse_wrong_keys()
    assert caplog.messages == ["The keys were not checked: the database does not answer."]


class FarRing(SettingsRing):
    """Stands for a key management service: hands out no key, and is asked for each wrap and unwrap."""

    asked: list[str] = []

    def wrap(self, key_id: str, secret: bytes, *, bound_to: str) -> bytes:
        self.asked.append("wrap")
        return super().wrap(key_id, secret, bound_to=bound_to)

    def unwrap(self, key_id: str, wrapped: bytes, *, bound_to: str) -> bytes:
        self.asked.append("unwrap")
        return super().unwrap(key_id, wrapped, bound_to=bound_to)


def test_another_ring_is_named_in_the_settings(alice: User, settings: Settings) -> None:
    settings.KEY_RING = f"{__name__}.FarRing"
    FarRing.asked.clear()
    stored = encrypt_for(alice.pk, b"words", PLACE)
    keys.cache.clear()
    assert decrypt(stored, PLACE) == b"words"
    assert FarRing.asked == ["wrap", "unwrap", "unwrap"]


def test_a_wrapped_key_moved_to_another_person_does_not_open(alice: User, bob: User) -> None:
    for one in (alice, bob):
        encrypt_for(one.pk, b"words", PLACE)
    hers = WrappedKey.objects.get(owner=alice)
    WrappedKey.objects.filter(owner=bob).update(wrapped=hers.wrapped)
    keys.cache.clear()
    with pytest.raises(Unreadable):
        keys.key_for_owner(bob.pk)


def test_a_visit_goes_on_when_the_secret_key_is_changed(alice: User, api: ApiFor, settings: Settings) -> None:
    client: Client = api(alice)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another secret key, long enough for anybody to be content with it"
    assert client.get("/api/v1/me/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/api/v1/me/").status_code == 200, "the session was signed anew at the first visit"


def test_without_the_earlier_one_every_visit_ends(alice: User, api: ApiFor, settings: Settings) -> None:
    client = api(alice)
    settings.SECRET_KEY = "another secret key, long enough for anybody to be content with it"
    assert client.get("/api/v1/me/").status_code == 401


def test_words_do_not_depend_on_the_secret_key(alice: User, now: datetime, settings: Any) -> None:
    goal = Goal.objects.create(owner=alice, words="Swim", recorded_at=now)
    settings.SECRET_KEY = "another secret key, long enough for anybody to be content with it"
    keys.cache.clear()
    assert Goal.objects.get(pk=goal.pk).words == "Swim"


def test_only_so_many_keys_are_kept_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "KEPT_KEYS", 2)
    kept = keys.KeyCache()
    made = [DataKey(new_id(), new_id(), b"k" * 32) for _ in range(3)]
    for key in made:
        kept.put(key)
    assert [kept.get(key.id) for key in made] == [None, None, made[2]]


def test_a_key_that_was_made_at_the_same_moment_elsewhere_is_the_one(alice: User) -> None:
    """The row is not there when it is looked for, and is when it is written."""
    first = keys._make_key(alice.pk)
    assert keys._make_key(alice.pk).pk == first.pk
    assert WrappedKey.objects.filter(owner=alice).count() == 1
