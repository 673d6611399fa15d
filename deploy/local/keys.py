"""The secrets of one machine's data, made once."""

import base64
import os
import secrets
from pathlib import Path

from deploy.local.say import Refusal

NEEDED = ("SECRET_KEY", "ENCRYPTION_KEYS")
NAMES = (*NEEDED, "PUSH_PRIVATE_KEY")
KEY_BYTES = 32
TEXT = """\
# Made at the first start. What people write is encrypted in the database under ENCRYPTION_KEYS: whoever has
# both can read it, and without this file nobody can. Keep a copy of it, apart from copies of the database.
SECRET_KEY={secret_key}
ENCRYPTION_KEYS=first:{encryption_key}
"""
PUSH_TEXT = """\
# By this push services know the server; with another one, each phone has to allow notifications again.
PUSH_PRIVATE_KEY={push_key}
"""


def read_or_make(file: Path, *, stored: Path | None) -> dict[str, str]:
    """Those in the environment win. Refuses to make new ones where data are stored under the old ones."""
    given = {name: os.environ[name] for name in NAMES if os.environ.get(name)}
    if given.keys() >= set(NEEDED):
        return given
    if not file.exists():
        if stored:
            raise Refusal(
                f"The data in {stored} can only be read with the keys in {file}, which is missing.\n"
                f"Put it back from your copy; or, to begin again with nothing, move {stored} away."
            )
        _make(file)
    if "PUSH_PRIVATE_KEY" not in _read(file):
        _add_push_key(file)
    return {**_read(file), **given}


def _make(file: Path) -> None:
    text = TEXT.format(
        secret_key=secrets.token_urlsafe(50),
        encryption_key=base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode(),
    )
    unfinished = file.with_name(f"{file.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    unfinished.rename(file)


def _add_push_key(file: Path) -> None:
    """To a file made before there was push, too."""
    with file.open("a") as opened:
        opened.write(PUSH_TEXT.format(push_key=_point_of_p256()))


def _point_of_p256() -> str:
    """A private key in base64url; a first byte below 255 keeps it below the order of the curve."""
    number = bytes([secrets.randbelow(255)]) + secrets.token_bytes(KEY_BYTES - 1)
    return base64.urlsafe_b64encode(number).rstrip(b"=").decode()


def _read(file: Path) -> dict[str, str]:
    lines = (line.strip() for line in file.read_text().splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name: value for name, value in pairs if name in NAMES}
