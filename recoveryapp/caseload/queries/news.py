"""What somebody may be told of that waits for them: how much, and nothing of what it is."""

from datetime import datetime, timedelta

from django.db.models import Max, Q, QuerySet

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.caseload.models import HandOver, SupportRequest
from recoveryapp.caseload.queries.hand_overs import offered
from recoveryapp.caseload.queries.requests import waiting_requests
from recoveryapp.caseload.queries.supervision import teams_led_by
from recoveryapp.teams.queries import memberships_in_force

TAKEN_BACK_MEANWHILE = timedelta(minutes=1)
FRESH = timedelta(days=1)


def newest_request_by_reader(*, now: datetime) -> dict[User, datetime]:
    """Peer workers and leads of teams that were asked within a day, and when they were asked last."""
    fresh = _waiting().filter(asked_at__gt=now - FRESH, asked_at__lte=now - TAKEN_BACK_MEANWHILE)
    newest = dict(fresh.order_by().values("team").annotate(at=Max("asked_at")).values_list("team", "at"))
    readers = memberships_in_force(now).filter(Q(role=Role.PEER_WORKER) | Q(lead_since__isnull=False))
    found: dict[User, datetime] = {}
    for place in readers.filter(team__in=newest).select_related("user"):
        found[place.user] = max(newest[place.team_id], found.get(place.user, newest[place.team_id]))
    return found


def waiting_for(reader: User, *, now: datetime) -> int | None:
    """How many requests wait for a peer worker. None: some, for whoever only leads: no small number."""
    if count := waiting_requests(reader, now=now).count():
        return count
    is_waiting = _waiting().filter(team__in=teams_led_by(reader, now=now)).exists()
    return None if is_waiting else 0


def fresh_hand_overs(*, now: datetime) -> QuerySet[HandOver]:
    """Asked within a day and not answered, of people who have not paused everything."""
    fresh = offered(now).filter(offered_at__gt=now - FRESH, offered_at__lte=now - TAKEN_BACK_MEANWHILE)
    return fresh.filter(owner__everything_paused_at__isnull=True).defer("words").select_related("owner")


def _waiting() -> QuerySet[SupportRequest]:
    return SupportRequest.objects.filter(
        picked_up_at__isnull=True,
        taken_back_at__isnull=True,
        owner__is_active=True,
        owner__everything_paused_at__isnull=True,
    )
