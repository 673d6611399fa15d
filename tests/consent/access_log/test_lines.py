"""Who looked at my record: told to me, whole, and to nobody else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.ids import new_id
from recoveryapp.consent.scopes import Scope
from recoveryapp.teams.models import Membership, Team
from tests.conftest import ApiFor, CountQueries
from tests.consent.access_log.reading import EXPORT, LOG, Look, exported, ids, lines
from tests.consent.conftest import member_of


def test_a_line_says_who_what_why_and_when(
    alice: User, cleo: User, cleos_place: Membership, look: Look, api: ApiFor
) -> None:
    Membership.objects.update(job_title="Nurse")
    event = look(cleo, Scope.GOALS, Scope.BARRIERS, verb=Verb.PRINT, count=3)
    assert lines(api(alice)) == [
        {
            "id": str(event.pk),
            "at": event.at.isoformat().replace("+00:00", "Z"),
            "who": {
                "id": str(cleo.pk),
                "called": "Cleo",
                "role": "clinician",
                "job_title": "Nurse",
                "organisation": "Harbour",
            },
            "verb": "print",
            "noun": "review",
            "scopes": ["goals", "barriers"],
            "purpose": "review",
            "count": 3,
        }
    ]


def test_the_newest_line_comes_first(alice: User, cleo: User, pat: User, look: Look, api: ApiFor) -> None:
    older, newer = look(cleo, Scope.GOALS), look(pat, Scope.JOURNAL)
    assert ids(api(alice)) == [str(newer.pk), str(older.pk)]


def test_reads_exports_and_prints_by_others_are_told_and_nothing_else(
    alice: User, bob: User, cleo: User, look: Look, api: ApiFor
) -> None:
    told = [look(cleo, Scope.GOALS, verb=verb) for verb in (Verb.READ, Verb.EXPORT, Verb.PRINT)]
    for verb in (Verb.CREATE, Verb.CHANGE, Verb.DELETE, Verb.SIGN_IN):
        record(verb, "goals.goal", object_id=new_id(), owner_id=alice.pk, by=cleo)
    record(Verb.READ, "goals.goal", object_id=None, owner_id=alice.pk, by=alice)
    look(cleo, Scope.GOALS, of=bob)
    assert ids(api(alice)) == [str(event.pk) for event in reversed(told)]


@pytest.mark.parametrize("reader", ["bob", "pat", "cleo", "max_"])
def test_nobody_sees_another_persons_log(
    reader: str, request: pytest.FixtureRequest, cleo: User, look: Look, api: ApiFor
) -> None:
    look(cleo, Scope.GOALS)
    client = api(request.getfixturevalue(reader))
    assert lines(client) == []
    assert len(exported(client)) == 1, "the header"


def test_a_reader_whose_account_is_gone_is_still_told_of(
    alice: User, cleo: User, look: Look, api: ApiFor
) -> None:
    look(cleo, Scope.GOALS)
    cleo_id = cleo.pk
    cleo.delete()
    who = {"id": str(cleo_id), "called": "", "role": "clinician", "job_title": "", "organisation": ""}
    assert lines(api(alice))[0]["who"] == who


def test_what_the_system_itself_read_for_nobody_in_particular_is_told_too(alice: User, api: ApiFor) -> None:
    record(Verb.READ, "review", object_id=None, owner_id=alice.pk, by=None)
    assert lines(api(alice))[0]["who"] == {
        "id": None,
        "called": "",
        "role": "",
        "job_title": "",
        "organisation": "",
    }


def test_a_reader_is_named_by_where_they_practise_now_or_else_did_last(
    alice: User, cleo: User, team: Team, look: Look, api: ApiFor, now: datetime
) -> None:
    def title() -> object:
        return lines(api(alice))[0]["who"]["job_title"]

    look(cleo, Scope.GOALS)
    member_of(team, cleo, now=now, role=Role.SERVICE_MANAGER, job_title="Manager")
    member_of(team, cleo, now=now, role=Role.PEER_WORKER, verified_at=None, job_title="Not yet")
    assert title() == ""
    years_ago = now - timedelta(days=900)
    member_of(team, cleo, now=now, ended_at=years_ago, job_title="Trainee")
    member_of(team, cleo, now=now, ended_at=now, job_title="Nurse")
    assert title() == "Nurse"
    member_of(team, cleo, now=now, verified_at=years_ago, job_title="Head nurse")
    assert title() == "Head nurse"


def test_lines_can_be_asked_for_by_person_and_by_kind(
    alice: User, cleo: User, pat: User, look: Look, api: ApiFor
) -> None:
    goals, both, pats = look(cleo, "goals"), look(cleo, "goals", "journal"), look(pat, "journal")
    client = api(alice)
    assert ids(client, person=cleo.pk) == [str(both.pk), str(goals.pk)]
    assert ids(client, kind="journal") == [str(pats.pk), str(both.pk)]
    assert ids(client, person=cleo.pk, kind="journal") == [str(both.pk)]
    assert ids(client, person=alice.pk) == []


def test_days_are_the_persons_own_and_both_belong(alice: User, cleo: User, look: Look, api: ApiFor) -> None:
    User.objects.filter(pk=alice.pk).update(time_zone="Pacific/Auckland")
    midnight = datetime(2026, 3, 11, tzinfo=ZoneInfo("Pacific/Auckland"))
    moments = [
        midnight + timedelta(days=day) - timedelta(microseconds=edge) for day in (0, 1) for edge in (1, 0)
    ]
    before, first, last, after = (str(look(cleo, "goals", at=at).pk) for at in moments)
    client = api(alice)
    assert ids(client, since="2026-03-11") == [after, last, first]
    assert ids(client, until="2026-03-11") == [last, first, before]
    assert ids(client, since="2026-03-11", until="2026-03-11") == [last, first]


@pytest.mark.parametrize("url", [LOG, EXPORT])
@pytest.mark.parametrize(
    "asked",
    [
        {"person": "cleo"},
        {"person": "\x00"},
        {"kind": "everything"},
        {"since": "yesterday"},
        {"since": "1999-01-01"},
        {"until": "2026-02-30"},
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_refused(alice: User, api: ApiFor, url: str, asked: dict[str, str]) -> None:
    answer = api(alice).get(url, asked)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(asked)


def test_a_made_up_cursor_leads_nowhere(alice: User, api: ApiFor) -> None:
    assert api(alice).get(LOG, {"cursor": "cD0lMDA="}).status_code == 404


@pytest.mark.parametrize("url", [LOG, EXPORT])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_no_line_can_be_written_or_taken_away(alice: User, api: ApiFor, url: str, method: str) -> None:
    assert getattr(api(alice), method)(url).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_costs_four_statements(
    alice: User, look: Look, api: ApiFor, count_queries: CountQueries, count: int
) -> None:
    for number in range(count):
        look(User.objects.create(email=f"{number}@example.org", called="C", role=Role.CLINICIAN), "goals")
    client = api(alice)
    with count_queries(3):  # session with person, lines, who they were
        assert len(lines(client)) == count
