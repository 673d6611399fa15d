"""Alice's plan, and Cleo whom she has met."""

from datetime import datetime, timedelta

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.plans.models import WellbeingPlan
from tests.consent.conftest import cleos_place, grant, met, team
from tests.plans.body import WORDS

__all__ = ["cleos_place", "grant", "met", "team"]


@pytest.fixture
def plan(alice: User, now: datetime) -> WellbeingPlan:
    """Written a month ago."""
    at = now - timedelta(days=30)
    return WellbeingPlan.objects.create(id=alice.pk, owner=alice, recorded_at=at, **WORDS)
