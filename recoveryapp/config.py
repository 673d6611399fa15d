"""What an operator sets, read once from the environment, typed, and refused when unsafe."""

import base64
import binascii
import os
import re
import sys
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, FilePath, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

BASE_DIR = Path(__file__).resolve().parent.parent
KEY_BYTES = 32
SECRET_KEY_MIN_LENGTH = 50
SHA1 = re.compile(rb"[0-9A-F]{40}")


MAIL_SERVICES = {
    "brevo": "BREVO_API_KEY",
    "mailersend": "MAILERSEND_API_TOKEN",
    "mailgun": "MAILGUN_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "resend": "RESEND_API_KEY",
    "sendgrid": "SENDGRID_API_KEY",
}
"""Those that django-anymail speaks to with a key alone, and its name for the key."""


class Environment(StrEnum):
    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class Config(BaseSettings):
    """Environment variables; a file named like one in `/run/secrets` is read too.

    ENVIRONMENT is `production` unless said otherwise, so a forgotten variable is a strict one.
    """

    model_config = SettingsConfigDict(
        extra="ignore", secrets_dir="/run/secrets" if Path("/run/secrets").is_dir() else None
    )

    environment: Environment = Environment.PRODUCTION
    secret_key: SecretStr
    secret_key_fallbacks: Annotated[list[SecretStr], NoDecode] = Field(default_factory=list)
    """Earlier values of SECRET_KEY, separated by commas: what was signed with them still holds."""
    encryption_keys: Annotated[dict[str, bytes], NoDecode] = Field(repr=False)
    """Key-encryption keys, `id:base64` separated by commas; the first wraps new data keys."""
    key_ring: str = "recoveryapp.accounts.key_ring.SettingsRing"
    """The class that wraps data keys; another one for a key management service."""
    database_url: SecretStr
    redis_url: SecretStr
    allowed_hosts: Annotated[list[str], NoDecode]
    public_url: str
    """Where people reach the app; it decides the secure cookies and the trusted origin."""
    data_dir: Path = BASE_DIR / "var"
    email_url: SecretStr = SecretStr("file:")
    """`file:`, `smtp://`, `smtps://`, or a mail service by its API (`postmark://KEY@`), see MAIL_SERVICES."""
    email_from: str = "Daybook <hello@localhost>"
    mail_webhook_secret: SecretStr = SecretStr("")
    """`user:password` that the mail service shows when it tells of bounces and complaints."""
    push_private_key: SecretStr = SecretStr("")
    """Made by `manage.py make_push_keys`; without it nothing is sent by push."""
    push_old_private_keys: Annotated[list[SecretStr], NoDecode] = Field(default_factory=list)
    """Earlier push keys, for phones that have not opened the app since it was changed."""
    own_push_services: Annotated[list[str], NoDecode] = Field(default_factory=list)
    """Origins of push services that you run yourself, beside those of the browsers' makers."""
    sms_url: SecretStr = SecretStr("")
    """`twilio://ACCOUNT:TOKEN@SENDER`; `file:` keeps messages in a file; empty: none are sent."""
    trusted_proxy_count: int = Field(default=0, ge=0, le=5)
    database_pool_size: int = Field(default=8, ge=1, le=100)
    breached_passwords: FilePath | None = None
    """A list of passwords that were taken from others (`recoveryapp.accounts.breached`); empty: none."""
    log_level: str = "INFO"
    error_reporter: str = ""
    """A class that takes scrubbed errors (`recoveryapp.common.reporting`); empty: they stand in the log."""

    @field_validator(
        "allowed_hosts", "own_push_services", "secret_key_fallbacks", "push_old_private_keys", mode="before"
    )
    @classmethod
    def split_hosts(cls, value: str | list[str]) -> list[str]:
        return [h.strip() for h in value.split(",") if h.strip()] if isinstance(value, str) else value

    @field_validator("breached_passwords", mode="before")
    @classmethod
    def none_where_empty(cls, value: str | None) -> str | None:
        return value or None

    @field_validator("breached_passwords")
    @classmethod
    def refuse_another_order(cls, value: Path | None) -> Path | None:
        """It is searched by halving: in another order it would find nothing, and say nothing."""
        if value is not None:
            with value.open("rb") as file:
                first = [line.partition(b":")[0].strip() for line in islice(file, 20)]
            if first != sorted(set(first)) or not all(SHA1.fullmatch(digest) for digest in first):
                raise ValueError("each line is SHA-1 in capitals:how often, in the order of the digests")
        return value

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def decode_keys(cls, value: str | dict[str, bytes]) -> dict[str, bytes]:
        if isinstance(value, dict):
            return value
        return dict(_decode_key(part) for part in value.split(",") if part.strip())

    @model_validator(mode="after")
    def refuse_unsafe_production(self) -> Self:
        if self.environment is Environment.PRODUCTION and (problems := list(self._unsafe())):
            raise ValueError("unsafe for production: " + "; ".join(problems))
        return self

    def _unsafe(self) -> list[str]:
        secret = self.secret_key.get_secret_value()
        checks = {
            f"SECRET_KEY needs {SECRET_KEY_MIN_LENGTH} characters or more": (
                len(secret) < SECRET_KEY_MIN_LENGTH or secret.startswith("insecure")
            ),
            "SECRET_KEY_FALLBACKS: each needs as many": any(
                len(old.get_secret_value()) < SECRET_KEY_MIN_LENGTH for old in self.secret_key_fallbacks
            ),
            "ENCRYPTION_KEYS is empty": not self.encryption_keys,
            "ALLOWED_HOSTS must name hosts, not *": not self.allowed_hosts or "*" in self.allowed_hosts,
            "PUBLIC_URL must start with https://": not self.public_url.startswith("https://"),
            "EMAIL_URL must name a mail server (smtp:// or smtps://) or a mail service": (
                urlsplit(self.email_url.get_secret_value()).scheme not in {"smtp", "smtps", *MAIL_SERVICES}
            ),
            "SMS_URL must be empty or twilio://": (
                urlsplit(self.sms_url.get_secret_value()).scheme not in {"", "twilio"}
            ),
        }
        return [text for text, is_unsafe in checks.items() if is_unsafe]

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def _decode_key(part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.strip().partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("ENCRYPTION_KEYS: each key is id:base64") from error
    if not key_id or len(key) != KEY_BYTES:
        raise ValueError(f"ENCRYPTION_KEYS: each key is id:base64 of {KEY_BYTES} bytes")
    return key_id, key


TEST_VALUES: dict[str, str] = {
    "SECRET_KEY": "insecure-for-tests-only",
    "ENCRYPTION_KEYS": "test:" + base64.b64encode(bytes(KEY_BYTES)).decode(),
    "DATABASE_URL": "postgresql:///recoveryapp",
    "REDIS_URL": "unix:///nowhere.sock?db=0",
    "ALLOWED_HOSTS": "*",
    "PUBLIC_URL": "http://localhost",
}


def load_config() -> Config:
    """Read the environment; ends the program with one plain sentence for each wrong variable."""
    if os.environ.get("ENVIRONMENT") == Environment.TEST:
        for name, value in TEST_VALUES.items():
            os.environ.setdefault(name, value)
    try:
        return Config()
    except ValidationError as error:
        sys.exit("Not starting: the settings are wrong.\n" + "\n".join(_sentences(error)))


def _sentences(error: ValidationError) -> list[str]:
    """Variable names and reasons, never the values: a secret must not reach a log."""
    return [f"  {'.'.join(map(str, e['loc'])).upper() or 'all'}: {e['msg']}" for e in error.errors()]
