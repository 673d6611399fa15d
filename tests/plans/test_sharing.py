"""The plan behind the one gate. Who else finds nothing: `tests/review/test_who_sees_it.py` and the matrix."""

from datetime import datetime, timedelta

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.goals.models import Goal
from recoveryapp.plans.models import FormerPlan, WellbeingPlan
from recoveryapp.plans.views import plan as views
from tests.conftest import ApiFor, CountQueries
from tests.consent.conftest import Grant
from tests.plans.body import WORDS, write_plan
from tests.review.body import people_url, review
from tests.review.ending import before

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def test_whoever_it_is_shared_with_reads_the_plan(
    api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan
) -> None:
    grant(Scope.WELLBEING_PLAN)
    at = plan.recorded_at.isoformat().replace("+00:00", "Z")
    assert review(api(cleo), alice.pk)["plan"] == {"recorded_at": at, **WORDS}


def test_a_plan_that_is_not_there_and_one_that_is_not_shared_look_the_same(
    api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan
) -> None:
    grant(*(scope for scope in Scope if scope != Scope.WELLBEING_PLAN))
    hidden = review(api(cleo), alice.pk)
    plan.delete()
    assert hidden["plan"] is None
    assert {**hidden, "changes": None} == {**review(api(cleo), alice.pk), "changes": None}


def test_former_plans_are_nobody_elses(
    api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan, now: datetime
) -> None:
    grant(*Scope)
    write_plan(api(alice), now, version=1, wishes="Nothing at all")
    assert FormerPlan.objects.count() == 1
    shown = api(cleo).get(people_url(alice.pk, "review/")).content.decode()
    assert "Nothing at all" in shown
    assert WORDS["wishes"] not in shown


@pytest.mark.parametrize(("shift", "is_open"), [(-SECOND, False), (timedelta(), False), (SECOND, True)])
def test_a_plan_written_after_the_shared_period_is_not_shown(
    shift: timedelta,
    is_open: bool,
    api: ApiFor,
    grant: Grant,
    alice: User,
    cleo: User,
    plan: WellbeingPlan,
) -> None:
    """The period is half-open: a plan of its last moment is outside."""
    grant(Scope.WELLBEING_PLAN, data_to=plan.recorded_at + shift)
    assert (review(api(cleo), alice.pk)["plan"] is not None) == is_open


def test_a_plan_from_before_the_shared_period_holds_in_it(
    api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan, now: datetime
) -> None:
    grant(Scope.WELLBEING_PLAN, data_from=now - DAY)
    assert review(api(cleo), alice.pk)["plan"] is not None


def test_each_read_is_told_to_the_person(
    api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan
) -> None:
    grant(Scope.WELLBEING_PLAN)
    review(api(cleo), alice.pk)
    api(cleo).get(people_url(alice.pk, "plan/file/"))
    lines = api(alice).get("/api/v1/access-log/").json()["results"]
    assert [(line["verb"], line["noun"], line["scopes"]) for line in lines] == [
        ("print", "plans.wellbeingplan", ["wellbeing_plan"]),
        ("read", "review.review", ["wellbeing_plan"]),
    ]


def test_the_look_as_is_what_the_other_is_shown(
    api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan
) -> None:
    given = grant(Scope.WELLBEING_PLAN)
    look = api(alice).get(f"/api/v1/sharing/grants/{given.pk}/look/").json()
    assert look == review(api(cleo), alice.pk)
    assert look["plan"]["wishes"] == WORDS["wishes"]


@pytest.mark.parametrize("scope", [scope for scope in Scope if scope != Scope.WELLBEING_PLAN])
def test_the_file_needs_its_own_scope(
    scope: Scope, api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan
) -> None:
    grant(scope)
    assert api(cleo).get(people_url(alice.pk, "plan/file/")).status_code == 404


def test_without_a_plan_there_is_no_file(api: ApiFor, grant: Grant, alice: User, cleo: User) -> None:
    grant(Scope.WELLBEING_PLAN)
    assert api(cleo).get(people_url(alice.pk, "plan/file/")).status_code == 404
    assert not AuditEvent.objects.filter(verb="print").exists()


def test_stopped_while_the_file_is_made(
    api: ApiFor,
    grant: Grant,
    alice: User,
    cleo: User,
    plan: WellbeingPlan,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = grant(Scope.WELLBEING_PLAN)

    def stop() -> None:
        ConsentGrant.objects.filter(pk=given.pk).update(revoked_at=now)

    before(monkeypatch, views, "plan_as_pdf", stop)
    answer = api(cleo).get(people_url(alice.pk, "plan/file/"))
    assert (answer.status_code, b"%PDF" in answer.content) == (404, False)


def test_a_plan_shared_for_support_opens_no_review(
    api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan
) -> None:
    grant(Scope.WELLBEING_PLAN, purpose=Purpose.SUPPORT)
    assert api(cleo).get(people_url(alice.pk, "review/")).status_code == 404
    assert api(cleo).get(people_url(alice.pk, "review/", purpose="support")).status_code == 200


def test_whoever_sees_a_goal_sees_that_it_was_written_together(
    api: ApiFor, grant: Grant, alice: User, cleo: User, now: datetime
) -> None:
    Goal.objects.create(owner=alice, recorded_at=now, words="Swim again", together_with="Pat")
    grant(Scope.GOALS)
    [goal] = review(api(cleo), alice.pk)["goals"]
    assert (goal["words"], goal["together_with"]) == ("Swim again", "Pat")


def test_a_shared_file_takes_few_statements(
    api: ApiFor, grant: Grant, alice: User, cleo: User, plan: WellbeingPlan, count_queries: CountQueries
) -> None:
    grant(Scope.WELLBEING_PLAN)
    client = api(cleo)
    with count_queries(5):
        client.get(people_url(alice.pk, "plan/file/"))
