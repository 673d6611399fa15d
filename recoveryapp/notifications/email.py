"""E-mail that gives nobody away: the person's phrase and nothing else."""

import smtplib
from email.utils import formataddr, parseaddr
from html import escape

from anymail.exceptions import AnymailAPIError, AnymailError
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives

from recoveryapp.notifications.channels import SHARE_OF_A_HOST, Message, Refused, Undelivered, Unreachable

NEUTRAL_NAMES = {"en": "Reminder", "es": "Recordatorio"}
NAMED = {"en": "Reminder from {product}", "es": "Recordatorio de {product}"}
STOP = {"en": "Stop these e-mails: {url}", "es": "No recibir más estos correos: {url}"}
PAGE = '<!doctype html><html lang="{language}"><body dir="auto">{paragraphs}</body></html>'
SMTP_FINAL, TOO_MANY, SERVER_ERROR = 500, 429, 500
MAILS_AT_ONCE = 8


class EmailCarrier:
    channel = "email"

    def carry(self, message: Message, address: str) -> str:
        send(compose(message, address))
        return message_id(message)


def send(mail: EmailMessage) -> None:
    """Raises Undelivered."""
    try:
        mail.send()
    except (OSError, ValueError, AnymailError) as error:
        raise undelivered(error) from None  # what the server said may hold the address


def compose(message: Message, address: str) -> EmailMultiAlternatives:
    lines = [message.words, *_stop_line(message)]
    mail = EmailMultiAlternatives(
        subject=_subject(message),
        body="\n\n".join(lines),
        from_email=_sender(message),
        to=[address],
        headers={
            "Message-ID": message_id(message),
            "Auto-Submitted": "auto-generated",
            **_one_click(message),
        },
    )
    mail.attach_alternative(_page(message, lines), "text/html")
    return mail


def message_id(message: Message) -> str:
    """The same at every try, so that a mail reader shows one."""
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{message.id}@{address.rpartition('@')[2]}>"


def gateway() -> str:
    """The host that takes our mail, or the name of the service that does."""
    return getattr(settings, "EMAIL_HOST", "") or settings.EMAIL_BACKEND


def most_at_once() -> int:
    """A mail server takes few connections from one sender; a service's API takes many calls."""
    return MAILS_AT_ONCE if "smtp" in settings.EMAIL_BACKEND else SHARE_OF_A_HOST


def undelivered(error: Exception) -> Undelivered:
    """A permanent answer about this message (RFC 5321), or an address that cannot be written, is final."""
    if isinstance(error, AnymailAPIError):
        status = error.status_code or SERVER_ERROR
        is_final = status < SERVER_ERROR and status != TOO_MANY
        return Refused() if is_final else Unreachable()
    if isinstance(error, ValueError | AnymailError):
        return Refused()
    codes = _answer_codes(error)
    return Refused() if codes and min(codes) >= SMTP_FINAL else Unreachable()


def _answer_codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return [error.smtp_code]
    return []


def _one_click(message: Message) -> dict[str, str]:
    """RFC 8058: the reader's own “unsubscribe” is one POST, and following the link changes nothing."""
    if not message.stop_url:
        return {}
    return {
        "List-Unsubscribe": f"<{message.stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _stop_line(message: Message) -> list[str]:
    """The address of the app stands in the text only for those who do not mind it."""
    if message.is_discreet or not message.stop_url:
        return []
    return [STOP.get(message.language, STOP["en"]).format(url=message.stop_url)]


def _page(message: Message, lines: list[str]) -> str:
    paragraphs = "".join(f"<p>{escape(line).replace(chr(10), '<br>')}</p>" for line in lines)
    return PAGE.format(language=escape(message.language), paragraphs=paragraphs)


def _subject(message: Message) -> str:
    """As the person was shown it before they chose it."""
    if message.is_discreet:
        return _neutral_name(message)
    return NAMED.get(message.language, NAMED["en"]).format(product=settings.PRODUCT_NAME)


def _neutral_name(message: Message) -> str:
    return NEUTRAL_NAMES.get(message.language, NEUTRAL_NAMES["en"])


def _sender(message: Message) -> str:
    own = settings.DEFAULT_FROM_EMAIL
    return formataddr((_neutral_name(message), parseaddr(own)[1])) if message.is_discreet else own
