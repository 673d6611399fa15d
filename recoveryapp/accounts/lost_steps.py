"""Somebody has lost every second step they had. Two people have made sure that it is them; it begins anew."""

from collections.abc import Sequence
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from recoveryapp.accounts.errors import CheckedByTwo, NothingToReset
from recoveryapp.accounts.mail import send_mail_to
from recoveryapp.accounts.models import User
from recoveryapp.accounts.sign_in import is_at_work
from recoveryapp.audit.actions import Verb, record

CHECKERS = 2
SUBJECTS = {"en": "A change was made", "es": "Se ha hecho un cambio"}
BODIES = {
    "en": """Your second step for signing in was taken away, because you asked for it.

To come in again, choose a new password first:

    {link}

If it was not you, choose a new password now all the same, and tell whoever runs this service.
""",
    "es": """Se ha quitado tu segundo paso para entrar, porque lo has pedido.

Para volver a entrar, elige primero una contraseña nueva:

    {link}

Si no has sido tú, elige igualmente una contraseña nueva ahora, y avisa a quien lleva este servicio.
""",
}


@transaction.atomic
def reset_second_steps(user: User, *, checked_by: Sequence[User], now: datetime) -> None:
    """Passkeys, code app and recovery codes are gone, and so is the password: whoever adds new ones has the
    mailbox too. Everybody who is signed in is not any more; new grants and archives wait a day.

    Each of `checked_by` has a line in the audit trail. Raises CheckedByTwo, NothingToReset.
    """
    _demand_two(user, checked_by)
    user = User.objects.select_for_update().get(pk=user.pk)
    gone, _ = Authenticator.objects.filter(user=user).delete()
    if not gone:
        raise NothingToReset
    user.set_unusable_password()
    user.sessions_ended_at = user.password_reset_at = now
    user.save(update_fields=["password", "sessions_ended_at", "password_reset_at", "updated_at"])
    for checker in checked_by:
        record(Verb.CHANGE, "accounts.secondstep", object_id=user.pk, owner_id=user.pk, by=checker)


def tell_of_reset(user: User) -> None:
    """Raises Undelivered."""
    send_mail_to(user, subjects=SUBJECTS, bodies=BODIES, path="/reset")


def _demand_two(user: User, checked_by: Sequence[User]) -> None:
    """Two people at work here, neither of them the one it is about."""
    able = {one.pk for one in checked_by if one.is_active and is_at_work(one)} - {user.pk}
    if len(able) != CHECKERS or len(checked_by) != CHECKERS:
        raise CheckedByTwo
