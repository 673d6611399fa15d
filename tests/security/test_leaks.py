"""Words are nowhere but where they belong: not in a dump, a log, the broker, a task, a file left behind."""

import inspect
import io
import logging
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.cache import cache

from recoveryapp.accounts.models import User
from recoveryapp.celery import app
from recoveryapp.common.logs import JsonLines
from recoveryapp.export.actions import ask_for_export
from recoveryapp.export.working import work
from tests.export.canaries import rows_with
from tests.permissions.asking import ask, content
from tests.permissions.relations import CANARY, World
from tests.permissions.table import DOORS
from tests.permissions.world import make_world
from tests.plugins.bars import Measure

Everything = Iterator[io.StringIO]


@pytest.fixture
def world(db: None, now: datetime) -> World:
    """Alice's words in every private field. The name she is called by is no word and lies in clear."""
    made = make_world(now)
    User.objects.filter(pk=made.alice.pk).update(called="Alice")
    return made


@pytest.fixture
def log() -> Everything:
    """All that would be written at DEBUG."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(before)


def open_every_door(world: World) -> int:
    """As Alice; answers in how many answers her words stood, so that there was something to leak."""
    answers = [content(ask(door, world, "owner")) for door in DOORS]
    return sum(CANARY in answer for answer in answers)


def test_a_dump_of_the_database_holds_no_word(world: World, now: datetime, measure: Measure) -> None:
    ask_for_export(now=now, by=world.alice)
    work(clock=lambda: now)
    found = rows_with(CANARY)
    measure("words in clear in any table", wanted="0", found=found or 0, holds=not found)


def test_a_word_in_clear_would_be_found(world: World) -> None:
    User.objects.filter(pk=world.alice.pk).update(called=CANARY)
    assert rows_with(CANARY) == {"accounts_user": 1}


def test_the_log_at_debug_and_the_broker_hold_no_word(
    world: World, log: io.StringIO, measure: Measure
) -> None:
    shown = open_every_door(world)
    lines = log.getvalue()
    assert shown > 20
    assert lines.count("\n") > 0
    measure("words in the log at DEBUG", wanted="0", found=lines.count(CANARY), holds=CANARY not in lines)
    kept = [key for key, value in everything_in_redis() if CANARY.encode() in key + value]
    measure("words in Redis", wanted="0", found=len(kept), holds=not kept)


def test_no_file_is_left_with_words_in_it(world: World, measure: Measure) -> None:
    folder = Path(tempfile.gettempdir())
    before = set(folder.iterdir())
    open_every_door(world)
    left = [path for path in set(folder.iterdir()) - before if path.is_file()]
    found = [path for path in left if CANARY.encode() in path.read_bytes()]
    measure("words in temporary files", wanted="0", found=len(found), holds=not found)


def test_tasks_are_given_ids_and_nothing_else(measure: Measure) -> None:
    app.loader.import_default_modules()
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert len(ours) > 8
    wrong = [
        f"{name}({argument.name})"
        for name, task in ours.items()
        for argument in inspect.signature(task.run).parameters.values()
        if not argument.name.endswith("_id") or argument.annotation not in {str, "str"}
    ]
    measure("task arguments that are no id", wanted="0", found=wrong or 0, holds=not wrong)


def everything_in_redis() -> Iterator[tuple[bytes, bytes]]:
    client = cache._cache.get_client(None, write=False)  # type: ignore[attr-defined]
    for key in client.scan_iter():
        kind = client.type(key)
        yield key, repr(client.lrange(key, 0, -1) if kind == b"list" else client.dump(key)).encode()
