from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recoveryapp.accounts.models import User
from recoveryapp.assignments.queries import own_places
from recoveryapp.audit.actions import Verb, record
from recoveryapp.caseload.models import PeerProfile
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.writes import in_one_go


@in_one_go
def set_profile(*, values: Mapping[str, Any], is_shown: bool, now: datetime, by: User) -> PeerProfile:
    """`values`: words, interests, languages, recorded_at. Not shown holds at once.

    Raises NotVisible for whoever practises nowhere.
    """
    if not own_places(by, now=now).exists():
        raise NotVisible
    row = PeerProfile.objects.select_for_update(of=("self",)).filter(owner=by).first()
    is_new = row is None
    row = row or PeerProfile(owner=by)
    for name, value in values.items():
        setattr(row, name, value)
    row.shown_at = (row.shown_at or now) if is_shown else None
    row.save()
    record(
        Verb.CREATE if is_new else Verb.CHANGE,
        "caseload.peerprofile",
        object_id=row.pk,
        owner_id=by.pk,
        by=by,
    )
    return row
