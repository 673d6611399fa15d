import hashlib
import secrets

TOKEN_BYTES = 16


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Enough for 128 random bits: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
