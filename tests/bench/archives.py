"""Somebody's own archive with 10,000 entries, half of them check-ins: made, and read in by somebody else.

It is made in memory, so that nothing of it lies on a disk unencrypted: the rows as they are read (some 1 KB
an entry) and what is packed already. It is read in a stream, some hundred rows at a time.
"""

import json
from collections.abc import Iterator

from tests.bench.measuring import Row
from tests.bench.servers import database_with_schema, run

FEW, MANY = 1_000, 10_000
MADE_AND_READ = f"""
import json, time
from datetime import UTC, datetime, timedelta
from resource import RUSAGE_SELF, getrusage
import django
django.setup()
from recoveryapp.accounts.models import User
from recoveryapp.export.archive.making import archive_of
from recoveryapp.export.reading import read_archive
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn

WORDS = "Slept a little better. Walked to the sea with the dog and rang my sister. " * 8
now = datetime.now(UTC)


def peak_mb():
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


def carried(count):
    one, other = (User.objects.create(email=f"{{name}}{{count}}@example.org") for name in ("one", "other"))
    for first in range(0, count, 500):
        times = [now - timedelta(hours=n) for n in range(first, first + 500)]
        Entry.objects.bulk_create(
            Entry(owner=one, recorded_at=at, words=WORDS, tags=["sea"]) for at in times[::2]
        )
        CheckIn.objects.bulk_create(
            CheckIn(owner=one, recorded_at=at, social="some", words=WORDS, helped="The dog")
            for at in times[1::2]
        )
    began = time.monotonic()
    content = archive_of(one, now=now)
    made, made_mb = time.monotonic(), peak_mb()
    read = read_archive(content, person=other)
    assert read.taken == count, read
    return {{"making": made - began, "reading": time.monotonic() - made, "made_mb": made_mb, "mb": peak_mb()}}


few, many = carried({FEW}), carried({MANY})
print(json.dumps(many | {{name: many[name] - few["mb"] for name in ("made_mb", "mb")}}))
"""


def rows() -> Iterator[Row]:
    with database_with_schema() as env:
        found = json.loads(run(env, "-", stdin=MADE_AND_READ))
    yield Row(f"export {MANY:,} entries", found["making"], "s")
    yield Row(f"import {MANY:,} entries", found["reading"], "s")
    yield Row(f"export {MANY:,} entries: beyond {FEW:,}", found["made_mb"], "MB", most=30)
    yield Row(f"both with {MANY:,} entries: beyond {FEW:,}", found["mb"], "MB", most=30)
