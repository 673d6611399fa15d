"""Meeting in a room: a code is shown, typed and kept."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
import segno
from django.core.cache import cache
from pytest_django import Settings

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.teams.actions.connections import connect, look_at_code
from recoveryapp.teams.errors import UnknownCode
from recoveryapp.teams.models import Connection, ConnectionCode, Membership, Team
from tests.conftest import ApiFor, CountQueries, person
from tests.teams.people import API, ShowCode, join, nobodys_id

SECOND = timedelta(seconds=1)
WRONG = "2222 2222"


def ask(api: ApiFor, user: User, path: str, code: str) -> Any:
    return api(user).post(f"{API}/{path}/", {"code": code}, format="json")


def make(api: ApiFor, user: User, place: Membership | str) -> Any:
    place_id = place if isinstance(place, str) else str(place.pk)
    return api(user).post(f"{API}/connection-codes/", {"membership": place_id}, format="json")


def whom(place: Membership) -> dict[str, Any]:
    return {
        "membership": str(place.pk),
        "called": "Pat",
        "role": "peer_worker",
        "job_title": "Peer support worker",
        "team": {"id": str(place.team_id), "name": "Quay"},
        "organisation": {"id": str(place.team.organisation_id), "name": "Harbour"},
    }


def test_a_practitioner_shows_eight_clear_signs_and_the_same_as_a_picture(
    api: ApiFor, pat: User, pats_place: Membership
) -> None:
    answer = make(api, pat, pats_place)
    shown = answer.json()
    assert answer.status_code == 201
    assert re.fullmatch(r"[2-9A-HJKMNP-TV-Z]{4} [2-9A-HJKMNP-TV-Z]{4}", shown["code"])
    assert set("".join(shown["qr"])) == {"0", "1"}
    address = f"http://localhost/connect#{shown['code'].replace(' ', '')}"
    expected = segno.make_qr(address, error="m")
    assert shown["qr"] == ["".join(map(str, row)) for row in expected.matrix]
    row = ConnectionCode.objects.get()
    assert timedelta(minutes=9, seconds=50) < row.expires_at - row.created_at <= timedelta(minutes=10)
    event = AuditEvent.objects.get()
    assert (event.verb, event.noun, event.object_id, event.owner_id) == (
        "create",
        "teams.connectioncode",
        pats_place.pk,
        pat.pk,
    )


def test_the_code_is_kept_nowhere(api: ApiFor, pat: User, pats_place: Membership) -> None:
    code = make(api, pat, pats_place).json()["code"].replace(" ", "")
    assert code not in str(ConnectionCode.objects.values())


def test_a_digest_without_the_servers_secret_is_of_no_use(show_code: ShowCode, settings: Settings) -> None:
    """Eight signs can all be tried by whoever holds a copy of the table."""
    code = show_code()
    settings.SECRET_KEY = "another"
    with pytest.raises(UnknownCode):
        look_at_code(code, now=ConnectionCode.objects.get().created_at, by=person("Eve"))


def test_looking_shows_who_it_is_and_keeps_nothing(
    api: ApiFor, alice: User, pats_place: Membership, show_code: ShowCode
) -> None:
    answer = ask(api, alice, "connections/look", show_code())
    assert (answer.status_code, answer.json()) == (200, whom(pats_place))
    assert not Connection.objects.exists()
    assert ConnectionCode.objects.get().used_by is None


@pytest.mark.parametrize("typed", ["{0}{1}", "{0}-{1}", " {0}  {1} "])
def test_it_does_not_matter_how_a_code_is_typed(
    api: ApiFor, alice: User, show_code: ShowCode, typed: str
) -> None:
    code = typed.format(*show_code().lower().split())
    assert ask(api, alice, "connections/look", code).status_code == 200


def test_connecting_keeps_who_it_is_once(
    api: ApiFor, alice: User, pats_place: Membership, show_code: ShowCode
) -> None:
    code = show_code()
    first, second = ask(api, alice, "connections", code), ask(api, alice, "connections", code)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json() == whom(pats_place)
    assert api(alice).get(f"{API}/connections/").json() == {"connections": [whom(pats_place)]}
    row = Connection.objects.get()
    events = AuditEvent.objects.filter(noun="teams.connection")
    assert list(events.values_list("verb", "object_id", "owner_id", "actor_id")) == [
        ("create", row.pk, alice.pk, alice.pk)
    ]


def test_a_connection_is_the_persons_own(api: ApiFor, alice: User, bob: User, show_code: ShowCode) -> None:
    place_id = ask(api, alice, "connections", show_code()).json()["membership"]
    assert api(bob).get(f"{API}/connections/").json() == {"connections": []}
    assert api(bob).delete(f"{API}/connections/{place_id}/").status_code == 204
    assert len(api(alice).get(f"{API}/connections/").json()["connections"]) == 1


def test_a_connection_is_ended_as_often_as_asked_and_opened_again(
    api: ApiFor, alice: User, pats_place: Membership, show_code: ShowCode
) -> None:
    ask(api, alice, "connections", show_code())
    url = f"{API}/connections/{pats_place.pk}/"
    assert [api(alice).delete(url).status_code for _ in range(2)] == [204, 204]
    assert api(alice).get(f"{API}/connections/").json() == {"connections": []}
    assert ask(api, alice, "connections", show_code()).status_code == 200
    assert len(api(alice).get(f"{API}/connections/").json()["connections"]) == 1
    verbs = AuditEvent.objects.filter(noun="teams.connection").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["create", "change", "change"]


def test_what_was_never_there_ends_as_well(api: ApiFor, alice: User) -> None:
    assert api(alice).delete(f"{API}/connections/{nobodys_id()}/").status_code == 204
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("path", ["connections/look", "connections"])
def test_wrong_expired_used_and_replaced_codes_answer_the_same(
    api: ApiFor, alice: User, bob: User, show_code: ShowCode, now: datetime, path: str
) -> None:
    replaced, used = show_code(), show_code()
    ask(api, bob, "connections", used)
    answers = [ask(api, alice, path, code) for code in (WRONG, replaced, used)]
    expired = show_code()
    ConnectionCode.objects.update(expires_at=now)
    answers.append(ask(api, alice, path, expired))
    assert [answer.status_code for answer in answers] == [404] * 4
    assert [answer.json()["code"] for answer in answers] == ["code_unknown"] * 4
    assert len({answer.content for answer in answers}) == 1
    assert not Connection.objects.filter(owner=alice).exists()


def test_a_code_holds_until_the_last_second_and_not_at_it(
    alice: User, show_code: ShowCode, now: datetime
) -> None:
    code, end = show_code(), now + timedelta(minutes=10)
    assert look_at_code(code, now=end - SECOND, by=alice).role == Role.PEER_WORKER
    for use in (look_at_code, connect):
        with pytest.raises(UnknownCode):
            use(code, now=end, by=alice)
    assert connect(code, now=end - SECOND, by=alice).role == Role.PEER_WORKER


@pytest.mark.parametrize("change", [{"verified_at": None}, {"ended_at": "now"}, {"user__is_active": False}])
def test_a_code_of_whoever_is_no_longer_in_force_does_not_work(
    api: ApiFor,
    alice: User,
    pats_place: Membership,
    show_code: ShowCode,
    now: datetime,
    change: dict[str, Any],
) -> None:
    code = show_code()
    if "user__is_active" in change:
        User.objects.filter(pk=pats_place.user_id).update(is_active=False)
    else:
        change = {name: now if value else None for name, value in change.items()}
        Membership.objects.filter(pk=pats_place.pk).update(**change)
    assert ask(api, alice, "connections/look", code).status_code == 404
    assert ask(api, alice, "connections", code).status_code == 404


def test_only_verified_practitioners_show_codes(
    api: ApiFor, pat: User, cleo: User, max_: User, quay: Team, moor: Team, now: datetime
) -> None:
    waiting = join(cleo, quay, now, verified_at=None)
    answer = make(api, cleo, waiting)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_verified")
    ended = join(pat, moor, now, ended_at=now)
    managing = Membership.objects.get(user=max_)
    for user, place in ((pat, waiting), (pat, ended), (max_, managing), (pat, nobodys_id())):
        assert make(api, user, place).status_code == 404
    assert not ConnectionCode.objects.exists()


@pytest.mark.parametrize("path", ["connections/look", "connections"])
def test_practitioners_connect_to_nobody_least_of_all_themselves(
    api: ApiFor, pat: User, cleo: User, max_: User, show_code: ShowCode, path: str
) -> None:
    code = show_code()
    for user in (pat, cleo, max_):
        answer = ask(api, user, path, code)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert not Connection.objects.exists()


def test_the_eleventh_wrong_try_waits_and_so_does_a_right_one(
    api: ApiFor, alice: User, bob: User, show_code: ShowCode
) -> None:
    code = show_code()
    paths = ["connections/look", "connections"] * 5
    assert [ask(api, alice, path, WRONG).status_code for path in paths] == [404] * 10
    for path in ("connections/look", "connections"):
        answer = ask(api, alice, path, code)
        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_requests")
    assert ask(api, bob, "connections", code).status_code == 200, "others are not held up"


def test_right_codes_cost_no_try(api: ApiFor, alice: User, show_code: ShowCode) -> None:
    code = show_code()
    assert [ask(api, alice, "connections", code).status_code for _ in range(12)] == [200] * 12


def test_a_wrong_try_is_remembered_for_fifteen_minutes(api: ApiFor, alice: User, db: None) -> None:
    ask(api, alice, "connections/look", WRONG)
    redis = cache._cache.get_client(write=True)  # type: ignore[attr-defined]
    (key,) = redis.keys("*tries:*")
    assert 890 < redis.ttl(key) <= 900


def test_without_the_shared_count_no_code_is_tried(
    api: ApiFor, alice: User, show_code: ShowCode, settings: Settings
) -> None:
    code = show_code()
    client = api(alice)
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    for path in ("connections/look", "connections"):
        answer = client.post(f"{API}/{path}/", {"code": code}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert not Connection.objects.exists()


@pytest.mark.parametrize(
    "body", [{}, {"code": ""}, {"code": "A" * 65}, {"code": None}, {"code": "A", "to": "B"}]
)
def test_what_is_no_code_is_refused(api: ApiFor, alice: User, body: dict[str, Any]) -> None:
    for path in ("connections/look", "connections"):
        assert api(alice).post(f"{API}/{path}/", body, format="json").status_code == 400
    assert make(api, alice, "no id").status_code == 400


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_as_many_statements_for_one_as_for_three(
    api: ApiFor, alice: User, pat: User, quay: Team, now: datetime, count_queries: CountQueries, rows: int
) -> None:
    for number in range(rows):
        team = Team.objects.create(organisation=quay.organisation, name=f"Team {number}")
        Connection.objects.create(owner=alice, membership=join(pat, team, now))
    clients = api(alice), api(pat)
    with count_queries(2):
        assert len(clients[0].get(f"{API}/connections/").json()["connections"]) == rows
    with count_queries(2):
        assert len(clients[1].get(f"{API}/my-team/").json()["memberships"]) == rows


def test_the_latest_met_stands_first(
    api: ApiFor, alice: User, pats_place: Membership, cleo: User, quay: Team, now: datetime
) -> None:
    for place in (pats_place, join(cleo, quay, now)):
        Connection.objects.create(owner=alice, membership=place)
    met = api(alice).get(f"{API}/connections/").json()["connections"]
    assert [one["called"] for one in met] == ["Cleo", "Pat"]
