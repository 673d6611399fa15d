import time
from datetime import timedelta
from functools import partial
from typing import IO
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from recoveryapp.common.outbound import Answer, Limits, OutboundFailed, fetch
from recoveryapp.resources.actions import links, sources, terms, uploads
from recoveryapp.resources.hsds.document import MAX_BYTES

LOOK = Limits(seconds=10)
FETCH_SECONDS = 300
ALL_PAGES_SECONDS = 900
"""Of a directory that comes page by page, all of them together."""
LINKS_FOR = timedelta(seconds=80)
IMPORT_SECONDS = 1_800
REST_SECONDS = 1.0
LOCK = "resources.check_links"


@shared_task(name="resources.check_links")
def check_links() -> None:
    """One at a time, whatever the number of workers: no host is asked twice at once."""
    if not cache.add(LOCK, 1, timeout=settings.CELERY_TASK_TIME_LIMIT):
        return
    try:
        links.check_links(
            partial(fetch, limits=LOOK),
            clock=timezone.now,
            until=timezone.now() + LINKS_FOR,
            rest=partial(time.sleep, REST_SECONDS),
        )
    finally:
        cache.delete(LOCK)


@shared_task(
    name="resources.import_due_source", time_limit=IMPORT_SECONDS, soft_time_limit=IMPORT_SECONDS - 60
)
def import_due_source() -> None:
    folder = settings.DATA_DIR / "directories"
    get = partial(_fetch, until=time.monotonic() + ALL_PAGES_SECONDS)
    sources.import_due_source(get, folder=folder, now=timezone.now())


def _fetch(url: str, into: IO[bytes], *, until: float) -> Answer:
    left = until - time.monotonic()
    if left <= 0:
        raise OutboundFailed("it takes too long")
    return fetch(url, limits=Limits(seconds=min(left, FETCH_SECONDS), bytes=MAX_BYTES), into=into)


@shared_task(name="resources.read_term_again", time_limit=IMPORT_SECONDS, soft_time_limit=IMPORT_SECONDS - 60)
def read_term_again(term_id: str) -> None:
    terms.read_services_again(UUID(term_id))


@shared_task(name="resources.read_upload", time_limit=IMPORT_SECONDS, soft_time_limit=IMPORT_SECONDS - 60)
def read_upload() -> None:
    uploads.read_upload(now=timezone.now())
