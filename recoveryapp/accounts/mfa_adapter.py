from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from recoveryapp.accounts.models import User
from recoveryapp.accounts.sealing import open_text, seal_text

PLACE = "second-step"


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second steps are sealed at rest; names are neutral, and none comes from a header."""

    def encrypt(self, text: str) -> str:
        return seal_text(text, place=PLACE)

    def decrypt(self, encrypted_text: str) -> str:
        return open_text(encrypted_text, place=PLACE)

    def get_totp_issuer(self) -> str:
        return settings.PRODUCT_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        return {"id": urlsplit(settings.PUBLIC_URL).hostname, "name": settings.PRODUCT_NAME}

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 - the library's name
        """The page gives it a name in the person's language."""
        return "Passkey"
