"""A time is asked for by one side and answered by the other; all of it is the person's."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from icalendar import Calendar

from recoveryapp.accounts.models import User
from recoveryapp.assignments.actions import end_assignment
from recoveryapp.assignments.models import Assignment
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.meetings.models import Meeting
from recoveryapp.meetings.queries import next_meetings_of
from recoveryapp.teams.models import Membership
from tests.conftest import ApiFor, CountQueries
from tests.meetings.conftest import DAY, Ask, url


def wanted(now: datetime, **values: Any) -> dict[str, Any]:
    return {"version": 0, "starts_at": (now + 2 * DAY).isoformat(), **values}


@pytest.mark.parametrize("asker", ["alice", "pat"])
def test_either_side_asks_and_the_other_says_yes(
    asker: str, api: ApiFor, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    first, second = (alice, pat) if asker == "alice" else (pat, alice)
    meeting = url(together, f"meetings/{new_id()}/")
    made = api(first).put(meeting, wanted(now, place="The library"), format="json")
    assert (made.status_code, made.json()["state"]) == (201, "asked")
    own = api(first).post(f"{meeting}answer/", {"accepts": True, "version": 1}, format="json")
    assert (own.status_code, own.json()["code"]) == (409, "not_yours_to_answer")
    yes = api(second).post(f"{meeting}answer/", {"accepts": True, "version": 1}, format="json")
    assert yes.json()["state"] == "agreed"
    for client in (api(first), api(second)):
        shown = client.get(meeting).json()
        assert (shown["place"], shown["state"]) == ("The library", "agreed")


def test_another_time_is_answered_anew(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    meeting = url(together, f"meetings/{ask(by=pat).pk}/")
    agreed = api(alice).post(f"{meeting}answer/", {"accepts": True, "version": 1}, format="json").json()
    later = wanted(now, version=agreed["version"], starts_at=(now + 3 * DAY).isoformat())
    moved = api(alice).put(meeting, later, format="json").json()
    assert (moved["state"], moved["asked_by"], moved["is_moved"]) == ("asked", "person", True)
    no = (
        api(pat)
        .post(f"{meeting}answer/", {"accepts": False, "version": moved["version"]}, format="json")
        .json()
    )
    assert no["state"] == "declined"


def test_nobody_says_yes_to_a_time_they_have_not_seen(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    meeting = url(together, f"meetings/{ask(by=pat).pk}/")
    api(pat).put(meeting, wanted(now, version=1, starts_at=(now + 5 * DAY).isoformat()), format="json")
    late = api(alice).post(f"{meeting}answer/", {"accepts": True, "version": 1}, format="json")
    assert (late.status_code, late.json()["code"]) == (409, "stale_version")
    assert api(alice).get(meeting).json()["state"] == "asked"


def test_it_can_be_called_off_and_asked_for_again(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    meeting = url(together, f"meetings/{ask(by=pat).pk}/")
    off = api(pat).post(f"{meeting}call-off/").json()
    assert off["state"] == "called_off"
    answer = {"accepts": True, "version": off["version"]}
    late = api(alice).post(f"{meeting}answer/", answer, format="json")
    assert (late.status_code, late.json()["code"]) == (409, "meeting_over")
    again = api(alice).put(meeting, wanted(now, version=off["version"]), format="json")
    assert again.json()["state"] == "asked"


def test_the_same_request_twice_asks_once(
    api: ApiFor, together: Assignment, alice: User, now: datetime
) -> None:
    meeting = url(together, f"meetings/{new_id()}/")
    codes = [api(alice).put(meeting, wanted(now), format="json").status_code for _ in range(2)]
    assert codes == [201, 200]
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"link": "javascript:alert(1)"},
        {"link": "http://example.org"},
        {"link": "https://"},
        {"lasts_minutes": 0},
        {"lasts_minutes": 481},
        {"starts_at": "1999-01-01T00:00:00Z"},
        {"starts_at": "soon"},
        {"place": "x" * 501},
        {"accepted_at": "2026-01-01T00:00:00Z"},
    ],
)
def test_what_nobody_can_have_meant_is_refused(
    values: dict[str, Any], api: ApiFor, together: Assignment, alice: User, now: datetime
) -> None:
    answer = api(alice).put(url(together, f"meetings/{new_id()}/"), wanted(now, **values), format="json")
    assert answer.status_code == 400
    assert not Meeting.objects.exists()


def test_whoever_works_with_the_person_loses_all_of_it_at_the_next_request(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    meeting = ask(by=pat)
    client = api(pat)
    assert client.get(url(together, f"meetings/{meeting.pk}/")).status_code == 200
    end_assignment(together.pk, now=now, by=alice)
    for rest in ("meetings/", f"meetings/{meeting.pk}/", f"meetings/{meeting.pk}/calendar/", "commitments/"):
        assert client.get(url(together, rest)).status_code == 404, rest
    assert client.post(url(together, f"meetings/{meeting.pk}/call-off/")).status_code == 404
    kept = api(alice).get(url(together)).json()["results"]
    assert [row["id"] for row in kept] == [str(meeting.pk)]
    late = api(alice).put(url(together, f"meetings/{new_id()}/"), wanted(now), format="json")
    assert (late.status_code, late.json()["code"]) == (409, "assignment_over")


def test_so_does_whoever_left_the_team_or_cannot_sign_in(
    api: ApiFor, ask: Ask, together: Assignment, pat: User, pats_place: Membership, now: datetime
) -> None:
    ask(by=pat)
    client = api(pat)
    Membership.objects.filter(pk=pats_place.pk).update(ended_at=now)
    assert client.get(url(together)).status_code == 404
    Membership.objects.filter(pk=pats_place.pk).update(ended_at=None)
    User.objects.filter(pk=pat.pk).update(is_active=False)
    assert client.get(url(together)).status_code == 401


def test_nobody_else_finds_any_of_it(
    api: ApiFor, ask: Ask, together: Assignment, bob: User, cleo: User, pam: User, max_: User, pat: User
) -> None:
    meeting = ask(by=pat)
    for other in (bob, cleo, pam, max_):
        for rest in ("meetings/", f"meetings/{meeting.pk}/"):
            assert api(other).get(url(together, rest)).status_code == 404


def test_a_meeting_of_one_pair_is_not_reached_through_another(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pam: User, pat: User
) -> None:
    other = Assignment.objects.exclude(pk=together.pk).get()
    meeting = ask(by=pat)
    assert api(alice).get(url(other, f"meetings/{meeting.pk}/")).status_code == 404


def test_each_read_by_the_other_side_leaves_one_line(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pat: User
) -> None:
    meeting = ask(by=pat)
    reads = AuditEvent.objects.filter(verb="read")
    api(alice).get(url(together))
    assert not reads.exists()
    api(pat).get(url(together, f"meetings/{meeting.pk}/"))
    (line,) = reads
    assert (line.actor_id, line.owner_id, line.purpose) == (pat.pk, alice.pk, "support")
    assert (line.noun, line.scopes) == ("meetings.meeting", [])


def test_the_person_takes_a_meeting_away_and_nobody_else_can(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pat: User
) -> None:
    meeting = url(together, f"meetings/{ask(by=pat).pk}/")
    assert api(pat).delete(meeting).status_code == 204
    assert Meeting.objects.count() == 1
    assert api(alice).delete(meeting).status_code == 204
    assert not Meeting.objects.exists()


def test_the_calendar_file_says_when_and_nothing_else(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pat: User, now: datetime
) -> None:
    meeting = ask(by=pat, place="Harbour clinic", link="https://example.org/room")
    answer = api(alice).get(url(together, f"meetings/{meeting.pk}/calendar/"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (event["summary"], event["uid"]) == ("Meeting", str(meeting.pk))
    assert event.decoded("dtstart") == now + 2 * DAY
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
    for word in ("Harbour", "example.org", "Pat", "Alice"):
        assert word not in answer.content.decode()


def test_the_place_is_in_it_for_those_who_are_not_discreet(
    api: ApiFor, ask: Ask, together: Assignment, alice: User, pat: User
) -> None:
    meeting = ask(by=pat, place="Library")
    User.objects.filter(pk=alice.pk).update(is_discreet=False)
    answer = api(alice).get(url(together, f"meetings/{meeting.pk}/calendar/"))
    assert "LOCATION:Library" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_statements_however_many(
    rows: int, api: ApiFor, ask: Ask, together: Assignment, pat: User, count_queries: CountQueries
) -> None:
    for _ in range(rows):
        ask(by=pat, place="Library")
    client = api(pat)
    client.get(url(together))
    with count_queries(4):
        assert len(client.get(url(together)).json()["results"]) == rows


def test_the_next_meeting_of_each_is_found_in_one_statement(
    api: ApiFor,
    ask: Ask,
    together: Assignment,
    alice: User,
    pat: User,
    now: datetime,
    count_queries: CountQueries,
) -> None:
    later, sooner, asked = (ask(by=pat, starts_at=now + n * DAY) for n in (5, 3, 1))
    for meeting in (later, sooner):
        meeting.accepted_at = now
        meeting.save()
    with count_queries(1):
        assert next_meetings_of([together.pk, new_id()], now=now) == {together.pk: now + 3 * DAY}
    assert asked.accepted_at is None


def test_an_id_that_somebody_elses_meeting_holds_is_not_found(
    api: ApiFor, ask: Ask, together: Assignment, pam: User, pat: User, now: datetime
) -> None:
    taken: UUID = ask(by=pat).pk
    stranger = Assignment.objects.exclude(pk=together.pk).get()
    stranger.ended_at = None
    stranger.save()
    answer = api(pam).put(url(stranger, f"meetings/{taken}/"), wanted(now), format="json")
    assert answer.status_code == 404
