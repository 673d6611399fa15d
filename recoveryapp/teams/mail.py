"""The mail of an invitation. It names no organisation: that may be what somebody else should not read."""

from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

from recoveryapp.accounts.queries import language_at
from recoveryapp.notifications.email import send

SUBJECTS = {"en": "An invitation", "es": "Una invitación"}
BODIES = {
    "en": """You have an invitation. Open this page within seven days to read it:

    {link}

There you can sign in with this address, or sign up with it. If you did not expect this, you can leave \
this message alone.
""",
    "es": """Tienes una invitación. Abre esta página en los próximos siete días para leerla:

    {link}

Allí puedes entrar con esta dirección o crear una cuenta con ella. Si no lo esperabas, \
no tienes que hacer nada.
""",
}


def send_invitation(email: str, *, token: str, else_in: str) -> None:
    """In the language of whoever has the mailbox, else in `else_in`. The token stands behind `#`, which no
    browser sends to any server. Raises Undelivered."""
    _send(email, link=invitation_link(token), else_in=else_in)


def send_supporter_invitation(email: str, *, token: str, else_in: str) -> None:
    """The same mail, which does not say who asks for what. Raises Undelivered."""
    _send(email, link=f"{settings.PUBLIC_URL}/standing-by#{token}", else_in=else_in)


def _send(email: str, *, link: str, else_in: str) -> None:
    language = language_at(email) or else_in
    subject = SUBJECTS.get(language, SUBJECTS["en"])
    message = EmailMessage(
        subject=subject,
        body=BODIES.get(language, BODIES["en"]).format(link=link),
        from_email=formataddr((subject, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    send(message)


def invitation_link(token: str) -> str:
    return f"{settings.PUBLIC_URL}/invitation#{token}"
