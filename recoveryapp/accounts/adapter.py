from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from recoveryapp.accounts.models import User
from recoveryapp.accounts.queries import language_at


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Mail that gives nobody away: a neutral subject, a code, no link for a scanner to follow."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def new_user(self, request: HttpRequest) -> User:
        """A new account speaks as the page did on which it was made."""
        return User(language=get_language_from_request(request))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever has the mailbox; of whoever asks, when it is nobody's."""
        language = language_at(email) or get_language_from_request(allauth_context.request)
        super().send_mail(template_prefix, email, {**context, "language": language})

    def get_from_email(self) -> str:
        return str(settings.DEFAULT_FROM_EMAIL)

    def format_email_subject(self, subject: str) -> str:
        return subject
