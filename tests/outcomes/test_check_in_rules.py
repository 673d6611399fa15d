"""What the database itself holds about check-ins, and how it finds them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError

from recoveryapp.accounts.models import User
from recoveryapp.consent.owned import OwnedModel
from recoveryapp.outcomes.enums import SCALE, Level
from recoveryapp.outcomes.models import CheckIn, CheckInAnswer, Milestone, OwnItem
from recoveryapp.outcomes.queries.check_ins import bare_check_ins_of, check_ins_of
from recoveryapp.outcomes.queries.milestones import milestones_of
from recoveryapp.outcomes.seeds import MeasureSeed
from tests.conftest import person
from tests.outcomes.body import check_in_row, milestone_row

PEOPLE, ROWS_EACH = 10, 150
NEWEST_FIRST = ("-recorded_at", "-id")


@pytest.fixture
def check_in(alice: User, now: datetime) -> CheckIn:
    row = check_in_row(alice, now)
    row.save()
    return row


@pytest.fixture
def own_item(alice: User, now: datetime) -> OwnItem:
    return OwnItem.objects.create(owner=alice, domain="social", text="I rang my sister", recorded_at=now)


@pytest.fixture
def people(db: None) -> list[User]:
    return [person(f"Person{number}") for number in range(PEOPLE)]


@pytest.fixture
def moments(now: datetime) -> list[datetime]:
    return [now - timedelta(hours=hours) for hours in range(ROWS_EACH)]


@pytest.mark.parametrize(
    ("value", "constraint"),
    [
        ({"feel": "awful"}, "check_in_feel_known"),
        ({"functional": "very"}, "check_in_functional_known"),
        ({"existential": ""}, "check_in_existential_known"),
        ({"social": "3"}, "check_in_social_known"),
    ],
)
def test_a_word_that_is_no_answer_is_refused(
    check_in: CheckIn, value: dict[str, str], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CheckIn.objects.filter(pk=check_in.pk).update(**value)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"item": "social_safe", "level": "much"}, "check_in_answer_level_known"),
        ({"level": "some"}, "check_in_answer_to_one_item"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(
    check_in: CheckIn, values: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CheckInAnswer.objects.create(check_in=check_in, **values)


def test_an_answer_to_two_items_at_once_is_refused(check_in: CheckIn, own_item: OwnItem) -> None:
    with pytest.raises(IntegrityError, match="check_in_answer_to_one_item"), transaction.atomic():
        CheckInAnswer.objects.create(check_in=check_in, item="social_safe", own_item=own_item, level="some")


def test_an_item_answered_twice_is_refused(check_in: CheckIn, own_item: OwnItem) -> None:
    for item in ({"item": "social_safe"}, {"own_item": own_item}):
        CheckInAnswer.objects.create(check_in=check_in, level="some", **item)
        with pytest.raises(IntegrityError, match="item_once"), transaction.atomic():
            CheckInAnswer.objects.create(check_in=check_in, level="a_lot", **item)


def test_an_own_item_with_answers_cannot_be_deleted_but_goes_with_its_person(
    check_in: CheckIn, own_item: OwnItem, alice: User
) -> None:
    CheckInAnswer.objects.create(check_in=check_in, own_item=own_item, level="some")
    with pytest.raises(RestrictedError):
        own_item.delete()
    alice.delete()
    assert not CheckInAnswer.objects.exists()


def test_the_scale_is_that_of_the_measure(own_measure: MeasureSeed) -> None:
    values = {level.code: level.value for level in own_measure.levels}
    assert values == {**SCALE, Level.NOT_NOW: None}


def test_a_page_of_check_ins_is_found_by_its_index(people: list[User], moments: list[datetime]) -> None:
    store(CheckIn, (check_in_row(owner, at) for at in moments for owner in people))
    page = check_ins_of(people[0]).order_by(*NEWEST_FIRST)[:31]
    assert "check_in_of_person_newest" in page.explain()
    assert "Sort" not in page.explain()
    week = bare_check_ins_of(people[0]).filter(recorded_at__gte=moments[40])
    assert "check_in_of_person_newest" in week.explain()


def test_a_page_of_milestones_is_found_by_its_index(people: list[User], moments: list[datetime]) -> None:
    store(Milestone, (milestone_row(owner, at) for at in moments for owner in people))
    page = milestones_of(people[0]).order_by(*NEWEST_FIRST)[:31]
    assert "milestone_of_person_newest" in page.explain()
    assert "Sort" not in page.explain()


def store(model: type[OwnedModel], rows: Iterable[OwnedModel]) -> None:
    model.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {model._meta.db_table}")
