"""Writes deploy/secrets/, once: python3 deploy/make_secrets.py

Keep a copy of `encryption_keys` apart from the copies of the database: without it nobody can read them, and
whoever has both can read everything.
"""

import base64
import getpass
import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "secrets"
ASK = "Mail server (smtp://user:password@host:587 or smtps://user:password@host:465): "


def contents(email_url: str) -> dict[str, str]:
    database_password, queue_password = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    return {
        "secret_key": secrets.token_urlsafe(50),
        "encryption_keys": f"first:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "postgres_password": database_password,
        "database_url": f"postgresql://recoveryapp:{database_password}@postgres/recoveryapp",
        "valkey_conf": f"requirepass {queue_password}",
        "redis_url": f"redis://:{queue_password}@valkey:6379/0",
        "email_url": email_url,
        "push_private_key": base64.urlsafe_b64encode(
            bytes([secrets.randbelow(255)]) + secrets.token_bytes(31)  # below the order of P-256
        )
        .rstrip(b"=")
        .decode(),
    }


def write(folder: Path, email_url: str) -> None:
    """The folder is closed to others; the files in it are not, for the containers' own users read them."""
    folder.mkdir(mode=0o700)
    for name, text in contents(email_url).items():
        file = folder / name
        file.write_text(f"{text}\n")
        file.chmod(0o444)


def main() -> None:
    if FOLDER.exists():
        sys.exit(f"{FOLDER} exists: new keys would make what is stored unreadable. Nothing was changed.")
    email_url = (getpass.getpass(ASK) if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not email_url.startswith(("smtp://", "smtps://")):
        sys.exit("That is no address of a mail server. Nothing was written.")
    write(FOLDER, email_url)
    print(f"Written to {FOLDER}. Keep a copy of encryption_keys apart from copies of the database.")


if __name__ == "__main__":
    main()
