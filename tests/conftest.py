import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import pytest_django
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.account.internal.userkit import user_id_to_str
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient
from whitenoise.base import WhiteNoise  # type: ignore[import-untyped]

from recoveryapp.accounts import keys
from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.accounts.sign_in import is_at_work
from recoveryapp.common.ids import new_id
from recoveryapp.outcomes import catalogue

PASSWORD = "a long quiet evening"

Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = (
    1,
    1024,
    1,
)
"""The same algorithm, at its cheapest: what it costs in earnest is measured where time is the question."""

ApiFor = Callable[..., APIClient]
CountQueries = Callable[[int], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture(autouse=True, scope="session")
def _files_looked_at_once() -> Iterator[None]:
    """Every client makes the middleware anew; the front end's hundreds of files are the same for each."""
    look, seen = WhiteNoise.update_files_dictionary, dict[tuple[str, str], dict[str, Any]]()

    def look_once(server: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in seen:
            look(server, root, prefix)
            seen[root, prefix] = dict(server.files)
        server.files.update(seen[root, prefix])

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoise, "update_files_dictionary", look_once)
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """No data key and no rate limit crosses from one test to another."""
    keys.cache.clear()
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> None:
    """The logic model stands in the test database, and in memory: no test counts its loading."""
    with django_db_blocker.unblock():
        let_tests_empty_the_audit_trail()
        load_logic_model()


@pytest.fixture(autouse=True)
def logic_model(request: pytest.FixtureRequest) -> None:
    """A test that commits ends by emptying every table, so each of its kind loads the model again."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction", False)
    if commits or {"transactional_db", "live_server"} & set(request.fixturenames):
        request.getfixturevalue("transactional_db")
        load_logic_model()


def let_tests_empty_the_audit_trail() -> None:
    """Emptying every table is how a test that commits ends; nothing else takes a line away, here too."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent DISABLE TRIGGER audit_event_no_truncate")
        cursor.execute("ALTER TABLE audit_auditseal DISABLE TRIGGER audit_seal_no_truncate")


def load_logic_model() -> None:
    call_command("load_logic_model")
    catalogue.current()
    catalogue.item_codes()


def person(name: str, role: Role = Role.SERVICE_USER) -> User:
    return User.objects.create(
        email=f"{name.lower()}@example.org", called=name, role=role, time_zone="Europe/London"
    )


@pytest.fixture
def alice(db: None) -> User:
    """A service user."""
    return person("Alice")


@pytest.fixture
def bob(db: None) -> User:
    """Another service user."""
    return person("Bob")


@pytest.fixture
def pat(db: None) -> User:
    """A peer worker."""
    return person("Pat", Role.PEER_WORKER)


@pytest.fixture
def cleo(db: None) -> User:
    """A clinician."""
    return person("Cleo", Role.CLINICIAN)


@pytest.fixture
def max_(db: None) -> User:
    """A service manager."""
    return person("Max", Role.SERVICE_MANAGER)


@pytest.fixture
def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def fresh_id() -> Callable[[], UUID]:
    return new_id


@pytest.fixture
def api() -> ApiFor:
    """`api(alice)` is a client signed in as Alice, `api()` a stranger's."""

    def client_for(user: User | None = None) -> APIClient:
        client = APIClient()
        if user is not None:
            sign_in_fully(client, user)
        return client

    return client_for


def sign_in_fully(client: Client, user: User) -> None:
    """As somebody who has just signed in, with a second step where one is asked for."""
    client.force_login(user)
    if is_at_work(user):
        shown = {"method": "mfa", "type": "totp", "at": time.time()}
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [shown]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
        session.save()


@pytest.fixture
def count_queries() -> CountQueries:
    """`with count_queries(4):` holds when exactly four statements ran, savepoints aside."""

    @contextmanager
    def counting(expected: int) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as captured:
            yield captured
        statements = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
        assert len(statements) == expected, "\n".join(statements)

    return counting
