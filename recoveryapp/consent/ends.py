"""Grants that end soon, of people who asked to be told before."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.models import ConsentGrant

BEFORE_LONG_ONES = timedelta(days=7)
BEFORE_SHORT_ONES = timedelta(days=1)
SHORT = timedelta(days=14)


def ends_to_tell(now: datetime) -> QuerySet[ConsentGrant]:
    """In force and not yet told, a week before they end; a day before where they last two weeks or less."""
    wanted = ConsentGrant.objects.in_force(now).filter(reminds_before_end=True, reminded_at__isnull=True)
    is_near = Q(expires_at__lte=now + BEFORE_SHORT_ONES) | Q(expires_at__gt=F("starts_at") + SHORT)
    return wanted.filter(is_near, expires_at__lte=now + BEFORE_LONG_ONES).order_by("expires_at", "pk")


def claim_ends(*, now: datetime, limit: int) -> Sequence[ConsentGrant]:
    """Each once, whoever else is claiming; call it in the transaction that tells of them."""
    rows = ends_to_tell(now).select_related("owner").select_for_update(of=("self",), skip_locked=True)
    claimed = list(rows[:limit])
    ConsentGrant.objects.filter(pk__in=[grant.pk for grant in claimed]).update(reminded_at=now)
    return claimed


def end_to_mail(grant_id: UUID, *, now: datetime) -> ConsentGrant:
    """Asked again right before the mail goes out. Raises NotVisible where it was stopped or paused."""
    grant = ConsentGrant.objects.in_force(now).select_related("owner").filter(pk=grant_id).first()
    if grant is None:
        raise NotVisible
    return grant
