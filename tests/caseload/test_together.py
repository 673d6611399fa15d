"""Beginning by the code in the room, cover, and handing over: each step is the person's yes."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment, Availability
from recoveryapp.caseload.models import HandOver
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.ids import new_id
from recoveryapp.consent.gate import open_reading
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.teams.models import Connection, Membership, Organisation, Team
from tests.conftest import ApiFor, person
from tests.teams.people import API, join

DAY = timedelta(days=1)


def names(api: ApiFor, user: User) -> list[str]:
    return [one["called"] for one in api(user).get(f"{API}/caseload/").json()["people"]]


def offer(api: ApiFor, by: User, assignment: Assignment, to: Membership, **changes: Any) -> Any:
    body = {"id": str(new_id()), "to": str(to.pk), "words": "I change teams in May.", **changes}
    return api(by).put(f"{API}/assignments/{assignment.pk}/hand-over/", body, format="json")


def answer(api: ApiFor, by: User, agrees: bool) -> Any:
    offered = HandOver.objects.get()
    url = f"{API}/support/hand-overs/{offered.pk}/answer/"
    return api(by).post(url, {"agrees": agrees}, format="json")


@pytest.fixture
def shared(alice: User, pats_place: Membership, now: datetime) -> ConsentGrant:
    return ConsentGrant.objects.create(
        owner=alice,
        membership=pats_place,
        purpose=Purpose.SUPPORT,
        scopes=[Scope.GOALS],
        starts_at=now - DAY,
        expires_at=now + 30 * DAY,
    )


def test_after_the_code_the_person_chooses_to_work_together(
    api: ApiFor, alice: User, pat: User, pats_place: Membership
) -> None:
    body = {"membership": str(pats_place.pk)}
    early = api(alice).post(f"{API}/assignments/", body, format="json")
    assert (early.status_code, early.json()["code"]) == (409, "not_connected")
    Connection.objects.create(owner=alice, membership=pats_place)
    page = api(alice).get(f"{API}/support/").json()
    assert ([one["called"] for one in page["met"]], page["together"]) == (["Pat"], [])
    assert [api(alice).post(f"{API}/assignments/", body, format="json").status_code for _ in range(2)] == [
        204,
        204,
    ]
    page = api(alice).get(f"{API}/support/").json()
    assert ([one["worker"]["called"] for one in page["together"]], page["met"]) == (["Pat"], [])
    assert names(api, pat) == ["Alice"]


def test_the_code_alone_puts_nobody_on_a_list(
    api: ApiFor, alice: User, pat: User, pats_place: Membership
) -> None:
    Connection.objects.create(owner=alice, membership=pats_place)
    assert names(api, pat) == []


@pytest.mark.parametrize("who", ["alice", "pat"])
def test_either_ends_it_by_one_tap_and_the_other_no_longer_has_it(
    request: pytest.FixtureRequest, api: ApiFor, alice: User, pat: User, alice_and_pat: Assignment, who: str
) -> None:
    by: User = request.getfixturevalue(who)
    assert api(by).post(f"{API}/assignments/{alice_and_pat.pk}/end/").status_code == 204
    assert names(api, pat) == []
    assert api(alice).get(f"{API}/support/").json()["together"] == []
    assert api(pat).get(f"{API}/caseload/{alice_and_pat.pk}/").status_code == 404


def test_a_yes_ends_the_old_access_at_the_next_request_and_opens_nothing_to_the_new(
    api: ApiFor,
    alice: User,
    pat: User,
    robin: User,
    robins_place: Membership,
    alice_and_pat: Assignment,
    shared: ConsentGrant,
) -> None:
    review = f"{API}/people/{alice.pk}/review/?purpose=support"
    before = api(pat)
    assert before.get(review).status_code == 200
    assert offer(api, pat, alice_and_pat, robins_place).status_code == 204
    assert before.get(review).status_code == 200, "asking changes nothing"
    assert names(api, robin) == []
    (together,) = api(alice).get(f"{API}/support/").json()["together"]
    assert (together["hand_over"]["to"]["called"], together["hand_over"]["words"]) == (
        "Robin",
        "I change teams in May.",
    )
    assert answer(api, alice, agrees=True).status_code == 204
    assert before.get(review).status_code == 404
    assert before.get(f"{API}/caseload/{alice_and_pat.pk}/").status_code == 404
    assert names(api, pat) == []
    assert names(api, robin) == ["Alice"]
    assert api(robin).get(review).status_code == 404
    shared.refresh_from_db()
    alice_and_pat.refresh_from_db()
    assert shared.revoked_at == alice_and_pat.ended_at
    assert Assignment.objects.get(ended_at__isnull=True).began == "hand_over"


def test_a_no_leaves_everything_as_it_is_and_the_asker_is_told(
    api: ApiFor,
    alice: User,
    pat: User,
    robin: User,
    robins_place: Membership,
    alice_and_pat: Assignment,
    shared: ConsentGrant,
    now: datetime,
) -> None:
    offer(api, pat, alice_and_pat, robins_place)
    assert answer(api, alice, agrees=False).status_code == 204
    assert names(api, pat) == ["Alice"]
    (one,) = api(pat).get(f"{API}/caseload/").json()["people"]
    assert (one["hand_over"]["to"], one["hand_over"]["state"]) == ("Robin", "not_agreed")
    open_reading(alice.pk, viewer=pat, purpose=Purpose.SUPPORT, now=now)
    assert answer(api, alice, agrees=True).status_code == 404, "answered once"


def test_nobody_answers_for_the_person(
    api: ApiFor,
    alice: User,
    bob: User,
    pat: User,
    robin: User,
    robins_place: Membership,
    alice_and_pat: Assignment,
) -> None:
    offer(api, pat, alice_and_pat, robins_place)
    for user in (bob, pat, robin):
        assert answer(api, user, agrees=True).status_code == 404
    assert offer(api, alice, alice_and_pat, robins_place).status_code == 404
    assert offer(api, robin, alice_and_pat, robins_place).status_code == 404


def test_one_question_at_a_time_and_only_about_colleagues(
    api: ApiFor, pat: User, robins_place: Membership, quay: Team, alice_and_pat: Assignment, now: datetime
) -> None:
    far = Team.objects.create(organisation=Organisation.objects.create(name="Moorland"), name="Moor")
    stranger = join(person("Sam", Role.PEER_WORKER), far, now)
    assert offer(api, pat, alice_and_pat, stranger).json()["code"] == "not_a_colleague"
    assert offer(api, pat, alice_and_pat, alice_and_pat.membership).json()["code"] == "not_a_colleague"
    assert offer(api, pat, alice_and_pat, robins_place).status_code == 204
    assert offer(api, pat, alice_and_pat, robins_place).json()["code"] == "hand_over_stands"
    url = f"{API}/assignments/{alice_and_pat.pk}/hand-over/"
    assert [api(pat).delete(url).status_code for _ in range(2)] == [204, 204]
    assert offer(api, pat, alice_and_pat, robins_place).status_code == 204


def test_a_colleague_who_left_meanwhile_cannot_be_agreed_to(
    api: ApiFor, alice: User, pat: User, robins_place: Membership, alice_and_pat: Assignment, now: datetime
) -> None:
    offer(api, pat, alice_and_pat, robins_place)
    Membership.objects.filter(pk=robins_place.pk).update(ended_at=now)
    assert api(alice).get(f"{API}/support/").json()["together"][0]["hand_over"] is None
    assert answer(api, alice, agrees=True).status_code == 404
    assert names(api, pat) == ["Alice"]


def test_who_is_deactivated_in_the_middle_of_a_session_has_no_list_and_the_person_sees_it(
    api: ApiFor, alice: User, pat: User, alice_and_pat: Assignment
) -> None:
    client = api(pat)
    assert client.get(f"{API}/caseload/").status_code == 200
    User.objects.filter(pk=pat.pk).update(is_active=False)
    assert client.get(f"{API}/caseload/").status_code == 401
    assert api(alice).get(f"{API}/support/").json()["together"] == []


def test_whose_membership_ended_in_the_middle_of_a_session_has_no_list(
    api: ApiFor, pat: User, pats_place: Membership, alice_and_pat: Assignment, now: datetime
) -> None:
    client = api(pat)
    assert client.get(f"{API}/caseload/").status_code == 200
    Membership.objects.filter(pk=pats_place.pk).update(ended_at=now)
    assert client.get(f"{API}/caseload/").status_code == 404
    assert client.post(f"{API}/assignments/{alice_and_pat.pk}/end/").status_code == 404


def test_cover_sees_those_who_agreed_and_opens_nothing(
    api: ApiFor,
    alice: User,
    bob: User,
    pat: User,
    robin: User,
    pats_place: Membership,
    robins_place: Membership,
    alice_and_pat: Assignment,
    now: datetime,
) -> None:
    Connection.objects.create(owner=bob, membership=pats_place)
    api(bob).post(f"{API}/assignments/", {"membership": str(pats_place.pk)}, format="json")
    body = {
        "capacity": 12,
        "weekdays": [3, 1],
        "begins": "09:00",
        "ends": "17:00",
        "away_from": (now - DAY).date().isoformat(),
        "away_until": (now + 9 * DAY).date().isoformat(),
        "cover": str(robins_place.pk),
    }
    place = api(pat).put(f"{API}/caseload/places/{pats_place.pk}/", body, format="json").json()
    assert (place["hours"]["weekdays"], place["hours"]["cover"]) == ([1, 3], "Robin")
    (covering,) = api(robin).get(f"{API}/caseload/").json()["standing_in"]
    assert (covering["called"], covering["people"]) == ("Pat", [])
    cover = f"{API}/assignments/{alice_and_pat.pk}/cover/"
    assert api(alice).post(cover, {"agrees": True}, format="json").status_code == 204
    assert api(pat).post(cover, {"agrees": True}, format="json").status_code == 404
    (covering,) = api(robin).get(f"{API}/caseload/").json()["standing_in"]
    assert covering["people"] == [{"called": "Alice", "next_meeting_at": None}]
    assert names(api, robin) == []
    with pytest.raises(NotVisible):
        open_reading(alice.pk, viewer=robin, purpose=Purpose.SUPPORT, now=now)
    Availability.objects.update(away_until=(now - DAY).date())
    assert api(robin).get(f"{API}/caseload/").json()["standing_in"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"begins": "17:00", "ends": "09:00"},
        {"begins": "09:00"},
        {"weekdays": [8]},
        {"capacity": 0},
        {"capacity": 201},
        {"away_from": "2026-05-02", "away_until": "2026-05-01"},
        {"away_until": "2026-05-01"},
    ],
)
def test_hours_that_cannot_be(api: ApiFor, pat: User, pats_place: Membership, change: dict[str, Any]) -> None:
    body: dict[str, Any] = {"capacity": None, "weekdays": [], "begins": None, "ends": None}
    away = {"away_from": None, "away_until": None, "cover": None}
    url = f"{API}/caseload/places/{pats_place.pk}/"
    assert api(pat).put(url, {**body, **away, **change}, format="json").status_code == 400
    assert not Availability.objects.exists()
