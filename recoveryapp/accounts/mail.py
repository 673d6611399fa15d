"""A mail about an account, in its person's language: what happened, and where to go if it was not them."""

from collections.abc import Mapping
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from recoveryapp.accounts.models import User
from recoveryapp.notifications.email import send


def send_mail_to(
    user: User, *, subjects: Mapping[str, str], bodies: Mapping[str, str], path: str, **words: str
) -> None:
    """`subjects` and `bodies` by language; {link} in a body is `path` of the app. Raises Undelivered."""
    subject = subjects.get(user.language, subjects["en"])
    message = EmailMessage(
        subject=subject,
        body=bodies.get(user.language, bodies["en"]).format(link=f"{settings.PUBLIC_URL}{path}", **words),
        from_email=formataddr((subject, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    send(message)
