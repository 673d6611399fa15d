"""A practitioner's week in a mail: who shares with them, whose sharing ends, how much they said they would do
and with whom. Nothing of what any of it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from recoveryapp.accounts.models import User
from recoveryapp.assignments.queries import assignments_held_by
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.days import monday_of
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.queries import people_sharing_with
from recoveryapp.meetings.queries import open_commitments_of
from recoveryapp.notifications.channels import Message, Undelivered, Unreachable
from recoveryapp.notifications.email import EmailCarrier
from recoveryapp.reminders.addresses import address_book
from recoveryapp.reminders.enums import ReminderChannel
from recoveryapp.reminders.models import Digest
from recoveryapp.reminders.schedule import first_instant
from recoveryapp.reminders.tokens import stop_url
from recoveryapp.teams.enums import PRACTITIONER_ROLES

Clock = Callable[[], datetime]

NOUN = "reminders.digest"
MORNING = time(8)
A_WEEK = timedelta(days=7)
BATCH = 50
ANOTHER_TRY = timedelta(minutes=15)
LATEST = timedelta(hours=12)
TEXTS = {
    "en": {
        "count": "People who share something with you now: {n}",
        "ending": "Sharing that ends within seven days: {n}",
        "names": "Now: {names}",
        "ending_names": "Ends soon: {names}",
        "due": "Things that you said you would do by the end of this week: {n}",
        "due_names": "With: {names}",
        "nameless": "somebody without a name",
    },
    "es": {
        "count": "Personas que comparten algo contigo ahora: {n}",
        "ending": "Lo compartido que termina en siete días: {n}",
        "names": "Ahora: {names}",
        "ending_names": "Termina pronto: {names}",
        "due": "Cosas que dijiste que harías hasta el fin de esta semana: {n}",
        "due_names": "Con: {names}",
        "nameless": "alguien sin nombre",
    },
}


@dataclass(frozen=True)
class Choice:
    """What a practitioner wants of it."""

    is_on: bool
    has_names: bool


def choice_of(person: User) -> Choice:
    """Raises NotVisible for those who are no practitioners."""
    _demand_practitioner(person)
    row = Digest.objects.owned_by(person).first()
    return Choice(is_on=row is not None, has_names=bool(row and row.has_names))


@transaction.atomic
def choose(*, is_on: bool, has_names: bool, now: datetime, by: User) -> Choice:
    """Raises NotVisible for those who are no practitioners."""
    _demand_practitioner(by)
    if is_on:
        values = {"has_names": has_names, "due_at": next_monday(by, after=now), "lease_until": None}
        row, _ = Digest.objects.update_or_create(owner=by, defaults=values)
        record(Verb.CHANGE, NOUN, object_id=row.pk, owner_id=by.pk, by=by)
    for row in Digest.objects.owned_by(by) if not is_on else ():
        record(Verb.DELETE, NOUN, object_id=row.pk, owner_id=by.pk, by=by)
        row.delete()
    return choice_of(by)


def send_digests(*, clock: Clock) -> None:
    for digest in _claim(now=clock()):
        _send(digest, now=clock())


def next_monday(person: User, *, after: datetime) -> datetime:
    """The first one later than `after`, at eight by their clocks."""
    zone = ZoneInfo(person.time_zone)
    day = after.astimezone(zone).date()
    monday = day - timedelta(days=day.weekday())
    due_at = first_instant(monday, MORNING, zone)
    return due_at if due_at > after else first_instant(monday + A_WEEK, MORNING, zone)


@transaction.atomic
def _claim(*, now: datetime) -> list[Digest]:
    is_free = Q(lease_until=None) | Q(lease_until__lte=now)
    rows = Digest.objects.select_for_update(skip_locked=True, of=("self",)).select_related("owner")
    claimed = list(rows.filter(is_free, due_at__lte=now).order_by("due_at")[:BATCH])
    Digest.objects.filter(pk__in=[row.pk for row in claimed]).update(lease_until=now + ANOTHER_TRY)
    return claimed


def _send(digest: Digest, *, now: datetime) -> None:
    """What the mail says is looked up right before it goes; what cannot go within half a day is left out."""
    person = digest.owner
    reachable = address_book({person.pk}, now=now).reach(person, ReminderChannel.EMAIL)
    is_wanted = person.is_active and person.role in PRACTITIONER_ROLES and now - digest.due_at <= LATEST
    if is_wanted and reachable.routes:
        try:
            EmailCarrier().carry(message_for(digest, now=now), person.email)
        except Unreachable:
            return  # the lease says when it is tried again
        except Undelivered:
            pass  # refused for good: the next one may fare better
    following = next_monday(person, after=max(now, digest.due_at))
    Digest.objects.filter(pk=digest.pk, due_at=digest.due_at).update(due_at=following, lease_until=None)


def message_for(digest: Digest, *, now: datetime) -> Message:
    person = digest.owner
    return Message(
        id=uuid5(digest.pk, f"{digest.due_at:%Y-%m-%d}"),
        owner_id=person.pk,
        at=digest.due_at,
        words=_words(digest, now=now),
        is_discreet=person.is_discreet,
        language=person.language,
        stop_url=stop_url(person.pk),
    )


def _words(digest: Digest, *, now: datetime) -> str:
    said = TEXTS.get(digest.owner.language, TEXTS["en"])
    people: list[Any] = list(people_sharing_with(digest.owner, now=now))
    everybody = [person.called or said["nameless"] for person in people]
    ending = [person.called or said["nameless"] for person in people if person.shared_until <= now + A_WEEK]
    lines = [said["count"].format(n=len(everybody)), said["ending"].format(n=len(ending))]
    count, due = _due(digest.owner, nameless=said["nameless"], now=now)
    lines += [said["due"].format(n=count)] if count else []
    for key, names in (("names", everybody), ("ending_names", ending), ("due_names", due)):
        if digest.has_names and names:
            lines.append(said[key].format(names=", ".join(names)))
    return "\n".join(lines)


def _due(worker: User, *, nameless: str, now: datetime) -> tuple[int, list[str]]:
    """How much the practitioner will do by Sunday, and with whom they do it now; in two statements."""
    today = now.astimezone(ZoneInfo(worker.time_zone)).date()
    held = {assignment.pk: assignment for assignment in assignments_held_by(worker, now=now)}
    sunday = monday_of(today) + timedelta(days=6)
    open_ = open_commitments_of(held, due_by=sunday)
    due = {pk: found.worker_due for pk, found in open_.items() if found.worker_due}
    names = [assignment.owner.called or nameless for pk, assignment in held.items() if pk in due]
    return sum(due.values()), names


def _demand_practitioner(person: User) -> None:
    if person.role not in PRACTITIONER_ROLES:
        raise NotVisible
