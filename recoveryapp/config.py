"""What an operator sets, read once from the environment, typed, and refused when unsafe."""

import base64
import binascii
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from environs import EnvValidationError, FileAwareEnv, ValidationError, validate

BASE_DIR = Path(__file__).resolve().parent.parent
SECRETS = Path("/run/secrets")
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


@dataclass(frozen=True, kw_only=True)
class Config:
    """Environment variables, by the names of these fields in capitals.

    ENVIRONMENT is `production` unless said otherwise, so a forgotten variable is a strict one.
    """

    environment: Environment
    secret_key: str = field(repr=False)
    secret_key_fallbacks: list[str] = field(repr=False)
    """Earlier values of SECRET_KEY, separated by commas: what was signed with them still holds."""
    encryption_keys: dict[str, bytes] = field(repr=False)
    """Key-encryption keys, `id:base64` separated by commas; the first wraps new data keys."""
    key_ring: str
    """The class that wraps data keys; another one for a key management service."""
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    allowed_hosts: list[str]
    public_url: str
    """Where people reach the app; it decides the secure cookies and the trusted origin."""
    data_dir: Path
    email_url: str = field(repr=False)
    """`file:`, `smtp://`, `smtps://`, or a mail service by its API (`postmark://KEY@`), see MAIL_SERVICES."""
    email_from: str
    mail_webhook_secret: str = field(repr=False)
    """`user:password` that the mail service shows when it tells of bounces and complaints."""
    push_private_key: str = field(repr=False)
    """Made by `manage.py make_push_keys`; without it nothing is sent by push."""
    push_old_private_keys: list[str] = field(repr=False)
    """Earlier push keys, for phones that have not opened the app since it was changed."""
    own_push_services: list[str]
    """Origins of push services that you run yourself, beside those of the browsers' makers."""
    sms_url: str = field(repr=False)
    """`twilio://ACCOUNT:TOKEN@SENDER`; `file:` keeps messages in a file; empty: none are sent."""
    trusted_proxy_count: int
    database_pool_size: int
    breached_passwords: Path | None
    """A list of passwords that were taken from others (`recoveryapp.accounts.breached`); empty: none."""
    log_level: str
    error_reporter: str
    """A class that takes scrubbed errors (`recoveryapp.common.reporting`); empty: they stand in the log."""

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def read_config() -> Config:
    """Raises EnvValidationError with what is wrong with each variable, and never with a value."""
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    env.add_parser("names", _names)
    env.add_parser("keys", _keys)
    env.add_parser("digests", _digests)
    config = Config(
        environment=env.enum("ENVIRONMENT", Environment.PRODUCTION, enum=Environment, by_value=True),
        secret_key=env.str("SECRET_KEY"),
        secret_key_fallbacks=env.names("SECRET_KEY_FALLBACKS", ""),
        encryption_keys=env.keys("ENCRYPTION_KEYS"),
        key_ring=env.str("KEY_RING", "recoveryapp.accounts.key_ring.SettingsRing"),
        database_url=env.str("DATABASE_URL"),
        redis_url=env.str("REDIS_URL"),
        allowed_hosts=env.names("ALLOWED_HOSTS"),
        public_url=env.str("PUBLIC_URL"),
        data_dir=env.path("DATA_DIR", BASE_DIR / "var"),
        email_url=env.str("EMAIL_URL", "file:"),
        email_from=env.str("EMAIL_FROM", "Daybook <hello@localhost>"),
        mail_webhook_secret=env.str("MAIL_WEBHOOK_SECRET", ""),
        push_private_key=env.str("PUSH_PRIVATE_KEY", ""),
        push_old_private_keys=env.names("PUSH_OLD_PRIVATE_KEYS", ""),
        own_push_services=env.names("OWN_PUSH_SERVICES", ""),
        sms_url=env.str("SMS_URL", ""),
        trusted_proxy_count=env.int("TRUSTED_PROXY_COUNT", 0, validate=validate.Range(0, 5)),
        database_pool_size=env.int("DATABASE_POOL_SIZE", 8, validate=validate.Range(1, 100)),
        breached_passwords=env.digests("BREACHED_PASSWORDS", ""),
        log_level=env.str("LOG_LEVEL", "INFO"),
        error_reporter=env.str("ERROR_REPORTER", ""),
    )
    env.seal()
    if config.environment is Environment.PRODUCTION and (problems := list(_unsafe(config))):
        raise EnvValidationError("unsafe", {"unsafe for production": problems})
    return config


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _keys(value: str) -> dict[str, bytes]:
    return dict(map(_key, _names(value)))


def _key(part: str) -> tuple[str, bytes]:
    key_id, _, encoded = part.partition(":")
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValidationError("each key is id:base64") from error
    if not key_id or len(key) != KEY_BYTES:
        raise ValidationError(f"each key is id:base64 of {KEY_BYTES} bytes")
    return key_id, key


def _digests(value: str) -> Path | None:
    """It is searched by halving: in another order it would find nothing, and say nothing."""
    if not value:
        return None
    path = Path(value)
    try:
        with path.open("rb") as file:
            first = [line.partition(b":")[0].strip() for line in islice(file, 20)]
    except OSError as error:
        raise ValidationError("no file that can be read") from error
    if first != sorted(set(first)) or not all(SHA1.fullmatch(digest) for digest in first):
        raise ValidationError("each line is SHA-1 in capitals:how often, in the order of the digests")
    return path


def _unsafe(config: Config) -> Iterator[str]:
    checks = {
        f"SECRET_KEY needs {SECRET_KEY_MIN_LENGTH} characters or more": (
            len(config.secret_key) < SECRET_KEY_MIN_LENGTH or config.secret_key.startswith("insecure")
        ),
        "SECRET_KEY_FALLBACKS: each needs as many": any(
            len(old) < SECRET_KEY_MIN_LENGTH for old in config.secret_key_fallbacks
        ),
        "ENCRYPTION_KEYS is empty": not config.encryption_keys,
        "ALLOWED_HOSTS must name hosts, not *": not config.allowed_hosts or "*" in config.allowed_hosts,
        "PUBLIC_URL must start with https://": not config.is_https,
        "EMAIL_URL must name a mail server (smtp:// or smtps://) or a mail service": (
            urlsplit(config.email_url).scheme not in {"smtp", "smtps", *MAIL_SERVICES}
        ),
        "SMS_URL must be empty or twilio://": urlsplit(config.sms_url).scheme not in {"", "twilio"},
    }
    return (text for text, is_unsafe in checks.items() if is_unsafe)


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
    _point_to_files(SECRETS)
    try:
        return read_config()
    except EnvValidationError as error:
        sys.exit("Not starting: the settings are wrong.\n" + "\n".join(_sentences(error)))
    except ValueError as error:
        sys.exit(f"Not starting: {error}")


def _point_to_files(folder: Path) -> None:
    """A file there, named as a field of Config, gives its variable, unless that is set itself."""
    for name in (one.name for one in fields(Config)):
        if (folder / name).is_file() and name.upper() not in os.environ:
            os.environ[f"{name.upper()}_FILE"] = str(folder / name)


def _sentences(error: EnvValidationError) -> Iterable[str]:
    """Variable names and reasons, never the values: a secret must not reach a log."""
    reasons = cast("Mapping[str, list[str]]", error.error_messages)
    return (f"  {name}: {'; '.join(why)}" for name, why in reasons.items())
