"""Free text at rest: AES-256-GCM under a data key per person (envelope encryption).

A stored value is `version (1) | data key id (16) | nonce (12) | ciphertext and tag`. Table, column and owner
are authenticated with it, so a value cannot be moved to another column or another person unseen. A wrong key
raises; ciphertext is never returned as if it were text.
"""

import json
import os
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

VERSION = b"\x01"
NONCE_BYTES = 12
HEADER_BYTES = 1 + 16

Content = TypeVar("Content")


class Unreadable(Exception):
    """Stored text that no key at hand opens: a wrong key, a destroyed key, or an altered value."""


@dataclass(frozen=True)
class DataKey:
    id: uuid.UUID
    owner_id: uuid.UUID
    secret: bytes

    @cached_property
    def cipher(self) -> AESGCM:
        """Made once: a page of entries is opened with one key."""
        return AESGCM(self.secret)


@dataclass(frozen=True)
class KeySource:
    """How to reach data keys; the app that stores them says so at start-up."""

    for_owner: Callable[[uuid.UUID], DataKey]
    by_id: Callable[[uuid.UUID], DataKey]


_source: list[KeySource] = []


def use_key_source(source: KeySource) -> None:
    _source[:] = [source]


def seal(cipher: AESGCM, plain: bytes, bound_to: str) -> bytes:
    """`nonce | ciphertext`, bound to a context that must be given again to open it."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + cipher.encrypt(nonce, plain, bound_to.encode())


def unseal(cipher: AESGCM, sealed: bytes, bound_to: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except InvalidTag as error:
        raise Unreadable(bound_to) from error


def encrypt_for(owner_id: uuid.UUID, plain: bytes, place: str) -> bytes:
    key = _source[0].for_owner(owner_id)
    return VERSION + key.id.bytes + seal(key.cipher, plain, f"{place}.{owner_id}")


def decrypt(stored: bytes, place: str) -> bytes:
    if stored[:1] != VERSION or len(stored) < HEADER_BYTES + NONCE_BYTES:
        raise Unreadable(place)
    key = _source[0].by_id(uuid.UUID(bytes=stored[1:HEADER_BYTES]))
    return unseal(key.cipher, stored[HEADER_BYTES:], f"{place}.{key.owner_id}")


class EncryptedField(models.Field[Content, Content]):
    """Words of one person, encrypted in the database. Written by `save` and `bulk_create`, never by `update`,
    and never looked up: the model must have `owner_id`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", self.empty)
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    @staticmethod
    def empty() -> Any:
        raise NotImplementedError

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["blank"]
        if kwargs.get("default") == self.empty:
            del kwargs["default"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        return "BinaryField"

    @property
    def place(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def dump(self, value: Any) -> bytes:
        raise NotImplementedError

    def load(self, plain: bytes) -> Any:
        raise NotImplementedError

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = getattr(model_instance, self.attname)
        if value == self.empty():
            return b""
        return encrypt_for(model_instance.owner_id, self.dump(value), self.place)  # type: ignore[attr-defined]

    def get_prep_value(self, value: Any) -> Any:
        if not isinstance(value, bytes | None):
            raise FieldError(f"{self.name} is encrypted: write it by save(), and do not look it up")
        return value

    def from_db_value(
        self, value: bytes | memoryview | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> Any:
        return self.opened(bytes(value or b""))

    def opened(self, stored: bytes) -> Any:
        """What `stored` holds, where it came out of the database by another way than this field."""
        return self.load(decrypt(stored, self.place)) if stored else self.empty()

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


NOTHING_SAID = models.Value(b"", output_field=models.BinaryField())
"""What the database puts in a new column, and where older code writes a row without it."""


class EncryptedTextField(EncryptedField[str]):
    @staticmethod
    def empty() -> Any:
        return ""

    def dump(self, value: Any) -> bytes:
        return str(value).encode()

    def load(self, plain: bytes) -> Any:
        return plain.decode()


class EncryptedListField(EncryptedField[list[str]]):
    """As JSON."""

    @staticmethod
    def empty() -> Any:
        return []

    def dump(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False).encode()

    def load(self, plain: bytes) -> Any:
        return json.loads(plain)


class EncryptedFileField(EncryptedField[bytes]):
    """A whole file, as bytes."""

    @staticmethod
    def empty() -> Any:
        return b""

    def dump(self, value: Any) -> bytes:
        return bytes(value)

    def load(self, plain: bytes) -> Any:
        return plain
