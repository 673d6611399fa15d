"""What a reminder asks for, by its own words and by what the person wrote."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.reminders.asking import asked_after, due_in_present_zone, rule_of
from recoveryapp.reminders.models import Occurrence
from recoveryapp.reminders.planning import WIDEST_MOVE, columns_of, had_by, next_planned
from recoveryapp.reminders.schedule import Rule
from tests.reminders.conftest import DAY, HOUR, MINUTE, MONDAY, NINE, TOMORROW_AT_NINE, Remind, change
from tests.reminders.test_verdict import LONDON, TOKYO, claim, reminder, wrote


def test_its_rule_is_all_that_it_says() -> None:
    asked = reminder(weekdays=[1, 3], times=[time(9), time(18)], every_weeks=2, lead_minutes=30)
    assert rule_of(asked) == Rule(
        weekdays=frozenset({1, 3}),
        times=(time(9), time(18)),
        starts_on=date(2026, 1, 1),
        every_weeks=2,
        lead_minutes=30,
    )


@pytest.mark.parametrize(("person", "seconds"), [(1, 58), (2, 265), (3, 2)])
def test_around_is_the_same_time_for_a_person_after_an_update_too(person: int, seconds: int) -> None:
    around = reminder(is_around=True)
    around.owner = User(pk=UUID(int=person), time_zone=LONDON)
    later = timedelta(seconds=seconds)
    rule = rule_of(around)
    assert rule
    assert rule.spread == later
    assert due_in_present_zone(claim(), around) == NINE + later
    assert due_in_present_zone(claim(), reminder()) == NINE


def test_a_time_by_the_clock_is_that_of_where_the_person_is_and_a_moment_is_the_same_anywhere() -> None:
    at_home = reminder(TOKYO, lead_minutes=30)
    assert due_in_present_zone(claim(), at_home) == NINE - 9 * HOUR - 30 * MINUTE
    assert due_in_present_zone(claim(is_by_clock=False), at_home) == NINE


def test_after_a_check_in_it_asks_for_the_first_moment_that_is_still_to_come(alice: User) -> None:
    after = reminder(kind="after_check_in", weekdays=[], times=[], after_hours=3)
    after.owner = alice
    assert asked_after(after, NINE) is None
    for hours in (2, 0, 1):
        wrote(alice, NINE + hours * HOUR)
    for moment, expected in (
        (NINE, NINE + 3 * HOUR),
        (NINE + 3 * HOUR - MINUTE, NINE + 3 * HOUR),
        (NINE + 3 * HOUR, NINE + 4 * HOUR),
    ):
        planned = asked_after(after, moment)
        assert planned
        assert (planned.due_at, planned.is_by_clock) == (expected, False)
    assert asked_after(after, NINE + 5 * HOUR) is None


def test_what_is_planned_says_by_which_clock_and_has_an_id_of_its_own() -> None:
    asked = reminder(TOKYO, snoozed_until=NINE)
    by_clock = next_planned(asked, NINE, set())
    put_off = next_planned(asked, NINE - MINUTE, set())
    assert by_clock
    assert put_off
    rows = [columns_of(asked, planned) for planned in (by_clock, put_off)]
    assert [(row["zone"], row["is_by_clock"]) for row in rows] == [(TOKYO, True), ("UTC", False)]
    same_slot = columns_of(asked, replace(by_clock, is_by_clock=False))
    assert len({row["id"] for row in [*rows, same_slot]}) == 3


@pytest.mark.parametrize(
    ("put_off_until", "expected"),
    [
        (NINE + HOUR, NINE + HOUR),
        (NINE, TOMORROW_AT_NINE),
        (TOMORROW_AT_NINE, TOMORROW_AT_NINE),
        (TOMORROW_AT_NINE + HOUR, TOMORROW_AT_NINE),
    ],
)
def test_what_was_put_off_comes_when_it_is_sooner_than_what_is_asked_for_anyway(
    put_off_until: datetime, expected: datetime
) -> None:
    found = next_planned(reminder(snoozed_until=put_off_until), NINE, set())
    assert found
    assert (found.due_at, found.is_by_clock) == (expected, expected == TOMORROW_AT_NINE)


def test_what_was_put_off_comes_once_and_also_where_nothing_else_is_asked_for() -> None:
    once = reminder(kind="once", weekdays=[], starts_on=NINE.date(), snoozed_until=NINE + HOUR)
    found = next_planned(once, NINE, set())
    assert found
    assert found.due_at == NINE + HOUR
    assert next_planned(once, NINE, {found.of}) is None


def test_what_is_paused_has_no_next_one() -> None:
    assert next_planned(reminder(is_paused=True, snoozed_until=NINE + HOUR), NINE, set()) is None


def test_a_change_plans_anew_but_for_what_is_due_or_in_somebodys_hands(remind: Remind, alice: User) -> None:
    free, due, held = (remind(alice) for _ in range(3))
    Occurrence.objects.filter(reminder_id=due.pk).update(due_at=MONDAY)
    Occurrence.objects.filter(reminder_id=held.pk).update(lease_until=NINE)
    for one in (held, due, free):
        change(one, now=MONDAY, times=[time(10)])
    slots = dict(Occurrence.objects.values_list("reminder_id", "slot"))
    assert slots == {free.pk: time(10), due.pk: time(9), held.pk: time(9)}


def test_a_change_after_it_was_sent_plans_the_next(remind: Remind, alice: User) -> None:
    sent = remind(alice)
    Occurrence.objects.update(state="sent", handled_at=NINE)
    change(sent, now=NINE, times=[time(10)])
    assert Occurrence.objects.filter(state="pending").values_list("slot").get() == (time(10),)


def test_once_it_was_sent_in_a_gap_nothing_more_is_asked_for(remind: Remind, alice: User) -> None:
    after = remind(alice, kind="after_a_gap", weekdays=[], after_days=2)
    assert asked_after(after, NINE)
    Occurrence.objects.update(state="sent", handled_at=NINE)
    assert (rule_of(after), asked_after(after, NINE)) == (None, None)


def test_after_a_pause_it_may_come_in_the_first_minute_of_its_day() -> None:
    paused = reminder(times=[time(0)], paused_until=date(2026, 3, 5))
    found = next_planned(paused, NINE, set())
    assert found
    assert found.due_at == datetime(2026, 3, 5, tzinfo=UTC)


def test_of_each_it_is_known_what_it_has_had_and_may_come_again(remind: Remind, alice: User) -> None:
    """Nothing of longer ago than somebody can travel back."""
    one, other = remind(alice), remind(alice)
    Occurrence.objects.filter(reminder_id=one.pk).update(state="sent", handled_at=NINE)
    Occurrence.objects.filter(reminder_id=other.pk).update(state="skipped", reason="paused", handled_at=NINE)
    slot = (NINE.date(), time(9), True)
    assert had_by([one.pk], after=NINE) == {one.pk: {slot}}
    assert had_by([one.pk, other.pk], after=NINE + WIDEST_MOVE) == {one.pk: {slot}, other.pk: {slot}}
    assert had_by([one.pk, other.pk], after=NINE + WIDEST_MOVE + DAY) == {}
    assert had_by([remind(alice).pk], after=NINE) == {}
