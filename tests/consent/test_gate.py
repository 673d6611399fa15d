"""What a reading opens: by scope, by state of the grant, by time, by goal; and nothing else."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent import gate, shared_door
from recoveryapp.consent.errors import AuditUnavailable
from recoveryapp.consent.gate import Reading, open_reading, own_reading
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.owned import OwnedModel
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.consent.shared_door import SharedView
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Goal, GoalRating, GoalStatusChange, GoalStep
from recoveryapp.journal.models import Entry, SharedLine
from recoveryapp.outcomes.models import CheckIn, ItemChoice, Milestone
from recoveryapp.plans.models import WellbeingPlan
from recoveryapp.review.models import MeetingSheet
from recoveryapp.teams.models import Membership, Team
from tests.consent.conftest import Grant, member_of

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)

Read = Callable[..., Reading]


@pytest.fixture
def read(alice: User, cleo: User, now: datetime) -> Read:
    """Cleo opens what Alice shares."""

    def open_(**changes: Any) -> Reading:
        values = {"viewer": cleo, "purpose": Purpose.REVIEW, "now": now, **changes}
        return open_reading(alice.pk, **values)

    return open_


@pytest.fixture
def record(alice: User, now: datetime) -> dict[Scope, OwnedModel]:
    """One row of Alice's behind each scope."""
    goal = Goal.objects.create(owner=alice, recorded_at=now, words="Swim again")
    entry = Entry.objects.create(
        owner=alice, recorded_at=now, words="The sea was cold", marked_for_sharing_at=now
    )
    return {
        Scope.GOALS: goal,
        Scope.MILESTONES: Milestone.objects.create(
            owner=alice, recorded_at=now, happened_on=now.date(), text="Moved"
        ),
        Scope.JOURNAL: entry,
        Scope.CHECK_INS_FUNCTIONAL: _check_in(alice, now, functional="some"),
        Scope.CHECK_INS_EXISTENTIAL: _check_in(alice, now, existential="some"),
        Scope.CHECK_INS_SOCIAL: _check_in(alice, now, social="some"),
        Scope.WHAT_HELPED: _check_in(alice, now, helped="The dog"),
        Scope.BARRIERS: _check_in(alice, now, hindered="The bus"),
        Scope.WELLBEING_PLAN: WellbeingPlan.objects.create(id=alice.pk, owner=alice, recorded_at=now),
    }


def _check_in(owner: User, at: datetime, **values: Any) -> CheckIn:
    return CheckIn.objects.create(owner=owner, recorded_at=at, answers_digest="", words="Only mine", **values)


def opened(reading: Reading, record: dict[Scope, OwnedModel]) -> set[Scope]:
    rows = {scope: type(row).objects.shared_with(reading) for scope, row in record.items()}
    return {scope for scope, row in record.items() if rows[scope].filter(pk=row.pk).exists()}


@pytest.mark.parametrize("scope", Scope)
def test_a_scope_opens_its_rows_and_no_others(
    scope: Scope, grant: Grant, read: Read, record: dict[Scope, OwnedModel]
) -> None:
    grant(scope)
    assert opened(read(), record) == {scope}


def test_without_a_grant_there_is_no_reading(read: Read, record: dict[Scope, OwnedModel]) -> None:
    with pytest.raises(NotVisible):
        read()


def test_a_grant_opens_nothing_to_anybody_else(
    grant: Grant, read: Read, pat: User, pats_place: Membership, bob: User
) -> None:
    grant(Scope.GOALS)
    for other in (pat, bob):
        with pytest.raises(NotVisible):
            read(viewer=other)


def test_a_purpose_opens_nothing_for_another(grant: Grant, read: Read) -> None:
    grant(Scope.GOALS, purpose=Purpose.SUPPORT)
    with pytest.raises(NotVisible):
        read(purpose=Purpose.REVIEW)


@pytest.mark.parametrize(
    ("offset", "is_open"), [(-SECOND, False), (timedelta(), True), (DAY - SECOND, True), (DAY, False)]
)
def test_a_grant_holds_from_its_first_moment_up_to_its_last(
    offset: timedelta, is_open: bool, grant: Grant, read: Read, now: datetime
) -> None:
    grant(Scope.GOALS, starts_at=now, expires_at=now + DAY)
    assert _can_open(read, now=now + offset) == is_open


@pytest.mark.parametrize(
    ("offset", "is_open"), [(-SECOND, False), (timedelta(), True), (DAY - SECOND, True), (DAY, False)]
)
def test_rows_are_opened_from_the_first_moment_of_the_period_up_to_its_last(
    offset: timedelta, is_open: bool, grant: Grant, read: Read, alice: User, now: datetime
) -> None:
    grant(Scope.MILESTONES, data_from=now, data_to=now + DAY)
    Milestone.objects.create(owner=alice, recorded_at=now + offset, happened_on=now.date(), text="Moved")
    assert Milestone.objects.shared_with(read()).exists() == is_open


def test_it_is_closed_once_stopped(grant: Grant, read: Read, now: datetime) -> None:
    given = grant(Scope.GOALS)
    assert _can_open(read)
    given.revoked_at = now
    given.save()
    assert not _can_open(read)


def test_a_reading_that_was_opened_before_shows_nothing_after_it_was_stopped(
    grant: Grant, read: Read, record: dict[Scope, OwnedModel], now: datetime
) -> None:
    grant(Scope.GOALS)
    reading = read()
    assert opened(reading, record) == {Scope.GOALS}
    ConsentGrant.objects.update(revoked_at=now)
    assert opened(reading, record) == set()


def test_pausing_everything_closes_it_until_it_is_taken_back(
    grant: Grant, read: Read, alice: User, now: datetime
) -> None:
    grant(Scope.GOALS)
    alice.everything_paused_at = now
    alice.save()
    assert not _can_open(read)
    alice.everything_paused_at = None
    alice.save()
    assert _can_open(read)


@pytest.mark.parametrize("gone", ["ended", "not verified", "a manager"])
def test_only_a_verified_practitioner_who_still_works_there_sees_it(
    gone: str, grant: Grant, read: Read, cleos_place: Membership, now: datetime
) -> None:
    grant(Scope.GOALS)
    changes: dict[str, dict[str, Any]] = {
        "ended": {"ended_at": now},
        "not verified": {"verified_at": None},
        "a manager": {"role": Role.SERVICE_MANAGER},
    }
    Membership.objects.filter(pk=cleos_place.pk).update(**changes[gone])
    assert not _can_open(read)


def test_a_closed_account_of_either_side_closes_it(grant: Grant, read: Read, alice: User, cleo: User) -> None:
    grant(Scope.GOALS)
    for user in (alice, cleo):
        User.objects.filter(pk=user.pk).update(is_active=False)
        assert not _can_open(read)
        User.objects.filter(pk=user.pk).update(is_active=True)
    assert _can_open(read)


def test_a_team_is_whoever_is_in_it_now(
    grant: Grant, read: Read, team: Team, pat: User, cleo: User, now: datetime
) -> None:
    grant(Scope.GOALS, team=team)
    assert _can_open(read, viewer=cleo)
    assert not _can_open(read, viewer=pat)
    place = member_of(team, pat, now=now)
    assert _can_open(read, viewer=pat)
    place.ended_at = now
    place.save()
    assert not _can_open(read, viewer=pat)


def test_two_grants_open_what_either_opens_and_never_a_mixture(
    grant: Grant, read: Read, alice: User, now: datetime
) -> None:
    """Goals of this week and milestones of last week are not milestones of this week."""
    grant(Scope.GOALS, data_from=now)
    grant(Scope.MILESTONES, data_to=now)
    for at in (now - DAY, now + DAY):
        Goal.objects.create(owner=alice, recorded_at=at, status=GoalStatus.COMPLETED, status_changed_at=at)
        Milestone.objects.create(owner=alice, recorded_at=at, happened_on=now.date(), text="Moved")
    reading = read()
    assert [goal.recorded_at for goal in Goal.objects.shared_with(reading)] == [now + DAY]
    assert [m.recorded_at for m in Milestone.objects.shared_with(reading)] == [now - DAY]


def test_single_goals_bring_what_hangs_on_them_and_no_other_goal(
    grant: Grant, read: Read, alice: User, now: datetime
) -> None:
    swim, paint = (Goal.objects.create(owner=alice, recorded_at=now) for _ in range(2))
    for goal in (swim, paint):
        GoalStep.objects.create(goal=goal, owner=alice, recorded_at=now, position=1)
        GoalRating.objects.create(goal=goal, owner=alice, recorded_at=now, value=3)
        GoalStatusChange.objects.create(goal=goal, owner=alice, recorded_at=now, status="on_hold")
    grant(Scope.GOALS, goal_ids=[swim.pk])
    reading = read()
    assert list(Goal.objects.shared_with(reading)) == [swim]
    for part in (GoalStep, GoalRating, GoalStatusChange):
        assert [row.goal_id for row in part.objects.shared_with(reading)] == [swim.pk]


def test_a_goal_is_in_the_period_when_it_lived_in_it(
    grant: Grant, read: Read, alice: User, now: datetime
) -> None:
    grant(Scope.GOALS, data_from=now)
    long_ago = now - 300 * DAY
    open_ = Goal.objects.create(owner=alice, recorded_at=long_ago)
    Goal.objects.create(
        owner=alice, recorded_at=long_ago, status=GoalStatus.CANCELLED, status_changed_at=now - DAY
    )
    GoalRating.objects.create(goal=open_, owner=alice, recorded_at=long_ago, value=1)
    assert list(Goal.objects.shared_with(read())) == [open_]
    assert not GoalRating.objects.shared_with(read()).exists()


def test_what_stands_in_the_way_of_a_goal_is_a_part_of_its_own(
    grant: Grant, read: Read, alice: User, now: datetime
) -> None:
    Goal.objects.create(owner=alice, recorded_at=now, barriers=["money"], own_barrier="My leg")
    goals = grant(Scope.GOALS)
    [goal] = Goal.objects.shared_with(read())
    assert (goal.shown_barriers, goal.shown_own_barrier) == ([], "")
    goals.scopes = [Scope.GOALS, Scope.BARRIERS]
    goals.save()
    [goal] = Goal.objects.shared_with(read())
    assert (goal.shown_barriers, goal.shown_own_barrier) == (["money"], "My leg")


def test_a_check_in_shows_the_shared_parts_and_hides_the_others(
    grant: Grant, read: Read, alice: User, now: datetime
) -> None:
    _check_in(alice, now, functional="some", social="a_lot", helped="The dog", hindered="The bus")
    grant(Scope.CHECK_INS_SOCIAL, Scope.WHAT_HELPED)
    [shown] = CheckIn.objects.shared_with(read())
    assert (shown.shown_functional, shown.shown_social) == (None, "a_lot")
    assert (shown.shown_helped, shown.shown_hindered, shown.shown_hindered_by) == ("The dog", "", [])
    assert {"words", "functional", "helped"} <= shown.get_deferred_fields()


def test_never_share_beats_any_grant(grant: Grant, read: Read, alice: User, now: datetime) -> None:
    grant(Scope.JOURNAL)
    plain = Entry.objects.create(owner=alice, recorded_at=now)
    marked = Entry.objects.create(owner=alice, recorded_at=now, marked_for_sharing_at=now)
    never = Entry.objects.create(owner=alice, recorded_at=now, is_never_shared=True)
    lines = [
        SharedLine.objects.create(owner=alice, recorded_at=now, entry=entry, words="One line")
        for entry in (plain, marked, never)
    ]
    assert list(Entry.objects.shared_with(read())) == [marked]
    assert set(SharedLine.objects.shared_with(read())) == set(lines[:2])


def test_rows_are_looked_for_in_the_database_that_was_named(alice: User) -> None:
    """A copy that was put beside it to look something up, for one."""
    assert Milestone.objects.db_manager("copy").owned_by(alice).db == "copy"


def test_what_names_no_scope_is_never_shared(grant: Grant, read: Read, alice: User, now: datetime) -> None:
    ItemChoice.objects.create(owner=alice, recorded_at=now)
    grant(*Scope)
    for reading in (read(), own_reading(alice, now=now)):
        assert not ItemChoice.objects.shared_with(reading).exists()


def _can_open(read: Read, **changes: Any) -> bool:
    try:
        read(**changes)
    except NotVisible:
        return False
    return True


def test_a_person_is_open_while_any_of_the_grants_is_in_force_and_nobody_else_is(
    grant: Grant, read: Read, alice: User, bob: User, now: datetime
) -> None:
    for scope in (Scope.GOALS, Scope.JOURNAL):
        grant(scope)
    for owner in (alice, bob):
        Milestone.objects.create(owner=owner, recorded_at=now, happened_on=now.date(), text="Moved")
    reading = read()
    seen = Milestone.objects.filter(reading.is_open()).values_list("owner", flat=True)
    assert list(seen.all()) == [alice.pk]
    for stopped, expected in zip(reading.grants, ([alice.pk], []), strict=True):
        ConsentGrant.objects.filter(pk=stopped.pk).update(revoked_at=now)
        assert list(seen.all()) == expected


@pytest.mark.parametrize("take_in_hand", [Reading.demand_in_force, Reading.hold])
def test_what_took_time_is_not_handed_over_once_one_of_its_grants_was_stopped(
    grant: Grant, read: Read, now: datetime, take_in_hand: Callable[[Reading], None]
) -> None:
    grant(Scope.GOALS)
    stopped = grant(Scope.JOURNAL)
    reading = read()
    take_in_hand(reading)
    ConsentGrant.objects.filter(pk=stopped.pk).update(revoked_at=now)
    with pytest.raises(NotVisible):
        take_in_hand(reading)


def test_whoever_holds_a_grant_lets_nobody_stop_it_meanwhile(grant: Grant, read: Read) -> None:
    grant(Scope.GOALS)
    with CaptureQueriesContext(connection) as asked:
        read().hold()
    assert "FOR NO KEY UPDATE OF" in asked[-1]["sql"]


def test_ones_own_reading_opens_everything_of_ones_own_and_nothing_else(
    record: dict[Scope, OwnedModel], alice: User, bob: User, now: datetime
) -> None:
    Goal.objects.create(owner=bob, recorded_at=now, words="Bob's own")
    reading = own_reading(alice, now=now)
    assert reading.scopes == list(Scope)
    assert list(Goal.objects.shared_with(reading)) == [record[Scope.GOALS]]
    assert list(MeetingSheet.objects.filter(reading.opens_given("grant"))) == []


def test_a_reading_ends_with_the_last_of_its_grants(grant: Grant, read: Read, now: datetime) -> None:
    grant(Scope.GOALS, expires_at=now + DAY)
    last = grant(Scope.JOURNAL, expires_at=now + 2 * DAY)
    assert read().until == last.expires_at
    assert read().scopes == [scope for scope in Scope if scope in {Scope.GOALS, Scope.JOURNAL}]


def test_what_cannot_be_written_down_is_not_shown(
    grant: Grant, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over the API, with the store away: tests/review/test_failing_closed.py."""

    def record_reading(**told: object) -> None:
        raise OperationalError

    class Door(SharedView):
        noun = "review.page"

    grant(Scope.GOALS)
    monkeypatch.setattr(shared_door, "record_reading", record_reading)
    with pytest.raises(AuditUnavailable):
        Door()._write_down(read(), [Scope.GOALS])


@pytest.mark.parametrize("limit", ["data_from", "data_to", "goal_ids"])
def test_a_part_that_was_opened_before_is_closed_once_it_was_stopped_too(
    limit: str, grant: Grant, read: Read, record: dict[Scope, OwnedModel], now: datetime
) -> None:
    """However small the part, each statement asks whether the grant is still in force."""
    goal = record[Scope.GOALS]
    limits = {"data_from": now - DAY, "data_to": now + DAY, "goal_ids": [goal.pk]}
    given = grant(Scope.GOALS, **{limit: limits[limit]})
    opened = Goal.objects.filter(read().opens(Scope.GOALS, goal="pk"))
    assert list(opened.all()) == [goal]
    ConsentGrant.objects.filter(pk=given.pk).update(revoked_at=now)
    assert list(opened.all()) == []


def test_a_field_is_hidden_where_its_scope_is_closed_for_the_time(
    grant: Grant, read: Read, alice: User, now: datetime
) -> None:
    """The row began before the period that is shared and was written down in it."""
    grant(Scope.GOALS, data_to=now)
    Goal.objects.create(owner=alice, recorded_at=now - DAY, words="Swim")
    reading = read()
    begun, written = (
        Goal.objects.annotate(seen=reading.shown(Goal, "status", Scope.GOALS, "hidden", begins=begins)).get()
        for begins in ("created_at", "recorded_at")
    )
    assert (begun.seen, written.seen) == ("hidden", GoalStatus.ACTIVE)


def test_ones_own_reading_says_whose_it_is_and_when(alice: User, now: datetime) -> None:
    reading = own_reading(alice, now=now)
    assert (reading.viewer, reading.owner, reading.at, reading.grants) == (alice, alice, now, ())
    assert reading.purpose == Purpose.REVIEW


def test_what_somebody_else_shares_opens_nothing_of_anybody(
    grant: Grant, read: Read, alice: User, bob: User, cleo: User, now: datetime
) -> None:
    """Each reading is of whom it was asked for, however many share with Cleo."""
    grant(Scope.GOALS, owner=bob)
    with pytest.raises(NotVisible):
        read()
    grant(Scope.JOURNAL)
    reading = read()
    assert (reading.owner, reading.scopes, reading.purpose) == (alice, [Scope.JOURNAL], Purpose.REVIEW)
    of_bob = open_reading(bob.pk, viewer=cleo, purpose=Purpose.REVIEW, now=now)
    assert (of_bob.owner, of_bob.scopes, of_bob.viewer, of_bob.at) == (bob, [Scope.GOALS], cleo, now)


def test_a_grant_for_one_goal_opens_whole_what_belongs_to_no_goal(
    grant: Grant, read: Read, record: dict[Scope, OwnedModel]
) -> None:
    goal = record[Scope.GOALS]
    grant(Scope.MILESTONES, goal_ids=[goal.pk])
    assert list(Milestone.objects.shared_with(read())) == [record[Scope.MILESTONES]]


def test_of_more_grants_than_are_looked_at_the_last_to_end_count(
    grant: Grant, read: Read, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "MOST_GRANTS", 2)
    for days in (3, 1, 4, 2):
        grant(Scope.GOALS, expires_at=now + days * DAY)
    assert [given.expires_at for given in read().grants] == [now + 4 * DAY, now + 3 * DAY]


def test_of_grants_that_end_together_it_is_always_the_same_ones(
    grant: Grant, read: Read, now: datetime
) -> None:
    ids = [UUID(int=number) for number in (3, 1, 2)]
    for pk in ids:
        grant(Scope.GOALS, id=pk, expires_at=now + DAY)
    assert [given.pk for given in read().grants] == sorted(ids)


def test_a_reading_is_opened_by_one_statement(grant: Grant, read: Read, alice: User) -> None:
    grant(Scope.GOALS)
    with CaptureQueriesContext(connection) as asked:
        assert read().owner.called == alice.called
    assert len(asked) == 1


def test_a_sheet_given_with_a_grant_is_there_for_whoever_got_it_of_that_person(
    grant: Grant, read: Read, alice: User, bob: User, now: datetime
) -> None:
    sheets = {
        name: MeetingSheet.objects.create(owner=owner, recorded_at=now, grant=grant(Scope.GOALS, **changes))
        for name, owner, changes in (("hers", alice, {}), ("his", bob, {"owner": bob}))
    }
    MeetingSheet.objects.create(owner=bob, recorded_at=now, grant=sheets["hers"].grant)
    assert list(MeetingSheet.objects.filter(read().opens_given("grant"))) == [sheets["hers"]]
    of_bob = MeetingSheet.objects.filter(own_reading(bob, now=now).opens_given("grant"))
    assert sheets["his"] in of_bob
    assert sheets["hers"] not in of_bob
