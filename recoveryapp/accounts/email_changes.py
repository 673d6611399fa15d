"""A change of address can be taken back by whoever still has the old mailbox."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from recoveryapp.accounts.errors import UndoOver
from recoveryapp.accounts.models import EmailChange, User
from recoveryapp.audit.actions import Verb, record

UNDO_WITHIN = timedelta(days=7)
TOKEN_BYTES = 32


@transaction.atomic
def note_email_change(user: User, *, old_email: str, now: datetime) -> str:
    """Answers the token for the old mailbox; only its digest is kept."""
    EmailChange.objects.filter(account=user, changed_at__lte=now - UNDO_WITHIN).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    EmailChange.objects.create(
        account=user, old_email=old_email, token_digest=_digest_of(token), changed_at=now
    )
    record(Verb.CHANGE, "accounts.user", object_id=user.pk, owner_id=user.pk, by=user)
    return token


@transaction.atomic
def undo_email_change(token: str, *, now: datetime) -> None:
    """The old address is back, and whoever is signed in is not: what they knew or added opens nothing.

    A new password is chosen by the mailbox. Raises UndoOver.
    """
    changes = EmailChange.objects.select_for_update().filter(over_at=None, changed_at__gt=now - UNDO_WITHIN)
    change = changes.filter(token_digest=_digest_of(token)).first()
    if change is None or EmailAddress.objects.filter(email__iexact=change.old_email, verified=True).exclude(
        user_id=change.account_id
    ):
        raise UndoOver
    user = User.objects.select_for_update().get(pk=change.account_id)
    changes.filter(account=user, changed_at__gte=change.changed_at).update(over_at=now)
    _put_back(user, change)
    user.email, user.sessions_ended_at, user.password_reset_at = change.old_email, now, now
    user.set_unusable_password()
    user.save(update_fields=["email", "password", "sessions_ended_at", "password_reset_at", "updated_at"])
    record(Verb.CHANGE, "accounts.user", object_id=user.pk, owner_id=user.pk, by=user)


def _put_back(user: User, change: EmailChange) -> None:
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=change.old_email, verified=True, primary=True)
    Authenticator.objects.filter(user=user, created_at__gte=change.changed_at).delete()


def _digest_of(token: str) -> str:
    """Enough for random bits: there is nothing to guess."""
    return hashlib.sha256(token.encode()).hexdigest()
