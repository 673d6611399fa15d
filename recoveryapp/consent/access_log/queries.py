"""The lines of the audit trail that a person is shown, with the names of who read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.audit.queries import reads_by_others
from recoveryapp.common.days import end_of, start_of
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.models import Membership, Supporter

CHUNK = 1_000


@dataclass(frozen=True)
class Reader:
    id: UUID | None
    called: str
    """Empty where the account is gone."""
    role: str
    """When they read."""
    job_title: str
    organisation: str


@dataclass(frozen=True)
class LogLine:
    id: UUID
    at: datetime
    who: Reader
    verb: str
    noun: str
    scopes: list[str]
    purpose: str
    count: int


def reads_of(
    owner: User, *, person: UUID | None, kind: str | None, since: date | None, until: date | None
) -> QuerySet[AuditEvent]:
    """By others, newest first. Both days belong to it, by the owner's clocks; None is no limit."""
    reads, zone = reads_by_others(owner.pk), ZoneInfo(owner.time_zone)
    if person:
        reads = reads.filter(actor_id=person)
    if kind:
        reads = reads.filter(scopes__contains=[kind])
    if since:
        reads = reads.filter(at__gte=start_of(since, zone))
    if until:
        reads = reads.filter(at__lt=end_of(until, zone))
    return reads


def named(events: Iterable[AuditEvent]) -> list[LogLine]:
    """Who they were takes one statement, whatever their number."""
    page = list(events)
    ids = {event.actor_id for event in page if event.actor_id}
    people: dict[UUID | None, User] = {user.pk: user for user in _readers(ids)}
    names = {supporter.user_id: supporter.name for supporter in _supporters(page)}
    return [_line(event, people.get(event.actor_id), name=names.get(event.actor_id, "")) for event in page]


def all_named(reads: QuerySet[AuditEvent]) -> Iterator[LogLine]:
    """In pieces of CHUNK, each forgotten when the next comes."""
    events = reads.iterator(chunk_size=CHUNK)
    while chunk := list(islice(events, CHUNK)):
        yield from named(chunk)


def _readers(ids: set[UUID]) -> QuerySet[User]:
    """With `job_title` and `organisation` of where they practise now, or last did; supporters have none."""
    places = Membership.objects.filter(
        user=OuterRef("pk"), role__in=PRACTITIONER_ROLES, verified_at__isnull=False
    ).order_by(F("ended_at").desc(nulls_first=True), "-verified_at", "pk")
    return User.objects.filter(pk__in=ids).annotate(
        job_title=_first(places, "job_title"), organisation=_first(places, "team__organisation__name")
    )


def _supporters(page: list[AuditEvent]) -> Iterable[Supporter]:
    """Of the one person whose log it is: they know them by the name they gave them."""
    ids = {event.actor_id for event in page if event.actor_role == Role.SERVICE_USER}
    if not ids:
        return ()
    return Supporter.objects.filter(owner=page[0].owner_id, user__in=ids).order_by("created_at")


def _first(places: QuerySet[Membership], field: str) -> Coalesce:
    return Coalesce(Subquery(places.values(field)[:1]), Value(""))


def _line(event: AuditEvent, user: User | None, *, name: str) -> LogLine:
    who = Reader(
        id=event.actor_id,
        called=name or getattr(user, "called", ""),
        role=event.actor_role,
        job_title=getattr(user, "job_title", ""),
        organisation=getattr(user, "organisation", ""),
    )
    return LogLine(
        id=event.pk,
        at=event.at,
        who=who,
        verb=event.verb,
        noun=event.noun,
        scopes=event.scopes,
        purpose=event.purpose,
        count=event.object_count,
    )
