"""A person sees the screen that another will see: one and the same answer, and no trace of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.teams.models import Connection, Membership, Team
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.review.body import people_url
from tests.review.canaries import Canaries

LOOK = "/api/v1/sharing/look/"

each_set_of_scopes = pytest.mark.parametrize(
    "scopes", [list(Scope), [Scope.GOALS], [Scope.CHECK_INS_SOCIAL, Scope.JOURNAL]], ids=len
)


def body(place: Membership, *scopes: Scope, **changes: Any) -> dict[str, Any]:
    return {"membership": str(place.pk), "purpose": "review", "scopes": list(scopes), **changes}


@each_set_of_scopes
def test_what_is_seen_before_is_what_is_seen_after(
    scopes: list[Scope],
    api: ApiFor,
    alice: User,
    cleo: User,
    cleos_place: Membership,
    met: Connection,
    record: Canaries,
    now: datetime,
) -> None:
    ends = {"expires_at": (now + timedelta(days=30)).isoformat()}
    before = api(alice).post(LOOK, body(cleos_place, *scopes, **ends), format="json")
    assert not ConsentGrant.objects.exists()
    grant_id = new_id()
    given = api(alice).put(
        f"/api/v1/sharing/grants/{grant_id}/", body(cleos_place, *scopes, **ends), format="json"
    )
    assert given.status_code == 201, given.content
    through = api(alice).get(f"/api/v1/sharing/grants/{grant_id}/look/")
    seen = api(cleo).get(people_url(alice.pk, "review/"))
    assert seen.status_code == 200
    assert before.content == seen.content
    assert through.content == seen.content


def test_other_days_can_be_looked_at_too(
    api: ApiFor, alice: User, cleo: User, grant: Grant, record: Canaries, now: datetime
) -> None:
    given = grant(*Scope)
    then = (now - timedelta(days=20)).date().isoformat()
    through = api(alice).get(f"/api/v1/sharing/grants/{given.pk}/look/?then={then}")
    assert through.content == api(cleo).get(people_url(alice.pk, "review/", then=then)).content
    assert through.json()["then_on"] == then


def test_looking_leaves_no_line_and_no_grant(
    api: ApiFor, alice: User, cleos_place: Membership, met: Connection, grant: Grant
) -> None:
    given = grant(Scope.GOALS)
    api(alice).post(LOOK, body(cleos_place, Scope.GOALS, Scope.JOURNAL), format="json")
    api(alice).get(f"/api/v1/sharing/grants/{given.pk}/look/")
    assert not AuditEvent.objects.exists()
    assert list(ConsentGrant.objects.all()) == [given]


def test_what_is_shared_with_a_team_looks_as_it_does_to_its_members(
    api: ApiFor, alice: User, cleo: User, team: Team, grant: Grant, record: Canaries
) -> None:
    given = grant(Scope.GOALS, team=team)
    through = api(alice).get(f"/api/v1/sharing/grants/{given.pk}/look/")
    assert through.content == api(cleo).get(people_url(alice.pk, "review/")).content


def test_a_grant_that_begins_later_looks_as_it_will_then(
    api: ApiFor, alice: User, grant: Grant, record: Canaries, now: datetime
) -> None:
    given = grant(Scope.GOALS, starts_at=now + timedelta(days=3), expires_at=now + timedelta(days=9))
    shown = api(alice).get(f"/api/v1/sharing/grants/{given.pk}/look/").json()
    assert shown["now_on"] == (now + timedelta(days=3)).date().isoformat()
    assert "canary-goal-alice" in str(shown)


def test_with_somebody_one_has_not_met_there_is_nothing_to_look_at(
    api: ApiFor, alice: User, cleos_place: Membership
) -> None:
    answer = api(alice).post(LOOK, body(cleos_place, Scope.GOALS), format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_connected")


@pytest.mark.parametrize("who", ["bob", "cleo", "max_"])
def test_nobody_looks_through_another_persons_grant(
    who: str, api: ApiFor, grant: Grant, request: pytest.FixtureRequest
) -> None:
    given = grant(Scope.GOALS)
    other = api(request.getfixturevalue(who))
    assert other.get(f"/api/v1/sharing/grants/{given.pk}/look/").status_code == 404


def test_while_everything_is_paused_they_see_nothing(
    api: ApiFor, alice: User, grant: Grant, now: datetime
) -> None:
    given = grant(Scope.GOALS, purpose=Purpose.SUPPORT)
    User.objects.filter(pk=alice.pk).update(everything_paused_at=now)
    assert api(alice).get(f"/api/v1/sharing/grants/{given.pk}/look/").status_code == 404
