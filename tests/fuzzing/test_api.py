"""Requests that nobody thought of, by each role, against what the schema promises.

All checks of Schemathesis but `positive_data_acceptance`: which codes and ids exist is known to the server
and cannot be written in a schema, so what fits the schema may be refused all the same.
"""

import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from math import ceil
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.fuzzing.roles import ROLES, Visitor, visitor
from tests.permissions.relations import World
from tests.permissions.world import make_world
from tests.plugins.bars import Measure

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "100000"))
SPARE = 1.05
"""Of some operations there are fewer different requests than are wished for."""
SCHEMA = "/api/v1/schema/?format=json"

LEFT_OUT = [positive_data_acceptance]
Found = Counter[str]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: the end of a request closes nothing."""
    around = (signals.request_started, signals.request_finished)
    for signal in around:
        signal.disconnect(close_old_connections)
    yield
    for signal in around:
        signal.connect(close_old_connections)


@pytest.fixture
def world(db: None, now: datetime) -> World:
    return make_world(now)


def operations() -> list[Any]:
    schema = schemathesis.openapi.from_wsgi(SCHEMA, WSGIHandler())
    return [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]


def fuzz(operation: Any, by: Visitor, *, times: int, found: Found) -> Found:
    """Statuses of the answers are counted; what is not as promised is noted in `found`, by operation."""
    statuses: Found = Counter()

    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        with transaction.atomic():
            answer = case.call(headers=by.headers, cookies=by.cookies)
            statuses[str(answer.status_code)] += 1
            try:
                case.validate_response(answer, headers=by.headers, excluded_checks=LEFT_OUT)
            except (AssertionError, FailureGroup) as error:
                found[f"{operation.label}: {answer.status_code} {str(error)[:600]}"] += 1
            transaction.set_rollback(True)

    ask()
    return statuses


def test_each_operation_is_asked_for_what_nobody_thought_of(world: World) -> None:
    """One request each: what is read by every role, the others by the roles in turn."""
    found: Found = Counter()
    statuses: Found = Counter()
    by = [visitor(world, role) for role in ROLES]
    for number, operation in enumerate(operations()):
        asking = by if operation.method.upper() == "GET" else [by[number % len(by)]]
        for one in asking:
            statuses += fuzz(operation, one, times=1, found=found)
    assert found == Counter()
    assert statuses.total() > 400
    assert {"200", "400", "401", "404"} <= set(statuses), "the requests came further than the door"


@pytest.mark.audit
@pytest.mark.parametrize("role", list(ROLES))
def test_very_many_requests(world: World, measure: Measure, role: str) -> None:
    found: Found = Counter()
    statuses: Found = Counter()
    by, all_ = visitor(world, role), operations()
    times = ceil(SPARE * REQUESTS / len(ROLES) / len(all_))
    for operation in all_:
        statuses += fuzz(operation, by, times=times, found=found)
    measure(
        f"requests nobody thought of, by a {role}",
        wanted=f"0 not as promised, 0 server errors, {REQUESTS // len(ROLES):,} requests",
        found=f"{found.total()} in {statuses.total():,}: {dict(found.most_common(3))}",
        holds=not found and statuses.total() >= REQUESTS // len(ROLES),
    )
