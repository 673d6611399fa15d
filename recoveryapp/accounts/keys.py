"""Data keys: made at a person's first encrypted word, unwrapped in memory, kept there for a short time."""

import os
from collections.abc import Iterable
from contextlib import suppress
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, transaction

from recoveryapp.accounts.key_ring import ring
from recoveryapp.accounts.models import WrappedKey
from recoveryapp.common.encryption import DataKey, KeySource, Unreadable

KEY_BYTES = 32
KEPT_SECONDS = 60
KEPT_KEYS = 1_000


class KeyCache:
    """At most `KEPT_KEYS` unwrapped keys, each for `KEPT_SECONDS`, found by key id or by owner."""

    def __init__(self) -> None:
        self._kept: dict[UUID, tuple[float, DataKey]] = {}

    def get(self, key_or_owner_id: UUID) -> DataKey | None:
        until, key = self._kept.get(key_or_owner_id, (0.0, None))
        return key if until > monotonic() else None

    def put(self, key: DataKey) -> DataKey:
        if len(self._kept) >= 2 * KEPT_KEYS:
            self._kept.clear()
        self._kept[key.id] = self._kept[key.owner_id] = (monotonic() + KEPT_SECONDS, key)
        return key

    def clear(self) -> None:
        self._kept.clear()


cache = KeyCache()


def key_for_owner(owner_id: UUID) -> DataKey:
    return cache.get(owner_id) or cache.put(
        _unwrap(WrappedKey.objects.filter(owner_id=owner_id).first() or _make_key(owner_id))
    )


def key_by_id(key_id: UUID) -> DataKey:
    """Raises Unreadable when the key was destroyed."""
    if known := cache.get(key_id):
        return known
    row = WrappedKey.objects.filter(pk=key_id).first()
    if row is None:
        raise Unreadable("the data key is gone")
    return cache.put(_unwrap(row))


def read_ahead(owner_ids: Iterable[UUID]) -> None:
    """Unwrap the keys of many people in one statement, before their words are opened one by one."""
    missing = [owner_id for owner_id in owner_ids if cache.get(owner_id) is None]
    for row in WrappedKey.objects.filter(owner_id__in=missing) if missing else ():
        with suppress(Unreadable):  # said again to whoever opens something with it
            cache.put(_unwrap(row))


def rewrap(row: WrappedKey, *, to: str) -> WrappedKey:
    """The same data key under another key-encryption key; not saved. Raises Unreadable."""
    secret = _secret(row)
    row.wrapped, row.wrapped_by = ring().wrap(to, secret, bound_to=_bound_to(row)), to
    return row


def can_unwrap(row: WrappedKey) -> bool:
    try:
        return bool(_secret(row))
    except Unreadable:
        return False


def _make_key(owner_id: UUID) -> WrappedKey:
    row = WrappedKey(owner_id=owner_id, wrapped_by=ring().newest())
    row.wrapped = ring().wrap(row.wrapped_by, os.urandom(KEY_BYTES), bound_to=_bound_to(row))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return WrappedKey.objects.get(owner_id=owner_id)
    return row


def _unwrap(row: WrappedKey) -> DataKey:
    return DataKey(id=row.pk, owner_id=row.owner_id, secret=_secret(row))


def _secret(row: WrappedKey) -> bytes:
    return ring().unwrap(row.wrapped_by, bytes(row.wrapped), bound_to=_bound_to(row))


def _bound_to(row: WrappedKey) -> str:
    return f"data-key.{row.pk}.{row.owner_id}"


SOURCE = KeySource(for_owner=key_for_owner, by_id=key_by_id)
