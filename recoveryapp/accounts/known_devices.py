"""Somebody is told when their account is opened with a kind of browser that it never was before.

By kind and not by a mark left in the browser: nothing is kept on a phone that many use.
"""

from uuid import UUID

from celery import current_app
from django.db import transaction

from recoveryapp.accounts.mail import send_mail_to
from recoveryapp.accounts.models import KnownDevice, User

TELL = "accounts.tell_of_new_device"
SUBJECTS = {"en": "You signed in", "es": "Has entrado"}
BODIES = {
    "en": """Your account was opened with a browser that is new to it{device}.

If it was you, there is nothing to do. If it was not you, choose a new password now:

    {link}
""",
    "es": """Tu cuenta se ha abierto con un navegador nuevo para ella{device}.

Si has sido tú, no tienes que hacer nada. Si no has sido tú, elige ahora una contraseña nueva:

    {link}
""",
}


def note_device(user: User, device: str) -> None:
    """The very first tells nothing: that is how the account was made."""
    known, is_new = KnownDevice.objects.get_or_create(account=user, device=device)
    if is_new and KnownDevice.objects.filter(account=user).count() > 1:
        transaction.on_commit(lambda: _queue(known.pk), robust=True)


def tell_of_new_device(known_id: UUID) -> None:
    """Nothing where the account is gone. Raises Undelivered."""
    known = KnownDevice.objects.select_related("account").filter(pk=known_id).first()
    if known is not None:
        device = f": {known.device}" if known.device else ""
        send_mail_to(known.account, subjects=SUBJECTS, bodies=BODIES, path="/reset", device=device)


def _queue(known_id: UUID) -> None:
    current_app.send_task(TELL, args=[str(known_id)], ignore_result=True)
