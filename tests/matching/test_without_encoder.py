"""Without the sentence encoder's package words alone are matched, and nothing else changes."""

from collections.abc import Iterator
from datetime import date

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.matching import directory, meanings
from recoveryapp.matching.models import MeaningRound, ResourceMeaning
from recoveryapp.matching.ranking import encoder
from tests.conftest import ApiFor
from tests.matching.conftest import NewGoal


@pytest.fixture(autouse=True)
def without_encoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(encoder, "USE", None)
    encoder.encoder.cache_clear()
    yield
    encoder.encoder.cache_clear()


def test_nothing_is_read_and_nothing_is_stored(imported: None, db: None) -> None:
    assert meanings.read_meanings() == 0
    assert (MeaningRound.objects.count(), ResourceMeaning.objects.count()) == (0, 0)


def test_the_index_has_no_meanings(imported: None, db: None) -> None:
    index = directory.current_index(date(2026, 1, 1))

    assert index.meanings is None
    assert len(index.entries) > 50


def test_a_goal_still_gets_five_that_fit(imported: None, alice: User, api: ApiFor, new_goal: NewGoal) -> None:
    goal = new_goal(alice, "I owe money and hide the letters", domains=["functional"])

    found = api(alice).get("/api/v1/suggestions/", {"goal": str(goal.pk)}).json()["suggestions"]

    assert len(found) == 5
    assert "money_advice" in {s["resource"]["kind"] for s in found[:2]}
    assert "meaning" not in {reason["code"] for s in found for reason in s["reasons"]}
