"""The practitioner's list, in the order of what is agreed. Nothing here tells how anybody is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, QuerySet

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment, Availability
from recoveryapp.assignments.queries import assignments_held_by, colleagues_of, own_place, own_places
from recoveryapp.audit.models import IS_READING_BY_ANOTHER, AuditEvent
from recoveryapp.caseload.models import SupportRequest
from recoveryapp.caseload.queries.hand_overs import Offer, latest_hand_overs
from recoveryapp.caseload.queries.requests import picked_up_requests, waiting_in
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.statements import Rows, written_once
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.meetings.queries import OpenCommitments, next_meetings_of, open_commitments_of
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.models import Membership

NO_DAY = datetime.max.replace(tzinfo=UTC)
NEVER = datetime.min.replace(tzinfo=UTC)
NOTHING_AGREED = OpenCommitments()
AWAY = (
    "membership_id",
    "membership__user__called",
    "membership__team__name",
    "membership__user__time_zone",
    "away_from",
    "away_until",
)
HELD = ("pk", "membership_id", "owner_id", "owner__called", "began", "started_at")
PLACE = (
    "role",
    "team__name",
    "team__organisation",
    "user__time_zone",
    *(
        f"availability__{name}"
        for name in ("capacity", "weekdays", "begins", "ends", "away_from", "away_until")
    ),
    "availability__membership",
    "availability__cover__user__called",
)
"""What is shown of where the viewer practises."""
SAID = ("owner_id", "owner__called", "purpose", "starts_at", "expires_at")


class Said(NamedTuple):
    """What is read of a grant for the list."""

    person_id: UUID
    called: str
    purpose: str
    starts_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Shared:
    """What somebody's grants to the viewer say of themselves; nothing of what they open."""

    person_id: UUID
    called: str
    purposes: list[str]
    until: datetime
    begun_at: datetime
    """When the newest of them began."""


@dataclass(frozen=True)
class OnCaseload:
    """Plain values and no rows: sixty people are a page, and are asked for by many at once."""

    id: UUID
    """Of the assignment."""
    membership_id: UUID
    person_id: UUID
    called: str
    began: str
    started_at: datetime
    shared: Shared | None
    is_new: bool
    """Shared since the viewer last looked."""
    hand_over: Offer | None
    next_meeting_at: datetime | None
    commitments: OpenCommitments

    @property
    def order(self) -> tuple[datetime, bool, bool, str]:
        """Who is met next, then where something agreed is due, then what is newly shared, then by name."""
        is_due = self.commitments.person_due + self.commitments.worker_due > 0
        return (self.next_meeting_at or NO_DAY, not is_due, not self.is_new, self.called.casefold())


@dataclass(frozen=True)
class AlsoShares:
    """Shares something and is not on the caseload."""

    shared: Shared
    is_new: bool


@dataclass(frozen=True)
class Covered:
    called: str
    next_meeting_at: datetime | None


@dataclass(frozen=True)
class StandsInFor:
    """A colleague who is away, with those of their people who agreed to be seen."""

    called: str
    team: str
    until: date
    people: list[Covered]


class Away(NamedTuple):
    """A place whose hours name one of the viewer's as cover, with the days its holder is away."""

    membership_id: UUID
    called: str
    team: str
    zone: str
    since: date
    until: date


@dataclass(frozen=True)
class Caseload:
    places: list[Membership]
    people: list[OnCaseload]
    also: list[AlsoShares]
    standing_in: list[StandsInFor]
    waiting: int
    """Requests that the viewer could pick up."""


def caseload_of(viewer: User, *, now: datetime) -> Caseload:
    """Raises NotVisible for whoever practises nowhere. As many statements for one person as for sixty."""
    places = list(own_places(viewer, now=now).only(*PLACE))
    if not places:
        raise NotVisible
    held = _held_by(viewer.pk, now)
    shared = shared_with(viewer, now=now)
    looked_at = last_looks(viewer, shared)
    ids = [assignment_id for assignment_id, *_ in held]
    offers, met_at = latest_hand_overs(ids), next_meetings_of(ids, now=now)
    agreed = open_commitments_of(ids, due_by=today_in(viewer.time_zone, now))

    def is_new(one: Shared | None) -> bool:
        return one is not None and one.begun_at > looked_at.get(one.person_id, NEVER)

    people = [
        OnCaseload(
            *(assignment_id, membership_id, person_id, called, began, started_at),
            shared=shared.get(person_id),
            is_new=is_new(shared.get(person_id)),
            hand_over=offers.get(assignment_id),
            next_meeting_at=met_at.get(assignment_id),
            commitments=agreed.get(assignment_id, NOTHING_AGREED),
        )
        for assignment_id, membership_id, person_id, called, began, started_at in held
    ]
    on_it = {one.person_id for one in people}
    return Caseload(
        places=places,
        people=sorted(people, key=lambda one: one.order),
        also=[AlsoShares(one, is_new(one)) for key, one in shared.items() if key not in on_it],
        standing_in=stands_in_for(places, now=now),
        waiting=waiting_in([place.team_id for place in places if place.role == Role.PEER_WORKER]).count(),
    )


@dataclass(frozen=True)
class One(OnCaseload):
    """With what they asked for."""

    requests: list[SupportRequest]


def one_on_caseload(assignment_id: UUID, *, viewer: User, now: datetime) -> One:
    """Of those the viewer works with. Raises NotVisible."""
    found = [one for one in caseload_of(viewer, now=now).people if one.id == assignment_id]
    if not found:
        raise NotVisible
    requests = picked_up_requests(viewer, now=now).filter(assignment=assignment_id)
    return One(**vars(found[0]), requests=list(requests))


def colleagues(membership_id: UUID, *, viewer: User, now: datetime) -> QuerySet[Membership]:
    """Of the viewer, where they practise. Raises NotVisible."""
    return colleagues_of(own_place(membership_id, practitioner=viewer, now=now), now=now)


@written_once
def _held_by(viewer_id: UUID, now: datetime) -> Rows:
    return assignments_held_by(User(pk=viewer_id), now=now).values_list(*HELD)


def shared_with(viewer: User, *, now: datetime) -> dict[UUID, Shared]:
    """Everybody with a grant to the viewer in force, by name."""
    of_person: dict[UUID, list[Said]] = {}
    for said in map(Said._make, _said_to(viewer.pk, now)):
        of_person.setdefault(said.person_id, []).append(said)
    return {owner_id: _shared(found) for owner_id, found in of_person.items()}


@written_once
def _said_to(viewer_id: UUID, now: datetime) -> Rows:
    grants = ConsentGrant.objects.in_force(now).given_to(User(pk=viewer_id))
    return grants.order_by("owner__called", "owner", "pk").values_list(*SAID)


def last_looks(viewer: User, owners: Iterable[UUID]) -> dict[UUID, datetime]:
    """When the viewer last read something of each of them, by the access log."""
    return dict(_last_looks(viewer.pk, list(owners)))


@written_once
def _last_looks(viewer_id: UUID, owner_ids: list[UUID]) -> Rows:
    reads = AuditEvent.objects.filter(IS_READING_BY_ANOTHER, owner_id__any=owner_ids, actor_id=viewer_id)
    return reads.order_by().values("owner_id").annotate(last=Max("at")).values_list("owner_id", "last")


def stands_in_for(places: Sequence[Membership], *, now: datetime) -> list[StandsInFor]:
    """By the places where the viewer practises now, in at most three statements. A day is over by the clocks
    of whoever is away."""
    told = map(Away._make, _away([place.pk for place in places]))
    away = {one.membership_id: one for one in told if one.since <= today_in(one.zone, now) <= one.until}
    if not away:
        return []
    agreed = Assignment.objects.in_force(now).filter(membership__in=list(away), cover_agreed_at__isnull=False)
    found = list(agreed.order_by("owner__called", "pk").values_list("pk", "membership_id", "owner__called"))
    met_at = next_meetings_of([assignment_id for assignment_id, *_ in found], now=now)
    people: dict[UUID, list[Covered]] = {}
    for assignment_id, membership_id, called in found:
        people.setdefault(membership_id, []).append(Covered(called, met_at.get(assignment_id)))
    return [StandsInFor(one.called, one.team, one.until, people.get(key, [])) for key, one in away.items()]


@written_once
def _away(cover_ids: list[UUID]) -> Rows:
    covered = Availability.objects.filter(
        cover__any=cover_ids,
        away_from__isnull=False,
        membership__role__in=PRACTITIONER_ROLES,
        membership__ended_at__isnull=True,
        membership__user__is_active=True,
    )
    return covered.order_by("pk").values_list(*AWAY)


def today_in(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _shared(grants: list[Said]) -> Shared:
    return Shared(
        person_id=grants[0].person_id,
        called=grants[0].called,
        purposes=sorted({grant.purpose for grant in grants}),
        until=max(grant.expires_at for grant in grants),
        begun_at=max(grant.starts_at for grant in grants),
    )
