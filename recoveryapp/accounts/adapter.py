from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Mail that gives nobody away: a neutral subject, a code, no link for a scanner to follow."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def get_from_email(self) -> str:
        return str(settings.DEFAULT_FROM_EMAIL)

    def format_email_subject(self, subject: str) -> str:
        return subject
