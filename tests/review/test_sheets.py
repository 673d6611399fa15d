"""One page for a meeting: what the person ticked, and of that only what they share."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from recoveryapp.accounts import keys
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.goals.models import Goal, GoalRating
from recoveryapp.journal.models import Entry
from recoveryapp.outcomes.models import CheckIn, Milestone
from recoveryapp.review.content import SHEET_SCOPES
from recoveryapp.review.models import MeetingSheet
from tests.conftest import ApiFor, CountQueries
from tests.consent.conftest import Grant
from tests.review.canaries import NEVER, Canaries
from tests.review.conftest import CLOSED, SIGNED_OUT, Standing
from tests.review.sheets import OWN_WORDS, everything_ticked, handed, keep_sheet

DAY = timedelta(days=1)
NOT_ON_A_SHEET = {"canary-why-alice", "canary-step-alice", "canary-own-barrier-alice", "canary-scale-alice"}
"""Of a goal the sheet tells the words and how close it feels."""


def test_what_is_ticked_is_kept(api: ApiFor, alice: User, record: Canaries, now: datetime) -> None:
    body = everything_ticked(alice, record)
    sheet_id = keep_sheet(api(alice), grant=None, at=now, **body)
    stored = api(alice).get(f"/api/v1/sheets/{sheet_id}/").json()
    assert {name: stored[name] for name in body} == body
    assert [row["id"] for row in api(alice).get("/api/v1/sheets/").json()["results"]] == [sheet_id]


def test_own_words_are_not_readable_in_the_database(api: ApiFor, alice: User, now: datetime) -> None:
    keep_sheet(api(alice), grant=None, at=now, words=OWN_WORDS)
    [stored] = MeetingSheet.objects.extra(select={"raw": "words"}).values_list("raw", flat=True)
    assert OWN_WORDS.encode() not in bytes(stored)


def test_the_person_has_all_they_ticked_and_nothing_else(
    api: ApiFor, alice: User, record: Canaries, now: datetime
) -> None:
    sheet_id = keep_sheet(api(alice), grant=None, at=now, **everything_ticked(alice, record))
    text = api(alice).get(f"/api/v1/sheets/{sheet_id}/page/").content.decode()
    shown = {word for word in record.all if word in text}
    assert shown == record.behind(*SHEET_SCOPES) - NOT_ON_A_SHEET
    assert OWN_WORDS in text


def test_what_is_shared_and_not_ticked_is_not_on_it(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> None:
    given = grant(*Scope)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, goals=[str(record.goal.pk)])
    shown = api(cleo).get(handed(alice, sheet_id))
    assert {word for word in record.all if word in shown.content.decode()} == {"canary-goal-alice"}
    empty = ("milestones", "helped", "in_the_way", "pages")
    assert (shown.json()["domains"], *(shown.json()[name] for name in empty)) == (None, [], [], [], [])


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope != Scope.WELLBEING_PLAN])
def test_what_is_ticked_and_not_shared_is_not_on_it_for_the_other(
    scope: Scope, api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> None:
    given = grant(scope)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, **everything_ticked(alice, record))
    text = api(cleo).get(handed(alice, sheet_id)).content.decode()
    assert {word for word in record.all if word in text} == record.behind(scope) - NOT_ON_A_SHEET
    assert OWN_WORDS in text


def test_not_shared_and_not_ticked_look_the_same(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> None:
    given = grant(Scope.GOALS)
    ticked = everything_ticked(alice, record)
    both = keep_sheet(api(alice), grant=given, at=now, **{**ticked, "words": "Hello"})
    only_goals = keep_sheet(api(alice), grant=given, at=now, words="Hello", goals=ticked["goals"])
    shown = [api(cleo).get(handed(alice, sheet)).json() | {"id": ""} for sheet in (both, only_goals)]
    assert shown[0] == shown[1]


def test_anothers_rows_are_not_on_it(api: ApiFor, alice: User, bob: User, now: datetime) -> None:
    goal = Goal.objects.create(owner=bob, recorded_at=now, words="Bob's own")
    sheet_id = keep_sheet(api(alice), grant=None, at=now, goals=[str(goal.pk)])
    assert api(alice).get(f"/api/v1/sheets/{sheet_id}/page/").json()["goals"] == []


def test_a_page_that_is_not_marked_for_sharing_is_not_on_it(
    api: ApiFor, alice: User, record: Canaries, now: datetime
) -> None:
    sheet_id = keep_sheet(api(alice), grant=None, at=now, **everything_ticked(alice, record))
    text = api(alice).get(f"/api/v1/sheets/{sheet_id}/page/").content.decode()
    assert not [word for word in record.words[NEVER] if word in text]


@pytest.mark.parametrize("name", [name for name in CLOSED if name not in {"owner", "another scope"}])
def test_to_everybody_else_there_is_no_sheet(
    name: str,
    standing: Standing,
    api: ApiFor,
    alice: User,
    record: Canaries,
    now: datetime,
    fresh_id: Callable[[], UUID],
) -> None:
    client = standing(name, Scope.GOALS)
    sheet = MeetingSheet.objects.create(
        owner=alice, recorded_at=now, words=OWN_WORDS, grant=ConsentGrant.objects.first()
    )
    for tail in ("", "file/"):
        answer = client.get(handed(alice, str(sheet.pk), tail))
        assert answer.status_code == 404
        assert answer.content == client.get(handed(alice, str(fresh_id()), tail)).content
    listed = client.get(handed(alice))
    assert listed.status_code == 404
    assert not AuditEvent.objects.filter(verb__in=["read", "print"]).exists()


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_nobody_sees_a_sheet_who_is_not_signed_in(
    name: str, standing: Standing, alice: User, now: datetime
) -> None:
    client = standing(name, Scope.GOALS)
    assert client.get(handed(alice)).status_code == 401


def test_a_sheet_that_was_not_handed_over_is_nobodys(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    grant(*Scope)
    sheet_id = keep_sheet(api(alice), grant=None, at=now, words=OWN_WORDS)
    assert api(cleo).get(handed(alice, sheet_id)).status_code == 404
    assert api(cleo).get(handed(alice)).json()["results"] == []


def test_a_sheet_handed_to_one_is_not_seen_by_another_with_a_grant(
    api: ApiFor, grant: Grant, alice: User, pat: User, pats_place: object, now: datetime
) -> None:
    given = grant(*Scope)
    grant(*Scope, membership=pats_place)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, words=OWN_WORDS)
    assert api(pat).get(handed(alice, sheet_id)).status_code == 404


def test_a_sheet_ends_with_the_grant_it_was_handed_over_with(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    """Another grant does not bring its words back."""
    given = grant(*Scope)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, words=OWN_WORDS)
    assert OWN_WORDS in api(cleo).get(handed(alice, sheet_id)).content.decode()
    given.revoked_at = now
    given.save()
    grant(*Scope)
    assert api(cleo).get(handed(alice, sheet_id)).status_code == 404


def test_a_sheet_for_support_is_not_seen_in_a_review(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    grant(*Scope)
    given = grant(*Scope, purpose=Purpose.SUPPORT)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, words=OWN_WORDS)
    assert api(cleo).get(handed(alice, sheet_id, purpose="review")).status_code == 404
    assert api(cleo).get(handed(alice, sheet_id, purpose="support")).status_code == 200


def test_each_read_leaves_one_line_that_names_what_was_on_it(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> None:
    given = grant(*Scope)
    ticked = everything_ticked(alice, record)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, goals=ticked["goals"], domains=["social"])
    for tail in ("", "file/"):
        assert api(cleo).get(handed(alice, sheet_id, tail)).status_code == 200
    lines = AuditEvent.objects.filter(owner_id=alice.pk, actor_id=cleo.pk).order_by("number")
    assert list(lines.values_list("verb", "noun", "scopes")) == [
        (verb, "review.meetingsheet", ["goals", "check_ins_social"]) for verb in ("read", "print")
    ]


def test_look_as_is_what_they_see(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, now: datetime
) -> None:
    given = grant(Scope.GOALS, Scope.MILESTONES)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, **everything_ticked(alice, record))
    look = api(alice).get(f"/api/v1/sheets/{sheet_id}/look/")
    assert not AuditEvent.objects.filter(verb="read").exists()
    assert look.content == api(cleo).get(handed(alice, sheet_id)).content


def test_there_is_nothing_to_look_at_where_nobody_has_it(api: ApiFor, alice: User, now: datetime) -> None:
    sheet_id = keep_sheet(api(alice), grant=None, at=now, words="Mine")
    assert api(alice).get(f"/api/v1/sheets/{sheet_id}/look/").status_code == 404


@pytest.mark.parametrize("how", ["revoked", "anothers", "unknown"])
def test_it_cannot_be_handed_over_with_a_grant_that_is_over_or_not_ones_own(
    how: str, api: ApiFor, grant: Grant, alice: User, bob: User, now: datetime
) -> None:
    changes: dict[str, dict[str, Any]] = {"revoked": {"revoked_at": now}, "anothers": {"owner": bob}}
    given = grant(Scope.GOALS, **changes.get(how, {}))
    grant_id = str(new_id()) if how == "unknown" else str(given.pk)
    body = {"version": 0, "recorded_at": now.isoformat(), "words": "Money", "grant": grant_id}
    answer = api(alice).put(f"/api/v1/sheets/{new_id()}/", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "grant_over")
    assert not MeetingSheet.objects.exists()


def test_it_can_be_written_on_after_the_grant_has_ended(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    given = grant(Scope.GOALS)
    sheet_id = keep_sheet(api(alice), grant=given, at=now, words="Money")
    ConsentGrant.objects.filter(pk=given.pk).update(revoked_at=now)
    body = {"version": 1, "recorded_at": now.isoformat(), "words": "Rent", "grant": str(given.pk)}
    assert api(alice).put(f"/api/v1/sheets/{sheet_id}/", body, format="json").status_code == 200
    assert api(cleo).get(handed(alice, sheet_id)).status_code == 404


def test_then_and_now_are_on_it_where_two_days_are_ticked(api: ApiFor, alice: User, now: datetime) -> None:
    goal = Goal.objects.create(owner=alice, recorded_at=now - 90 * DAY, words="Swim")
    for days, value in ((60, 2), (1, 6)):
        GoalRating.objects.create(goal=goal, owner=alice, recorded_at=now - days * DAY, value=value)
        CheckIn.objects.create(owner=alice, recorded_at=now - days * DAY, social="a_lot")
    two_days = {"then_on": (now - 59 * DAY).date().isoformat(), "now_on": now.date().isoformat()}
    values: dict[str, Any] = {"goals": [str(goal.pk)], "domains": ["social"]}

    def shown(**days: str) -> dict[str, Any]:
        sheet_id = keep_sheet(api(alice), grant=None, at=now, **values, **days)
        return dict(api(alice).get(f"/api/v1/sheets/{sheet_id}/page/").json())

    compared, plain = shown(**two_days), shown()
    assert [(row["then"], row["now"]) for row in compared["goals"]] == [(2, 6)]
    assert [(row["then"], row["now"]) for row in compared["domains"]["domains"]] == [(4, 4)]
    assert [(row["then"], row["now"]) for row in plain["goals"]] == [(None, 6)]
    assert [row["then"] for row in plain["domains"]["domains"]] == [None]


@pytest.mark.parametrize(
    "wrong",
    [
        {"then_on": "2026-01-01"},
        {"then_on": "2026-02-01", "now_on": "2026-01-01"},
        {"goals": ["x"]},
        {"goals": [str(new_id()) for _ in range(6)]},
        {"domains": ["money"]},
        {"words": "a" * 1001},
        {"share_with": "everybody"},
    ],
    ids=",".join,
)
def test_what_cannot_be_on_one_page_is_refused(
    wrong: dict[str, object], api: ApiFor, alice: User, now: datetime
) -> None:
    body = {"version": 0, "recorded_at": now.isoformat(), "words": "Money", **wrong}
    assert api(alice).put(f"/api/v1/sheets/{new_id()}/", body, format="json").status_code == 400
    assert not MeetingSheet.objects.exists()


def test_an_older_version_is_refused_and_the_same_twice_is_as_good(
    api: ApiFor, alice: User, now: datetime
) -> None:
    sheet_id = keep_sheet(api(alice), grant=None, at=now, words="Money")
    url, same = (
        f"/api/v1/sheets/{sheet_id}/",
        {"version": 0, "recorded_at": now.isoformat(), "words": "Money"},
    )
    assert api(alice).put(url, same, format="json").status_code == 200
    stale = api(alice).put(url, {**same, "words": "Rent"}, format="json")
    assert (stale.status_code, stale.json()["current"]["words"]) == (409, "Money")


def test_long_texts_are_begun_on_it(api: ApiFor, alice: User, now: datetime) -> None:
    page = Entry.objects.create(owner=alice, recorded_at=now, words="sea " * 200, marked_for_sharing_at=now)
    sheet_id = keep_sheet(api(alice), grant=None, at=now, pages=[str(page.pk)])
    [shown] = api(alice).get(f"/api/v1/sheets/{sheet_id}/page/").json()["pages"]
    assert (len(shown["words"]), shown["words"][-1], shown["is_whole"]) == (180, "…", False)


def test_everything_that_can_be_ticked_is_told_with_its_id(
    api: ApiFor, alice: User, record: Canaries
) -> None:
    found = api(alice).get("/api/v1/sheets/tickable/").json()
    ticked = everything_ticked(alice, record)
    assert [row["id"] for row in found["goals"]] == ticked["goals"]
    assert {row["id"] for row in found["helped"]} <= set(ticked["helped"])
    assert len(found["pages"]) == 2
    assert "shared" not in found


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_rows_makes_no_difference(
    number: int,
    api: ApiFor,
    grant: Grant,
    alice: User,
    cleo: User,
    now: datetime,
    count_queries: CountQueries,
) -> None:
    own = {"owner": alice, "recorded_at": now}
    days = [CheckIn.objects.create(**own, social="some", helped="Tea") for _ in range(number)]
    pages = [Entry.objects.create(**own, words="Sea", marked_for_sharing_at=now) for _ in range(number)]
    moved = {"happened_on": now.date(), "text": "Moved"}
    ticked = {
        "goal_ids": [Goal.objects.create(**own, words="Swim").pk for _ in range(number)],
        "milestone_ids": [Milestone.objects.create(**own, **moved).pk for _ in range(number)],
        "helped_ids": [day.pk for day in days],
        "page_ids": [page.pk for page in pages],
    }
    given = grant(*Scope)
    for _ in range(number):
        sheet = MeetingSheet.objects.create(**own, grant=given, domains=["social"], **ticked)
    keys.cache.clear()
    client = api(cleo)
    with count_queries(11):
        assert client.get(handed(alice, str(sheet.pk))).status_code == 200
    with count_queries(4):
        client.get(handed(alice))
