"""E-mail that gives nobody away: the person's phrase and nothing else."""

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from recoveryapp.notifications.channels import Message, Refused, Undelivered, Unreachable

NEUTRAL_NAMES = {"en": "Reminder", "es": "Recordatorio"}
NAMED = {"en": "Reminder from {product}", "es": "Recordatorio de {product}"}
PERMANENT = 500


class EmailChannel:
    name = "email"

    def carry(self, message: Message) -> str:
        try:
            compose(message).send()
        except (OSError, ValueError) as error:
            raise undelivered(error) from None  # what the server said may hold the address
        return _message_id(message)


def compose(message: Message) -> EmailMessage:
    return EmailMessage(
        subject=_subject(message),
        body=message.words,
        from_email=_sender(message),
        to=[message.address],
        headers={"Message-ID": _message_id(message), "Auto-Submitted": "auto-generated"},
    )


def _subject(message: Message) -> str:
    """As the person was shown it before they chose it."""
    if message.is_discreet:
        return _neutral_name(message)
    return NAMED.get(message.language, NAMED["en"]).format(product=settings.PRODUCT_NAME)


def _neutral_name(message: Message) -> str:
    return NEUTRAL_NAMES.get(message.language, NEUTRAL_NAMES["en"])


def undelivered(error: Exception) -> Undelivered:
    """A permanent answer about this message (RFC 5321), or an address that cannot be written, is final."""
    if isinstance(error, ValueError):
        return Refused()
    codes = _answer_codes(error)
    return Refused() if codes and min(codes) >= PERMANENT else Unreachable()


def _answer_codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return [error.smtp_code]
    return []


def _sender(message: Message) -> str:
    own = settings.DEFAULT_FROM_EMAIL
    return formataddr((_neutral_name(message), parseaddr(own)[1])) if message.is_discreet else own


def _message_id(message: Message) -> str:
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{message.id}@{address.rpartition('@')[2]}>"
