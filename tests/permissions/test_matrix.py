"""Every route, every method, everybody: what the table says is what happens."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from recoveryapp.common.ids import new_id
from tests.permissions.asking import ask, content, expected, may_read_canaries
from tests.permissions.doors import Door
from tests.permissions.relations import CANARY, RELATIONS, World
from tests.permissions.table import DOORS
from tests.permissions.world import make_world
from tests.structure.test_routes import ROUTES, view_class

METHODS = ("get", "post", "put", "patch", "delete")
KNOWN = {(door.route, door.method) for door in DOORS}


@pytest.fixture
def world(db: None, now: datetime) -> World:
    return make_world(now)


def offered() -> Iterator[tuple[str, str]]:
    for _, route in ROUTES:
        actions = getattr(route.callback, "actions", None)
        yield from (
            (str(route.name), name)
            for name in METHODS
            if name in (actions or ()) or (not actions and hasattr(view_class(route), name))
        )


def test_every_route_and_method_has_its_line() -> None:
    assert sorted(set(offered()) - KNOWN) == []
    assert sorted(KNOWN - set(offered())) == []


@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.method} {door.route}")
def test_a_door_opens_to_those_in_the_table_and_to_nobody_else(door: Door, world: World) -> None:
    for relation in RELATIONS:
        answer = ask(door, world, relation)
        assert answer.status_code in expected(door, relation), (relation, content(answer))
        if relation not in door.opens_to or relation not in may_read_canaries(door):
            assert CANARY not in content(answer), relation


@pytest.mark.parametrize(
    "door", [door for door in DOORS if door.ids], ids=lambda door: f"{door.method} {door.route}"
)
def test_what_is_hidden_answers_like_an_id_that_nobody_has(door: Door, world: World) -> None:
    for relation in set(RELATIONS) - door.opens_to - door.refused:
        hidden = ask(door, world, relation)
        unknown = ask(door, world, relation, ids={name: str(new_id()) for name in door.ids})
        if door.method == "put" and unknown.status_code != 404:
            continue  # an id that nobody has may become a row of one's own
        assert (hidden.status_code, content(hidden)) == (unknown.status_code, content(unknown)), relation
