"""Granting, stopping and pausing, over the API."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from recoveryapp.accounts.errors import HeldAfterReset
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent import actions, queries
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.preview import reading_through
from recoveryapp.teams.models import Connection, Membership, Team
from tests.conftest import ApiFor, CountQueries, person
from tests.consent.conftest import Grant
from tests.teams.people import stand_by

FreshId = Callable[[], UUID]
DAY = timedelta(days=1)


@pytest.fixture
def body(cleos_place: Membership) -> dict[str, Any]:
    return {"membership": str(cleos_place.pk), "purpose": "review", "scopes": ["goals"]}


def put(client: APIClient, grant_id: UUID, body: dict[str, Any]) -> Any:
    return client.put(f"/api/v1/sharing/grants/{grant_id}/", body, format="json")


def revoke(client: APIClient, grant_id: UUID) -> Any:
    return client.post(f"/api/v1/sharing/grants/{grant_id}/revoke/")


def test_a_grant_begins_now_and_ends_after_90_days_unless_said_otherwise(
    api: ApiFor, alice: User, met: Connection, body: dict[str, Any], fresh_id: FreshId
) -> None:
    answer = put(api(alice), fresh_id(), body)
    assert answer.status_code == 201, answer.json()
    row = ConsentGrant.objects.get()
    assert row.owner == alice
    assert row.expires_at - row.starts_at == 90 * DAY
    assert answer.json()["practitioner"] == {
        "membership": str(met.membership_id),
        "called": "Cleo",
        "role": "clinician",
        "job_title": "",
        "team": "Quay",
        "organisation": "Harbour",
    }


def test_the_same_request_twice_grants_once(
    api: ApiFor, alice: User, met: Connection, body: dict[str, Any], fresh_id: FreshId
) -> None:
    grant_id = fresh_id()
    assert put(api(alice), grant_id, body).status_code == 201
    again = put(api(alice), grant_id, body)
    assert again.status_code == 200
    assert ConsentGrant.objects.count() == 1
    assert AuditEvent.objects.filter(noun="consent.consentgrant").count() == 1


def test_a_grant_is_not_changed_by_another_body(
    api: ApiFor, alice: User, met: Connection, body: dict[str, Any], fresh_id: FreshId
) -> None:
    grant_id = fresh_id()
    put(api(alice), grant_id, body)
    wider = put(api(alice), grant_id, {**body, "scopes": ["goals", "journal"]})
    assert (wider.status_code, wider.json()["code"]) == (409, "id_taken")
    assert ConsentGrant.objects.get().scopes == ["goals"]


def test_the_id_of_anothers_grant_is_as_unknown_as_any(
    api: ApiFor, bob: User, grant: Grant, met: Connection, cleos_place: Membership, body: dict[str, Any]
) -> None:
    Connection.objects.create(owner=bob, membership=cleos_place)
    alices = grant("goals")
    assert put(api(bob), alices.pk, body).status_code == 404
    assert revoke(api(bob), alices.pk).status_code == 404
    alices.refresh_from_db()
    assert alices.revoked_at is None


def test_nothing_is_shared_with_somebody_one_has_not_met(
    api: ApiFor, alice: User, body: dict[str, Any], fresh_id: FreshId
) -> None:
    answer = put(api(alice), fresh_id(), body)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_connected")
    assert not ConsentGrant.objects.exists()


@pytest.mark.parametrize("gone", [{"ended_at": DAY}, {"verified_at": None}])
def test_nor_with_somebody_who_is_not_there(
    gone: dict[str, Any],
    api: ApiFor,
    alice: User,
    met: Connection,
    body: dict[str, Any],
    fresh_id: FreshId,
    now: datetime,
) -> None:
    Membership.objects.update(**{name: after and now - after for name, after in gone.items()})
    assert put(api(alice), fresh_id(), body).json()["code"] == "not_connected"


def test_nor_after_the_connection_was_ended(
    api: ApiFor, alice: User, met: Connection, body: dict[str, Any], fresh_id: FreshId, now: datetime
) -> None:
    Connection.objects.update(ended_at=now)
    assert put(api(alice), fresh_id(), body).json()["code"] == "not_connected"


def test_a_team_can_be_chosen_when_somebody_of_it_was_met(
    api: ApiFor, alice: User, bob: User, met: Connection, team: Team, fresh_id: FreshId
) -> None:
    body = {"team": str(team.pk), "purpose": "support", "scopes": ["milestones"]}
    assert put(api(alice), fresh_id(), body).status_code == 201
    assert put(api(bob), fresh_id(), body).json()["code"] == "not_connected"


def test_a_practitioner_has_nothing_to_share(
    api: ApiFor, pat: User, body: dict[str, Any], cleos_place: Membership, fresh_id: FreshId
) -> None:
    answer = put(api(pat), fresh_id(), body)
    assert (answer.status_code, answer.json()["code"]) == (403, "only_owners_share")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes.0"),
        ({"purpose": "interest"}, "purpose"),
        ({"membership": None}, "membership"),
        ({"surprise": 1}, "surprise"),
        ({"expires_at": 181 * DAY}, "expires_at"),
        ({"expires_at": -DAY}, "expires_at"),
        ({"starts_at": -DAY}, "starts_at"),
        ({"starts_at": 400 * DAY}, "starts_at"),
        ({"data_from": DAY, "data_to": DAY}, "data_to"),
        ({"data_from": -5000 * DAY}, "data_from"),
        ({"goal_ids": ["swim"]}, "goal_ids.0"),
        ({"reminds_before_end": "yes"}, "reminds_before_end"),
    ],
)
def test_what_cannot_be_granted_is_refused_by_field(
    change: dict[str, Any],
    field: str,
    api: ApiFor,
    alice: User,
    met: Connection,
    body: dict[str, Any],
    fresh_id: FreshId,
    now: datetime,
) -> None:
    dated = {k: (now + v).isoformat() if isinstance(v, timedelta) else v for k, v in change.items()}
    answer = put(api(alice), fresh_id(), {**body, **dated})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert not ConsentGrant.objects.exists()


def test_stopping_takes_one_request_and_no_reason_and_is_as_good_twice(
    api: ApiFor, alice: User, grant: Grant
) -> None:
    given = grant("goals")
    first, second = revoke(api(alice), given.pk), revoke(api(alice), given.pk)
    assert first.status_code == second.status_code == 200
    assert first.json()["revoked_at"] == second.json()["revoked_at"] is not None
    assert AuditEvent.objects.filter(verb="change", noun="consent.consentgrant").count() == 1


def test_what_has_ended_leaves_the_list_and_stays_in_the_history(
    api: ApiFor, alice: User, grant: Grant, now: datetime
) -> None:
    running = grant("goals")
    planned = grant("journal", starts_at=now + DAY)
    stopped = grant("milestones", revoked_at=now, starts_at=now - 2 * DAY)
    ended = grant("barriers", starts_at=now - 9 * DAY, expires_at=now)
    shown = api(alice).get("/api/v1/sharing/").json()["grants"]
    assert [row["id"] for row in shown] == [str(planned.pk), str(running.pk)]
    history = api(alice).get("/api/v1/sharing/grants/").json()["results"]
    assert [row["id"] for row in history] == [str(row.pk) for row in (planned, running, stopped, ended)]


@pytest.mark.parametrize("when", ["open", "stopped"])
def test_one_grant_can_be_looked_at_also_when_it_is_over(
    api: ApiFor, alice: User, grant: Grant, now: datetime, count_queries: CountQueries, when: str
) -> None:
    one = grant("goals", revoked_at=now if when == "stopped" else None)
    client = api(alice)
    with count_queries(2):  # session with person, grant
        shown = client.get(f"/api/v1/sharing/grants/{one.pk}/").json()
    assert shown == client.get("/api/v1/sharing/grants/").json()["results"][0]
    assert (shown["revoked_at"] is None) == (when == "open")


def test_a_grant_of_another_is_as_unknown_as_any_to_look_at(
    api: ApiFor, bob: User, cleo: User, grant: Grant, fresh_id: FreshId
) -> None:
    one = grant("goals")
    for viewer in (bob, cleo):
        hidden, nothing = (api(viewer).get(f"/api/v1/sharing/grants/{pk}/") for pk in (one.pk, fresh_id()))
        assert (hidden.status_code, hidden.content) == (404, nothing.content)


def test_pausing_is_kept_until_it_is_taken_back(api: ApiFor, alice: User) -> None:
    client = api(alice)
    paused = client.post("/api/v1/sharing/pause/", {"is_paused": True}, format="json").json()
    again = client.post("/api/v1/sharing/pause/", {"is_paused": True}, format="json").json()
    assert paused == again == {"everything_paused_at": paused["everything_paused_at"]}
    assert client.get("/api/v1/sharing/").json()["everything_paused_at"] == paused["everything_paused_at"]
    resumed = client.post("/api/v1/sharing/pause/", {"is_paused": False}, format="json").json()
    assert resumed == {"everything_paused_at": None}


def test_a_practitioner_sees_who_shares_with_them_and_nothing_of_it(
    api: ApiFor, cleo: User, pat: User, pats_place: Membership, grant: Grant, now: datetime
) -> None:
    first = grant("goals", purpose="support")
    last = grant("journal", expires_at=now + 9 * DAY)
    [row] = api(cleo).get("/api/v1/people/").json()["results"]
    assert row == {
        "id": str(last.owner_id),
        "called": "Alice",
        "purposes": ["review", "support"],
        "grants": sorted([str(first.pk), str(last.pk)]),
        "shared_until": last.expires_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    assert api(pat).get("/api/v1/people/").json()["results"] == []


def test_an_open_page_can_tell_that_a_part_was_stopped_where_purpose_and_end_stay(
    api: ApiFor, cleo: User, grant: Grant
) -> None:
    kept, stopped = grant("goals"), grant("journal")
    assert revoke(api(kept.owner), stopped.pk).status_code == 200
    [row] = api(cleo).get("/api/v1/people/").json()["results"]
    assert row["grants"] == [str(kept.pk)]


@pytest.mark.parametrize("people", [1, 3])
def test_people_cost_the_same_however_many(
    people: int, api: ApiFor, cleo: User, cleos_place: Membership, grant: Grant, count_queries: CountQueries
) -> None:
    for number in range(people):
        grant("goals", owner=User.objects.create(email=f"{number}@example.org", called=f"P{number}"))
    client = api(cleo)
    with count_queries(2):
        assert len(client.get("/api/v1/people/").json()["results"]) == people


@pytest.mark.parametrize("grants", [1, 3])
def test_sharing_costs_the_same_however_much(
    grants: int,
    api: ApiFor,
    alice: User,
    bob: User,
    grant: Grant,
    team: Team,
    now: datetime,
    count_queries: CountQueries,
) -> None:
    brother = stand_by(bob, alice, now)
    for _ in range(grants):
        grant("goals")
        grant("goals", team=team)
        grant("goals", membership=None, supporter=brother, purpose="support")
    client = api(alice)
    with count_queries(2):
        assert len(client.get("/api/v1/sharing/").json()["grants"]) == 3 * grants


def test_the_grants_that_are_open_at_once_have_an_end(
    api: ApiFor,
    alice: User,
    met: Connection,
    body: dict[str, Any],
    fresh_id: FreshId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "MOST_OPEN_GRANTS", 2)
    client = api(alice)
    answers = [put(client, fresh_id(), body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 409]
    assert answers[2].json()["code"] == "too_many_grants"
    revoke(client, ConsentGrant.objects.all()[0].pk)
    assert put(client, fresh_id(), body).status_code == 201


def test_all_that_was_given_to_one_practitioner_is_stopped_and_nothing_else(
    grant: Grant, alice: User, bob: User, cleo: User, cleos_place: Membership, team: Team, now: datetime
) -> None:
    running, planned = grant("goals"), grant("journal", starts_at=now + DAY, expires_at=now + 9 * DAY)
    over = grant("goals", starts_at=now - 9 * DAY, expires_at=now)
    stopped = grant("goals", revoked_at=now - DAY)
    to_team = grant("goals", team=team)
    of_bob = grant("goals", owner=bob)
    count = actions.revoke_grants_to(cleos_place.pk, owner_id=alice.pk, now=now, by=cleo)
    assert count == 2
    ends = dict(ConsentGrant.objects.values_list("pk", "revoked_at"))
    assert ends == {
        running.pk: now,
        planned.pk: now,
        over.pk: None,
        stopped.pk: now - DAY,
        to_team.pk: None,
        of_bob.pk: None,
    }
    lines = AuditEvent.objects.filter(noun="consent.consentgrant").order_by("number")
    assert [(line.verb, line.object_id, line.owner_id, line.actor_id) for line in lines] == [
        ("change", pk, alice.pk, cleo.pk) for pk in sorted([running.pk, planned.pk])
    ]


def test_nobody_looks_as_a_team_in_which_nobody_is(grant: Grant, team: Team, now: datetime) -> None:
    given = grant("goals", team=Team.objects.create(organisation=team.organisation, name="Empty"))
    with pytest.raises(NotVisible):
        reading_through(given, now=now)


def test_pausing_everything_is_one_line_and_the_same_again_is_as_good(alice: User, now: datetime) -> None:
    since = User.objects.filter(pk=alice.pk).values_list("everything_paused_at", flat=True)
    for is_paused, expected in ((True, now), (False, None)):
        for moment in (now, now + DAY):
            actions.pause_everything(is_paused=is_paused, now=moment, by=alice)
        assert since.get() == expected
    lines = AuditEvent.objects.filter(owner_id=alice.pk).order_by("number")
    assert [(line.verb, line.noun, line.object_id, line.actor_id) for line in lines] == [
        ("change", "accounts.user", alice.pk, alice.pk)
    ] * 2


def test_giving_and_stopping_are_lines_that_say_who_did_what(
    api: ApiFor, alice: User, met: Connection, body: dict[str, Any], fresh_id: FreshId
) -> None:
    grant_id = fresh_id()
    put(api(alice), grant_id, body)
    for _ in range(2):
        revoke(api(alice), grant_id)
    lines = AuditEvent.objects.filter(noun="consent.consentgrant").order_by("number")
    assert [(line.verb, line.object_id, line.owner_id, line.actor_id) for line in lines] == [
        ("create", grant_id, alice.pk, alice.pk),
        ("change", grant_id, alice.pk, alice.pk),
    ]


def test_pausing_changes_nothing_that_was_changed_meanwhile(alice: User, now: datetime) -> None:
    """What this request read of the person is older than what another has written since."""
    User.objects.filter(pk=alice.pk).update(called="Ali")
    actions.pause_everything(is_paused=True, now=now, by=alice)
    alice.refresh_from_db()
    assert (alice.called, alice.everything_paused_at) == ("Ali", now)


def test_a_new_password_by_mail_holds_a_grant_up_to_the_end_of_its_day(
    alice: User, met: Connection, fresh_id: FreshId, now: datetime, count_queries: CountQueries
) -> None:
    alice.password_reset_at = now - DAY
    values: dict[str, Any] = {
        **dict.fromkeys(("team_id", "supporter_id", "starts_at", "expires_at", "data_from", "data_to")),
        "membership_id": met.membership_id,
        "purpose": "review",
        "scopes": ["goals"],
        "goal_ids": [],
    }
    with pytest.raises(HeldAfterReset):
        actions.grant_consent(fresh_id(), values=values, now=now - timedelta(seconds=1), by=alice)
    key = fresh_id()
    with count_queries(6):  # the person, the id, whom they met, how many there are; the grant, its line
        saved = actions.grant_consent(key, values=values, now=now, by=alice)
    assert (saved.row.pk, saved.is_new, saved.is_changed) == (key, True, True)
    again = actions.grant_consent(key, values=values, now=now, by=alice)
    assert (again.row.pk, again.is_new, again.is_changed) == (key, False, False)


def test_somebody_is_new_until_oneself_has_shared_with_them(
    grant: Grant, alice: User, bob: User, pats_place: Membership, cleos_place: Membership, team: Team
) -> None:
    """For Alice and Cleo neither what Bob shares counts, nor what Pat was given."""

    def is_new(**whom: UUID) -> bool:
        return queries.is_new_to(alice, values={"membership_id": None, "team_id": None, **whom})

    grant("goals", owner=bob)
    grant("goals", membership=pats_place)
    assert [is_new(membership_id=cleos_place.pk), is_new(team_id=team.pk)] == [True, True]
    grant("goals")
    grant("goals", team=team)
    assert [is_new(membership_id=cleos_place.pk), is_new(team_id=team.pk)] == [False, False]


def test_somebody_elses_supporter_is_none_of_ones_own(alice: User, bob: User, now: datetime) -> None:
    hers, anothers = stand_by(bob, alice, now), stand_by(bob, person("Zoe"), now)
    nobody = {"membership_id": None, "team_id": None}
    assert queries.is_connected(alice, **nobody, supporter_id=hers.pk)
    assert not queries.is_connected(alice, **nobody, supporter_id=anothers.pk)


def test_people_are_listed_by_their_names(
    grant: Grant, alice: User, bob: User, cleo: User, now: datetime
) -> None:
    User.objects.filter(pk=alice.pk).update(called="Zoe")
    for owner in (alice, bob):
        grant("goals", owner=owner)
    assert [one.called for one in queries.people_sharing_with(cleo, now=now)] == ["Bob", "Zoe"]


def test_people_of_one_name_are_always_listed_in_the_same_order(
    grant: Grant, cleo: User, now: datetime
) -> None:
    """A page of the list goes on where the page before it ended."""
    ids = sorted(new_id() for _ in range(3))
    for pk in (ids[2], ids[0], ids[1]):
        grant("goals", owner=User.objects.create(pk=pk, email=f"{pk}@example.org", called="Sam"))
    assert [one.pk for one in queries.people_sharing_with(cleo, now=now)] == ids


def test_who_shares_twice_for_one_purpose_is_listed_once_with_it(
    api: ApiFor, grant: Grant, cleo: User
) -> None:
    for scope in ("goals", "journal"):
        grant(scope)
    [row] = api(cleo).get("/api/v1/people/").json()["results"]
    assert row["purposes"] == ["review"]


def test_what_begins_last_is_listed_first(grant: Grant, alice: User, now: datetime) -> None:
    last, first = grant("goals", starts_at=now), grant("goals", starts_at=now - DAY)
    assert list(queries.open_grants_of(alice, now=now)) == [last, first]


def test_of_what_begins_at_one_moment_the_newest_is_listed_first(
    grant: Grant, alice: User, now: datetime
) -> None:
    given = [grant("goals", starts_at=now, id=UUID(int=number)) for number in (2, 3, 1)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")  # which would put them in order by the way
    assert list(queries.open_grants_of(alice, now=now)) == sorted(given, key=lambda one: one.pk)[::-1]
