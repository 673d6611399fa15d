"""Requests a second of the app, beside the floor on the same server, in alternating rounds.

Each round asks the floor, then the app, with eight connections; the ratio is that of the middle rounds. What
the machine does besides weighs on both. The floor is in tests/bench/floor.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import quote

import brotli
import psycopg

from tests.bench.client import Answers, Asked
from tests.bench.measuring import Row
from tests.bench.servers import Both, Server, both_running, run

ROUNDS = 3
SECONDS = float(os.environ.get("SECONDS", "4"))
AT_ONCE, MANY_AT_ONCE = 8, 32
PEOPLE = Path(__file__).with_name("people.py")
OTHERS = 202
"""Other people with as much of a record: 366,000 rows in all."""
CSRF = "c" * 32
NOW = datetime.now(UTC).replace(microsecond=0)
STATEMENTS = """
import json, sys
from uuid import uuid4
import django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
asked = json.load(sys.stdin)
client = Client(HTTP_HOST="localhost", headers=asked["headers"])
for new_id in (str(uuid4()), str(uuid4())):
    path, body = (asked[part].replace("NEW-ID", new_id) for part in ("path", "body"))
    with CaptureQueriesContext(connection) as ran:
        made = client.generic(asked["method"], path, body, content_type="application/json")
assert made.status_code < 300, made.content
around = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
print(len([q for q in ran if not q["sql"].startswith(around)]))
"""


ADD_PEOPLE = """
    INSERT INTO accounts_user (id, created_at, updated_at, password, email, role, is_active, called,
        time_zone, language, theme, text_size, is_low_energy, is_discreet)
    SELECT gen_random_uuid(), now(), now(), '', 'other' || n || '@example.org', 'service_user', true, '',
        'UTC', 'en', 'system', 'normal', false, true
    FROM generate_series(1, %s) AS n
"""
COPY_ENTRIES = """
    INSERT INTO journal_entry (id, created_at, updated_at, owner_id, recorded_at, version, words, tags,
        prompt, is_never_shared)
    SELECT gen_random_uuid(), e.created_at, e.updated_at, u.id, e.recorded_at, 1, e.words, e.tags, '', false
    FROM journal_entry AS e CROSS JOIN accounts_user AS u
    WHERE u.email LIKE 'other%'
"""


@dataclass(frozen=True)
class Work:
    """What the app is asked, beside what the floor is asked, and the goals."""

    name: str
    app: Asked
    floor: Asked | None = None
    least: float | None = None
    statements: int | None = None
    most_kb: float | None = None
    most_ms: float | None = None
    """For one in twenty, with many at once."""


def rows() -> Iterator[Row]:
    with both_running() as both:
        people: dict[str, str] = json.loads(run(both.app.env, "-", stdin=PEOPLE.read_text()))
        token = _floor_person(both)
        _import_directory(both)
        for work in works(people, token):
            yield from _row_of(work, both)
        yield from _on_many_rows(both, people, token)
        floor, app = both.floor.memory_mib(), both.app.memory_mib()
        yield Row("two web processes, after all of it", app, "MiB", plain=floor, most=200)


def works(people: dict[str, str], token: str) -> list[Work]:
    mine = {"Cookie": f"session={people['alice']}; csrftoken={CSRF}", "Accept": "application/json"}
    writing = mine | {"X-CSRFToken": CSRF, "Content-Type": "application/json"}
    floor = {"Authorization": f"Token {token}", "Accept": "application/json"}
    hers = {**mine, "Cookie": f"session={people['cleo']}; csrftoken={CSRF}"}
    since = quote((NOW - timedelta(days=365)).isoformat())
    review = f"/api/v1/people/{people['person']}/review/?purpose=review"
    entry = {"id": "NEW-ID", "recorded_at": NOW.isoformat(), "level": 2, "words": WORDS, "tags": ["sea"]}
    write_floor = Asked("POST", "/entries/", floor | {"Content-Type": "application/json"}, json.dumps(entry))
    latest, trend = Asked("GET", "/entries/", floor), Asked("GET", f"/trend/?since={since}", floor)
    put = Asked("PUT", "/api/v1/check-ins/NEW-ID/", writing, json.dumps(CHECK_IN))
    caseload = Asked("GET", "/api/v1/caseload/", hers)
    get: Callable[[str], Asked] = lambda path: Asked("GET", f"/api/v1/{path}", mine)  # noqa: E731
    return [
        Work("PUT a check-in", put, write_floor, least=0.45, statements=6),
        Work("latest 30 entries", get("journal/entries/"), latest, least=0.60, statements=4),
        Work(
            "trend of one year", get("check-ins/trend/?weeks=52"), trend, least=0.55, statements=3, most_kb=5
        ),
        Work("Today", get("today/"), latest, least=0.30, statements=8, most_kb=15),
        Work("caseload of 60", caseload, latest, least=0.15, statements=12, most_ms=400),
        Work("review, five years", Asked("GET", review, hers), statements=12, most_kb=60),
    ]


WORDS = "Slept a little better. Walked to the sea with the dog and rang my sister. " * 4
CHECK_IN = {
    "version": 0,
    "recorded_at": NOW.isoformat(),
    "functional": "some",
    "existential": "a_little",
    "social": "a_lot",
    "items": [{"item": "social_safe", "own_item": None, "level": "a_lot"}],
    "words": WORDS,
    "helped": "The dog",
    "hindered": "The bus",
    "hindered_by": ["transport"],
    "was_hard": False,
}


def _row_of(work: Work, both: Both) -> Iterator[Row]:
    if work.floor:
        yield from _compared(work.name, work.app, work.floor, both, least=work.least)
    if work.name == "PUT a check-in":
        yield from _under_load(work, both)
    if work.most_ms:
        answers = both.app.answers(work.app, connections=MANY_AT_ONCE, seconds=SECONDS)
        yield Row(f"{work.name}: p95 at {MANY_AT_ONCE}", _p95_ms(answers), "ms", most=work.most_ms)
    if work.statements:
        count = int(run(both.app.env, "-c", STATEMENTS, stdin=json.dumps(work.app.__dict__)))
        yield Row(f"{work.name}: statements", count, "", most=work.statements)
    if work.most_kb:
        yield Row(f"{work.name}: compressed", _kb(work.app, both.app), "KB", most=work.most_kb)


def _compared(name: str, app: Asked, floor: Asked, both: Both, *, least: float | None) -> Iterator[Row]:
    for server, asked in ((both.floor, floor), (both.app, app)):
        _rate(server, asked)  # nobody's first request counts
    rounds = [(_rate(both.floor, floor), _rate(both.app, app)) for _ in range(ROUNDS)]
    ratios = sorted(ours.per_second / theirs.per_second for theirs, ours in rounds)
    theirs, ours = (median(pair[at].per_second for pair in rounds) for at in (0, 1))
    yield Row(name, ours, "/s", plain=theirs, least_ratio=least, ratios=ratios)
    theirs, ours = (median(pair[at].cpu_ms for pair in rounds) for at in (0, 1))
    yield Row(f"{name}: of the processor, with the database's", ours, "ms", plain=theirs)


@dataclass(frozen=True)
class Rate:
    per_second: float
    cpu_ms: float
    """Of web processes and database together, for each request: what other programs do is no part of it."""


def _rate(server: Server, asked: Asked) -> Rate:
    before = server.cpu_seconds()
    answers = server.answers(asked, connections=AT_ONCE, seconds=SECONDS)
    used = server.cpu_seconds() - before
    _demand_fine(answers, asked)
    count = len(answers.seconds)
    return Rate(count / SECONDS, used * 1_000 / max(1, count + answers.early))


def _demand_fine(answers: Answers, asked: Asked) -> None:
    wrong = {code: count for code, count in answers.codes.items() if not code.startswith("2")}
    found = f"{asked.method} {asked.path}: {wrong}, broken {answers.broken}"
    assert (wrong, answers.broken) == ({}, 0), found


def _under_load(work: Work, both: Both) -> Iterator[Row]:
    answers = both.app.answers(work.app, connections=AT_ONCE, seconds=SECONDS)
    yield Row(f"{work.name}: p95 at {AT_ONCE}", _p95_ms(answers), "ms", most=30)
    answers = both.app.answers(work.app, connections=MANY_AT_ONCE, seconds=SECONDS)
    errors = answers.broken + sum(n for code, n in answers.codes.items() if not code.startswith("2"))
    yield Row(f"{work.name}: errors at {MANY_AT_ONCE}", errors, "", most=0)


def _p95_ms(answers: Answers) -> float:
    return sorted(answers.seconds)[int(0.95 * len(answers.seconds))] * 1_000


def _kb(asked: Asked, server: Server) -> float:
    return len(brotli.compress(_body(asked, server), quality=5)) / 1_000


def _body(asked: Asked, server: Server) -> bytes:
    connection = HTTPConnection("localhost", server.port)
    connection.request(asked.method, asked.path, headers=asked.headers)
    return connection.getresponse().read()


def _on_many_rows(both: Both, people: dict[str, str], token: str) -> Iterator[Row]:
    """The same page among the rows of two hundred others: an index finds it, or the rate falls."""
    latest = works(people, token)[1]
    before = median(_rate(both.app, latest.app).per_second for _ in range(ROUNDS))
    _add_others(both)
    after = median(_rate(both.app, latest.app).per_second for _ in range(ROUNDS))
    yield Row("latest 30 of 366,000, beside of 1,800", after, "/s", plain=before, least_ratio=0.75)


def _add_others(both: Both) -> None:
    """Copies that nobody reads, so whose key closed their words does not matter."""
    with psycopg.connect(both.database_url, autocommit=True) as connection:
        connection.execute(ADD_PEOPLE, [OTHERS])
        connection.execute(COPY_ENTRIES)
        connection.execute("VACUUM ANALYZE journal_entry")


def _import_directory(both: Both) -> None:
    seed = "recoveryapp/resources/seed/directory.hsds.json"
    run(both.app.env, "manage.py", "import_directory", seed, "--source=own", "--licence=CC0-1.0")


def _floor_person(both: Both) -> str:
    """With as many entries as the app's person has."""
    script = f"""
import django
django.setup()
from datetime import datetime, timedelta, UTC
from uuid import uuid4
from django.contrib.auth.models import User
from rest_framework.authtoken.models import Token
from tests.bench.floor.models import Entry
alice = User.objects.create(username="alice")
now = datetime.now(UTC)
Entry.objects.bulk_create(
    Entry(id=uuid4(), owner=alice, recorded_at=now - timedelta(days=n), level=n % 5, words={WORDS!r} * 2,
          tags=["sea", "sleep", "week"])
    for n in range(1800)
)
print(Token.objects.create(user=alice).key)
"""
    return run(both.floor.env, "-", stdin=script).strip()
