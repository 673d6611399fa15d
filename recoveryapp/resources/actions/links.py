"""Looks at the web addresses of the directory: a few a run, one after another, seldom, and kindly.

Those of help in a crisis are looked at first and more often.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import MD5

from recoveryapp.common.outbound import Answer, OutboundFailed, OutboundRefused
from recoveryapp.resources.actions.stamp import stamp_directory
from recoveryapp.resources.enums import LinkState, Status
from recoveryapp.resources.models import CrisisContact, Link, Resource
from recoveryapp.resources.queries.links import crisis_links

NEW_A_RUN = 2_000
CHECKS_A_RUN = 60
OF_ONE_HOST_A_RUN = 5
LEASE = timedelta(hours=1)
"""So long a link is nobody else's after it was picked."""
BROKEN_AFTER = 3
"""Failures in a row, so that a bad night of a server is not told as a dead link."""
BEGINNING_OF_ERRORS = 400
THERE_BUT_NOT_FOR_US = frozenset({401, 402, 403, 405, 406, 429, 451})
"""Many sites send away whoever is no browser: the page is there."""


@dataclass(frozen=True)
class Rhythm:
    """When a link is looked at again."""

    working: timedelta
    failing: timedelta


USUAL = Rhythm(working=timedelta(days=30), failing=timedelta(days=2))
CRISIS = Rhythm(working=timedelta(days=7), failing=timedelta(days=1))

Look = Callable[[str], Answer]
"""Raises OutboundRefused or OutboundFailed."""
Clock = Callable[[], datetime]


def check_links(look: Look, *, clock: Clock, until: datetime, rest: Callable[[], None]) -> int:
    """Look at the links whose turn it is, until the time is up. Answers how many.

    `rest` is called before a host is asked again.
    """
    _note_new_links(clock())
    asked: Counter[str] = Counter()
    links = _pick(clock())
    rhythms = _rhythms(links)
    for link in links:
        if clock() >= until:
            break
        if asked[link.host]:
            rest()
        asked[link.host] += 1
        _keep(link, is_working=_works(link.url, look), rhythm=rhythms[link.pk], now=clock())
    return asked.total()


def _note_new_links(now: datetime) -> None:
    """What is new is due at once; what has become help in a crisis waits no longer than that may."""
    known = Link.objects.annotate(digest=MD5("url")).filter(digest=MD5(OuterRef("url")))
    urls = Resource.objects.filter(status=Status.ACTIVE).exclude(url="").exclude(Exists(known))
    found = urls.order_by("url").values_list("url", flat=True).distinct()[:NEW_A_RUN]
    contacts = CrisisContact.objects.exclude(url="").exclude(Exists(known)).values_list("url", flat=True)
    rows = [Link(url=url, host=_host(url), check_at=now) for url in {*contacts, *found}]
    Link.objects.bulk_create(rows, ignore_conflicts=True)
    soon = now + CRISIS.working
    crisis_links().filter(check_at__gt=soon).update(check_at=soon)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "")[:253]


@transaction.atomic
def _pick(now: datetime) -> list[Link]:
    """A few links, at most some of each host, that no other worker looks at. Help in a crisis goes first."""
    first = _due(crisis_links(), now)
    others = _due(Link.objects.all(), now)
    once = {link.pk: link for link in chain(first, others)}
    links = list(_few_of_each_host(once.values()))
    Link.objects.filter(pk__in=[link.pk for link in links]).update(check_at=now + LEASE)
    return links


def _due(links: QuerySet[Link], now: datetime) -> QuerySet[Link]:
    due = links.select_for_update(skip_locked=True).filter(check_at__lte=now)
    return due.order_by("check_at", "pk")[: CHECKS_A_RUN * OF_ONE_HOST_A_RUN]


def _rhythms(links: Sequence[Link]) -> Mapping[UUID, Rhythm]:
    ids = [link.pk for link in links]
    crisis = frozenset(crisis_links().filter(pk__in=ids).values_list("pk", flat=True))
    return {link_id: CRISIS if link_id in crisis else USUAL for link_id in ids}


def _few_of_each_host(links: Iterable[Link]) -> Iterator[Link]:
    taken: Counter[str] = Counter()
    for link in links:
        if taken[link.host] < OF_ONE_HOST_A_RUN and taken.total() < CHECKS_A_RUN:
            taken[link.host] += 1
            yield link


def _works(url: str, look: Look) -> bool:
    try:
        status = look(url).status
    except (OutboundRefused, OutboundFailed):
        return False
    return status < BEGINNING_OF_ERRORS or status in THERE_BUT_NOT_FOR_US


@transaction.atomic
def _keep(link: Link, *, is_working: bool, rhythm: Rhythm, now: datetime) -> None:
    link.failures = 0 if is_working else link.failures + 1
    link.state = _state(link.failures)
    link.checked_at = now
    link.check_at = now + (rhythm.working if is_working else rhythm.failing)
    link.save(update_fields=["failures", "state", "checked_at", "check_at", "updated_at"])
    _tell(link, now)


def _tell(link: Link, now: datetime) -> None:
    """Resources that name the link say so, or no longer."""
    is_broken = link.state == LinkState.BROKEN
    digest = hashlib.md5(link.url.encode(), usedforsecurity=False).hexdigest()
    named = Resource.objects.annotate(digest=MD5("url")).filter(digest=digest)
    others = named.filter(link_broken_on__isnull=is_broken)
    if others.update(link_broken_on=now.date() if is_broken else None):
        stamp_directory()


def _state(failures: int) -> LinkState:
    if failures == 0:
        return LinkState.WORKING
    return LinkState.BROKEN if failures >= BROKEN_AFTER else LinkState.FAILING
