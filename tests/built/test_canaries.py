"""The one built app, with a word in every private field: where it is found, and where it is not."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.export.models import Closing, Export
from recoveryapp.reminders.models import Occurrence
from recoveryapp.resources.models import STORIES, Resource
from tests.built.stack import BuiltApp, arguments_of
from tests.built.walk import Walk, walk
from tests.export.canaries import rows_with
from tests.journal.sealed import SEAL, WRAPPED
from tests.permissions.relations import CANARY, World
from tests.permissions.world import make_world
from tests.plugins.bars import Measure
from tests.waiting import wait_until

pytestmark = [pytest.mark.audit, pytest.mark.django_db(transaction=True)]

WORKERS_SECONDS = 120.0
FEWEST_REQUESTS = 4_000


@pytest.fixture
def world(transactional_db: None, now: datetime) -> World:
    """What a person is called lies in clear, and is shown to those they share with: it is no word here."""
    made = make_world(now)
    User.objects.filter(pk=made.alice.pk).update(called="Alice")
    Occurrence.objects.filter(owner=made.alice).update(state="pending", due_at=now, handled_at=None)
    return made


@pytest.fixture
def app(world: World, tmp_path: Path) -> Iterator[BuiltApp]:
    built = BuiltApp(tmp_path)
    try:
        built.start_all()
        yield built
    finally:
        built.stop()


def test_words_are_where_they_belong_and_nowhere_else(world: World, app: BuiltApp, measure: Measure) -> None:
    seen = walk(world, app.address)
    wait_until(lambda: not Export.objects.filter(state="waiting").exists(), seconds=WORKERS_SECONDS)
    wait_until(lambda: not Closing.objects.filter(told_at=None).exists(), seconds=WORKERS_SECONDS)
    about_answers(seen, measure)
    about_what_was_said(app, measure)
    about_what_is_kept(app, measure)


def about_answers(seen: Walk, measure: Measure) -> None:
    measure(
        "everybody at every door of the built app",
        wanted=f"at least {FEWEST_REQUESTS:,} requests, 0 that broke",
        found=f"{seen.asked:,}, {len(seen.broken)} {seen.broken[:5]}",
        holds=seen.asked >= FEWEST_REQUESTS and not seen.broken,
    )
    measure(
        "answers with the person's words in them",
        wanted="to whom they belong many, to others 0",
        found=f"{seen.read_own}, {len(seen.foreign)} {seen.foreign[:5]}",
        holds=seen.read_own > 50 and not seen.foreign,
    )
    measure(
        "words in headers, addresses to go on to among them",
        wanted="0",
        found=seen.in_headers or 0,
        holds=not seen.in_headers,
    )
    measure(
        "answers without the headers that keep a browser in order",
        wanted="0",
        found=seen.without_headers[:5] or 0,
        holds=not seen.without_headers,
    )


def about_what_was_said(app: BuiltApp, measure: Measure) -> None:
    lines = app.logs()
    measure(
        "words in the logs of web, worker and beat at DEBUG, addresses of requests among them",
        wanted="0 in many lines",
        found=f"{lines.count(CANARY)} in {lines.count(chr(10)):,}",
        holds=CANARY not in lines and lines.count("\n") > FEWEST_REQUESTS,
    )
    measure(
        "sealed pages and their keys there, as the phone had sealed them",
        wanted="0",
        found=lines.count(SEAL) + lines.count(WRAPPED),
        holds=SEAL not in lines and WRAPPED not in lines,
    )
    told, kept = bytes(app.told_broker), b"".join(app.kept_in_broker())
    measure(
        "words in what the broker was told, and in what it keeps",
        wanted="0 in many commands",
        found=f"{told.count(CANARY.encode())} in {told.count(b'PUSH'):,}, {kept.count(CANARY.encode())}",
        holds=CANARY.encode() not in told + kept and told.count(b"PUSH") > 10,
    )
    bodies = app.task_bodies()
    with_words = [body for body in bodies if CANARY.encode() in body or any(map(is_text, arguments_of(body)))]
    measure(
        "tasks that were given anything but ids",
        wanted="0 in many",
        found=f"{len(with_words)} in {len(bodies):,}",
        holds=not with_words and len(bodies) > 10,
    )


def about_what_is_kept(app: BuiltApp, measure: Measure) -> None:
    mails = app.mails()
    measure(
        "words in mails",
        wanted="0 in at least one",
        found=f"{sum(CANARY in mail for mail in mails)} in {len(mails)}",
        holds=bool(mails) and not any(CANARY in mail for mail in mails),
    )
    files = [path.name for path in app.files() if CANARY.encode() in path.read_bytes()]
    measure("files left behind with words in them", wanted="0", found=files or 0, holds=not files)
    rows = rows_with(CANARY)
    published = Resource.objects.filter(source=STORIES, name=CANARY).count()
    if rows.get("resources_resource") == published:
        del rows["resources_resource"]  # the card of a story that the walk itself has published
    measure("words in clear in any table", wanted="0", found=rows or 0, holds=not rows)


def is_text(argument: object) -> bool:
    """Anything that is neither an id nor nothing."""
    return not (isinstance(argument, str) and len(argument) == 36 and argument.count("-") == 4)
