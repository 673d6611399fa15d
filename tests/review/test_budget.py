"""Five minutes to read, and no time to wait for."""

import gzip
from datetime import datetime

import brotli
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recoveryapp.accounts import keys
from recoveryapp.accounts.models import User
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import Goal, GoalRating, GoalStep
from recoveryapp.journal.models import Entry, SharedLine
from recoveryapp.outcomes.models import CheckIn, Milestone
from tests.conftest import ApiFor, CountQueries
from tests.consent.conftest import Grant
from tests.plugins.bars import Measure
from tests.review.body import people_url
from tests.review.generated import write_five_years

MOST_BYTES = 60_000
STATEMENTS = 12
"""Session with viewer, gate, key, last look, goals, milestones, diary, what was said, plan, means, gate,
audit line."""


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
    with count_queries(6):
        client.get(people_url(alice.pk, "journal/"))


@pytest.mark.parametrize("door", ["journal/", "sheets/", "remarks/"])
def test_the_gate_adds_one_statement_to_a_list(
    door: str, api: ApiFor, grant: Grant, alice: User, cleo: User
) -> None:
    for _ in range(3):
        grant(*Scope)
    client = api(cleo)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(people_url(alice.pk, door)).status_code == 200
    asked = [query["sql"] for query in captured if query["sql"].startswith('SELECT "consent_consentgrant"')]
    assert len(asked) == 1


@pytest.mark.audit
def test_figures_of_five_years(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime, measure: Measure
) -> None:
    grant(*Scope)
    write_five_years(alice, now=now)
    keys.cache.clear()
    client, url = api(cleo), people_url(alice.pk, "review/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
    statements = sum("SAVEPOINT" not in query["sql"] for query in captured)
    measure("review, statements", wanted="<= 12", found=statements, holds=statements <= 12)
    for name, size in {
        "gzip": len(gzip.compress(answer.content, 6)),
        "brotli": len(brotli.compress(answer.content, quality=4)),
    }.items():
        measure(f"review, bytes ({name})", wanted="<= 60000", found=size, holds=size <= MOST_BYTES)
