import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.resources.actions import import_directory
from recoveryapp.resources.hsds.reading import read_document
from recoveryapp.resources.hsds.report import ImportReport
from recoveryapp.resources.models import Term
from recoveryapp.resources.queries import current_mapping
from recoveryapp.teams.models import Organisation, Team
from tests.teams.people import join

SEED = Path(__file__).parents[2] / "recoveryapp" / "resources" / "seed"

Take = Callable[..., ImportReport]


@pytest.fixture
def quay(db: None) -> Team:
    return Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")


@pytest.fixture
def max_(max_: User, quay: Team, now: datetime) -> User:
    """Keeps the directory."""
    join(max_, quay, now)
    return max_


@pytest.fixture(scope="session")
def seed_file() -> Path:
    return SEED / "directory.hsds.json"


@pytest.fixture
def listing() -> Callable[..., dict[str, Any]]:
    """A publisher's one page of services."""

    def build(*services: Any, **more: Any) -> dict[str, Any]:
        return {"total_pages": 1, "contents": list(services), **more}

    return build


@pytest.fixture
def walk() -> dict[str, Any]:
    """A small service with everything that matters."""
    term = {
        "taxonomy": "recoveryapp kinds",
        "code": "nature",
        "id": "t",
        "name": "Outdoors",
        "description": "",
    }
    return {
        "id": "s1",
        "name": "Slow walk",
        "description": "A slow walk.",
        "status": "active",
        "assured_date": "2026-10-01",
        "eligibility_description": "Adults",
        "organization": {"id": "o1", "name": "Walkers", "description": "People who walk."},
        "service_areas": [{"id": "a1", "name": "Saltmere"}],
        "cost_options": [{"id": "c1", "amount": 0, "currency": "gbp"}],
        "attributes": [{"id": "x1", "taxonomy_term": term}],
    }


@pytest.fixture
def take(db: None, tmp_path: Path) -> Take:
    """`take(listing(...))` imports what a publisher called "test" says."""
    Term.objects.all().delete()
    path = tmp_path / "test.json"

    def run(parsed: Any, source: str = "test", **options: Any) -> ImportReport:
        path.write_text(json.dumps(parsed))
        with read_document(path) as document:
            return import_directory(
                document,
                source=source,
                file_name=path.name,
                licence="CC0 1.0",
                table=current_mapping(),
                **options,
            )

    return run
