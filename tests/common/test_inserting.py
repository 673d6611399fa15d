"""A new row past the ORM's `save`: the same in the database, and nothing where its id is taken."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.test.utils import isolate_apps

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.common.inserting import insert_if_free, insert_large_if_free
from recoveryapp.consent.owned import VersionedModel
from recoveryapp.goals.models import Goal
from recoveryapp.outcomes.models import CheckIn

Insert = Callable[[models.Model], bool]
SERVERS = ("id", "created_at", "updated_at")


def content_of(row: VersionedModel) -> dict[str, Any]:
    """As it is in the database, but for its id and the server's time."""
    stored = type(row)._default_manager.get(pk=row.pk)
    return {f.name: getattr(stored, f.attname) for f in row._meta.concrete_fields if f.name not in SERVERS}


@pytest.mark.parametrize("insert", [insert_if_free, insert_large_if_free])
def test_it_is_what_save_would_have_written(alice: User, now: datetime, insert: Insert) -> None:
    said = {
        "owner": alice,
        "recorded_at": now,
        "words": "Sea",
        "hindered_by": ["transport"],
        "social": "some",
    }
    saved, inserted = CheckIn(**said), CheckIn(**said)
    saved.save()
    assert insert(inserted)
    assert content_of(inserted) == content_of(saved)
    assert inserted.created_at >= saved.created_at


def test_it_can_be_saved_again(alice: User, now: datetime) -> None:
    goal = Goal(owner=alice, recorded_at=now, words="Swim")
    insert_if_free(goal)
    goal.words = "Swim in the sea"
    goal.save()
    assert Goal.objects.get().words == "Swim in the sea"


@pytest.mark.parametrize("insert", [insert_if_free, insert_large_if_free])
def test_where_the_id_is_taken_nothing_is_written(
    alice: User, bob: User, now: datetime, insert: Insert
) -> None:
    hers = Goal.objects.create(owner=alice, recorded_at=now, words="Swim")
    his = Goal(id=hers.pk, owner=bob, recorded_at=now, words="Paint")
    assert not insert(his)
    assert his._state.adding
    assert [(goal.owner, goal.words) for goal in Goal.objects.all()] == [(alice, "Swim")]


@pytest.mark.parametrize("insert", [insert_if_free, insert_large_if_free])
def test_a_rule_of_the_database_holds(alice: User, now: datetime, insert: Insert) -> None:
    with pytest.raises(IntegrityError, match="check_in_feel_known"), transaction.atomic():
        insert(CheckIn(owner=alice, recorded_at=now, feel="splendid"))


@isolate_apps("recoveryapp.goals")
@pytest.mark.usefixtures("db")
def test_a_model_that_leaves_a_value_to_the_database_is_refused() -> None:
    class Left(models.Model):  # noqa: DJ008 - never shown
        id = models.UUIDField(primary_key=True, default=new_id)
        at = models.DateTimeField(db_default=models.functions.Now())

        class Meta:
            app_label = "goals"

    with pytest.raises(TypeError, match="Left"):
        insert_if_free(Left())
