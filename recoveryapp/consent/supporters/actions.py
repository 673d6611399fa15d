"""The end of standing by, and of all that was shared for it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.teams.actions.supporters import end_supporter
from recoveryapp.teams.models import Supporter
from recoveryapp.teams.queries import standing_supporters_of, supporting_of


@transaction.atomic
def part_from(supporter_id: UUID, *, now: datetime, by: User) -> None:
    """The person ends it, or takes an invitation back. Over already is as good."""
    _end(standing_supporters_of(by).filter(pk=supporter_id).first(), now=now, by=by)


@transaction.atomic
def stop_supporting(supporter_id: UUID, *, now: datetime, by: User) -> None:
    """The supporter ends it. Over already is as good."""
    _end(supporting_of(by).filter(pk=supporter_id).first(), now=now, by=by)


def _end(supporter: Supporter | None, *, now: datetime, by: User) -> None:
    if supporter is None:
        return
    end_supporter(supporter, now=now, by=by)
    given = ConsentGrant.objects.filter(supporter=supporter, revoked_at__isnull=True, expires_at__gt=now)
    for grant in given.select_for_update(of=("self",)).order_by("pk"):
        grant.revoked_at = now
        grant.save(update_fields=["revoked_at", "updated_at"])
        record(Verb.CHANGE, "consent.consentgrant", object_id=grant.pk, owner_id=grant.owner_id, by=by)
