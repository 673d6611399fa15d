"""What is written out by hand for speed says what its fields would say."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from rest_framework import serializers

from recoveryapp.accounts.models import User
from recoveryapp.caseload.enums import HandOverState
from recoveryapp.caseload.queries.hand_overs import Offer
from recoveryapp.caseload.queries.lists import OnCaseload, Shared
from recoveryapp.caseload.serializers.practice import OnCaseloadSerializer
from recoveryapp.journal.models import Entry
from recoveryapp.journal.serializers import EntrySerializer
from recoveryapp.meetings.queries import OpenCommitments
from recoveryapp.outcomes.queries.means import Week
from recoveryapp.outcomes.serializers.means import WeekSerializer


@pytest.mark.parametrize("is_full", [True, False])
def test_a_page_of_the_journal(now: datetime, is_full: bool) -> None:
    full = {"prompt": "today", "goal_id": uuid4(), "check_in_id": uuid4(), "marked_for_sharing_at": now}
    entry = Entry(
        owner=User(),
        recorded_at=now,
        words="Sea",
        tags=["sea"],
        is_never_shared=not is_full,
        **full if is_full else {},
    )
    shape = EntrySerializer()
    assert shape.to_representation(entry) == by_its_fields(shape, entry)


@pytest.mark.parametrize("mean", [None, Decimal("1.50")])
def test_a_week_of_the_trend(mean: Decimal | None) -> None:
    week = Week(count=3, functional=mean, existential=mean, social=Decimal("4.00"), week_on=date(2026, 3, 2))
    shape = WeekSerializer()
    assert shape.to_representation(week) == by_its_fields(shape, week)


@pytest.mark.parametrize("is_full", [True, False])
def test_somebody_on_the_caseload(now: datetime, is_full: bool) -> None:
    one = OnCaseload(
        *(uuid4(), uuid4(), uuid4(), "Alice", "code", now),
        shared=Shared(uuid4(), "Alice", ["support"], until=now, begun_at=now) if is_full else None,
        is_new=is_full,
        hand_over=Offer("Robin", HandOverState.OFFERED, offered_at=now) if is_full else None,
        next_meeting_at=now if is_full else None,
        commitments=OpenCommitments(1, 2, 3, 4),
    )
    shape = OnCaseloadSerializer()
    assert shape.to_representation(one) == by_its_fields(shape, one)


def by_its_fields(shape: "serializers.Serializer[object]", row: object) -> dict[str, object]:
    return serializers.Serializer.to_representation(shape, row)
