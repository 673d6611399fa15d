"""What a manager sees of people and does with memberships."""

from datetime import datetime, timedelta

import pytest

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.teams.actions.memberships import verify_membership
from recoveryapp.teams.models import Connection, ConnectionCode, Membership, Team
from recoveryapp.teams.queries import connections_of, memberships_in_force
from tests.conftest import ApiFor, CountQueries, person
from tests.teams.people import API, ShowCode, hold_place, join, nobodys_id

SECOND = timedelta(seconds=1)


def verify_url(place: Membership) -> str:
    return f"{API}/team/members/{place.pk}/verify/"


def end_url(place: Membership) -> str:
    return f"{API}/team/members/{place.pk}/end/"


def test_the_page_holds_the_own_organisation_and_nothing_of_another(
    api: ApiFor, max_: User, pats_place: Membership, quay: Team, mona: User, moor: Team, now: datetime
) -> None:
    page = api(max_).get(f"{API}/team/").json()
    named = {"id": str(quay.pk), "name": "Quay"}
    assert page["organisation"] == {"id": str(quay.organisation_id), "name": "Harbour"}
    assert page["teams"] == [named]
    assert [member["called"] for member in page["members"]] == ["Max", "Pat"]
    assert page["members"][1] == {
        "id": str(pats_place.pk),
        "called": "Pat",
        "email": "pat@example.org",
        "role": "peer_worker",
        "job_title": "Peer support worker",
        "team": named,
        "verified_at": (now - timedelta(days=365)).isoformat().replace("+00:00", "Z"),
        "lead_since": None,
        "ended_at": None,
    }
    assert page["invitations"] == []


def test_those_who_left_stand_last_and_the_latest_invitation_first(
    api: ApiFor, max_: User, quay: Team, pat: User, cleo: User, now: datetime
) -> None:
    join(cleo, quay, now, ended_at=now)
    join(pat, quay, now)
    for user in (pat, cleo):
        hold_place(quay, user, now)
    page = api(max_).get(f"{API}/team/").json()
    assert [member["called"] for member in page["members"]] == ["Max", "Pat", "Cleo"]
    assert [row["email"] for row in page["invitations"]] == [cleo.email, pat.email]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_statements_for_one_as_for_three(
    api: ApiFor, max_: User, quay: Team, now: datetime, count_queries: CountQueries, rows: int
) -> None:
    for number in range(rows):
        team = Team.objects.create(organisation=quay.organisation, name=f"Team {number}")
        member = person(f"Member{number}", Role.CLINICIAN)
        join(member, team, now)
        hold_place(team, member, now)
    client = api(max_)
    with count_queries(5):
        page = client.get(f"{API}/team/").json()
    assert (len(page["teams"]), len(page["invitations"])) == (rows + 1, rows)


def test_a_manager_who_is_not_verified_runs_nothing(
    api: ApiFor, quay: Team, nora: User, now: datetime
) -> None:
    nora.role = Role.SERVICE_MANAGER
    nora.save()
    place = join(nora, quay, now, verified_at=None)
    assert api(nora).get(f"{API}/team/").status_code == 404
    assert api(nora).post(verify_url(place)).status_code == 404, "not even to verify themselves"


def test_a_team_is_added_and_called_anew(api: ApiFor, max_: User, quay: Team) -> None:
    url = f"{API}/team/teams/{nobodys_id()}/"
    added = api(max_).put(url, {"name": "Pier"}, format="json")
    assert (added.status_code, added.json()["name"]) == (200, "Pier")
    assert api(max_).put(url, {"name": "Pier"}, format="json").json() == added.json()
    assert api(max_).put(url, {"name": "Long Pier"}, format="json").json()["name"] == "Long Pier"
    assert [team["name"] for team in api(max_).get(f"{API}/team/").json()["teams"]] == ["Long Pier", "Quay"]
    events = AuditEvent.objects.filter(noun="teams.team").order_by("id").values_list("verb", "object_id")
    team_id = Team.objects.get(name="Long Pier").pk
    assert list(events) == [("create", team_id), ("change", team_id)]


def test_two_teams_have_two_names(api: ApiFor, max_: User, quay: Team) -> None:
    answer = api(max_).put(f"{API}/team/teams/{nobodys_id()}/", {"name": "QUAY"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "name_taken")
    assert api(max_).put(f"{API}/team/teams/{quay.pk}/", {"name": "QUAY"}, format="json").status_code == 200


@pytest.mark.parametrize("name", ["", "  ", "a\x00", "a" * 201, None])
def test_a_team_needs_a_name(api: ApiFor, max_: User, quay: Team, name: str | None) -> None:
    assert api(max_).put(f"{API}/team/teams/{quay.pk}/", {"name": name}, format="json").status_code == 400


def test_verifying_once_is_enough(api: ApiFor, max_: User, quay: Team, pat: User, now: datetime) -> None:
    place = join(pat, quay, now, verified_at=None)
    first, second = api(max_).post(verify_url(place)), api(max_).post(verify_url(place))
    assert (first.status_code, first.json()["verified_at"] is not None) == (200, True)
    assert second.json() == first.json()
    place.refresh_from_db()
    assert place.verified_by == max_
    events = AuditEvent.objects.filter(noun="teams.membership").values_list("verb", "owner_id", "actor_id")
    assert list(events) == [("change", pat.pk, max_.pk)]


def test_a_membership_that_ended_is_not_verified(
    api: ApiFor, max_: User, quay: Team, pat: User, now: datetime
) -> None:
    place = join(pat, quay, now, verified_at=None, ended_at=now)
    answer = api(max_).post(verify_url(place))
    assert (answer.status_code, answer.json()["code"]) == (409, "membership_ended")


def test_it_is_in_force_from_the_moment_it_is_verified_until_it_ends(
    max_: User, quay: Team, pat: User, now: datetime
) -> None:
    place = join(pat, quay, now, verified_at=None)
    peer_workers = Membership.objects.filter(user=pat)
    assert not memberships_in_force(now).filter(pk=place.pk).exists()
    verify_membership(place.pk, now=now, by=max_)
    assert not memberships_in_force(now - SECOND).filter(pk=place.pk).exists()
    assert memberships_in_force(now).filter(pk=place.pk).exists()
    User.objects.filter(pk=pat.pk).update(is_active=False)
    assert not memberships_in_force(now).filter(pk=place.pk).exists()
    User.objects.filter(pk=pat.pk).update(is_active=True)
    peer_workers.update(ended_at=now)
    assert not memberships_in_force(now).filter(pk=place.pk).exists()


def test_ending_the_last_membership_ends_every_session_at_the_next_request(
    api: ApiFor, max_: User, pat: User, pats_place: Membership, now: datetime
) -> None:
    phone, desk = api(pat), api(pat)
    assert phone.get(f"{API}/me/").status_code == 200
    answer = api(max_).post(end_url(pats_place))
    assert (answer.status_code, answer.json()["ended_at"] is not None) == (200, True)
    assert [client.get(f"{API}/me/").status_code for client in (phone, desk)] == [401, 401]
    events = AuditEvent.objects.order_by("id").values_list("verb", "noun", "owner_id", "actor_id")
    assert list(events) == [
        ("change", "teams.membership", pat.pk, max_.pk),
        ("change", "accounts.user", pat.pk, max_.pk),
    ]


def test_an_ended_session_does_not_come_back_and_a_new_one_finds_no_team(
    api: ApiFor, max_: User, pat: User, pats_place: Membership, quay: Team, now: datetime
) -> None:
    old = api(pat)
    api(max_).post(end_url(pats_place))
    join(pat, quay, now)
    assert old.get(f"{API}/me/").status_code == 401
    Membership.objects.filter(user=pat).update(ended_at=now)
    pat.refresh_from_db()
    assert api(pat).get(f"{API}/my-team/").json() == {"memberships": []}


def test_sessions_go_on_while_there_is_another_membership(
    api: ApiFor, max_: User, pat: User, pats_place: Membership, moor: Team, now: datetime
) -> None:
    join(pat, moor, now)
    client = api(pat)
    api(max_).post(end_url(pats_place))
    mine = client.get(f"{API}/my-team/").json()["memberships"]
    assert [place["team"]["name"] for place in mine] == ["Moor"]


def test_ending_again_changes_nothing(
    api: ApiFor, max_: User, pat: User, pats_place: Membership, now: datetime
) -> None:
    first = api(max_).post(end_url(pats_place)).json()
    pat.refresh_from_db()
    client = api(pat)
    assert api(max_).post(end_url(pats_place)).json() == first
    assert client.get(f"{API}/me/").status_code == 200, "a session begun since then goes on"


def test_whoever_left_can_show_no_code_and_is_among_nobodys_connections(
    api: ApiFor, max_: User, alice: User, pats_place: Membership, show_code: ShowCode, now: datetime
) -> None:
    code = show_code()
    Connection.objects.create(owner=alice, membership=pats_place)
    assert connections_of(alice, now=now).count() == 1
    api(max_).post(end_url(pats_place))
    assert api(alice).post(f"{API}/connections/", {"code": code}, format="json").status_code == 404
    assert not ConnectionCode.objects.exists()
    assert api(alice).get(f"{API}/connections/").json() == {"connections": []}


def test_the_last_manager_cannot_leave(api: ApiFor, max_: User, quay: Team, now: datetime) -> None:
    own = Membership.objects.get(user=max_)
    waiting = person("Mia", Role.SERVICE_MANAGER)
    place = join(waiting, quay, now, verified_at=None)
    answer = api(max_).post(end_url(own))
    assert (answer.status_code, answer.json()["code"]) == (409, "last_manager")
    api(max_).post(verify_url(place))
    assert api(max_).post(end_url(own)).status_code == 200
    assert api(waiting).get(f"{API}/team/").status_code == 200


def test_somebody_who_cannot_sign_in_does_not_count_as_the_manager_who_stays(
    api: ApiFor, max_: User, quay: Team, now: datetime
) -> None:
    locked_out = person("Mia", Role.SERVICE_MANAGER)
    join(locked_out, quay, now)
    User.objects.filter(pk=locked_out.pk).update(is_active=False)
    answer = api(max_).post(end_url(Membership.objects.get(user=max_)))
    assert answer.json()["code"] == "last_manager"


def test_a_row_that_is_printed_gives_nobody_away(
    alice: User, quay: Team, nora: User, pats_place: Membership, show_code: ShowCode, now: datetime
) -> None:
    """Names of organisations and teams are public; all else goes by its id."""
    show_code()
    rows = [
        pats_place,
        hold_place(quay, nora, now)[0],
        ConnectionCode.objects.get(),
        Connection.objects.create(owner=alice, membership=pats_place),
    ]
    assert [str(row) for row in rows] == [str(row.pk) for row in rows]
    assert (str(quay), str(quay.organisation)) == ("Quay", "Harbour")


def test_a_manager_says_who_leads_and_who_no_longer_does(
    api: ApiFor, max_: User, pats_place: Membership
) -> None:
    url = f"{API}/team/members/{pats_place.pk}/lead/"
    since = [
        api(max_).post(url, {"is_lead": is_lead}, format="json").json()["lead_since"]
        for is_lead in (True, True, False)
    ]
    assert since[0] == since[1] is not None
    assert since[2] is None
    assert AuditEvent.objects.filter(noun="teams.membership", verb="change").count() == 2


def test_only_those_who_practise_here_now_can_lead(
    api: ApiFor, max_: User, mona: User, pats_place: Membership, now: datetime
) -> None:
    url = f"{API}/team/members/{{}}/lead/"
    managing = Membership.objects.get(user=max_)
    assert api(max_).post(url.format(managing.pk), {"is_lead": True}, format="json").status_code == 404
    assert api(mona).post(url.format(pats_place.pk), {"is_lead": True}, format="json").status_code == 404
    Membership.objects.filter(pk=pats_place.pk).update(ended_at=now)
    ended = api(max_).post(url.format(pats_place.pk), {"is_lead": True}, format="json")
    assert (ended.status_code, ended.json()["code"]) == (409, "membership_ended")
