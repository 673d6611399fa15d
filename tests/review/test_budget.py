"""Five minutes to read, and no time to wait for."""

import gzip
from datetime import datetime

import pytest

from recoveryapp.accounts import keys
from recoveryapp.accounts.models import User
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import Goal, GoalRating, GoalStep
from recoveryapp.journal.models import Entry, SharedLine
from recoveryapp.outcomes.models import CheckIn, Milestone
from tests.conftest import ApiFor, CountQueries
from tests.consent.conftest import Grant
from tests.review.body import people_url
from tests.review.generated import write_five_years

MOST_BYTES = 60_000
STATEMENTS = 12
"""Session, viewer, gate, key, last look, goals, milestones, diary, what was said, means, gate, audit line."""


def test_five_years_of_daily_check_ins_and_ten_goals(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime, count_queries: CountQueries
) -> None:
    grant(*Scope)
    write_five_years(alice, now=now)
    keys.cache.clear()
    client = api(cleo)
    with count_queries(STATEMENTS):
        answer = client.get(people_url(alice.pk, "review/"))
    assert len(answer.json()["goals"]) == 10
    assert len(answer.json()["domains"]["domains"][0]["weeks"]) >= 260
    assert len(gzip.compress(answer.content, 6)) < MOST_BYTES


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_rows_and_grants_makes_no_difference(
    number: int,
    api: ApiFor,
    grant: Grant,
    alice: User,
    cleo: User,
    now: datetime,
    count_queries: CountQueries,
) -> None:
    own = {"owner": alice, "recorded_at": now}
    for _ in range(number):
        grant(*Scope)
        goal = Goal.objects.create(**own, words="Swim")
        GoalStep.objects.create(goal=goal, **own, position=1, words="Ring")
        GoalRating.objects.create(goal=goal, **own, value=3)
        CheckIn.objects.create(**own, social="some", helped="Tea")
        Milestone.objects.create(**own, happened_on=now.date(), text="Moved")
        entry = Entry.objects.create(**own, words="Sea", marked_for_sharing_at=now)
        SharedLine.objects.create(**own, entry=entry, words="Line")
    keys.cache.clear()
    client = api(cleo)
    with count_queries(STATEMENTS):
        client.get(people_url(alice.pk, "review/"))
    keys.cache.clear()
    with count_queries(7):
        client.get(people_url(alice.pk, "journal/"))
