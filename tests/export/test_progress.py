"""How far a file is, for the person who waits for it, and for nobody else."""

import itertools
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.export import reading
from recoveryapp.export.actions import ask_for_export, bring_archive
from recoveryapp.export.archive.making import archive_of
from recoveryapp.export.models import Export, Import
from recoveryapp.export.progress import APART_SECONDS, MOST_PERCENT, progress_key, told
from recoveryapp.export.queries import progress_of
from recoveryapp.export.reading import read_archive
from recoveryapp.export.working import make_export, read_import, work
from recoveryapp.goals.models import Goal
from tests.arrivals.sending import has_sent
from tests.conftest import person
from tests.export.conftest import Recent
from tests.permissions.relations import World

URL = "/api/v1/me/exports/"
Seen = list[tuple[int, int]]


@pytest.fixture
def waiting(alice: User, now: datetime) -> Export:
    Goal.objects.create(owner=alice, words="Swim", recorded_at=now)
    return ask_for_export(now=now, by=alice)


@pytest.fixture
def brought(alice: User, now: datetime) -> Import:
    Goal.objects.bulk_create(Goal(owner=alice, words="Swim", recorded_at=now) for _ in range(5))
    zoe, brought_id = person("Zoe"), new_id()
    whole = has_sent(zoe, brought_id, archive_of(alice, now=now), now=now)
    return bring_archive(brought_id, **whole, now=now, by=zoe)


@pytest.fixture
def no_cache(settings: Any) -> None:
    """Nobody listens at that port."""
    there = settings.CACHES["default"]
    settings.CACHES = {"default": {**there, "LOCATION": "redis://127.0.0.1:1/0"}}


def test_each_row_of_an_archive_is_a_step_and_so_is_each_time_it_is_written(
    world: World, now: datetime
) -> None:
    seen: Seen = []
    archive_of(world.alice, now=now, on_progress=lambda *far: seen.append(far))
    done, totals = [far[0] for far in seen], {far[1] for far in seen}
    assert done == sorted(set(done))
    assert totals == {done[-1]}
    assert len(done) > 50


def test_a_brought_archive_is_told_batch_by_batch(
    alice: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    Goal.objects.bulk_create(Goal(owner=alice, words="Swim", recorded_at=now) for _ in range(5))
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    seen: Seen = []
    read_archive(archive_of(alice, now=now), person=person("Zoe"), on_progress=lambda *far: seen.append(far))
    assert seen == [(2, 5), (4, 5), (5, 5)]


def test_while_it_is_made_the_person_sees_how_far_it_is(
    alice: User, recent: Recent, waiting: Export, now: datetime
) -> None:
    client, seen = recent(alice), list[Any]()

    with told(waiting.pk, clock=itertools.count().__next__) as tell:

        def look(done: int, total: int) -> None:
            tell(done, total)
            seen.append(client.get(URL).json()[0]["progress"])

        make_export(waiting, now=now, on_progress=look)

    assert seen == sorted(seen)
    assert len(set(seen)) > 3
    assert seen[-1] == MOST_PERCENT
    assert cache.get(progress_key(waiting.pk)) is None


def test_while_it_is_read_the_person_sees_how_far_it_is(
    recent: Recent, brought: Import, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AT_ONCE", 2)
    client, seen = recent(brought.owner), list[Any]()

    with told(brought.pk, clock=itertools.count().__next__) as tell:

        def look(done: int, total: int) -> None:
            tell(done, total)
            seen.append(client.get(f"/api/v1/me/brought/{brought.pk}/").json()["progress"])

        read_import(brought, now=now, on_progress=look)

    assert seen == [40, 80, MOST_PERCENT]


def test_nobody_else_sees_it(
    alice: User, bob: User, recent: Recent, waiting: Export, brought: Import
) -> None:
    for job in (waiting, brought):
        cache.set(progress_key(job.pk), 40)
    assert recent(alice).get(URL).json()[0]["progress"] == 40
    assert recent(bob).get(URL).json() == []
    place = f"/api/v1/me/brought/{brought.pk}/"
    assert recent(brought.owner).get(place).json()["progress"] == 40
    assert recent(alice).get(place).status_code == 404


def test_a_worker_tells_it_and_leaves_nothing_behind(
    waiting: Export, brought: Import, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, kept = cache.set, list[tuple[Any, ...]]()

    def keep_and_note(*given: Any) -> None:
        kept.append(given)
        keep(*given)

    monkeypatch.setattr(cache, "set", keep_and_note)
    assert work(clock=lambda: now) == 2
    keys = {progress_key(waiting.pk), progress_key(brought.pk)}
    assert {key for key, *_ in kept} == keys
    assert cache.get_many(keys) == {}


def test_nothing_is_left_behind_where_it_went_wrong(waiting: Export) -> None:
    with suppress(RuntimeError), told(waiting.pk) as tell:
        tell(1, 2)
        assert progress_of(waiting) == 50
        raise RuntimeError
    assert progress_of(waiting) is None


def test_it_is_told_twice_a_second_at_most(waiting: Export) -> None:
    seconds = 0.0
    with told(waiting.pk, clock=lambda: seconds) as tell:
        seen = []
        for done in range(1, 11):
            tell(done, 10)
            seen.append(progress_of(waiting))
            seconds += APART_SECONDS / 2
    assert seen == [10, 10, 30, 30, 50, 50, 70, 70, 90, 90]


@pytest.mark.parametrize(("done", "percent"), [(0, 0), (1, 33), (3, MOST_PERCENT), (4, MOST_PERCENT)])
def test_it_is_never_more_than_nearly_done(waiting: Export, done: int, percent: int) -> None:
    """A row may come between counting and reading."""
    with told(waiting.pk) as tell:
        tell(done, 3)
        assert progress_of(waiting) == percent


def test_of_nothing_nothing_is_told(waiting: Export) -> None:
    with told(waiting.pk) as tell:
        tell(0, 0)
        assert progress_of(waiting) is None


def test_what_is_done_is_no_longer_on_its_way(waiting: Export, now: datetime) -> None:
    work(clock=lambda: now)
    waiting.refresh_from_db()
    cache.set(progress_key(waiting.pk), 40)
    assert progress_of(waiting) is None


def test_without_a_cache_the_work_is_done_and_the_page_is_shown(
    alice: User, recent: Recent, waiting: Export, brought: Import, now: datetime, no_cache: None
) -> None:
    answer = recent(alice).get(URL)
    assert (answer.status_code, answer.json()[0]["progress"]) == (200, None)
    assert work(clock=lambda: now) == 2
    for job in (waiting, brought):
        job.refresh_from_db()
        assert job.state == "ready"
