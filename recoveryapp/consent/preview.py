"""The screen another will see, before anything is shared: the grant is made, looked through, and undone."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent.actions import grant_consent
from recoveryapp.consent.gate import Reading, open_reading, open_supporting
from recoveryapp.consent.models import PRACTISING, SUPPORTING, ConsentGrant
from recoveryapp.consent.scopes import Purpose
from recoveryapp.teams.models import Membership, Supporter


class _Undo(Exception):
    pass


@contextmanager
def as_if_granted(values: Mapping[str, Any], *, now: datetime, by: User) -> Iterator[ConsentGrant]:
    """Within the block the grant exists, for this transaction only. Raises as `grant_consent` does."""
    try:
        with transaction.atomic():
            yield grant_consent(new_id(), values=values, now=now, by=by).row
            raise _Undo
    except _Undo:
        pass


def reading_through(grant: ConsentGrant, *, now: datetime) -> Reading:
    """What its reader, or a present member of its team, would open at the grant's first moment from now on.

    Raises NotVisible where there is nobody, or where they would see nothing.
    """
    reader, moment = _somebody_reading(grant), max(now, grant.starts_at)
    if reader is None:
        raise NotVisible
    if grant.supporter_id:
        return open_supporting(grant.owner_id, viewer=reader, now=moment)
    return open_reading(grant.owner_id, viewer=reader, purpose=Purpose(grant.purpose), now=moment)


def _somebody_reading(grant: ConsentGrant) -> User | None:
    if grant.supporter_id:
        return User.objects.filter(
            pk__in=Supporter.objects.filter(SUPPORTING, pk=grant.supporter_id).values("user")
        ).first()
    members = Membership.objects.filter(PRACTISING).select_related("user").order_by("pk")
    wanted = {"pk": grant.membership_id} if grant.membership_id else {"team": grant.team_id}
    found = members.filter(**wanted).first()
    return found.user if found else None
