from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language_from_request

from recoveryapp.accounts.email_changes import note_email_change
from recoveryapp.accounts.models import User
from recoveryapp.accounts.queries import language_at
from recoveryapp.accounts.sign_in import is_recent

EMAIL_CHANGED = "account/email/email_changed"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Mail that gives nobody away: a neutral subject, a code; tries counted by account alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def new_user(self, request: HttpRequest) -> User:
        """A new account speaks as the page did on which it was made."""
        return User(language=get_language_from_request(request))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not is_recent(allauth_context.request, now=timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever has the mailbox; of whoever asks, when it is nobody's."""
        language = context.get("language") or language_at(email)
        language = language or get_language_from_request(allauth_context.request)
        super().send_mail(template_prefix, email, {**context, "language": language})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """The old mailbox gets the way back; it is nobody's by now, so the language is the person's."""
        context = {**(context or {}), "language": user.language}
        if template_prefix == EMAIL_CHANGED and email:
            token = note_email_change(user, old_email=email, now=timezone.now())
            context["undo_address"] = f"{settings.PUBLIC_URL}/put-back#{token}"
        super().send_notification_mail(template_prefix, user, context, email)

    def get_from_email(self) -> str:
        return str(settings.DEFAULT_FROM_EMAIL)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The library's has the Host header in it, whose port anybody may make up: a new count for each."""
        return str(credentials.get("email", "")).strip().lower()
