"""What is kept for how long. A row is there until its time, and gone from that very moment on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from recoveryapp.accounts.email_changes import UNDO_WITHIN
from recoveryapp.accounts.models import EmailChange, Session, User
from recoveryapp.arrivals.models import KEPT as ARRIVING
from recoveryapp.arrivals.models import Piece
from recoveryapp.export.models import Export, Import
from recoveryapp.teams.models import ConnectionCode, Invitation, Membership

INVITATIONS = timedelta(days=90)
UNCONFIRMED = timedelta(days=7)

Rows = Callable[[datetime], QuerySet[Any]]


@dataclass(frozen=True)
class Rule:
    name: str
    why: str
    over: Rows
    """Rows whose time is over at a moment: those at their very end among them."""


def over_invitations(now: datetime) -> QuerySet[Invitation]:
    end = now - INVITATIONS
    return Invitation.objects.filter(
        Q(accepted_at__lte=end) | Q(revoked_at__lte=end) | Q(accepted_at=None, expires_at__lte=end)
    )


def unconfirmed_accounts(now: datetime) -> QuerySet[User]:
    """Signed up, never shown that the mailbox is theirs, and never signed in."""
    signed_up = User.objects.filter(
        created_at__lte=now - UNCONFIRMED, last_login=None, emailaddress__isnull=False
    )
    members = Membership.objects.values("user")
    return signed_up.exclude(emailaddress__verified=True).exclude(pk__in=members)


RULES = (
    Rule("exports", "two days to fetch it", lambda now: Export.objects.filter(expires_at__lte=now)),
    Rule(
        "imports", "two days to read what came of it", lambda now: Import.objects.filter(expires_at__lte=now)
    ),
    Rule(
        "pieces of files",
        "a day for the rest to come",
        lambda now: Piece.objects.filter(arrived_at__lte=now - ARRIVING),
    ),
    Rule("sessions", "no visit lasts longer", lambda now: Session.objects.filter(expire_date__lte=now)),
    Rule(
        "changes of address",
        "a week to put the old one back",
        lambda now: EmailChange.objects.filter(changed_at__lte=now - UNDO_WITHIN),
    ),
    Rule("connection codes", "minutes", lambda now: ConnectionCode.objects.filter(expires_at__lte=now)),
    Rule("invitations", "90 days after they are over", over_invitations),
    Rule("unconfirmed accounts", "a week to confirm the address", unconfirmed_accounts),
)


def forget_what_is_over(*, now: datetime, limit: int = 5_000) -> dict[str, int]:
    """At most `limit` of each at a time; answers how many of each."""
    return {rule.name: _delete(rule.over(now), limit) for rule in RULES}


def _delete(rows: QuerySet[Any], limit: int) -> int:
    ids = list(rows.values_list("pk", flat=True)[:limit])
    if ids:
        rows.model._base_manager.filter(pk__in=ids).delete()
    return len(ids)
