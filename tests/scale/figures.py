"""What a filled database answers, and how fast: python -m tests.scale.figures [PEOPLE]

Asks for the pages that people open most, as so many of the filled people, each for the first time; runs each
timed job once; then lets every reminder come due in one minute. Times are the clock's, in this process, so
they want a quiet machine. It writes (sessions, sent reminders): for databases made by tests.scale.fill only.
"""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import chain
from statistics import median

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from recoveryapp.accounts.models import User  # noqa: E402
from recoveryapp.celery import app  # noqa: E402
from recoveryapp.reminders import dispatch  # noqa: E402
from recoveryapp.reminders.models import Occurrence  # noqa: E402
from tests.scale.fill import ADDRESS, say  # noqa: E402

PAGES = {
    "Today": "today/",
    "latest 30 entries": "journal/entries/",
    "latest check-ins": "check-ins/",
    "trend of one year": "check-ins/trend/?weeks=52",
    "goals": "goals/",
}
SIZES = """
    SELECT relname, n_live_tup, pg_total_relation_size(relid) / 1048576.0
    FROM pg_stat_user_tables ORDER BY 3 DESC LIMIT 8
"""
DISPATCH = "reminders.dispatch_due"


def main(count: int) -> None:
    for line in chain(sizes(), pages(count), timed_jobs(), all_due_at_once()):
        say(line)


def sizes() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1048576.0")
        yield f"{cursor.fetchone()[0]:12,.0f} MiB the database"
        cursor.execute(SIZES)
        yield from (f"{mib:12,.0f} MiB {table}, {rows:,} rows" for table, rows, mib in cursor.fetchall())


def pages(count: int) -> Iterator[str]:
    """People far apart, so that what one asks for is not yet in the database's memory for another."""
    there = User.objects.filter(email__startswith=ADDRESS.partition("{")[0]).count()
    emails = [ADDRESS.format(n) for n in range(0, there, max(1, there // count))]
    first, *clients = (_signed_in(person) for person in User.objects.filter(email__in=emails))
    for name, path in PAGES.items():
        _read(first, path)  # what is loaded once counts for nobody
        took = sorted(_ms(partial(_read, client, path)) for client in clients)
        yield f"{median(took):12,.1f} ms {name}, one in twenty {took[len(took) * 95 // 100]:,.1f} ms"


def timed_jobs() -> Iterator[str]:
    app.loader.import_default_modules()
    for each in settings.CELERY_BEAT_SCHEDULE.values():
        if each["task"] != DISPATCH:
            yield f"{_ms(app.tasks[each['task']].run):12,.1f} ms {each['task']}"


def all_due_at_once() -> Iterator[str]:
    """By a clock that is set to the minute of the last one planned."""
    planned = Occurrence.objects.filter(state="pending")
    if not (last := planned.order_by("due_at").last()):
        return
    ahead, count = last.due_at - datetime.now(UTC) + timedelta(seconds=1), planned.count()
    begun = time.monotonic()
    while planned.filter(due_at__lte=last.due_at).exists():
        dispatch.dispatch_due(clock=lambda: datetime.now(UTC) + ahead)
    yield f"{count / (time.monotonic() - begun):12,.0f} reminders a second, {count:,} due in one minute"


def _signed_in(person: User) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(person)
    return client


def _read(client: Client, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, (path, answer.content)


def _ms(call: Callable[[], object]) -> float:
    begun = time.monotonic()
    call()
    return (time.monotonic() - begun) * 1_000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
