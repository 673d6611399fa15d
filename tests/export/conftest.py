from collections.abc import Callable
from datetime import datetime

import pytest
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from tests.conftest import ApiFor
from tests.export.signing_in import just_now
from tests.permissions.relations import World
from tests.permissions.world import make_world

Recent = Callable[[User], APIClient]


@pytest.fixture
def recent(api: ApiFor) -> Recent:
    """A client that has signed in a moment ago."""
    return lambda user: just_now(api(user))


@pytest.fixture
def world(db: None, now: datetime) -> World:
    """Alice's whole record, and everybody around it."""
    return make_world(now)
