"""Every id in every address, asked by everybody: nobody meets words that are not theirs."""

import random
from collections.abc import Iterator
from datetime import datetime
from itertools import islice

import pytest

from tests.permissions.asking import ask, content, may_read_canaries
from tests.permissions.doors import Door
from tests.permissions.relations import CANARY, RELATIONS, World
from tests.permissions.table import DOORS
from tests.permissions.world import make_world
from tests.plugins.bars import Measure

WITH_IDS = [door for door in DOORS if door.ids]


@pytest.fixture
def world(db: None, now: datetime) -> World:
    return make_world(now)


def swaps(world: World, chance: random.Random) -> Iterator[tuple[Door, str, dict[str, str]]]:
    """Doors, people and ids that need not belong together, without end."""
    ids = [str(found) for found in world.ids.values()]
    while True:
        door, relation = chance.choice(WITH_IDS), chance.choice(RELATIONS)
        yield door, relation, {name: chance.choice(ids) for name in door.ids}


def foreign_words(world: World, requests: int) -> int:
    met = 0
    for door, relation, ids in islice(swaps(world, random.Random(1)), requests):
        answer = ask(door, world, relation, ids)
        assert answer.status_code < 500, (door, relation, ids)
        met += relation not in may_read_canaries(door) and CANARY in content(answer)
    return met


def test_an_id_in_anothers_hands_shows_no_words(world: World) -> None:
    assert foreign_words(world, 600) == 0


def test_there_is_something_to_be_met(world: World) -> None:
    doors = [door for door in WITH_IDS if door.method == "get"]
    assert sum(CANARY in content(ask(door, world, "owner")) for door in doors) > 5


@pytest.mark.audit
def test_fifty_thousand_requests(world: World, measure: Measure) -> None:
    met = foreign_words(world, 50_000)
    measure("ids swapped, 50000 requests", wanted="0 foreign words", found=met, holds=met == 0)
