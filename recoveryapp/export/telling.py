"""The mail that says when an account closes. It is the one thing that is sent while everything is paused:
whoever has the mailbox must be able to say no, when it was somebody else who asked."""

import logging
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format

from recoveryapp.accounts.mail import send_mail_to
from recoveryapp.accounts.models import User
from recoveryapp.export.models import Closing
from recoveryapp.notifications.channels import Refused, Undelivered

logger = logging.getLogger(__name__)

SUBJECTS = {"en": "Your account", "es": "Tu cuenta"}
BODIES = {
    "en": """Your account closes on {day} at {hour}, because you asked for it. Then it is gone for good.

Have you changed your mind, or was it not you? Until then you can keep it. Sign in and press \
“Keep my account”:

    {link}

If you want it closed, there is nothing to do.
""",
    "es": """Tu cuenta se cierra el {day} a las {hour}, porque lo has pedido. Después desaparece para siempre.

¿Has cambiado de idea, o no has sido tú? Hasta entonces puedes conservarla. Entra y pulsa \
«Quedarme con mi cuenta»:

    {link}

Si quieres que se cierre, no tienes que hacer nada.
""",
}


def tell_of_closings(*, now: datetime, most: int = 100) -> int:
    """To whom no mail has said so yet; what no server takes now is tried again at the next call. Answers how
    many were told."""
    waiting = Closing.objects.filter(told_at=None, due_at__gt=now).order_by("asked_at", "id")
    return sum(_tell(closing_id, now) for closing_id in waiting.values_list("pk", flat=True)[:most])


@transaction.atomic
def _tell(closing_id: UUID, now: datetime) -> bool:
    """The row is held meanwhile: it is told once, and not after it was taken back."""
    rows = Closing.objects.select_for_update(of=("self",), skip_locked=True).select_related("owner")
    closing = rows.filter(pk=closing_id, told_at=None).first()
    if closing is None:
        return False
    try:
        _send(closing.owner, due_at=closing.due_at)
    except Refused:
        logger.warning("no mail server takes the mail of closing %s", closing.pk)
    except Undelivered:
        return False
    Closing.objects.filter(pk=closing.pk).update(told_at=now)
    return True


def _send(owner: User, *, due_at: datetime) -> None:
    """Raises Undelivered."""
    there = due_at.astimezone(ZoneInfo(owner.time_zone))
    with translation.override(owner.language):
        day, hour = date_format(there, "DATE_FORMAT"), date_format(there, "H:i")
    send_mail_to(owner, subjects=SUBJECTS, bodies=BODIES, path="/me/close", day=day, hour=hour)
