from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_django
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal
from recoveryapp.matching.directory import current_logic
from recoveryapp.matching.ranking.index import Index, build_index
from recoveryapp.matching.ranking.shapes import Entry, Logic
from recoveryapp.resources.actions import import_directory
from recoveryapp.resources.hsds.mapping import mapping_table
from recoveryapp.resources.hsds.reading import read_document
from recoveryapp.resources.models import DirectoryImport, Location, Organisation, Resource, Service
from tests.conftest import ApiFor

SEED = Path(__file__).parents[2] / "recoveryapp" / "resources" / "seed" / "directory.hsds.json"

NewGoal = Callable[..., Goal]
IndexOf = Callable[..., Index]
Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def imported(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """Our own directory, imported once for a module's tests and taken away after them."""
    with django_db_blocker.unblock():
        import_directory(
            read_document(SEED), source="own", file_name=SEED.name, licence="CC0 1.0", table=mapping_table()
        )
    yield
    with django_db_blocker.unblock():
        for model in (Resource, Service, Organisation, Location, DirectoryImport):
            model._default_manager.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE audit_auditevent")


@pytest.fixture
def directory(imported: None, db: None) -> None:
    """Our own directory stands."""


@pytest.fixture
def new_goal(now: datetime) -> NewGoal:
    def write(owner: User, words: str, **fields: Any) -> Goal:
        return Goal.objects.create(owner=owner, words=words, recorded_at=now, **fields)

    return write


@pytest.fixture
def ask(api: ApiFor) -> Ask:
    """`ask(alice, goal)`: the answer's body."""

    def run(user: User, goal: Goal | None = None) -> Any:
        answer = api(user).get("/api/v1/suggestions/", {"goal": str(goal.pk)} if goal else {})
        assert answer.status_code == 200, answer.content
        return answer.json()

    return run


@pytest.fixture
def letters(alice: User, new_goal: NewGoal) -> Goal:
    return new_goal(
        alice,
        "Open the letters. I owe money and hide them in a drawer",
        domains=["functional"],
        barriers=["money"],
    )


def answer_to(found: Any, state: str, api: ApiFor, user: User, **more: Any) -> Any:
    url = f"/api/v1/suggestions/{found['goal']}/{found['resource']['id']}/"
    return api(user).put(url, {"state": state, **more}, format="json")


@pytest.fixture
def logic(db: None) -> Logic:
    return current_logic()


@pytest.fixture
def index_of(logic: Logic) -> IndexOf:
    return lambda *entries: build_index(entries, logic)


@pytest.fixture
def entry() -> Callable[..., Entry]:
    """`entry("a", description="...")`: a free national online resource unless said otherwise."""

    def build(id_: str, **fields: Any) -> Entry:
        plain: dict[str, Any] = {
            "name": id_,
            "kind": "self_management",
            "areas": ("existential.hope",),
            "domains": ("existential",),
            "mechanisms": ("information_skills",),
            "delivery": frozenset({"online"}),
            "cost": "free",
            "coverage": "national",
        }
        return Entry(id=id_, **{**plain, **fields})

    return build
