from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from recoveryapp.accounts.models import User
from recoveryapp.assignments.queries import own_places
from recoveryapp.caseload.models import PeerProfile
from recoveryapp.common.errors import NotVisible


def own_profile(practitioner: User, *, now: datetime) -> PeerProfile:
    """As it stands, or empty and unsaved. Raises NotVisible for whoever practises nowhere."""
    if not own_places(practitioner, now=now).exists():
        raise NotVisible
    return PeerProfile.objects.owned_by(practitioner).first() or PeerProfile(owner=practitioner)


def shown_profiles(user_ids: Iterable[UUID]) -> dict[UUID, PeerProfile]:
    """What they let others read, by who they are, in one statement."""
    shown = PeerProfile.objects.filter(owner__in=set(user_ids), shown_at__isnull=False)
    return {row.owner_id: row for row in shown}
