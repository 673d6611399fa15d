"""Each door of a review, for each way of standing towards what Alice shares."""

from collections.abc import Callable
from uuid import UUID

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.scopes import Scope
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.review.body import people_url
from tests.review.canaries import Canaries
from tests.review.conftest import CLOSED, OPEN, SIGNED_OUT, Standing

DOORS = {"review/": Scope.GOALS, "journal/": Scope.JOURNAL}

CLOSED_TO = [
    (door, name) for door in DOORS for name in CLOSED if (door, name) != ("review/", "another scope")
]
"""Whatever is shared stands on the review; what of it is shown has tests of its own."""

each_door = pytest.mark.parametrize("door", DOORS)


@each_door
@pytest.mark.parametrize("name", OPEN)
def test_whoever_it_is_shared_with_sees_it(
    door: str, name: str, standing: Standing, alice: User, record: Canaries
) -> None:
    answer = standing(name, DOORS[door]).get(people_url(alice.pk, door))
    assert answer.status_code == 200
    assert "canary" in answer.content.decode()


@pytest.mark.parametrize(("door", "name"), CLOSED_TO)
def test_to_everybody_else_there_is_no_such_person(
    door: str, name: str, standing: Standing, alice: User, record: Canaries, fresh_id: Callable[[], UUID]
) -> None:
    client = standing(name, DOORS[door])
    answer = client.get(people_url(alice.pk, door))
    assert answer.status_code == 404
    assert answer.content == client.get(people_url(fresh_id(), door)).content
    assert not AuditEvent.objects.filter(verb="read").exists()


@each_door
@pytest.mark.parametrize("name", SIGNED_OUT)
def test_nobody_sees_it_who_is_not_signed_in(
    door: str, name: str, standing: Standing, alice: User, record: Canaries
) -> None:
    assert standing(name, DOORS[door]).get(people_url(alice.pk, door)).status_code == 401


@each_door
@pytest.mark.parametrize("purpose", ["", "curiosity"])
def test_a_purpose_must_be_named(door: str, purpose: str, standing: Standing, alice: User) -> None:
    client = standing("granted", DOORS[door])
    assert client.get(people_url(alice.pk, door, purpose=purpose)).status_code == 400


@pytest.mark.parametrize("scope", Scope)
@each_door
def test_no_word_is_shown_without_its_scope(
    door: str, scope: Scope, api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries
) -> None:
    """Barriers stand with their goal: without the goals there is no goal to show them by."""
    grant(scope)
    text = api(cleo).get(people_url(alice.pk, door)).content.decode()
    allowed = record.behind(scope)
    assert not [word for word in record.all - allowed if word in text]


def test_every_word_that_is_shared_is_shown(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries
) -> None:
    grant(*Scope)
    text = api(cleo).get(people_url(alice.pk, "review/")).content.decode()
    assert {word for word in record.all if word in text} == record.behind(*Scope)


@each_door
def test_each_read_leaves_one_line(
    door: str, api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries
) -> None:
    grant(DOORS[door])
    api(cleo).get(people_url(alice.pk, door))
    [line] = AuditEvent.objects.filter(verb="read")
    assert (line.actor_id, line.owner_id, line.purpose) == (cleo.pk, alice.pk, "review")
    assert line.scopes == [DOORS[door]]
