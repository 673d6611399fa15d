"""Asking a team for support: one of it picks it up, and the person always sees how it stands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.errors import CaseloadFull
from recoveryapp.assignments.models import Assignment, Availability
from recoveryapp.audit.models import AuditEvent
from recoveryapp.caseload.actions.requests import pick_up_request
from recoveryapp.caseload.errors import PickedUpAlready
from recoveryapp.caseload.models import SupportRequest
from recoveryapp.common.ids import new_id
from recoveryapp.goals.models import Goal
from recoveryapp.resources.models import Resource
from recoveryapp.teams.models import Membership, Organisation, Team
from tests.caseload.conftest import Ask
from tests.conftest import ApiFor, CountQueries, person
from tests.teams.people import API, join

CANARY = "canary-support"


def standing(api: ApiFor, user: User) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api(user).get(f"{API}/support/").json()["requests"]
    return found


def of_team(api: ApiFor, user: User) -> dict[str, Any]:
    found: dict[str, Any] = api(user).get(f"{API}/caseload/requests/").json()
    return found


def pick_up(api: ApiFor, user: User, request_id: str) -> Any:
    return api(user).post(f"{API}/caseload/requests/{request_id}/pick-up/")


def test_the_person_sees_each_step(
    api: ApiFor, alice: User, pat: User, pats_place: Membership, ask: Ask
) -> None:
    asked = ask(alice)
    assert (asked.status_code, asked.json()["state"]) == (201, "asked")
    request_id = asked.json()["id"]
    assert pick_up(api, pat, request_id).json()["state"] == "picked_up"
    (row,) = standing(api, alice)
    assert (row["state"], row["picked_up_by"]) == ("picked_up", "Pat")
    assert api(pat).post(f"{API}/support/requests/{request_id}/done/").status_code == 204
    assert standing(api, alice)[0]["state"] == "done"
    assignment = Assignment.objects.get()
    assert (assignment.owner, assignment.membership, assignment.began) == (alice, pats_place, "request")


def test_the_team_sees_the_words_the_name_and_the_place_to_go_to_and_not_the_goal(
    api: ApiFor, alice: User, pat: User, pats_place: Membership, ask: Ask, now: datetime
) -> None:
    goal = Goal.objects.create(owner=alice, recorded_at=now, words=CANARY)
    hall = Resource.objects.create(name="Walking group", kind="peer_support_group")
    ask(alice, words="Come with me the first time", goal=str(goal.pk), resource=str(hall.pk))
    (row,) = of_team(api, pat)["waiting"]
    assert row == {
        "id": row["id"],
        "called": "Alice",
        "team": {"id": str(pats_place.team_id), "name": "Quay"},
        "resource": {"id": str(hall.pk), "name": "Walking group"},
        "asked_at": row["asked_at"],
        "state": "asked",
        "assignment": None,
    }
    whole = api(pat).get(f"{API}/caseload/requests/{row['id']}/")
    assert whole.json() == {**row, "words": "Come with me the first time"}
    assert CANARY not in str(whole.content)
    assert str(goal.pk) not in str(whole.content)


def test_reading_the_words_stands_in_the_persons_list_of_looks(
    api: ApiFor, alice: User, pat: User, pats_place: Membership, ask: Ask
) -> None:
    request_id = ask(alice).json()["id"]
    of_team(api, pat)
    assert not AuditEvent.objects.filter(verb="read")
    api(pat).get(f"{API}/caseload/requests/{request_id}/")
    (line,) = api(alice).get(f"{API}/access-log/").json()["results"]
    assert (line["who"]["called"], line["noun"], line["purpose"]) == (
        "Pat",
        "caseload.supportrequest",
        "support",
    )


def test_the_words_are_not_readable_in_the_database(alice: User, pats_place: Membership, ask: Ask) -> None:
    ask(alice, words=CANARY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM caseload_supportrequest")
        (stored,) = cursor.fetchone()
    assert CANARY.encode() not in bytes(stored)


def test_another_team_a_clinician_and_other_people_find_nothing(
    api: ApiFor,
    alice: User,
    bob: User,
    cleo: User,
    quay: Team,
    pats_place: Membership,
    ask: Ask,
    now: datetime,
) -> None:
    elsewhere = person("Sam", Role.PEER_WORKER)
    join(elsewhere, Team.objects.create(organisation=quay.organisation, name="Pier"), now)
    join(cleo, quay, now)
    request_id = ask(alice).json()["id"]
    for user in (elsewhere, cleo):
        assert of_team(api, user) == {"waiting": [], "picked_up": []}
    for user in (elsewhere, cleo, bob):
        assert api(user).get(f"{API}/caseload/requests/{request_id}/").status_code == 404
        assert pick_up(api, user, request_id).status_code == 404


def test_one_picks_it_up_and_the_next_is_told(
    api: ApiFor, alice: User, pat: User, robin: User, pats_place: Membership, ask: Ask
) -> None:
    request_id = ask(alice).json()["id"]
    assert pick_up(api, pat, request_id).status_code == 200
    assert pick_up(api, pat, request_id).status_code == 200, "twice is as good"
    late = pick_up(api, robin, request_id)
    assert (late.status_code, late.json()["code"]) == (409, "picked_up_already")
    assert api(robin).get(f"{API}/caseload/requests/{request_id}/").status_code == 404
    assert Assignment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_and_one_has_it(now: datetime) -> None:
    quay = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
    alice = person("Alice")
    workers = [person(f"Worker {n}", Role.PEER_WORKER) for n in range(8)]
    for worker in workers:
        join(worker, quay, now)
    row = SupportRequest.objects.create(
        owner=alice, recorded_at=now, asked_at=now, team=quay, words="The forms"
    )

    def try_it(worker: User) -> str:
        try:
            pick_up_request(row.pk, now=now, by=worker)
        except PickedUpAlready:
            return "late"
        finally:
            connection.close()
        return "has it"

    with ThreadPoolExecutor(8) as pool:
        said = sorted(pool.map(try_it, workers))
    assert said == ["has it"] + ["late"] * 7
    assert Assignment.objects.count() == 1


def test_a_full_list_takes_nobody(
    alice: User, bob: User, pat: User, pats_place: Membership, ask: Ask, now: datetime
) -> None:
    Availability.objects.create(membership=pats_place, capacity=1)
    first, second = ask(alice).json()["id"], ask(bob).json()["id"]
    pick_up_request(first, now=now, by=pat)
    with pytest.raises(CaseloadFull):
        pick_up_request(second, now=now, by=pat)


def test_taken_back_it_is_gone_for_the_team_and_stays_for_the_person(
    api: ApiFor, alice: User, pat: User, pats_place: Membership, ask: Ask
) -> None:
    request_id = ask(alice).json()["id"]
    url = f"{API}/support/requests/{request_id}/take-back/"
    assert [api(alice).post(url).json()["state"] for _ in range(2)] == ["taken_back"] * 2
    assert of_team(api, pat)["waiting"] == []
    assert pick_up(api, pat, request_id).status_code == 404
    assert standing(api, alice)[0]["words"] == "The forms"


def test_taken_back_after_it_was_picked_up_its_words_are_closed_and_they_still_work_together(
    api: ApiFor, alice: User, pat: User, pats_place: Membership, ask: Ask
) -> None:
    request_id = ask(alice).json()["id"]
    pick_up(api, pat, request_id)
    api(alice).post(f"{API}/support/requests/{request_id}/take-back/")
    assert api(pat).get(f"{API}/caseload/requests/{request_id}/").status_code == 404
    assert len(api(pat).get(f"{API}/caseload/").json()["people"]) == 1


def test_done_its_words_are_closed_to_the_worker(
    api: ApiFor, alice: User, pat: User, pats_place: Membership, ask: Ask
) -> None:
    request_id = ask(alice).json()["id"]
    pick_up(api, pat, request_id)
    api(alice).post(f"{API}/support/requests/{request_id}/done/")
    assert api(pat).get(f"{API}/caseload/requests/{request_id}/").status_code == 404


def test_what_was_never_picked_up_cannot_be_done(
    api: ApiFor, alice: User, pats_place: Membership, ask: Ask
) -> None:
    request_id = ask(alice).json()["id"]
    answer = api(alice).post(f"{API}/support/requests/{request_id}/done/")
    assert (answer.status_code, answer.json()["code"]) == (409, "request_closed")


def test_while_everything_is_paused_the_team_does_not_see_it(
    api: ApiFor, alice: User, pat: User, pats_place: Membership, ask: Ask
) -> None:
    request_id = ask(alice).json()["id"]
    api(alice).post(f"{API}/sharing/pause/", {"is_paused": True}, format="json")
    assert of_team(api, pat)["waiting"] == []
    assert pick_up(api, pat, request_id).status_code == 404
    api(alice).post(f"{API}/sharing/pause/", {"is_paused": False}, format="json")
    assert len(of_team(api, pat)["waiting"]) == 1


def test_it_can_be_said_in_other_words_until_it_is_picked_up(
    api: ApiFor, alice: User, pat: User, pats_place: Membership, ask: Ask
) -> None:
    request_id = ask(alice).json()["id"]
    other = ask(alice, id=request_id, version=1, words="The long form")
    assert (other.status_code, other.json()["words"]) == (200, "The long form")
    pick_up(api, pat, request_id)
    late = ask(alice, id=request_id, version=2, words="Something else")
    assert (late.status_code, late.json()["code"]) == (409, "request_closed")
    assert standing(api, alice)[0]["words"] == "The long form"


def test_sending_it_twice_asks_once(alice: User, pats_place: Membership, ask: Ask) -> None:
    request_id = str(new_id())
    assert [ask(alice, id=request_id).status_code for _ in range(2)] == [201, 200]
    assert SupportRequest.objects.count() == 1


def test_what_cannot_be_asked(
    alice: User, bob: User, pat: User, quay: Team, pats_place: Membership, ask: Ask, now: datetime
) -> None:
    empty = Team.objects.create(organisation=quay.organisation, name="Nobody here")
    bobs = Goal.objects.create(owner=bob, recorded_at=now, words="Swim")
    assert ask(alice, team=str(empty.pk)).json()["code"] == "no_such_team"
    assert ask(alice, goal=str(bobs.pk)).status_code == 404
    assert ask(alice, resource=str(new_id())).status_code == 404
    assert ask(pat).status_code == 404, "only those who use the service for themselves ask"
    assert ask(alice, words="").status_code == 400
    for _ in range(5):
        assert ask(alice).status_code == 201
    assert ask(alice).json()["code"] == "too_many_support_requests"


def test_whom_can_be_asked_and_what_they_tell_of_themselves(
    api: ApiFor, alice: User, pat: User, robin: User, pats_place: Membership, now: datetime
) -> None:
    told = {"words": "I was where you are.", "interests": ["Bees"], "languages": ["Welsh"]}
    body = {**told, "recorded_at": now.isoformat(), "is_shown": True}
    api(pat).put(f"{API}/caseload/profile/", body, format="json")
    api(robin).put(f"{API}/caseload/profile/", {**body, "is_shown": False}, format="json")
    (team,) = api(alice).get(f"{API}/support/teams/").json()["teams"]
    assert [(peer["called"], peer["profile"]) for peer in team["peers"]] == [("Pat", told), ("Robin", None)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_for_one_as_for_three(
    api: ApiFor, pat: User, pats_place: Membership, ask: Ask, count_queries: CountQueries, rows: int
) -> None:
    for number in range(rows):
        ask(person(f"Person {number}"))
    client = api(pat)
    with count_queries(4):
        assert len(client.get(f"{API}/caseload/requests/").json()["waiting"]) == rows
