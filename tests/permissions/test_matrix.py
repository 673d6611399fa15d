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
from tests.security.test_documents import is_there
from tests.structure.test_routes import ROUTES, view_class

METHODS = ("get", "post", "put", "patch", "delete")
KNOWN = {(door.route, door.method) for door in DOORS}
DONE_ELSEWHERE = {
    (
        "connection-look",
        "post",
    ): "tests/teams/test_connecting.py::test_looking_shows_who_it_is_and_keeps_nothing",
    ("connections", "post"): "tests/teams/test_connecting.py::test_connecting_keeps_who_it_is_once",
    ("email-put-back", "post"): (
        "tests/accounts/test_addresses.py::test_the_old_mailbox_puts_it_back_and_everybody_is_signed_out"
    ),
    ("invitation-accept", "post"): (
        "tests/teams/test_accepting.py::test_accepting_gives_the_role_and_a_place_that_waits_to_be_verified"
    ),
    ("invitation-look", "post"): (
        "tests/teams/test_accepting.py::test_whoever_has_the_link_reads_who_invites_and_no_address"
    ),
    ("phone", "put"): (
        "tests/reminders/test_phones.py::test_a_code_is_sent_and_shown_and_then_the_number_is_used"
    ),
    ("phone-code", "post"): (
        "tests/reminders/test_phones.py::test_a_code_is_sent_and_shown_and_then_the_number_is_used"
    ),
    ("reminder-snooze", "post"): (
        "tests/reminders/test_trying.py::test_a_notification_can_be_put_off_without_signing_in"
    ),
    ("supporter-accept", "post"): "tests/consent/test_supporters.py::test_accepting_opens_nothing",
    ("supporter-look", "post"): (
        "tests/consent/test_supporters.py::test_whoever_has_the_link_reads_who_asks_and_no_address"
    ),
    ("sealing-key", "delete"): (
        "tests/journal/test_sealed.py::test_the_key_stays_as_long_as_a_page_needs_it"
    ),
}
"""These need a code or token that nobody in the world has; a test of their own says that they work."""


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


def test_each_of_them_does_its_work_for_somebody() -> None:
    """With the test below: no route is there that was never called and did what it is for."""
    opened = {(door.route, door.method) for door in DOORS if door.opens_to}
    assert sorted(KNOWN - opened - set(DONE_ELSEWHERE)) == []
    assert sorted(set(DONE_ELSEWHERE) & opened) == []


@pytest.mark.parametrize("test", sorted(set(DONE_ELSEWHERE.values())))
def test_what_is_done_elsewhere_is_done_there(test: str) -> None:
    assert is_there(test)


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
