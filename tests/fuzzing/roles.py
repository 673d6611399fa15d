"""Somebody of each kind, signed in, as an HTTP client knows it."""

from dataclasses import dataclass
from typing import Any

from django.middleware.csrf import _get_new_csrf_string

from tests.permissions.relations import World

ROLES = {
    "stranger": "anonymous",
    "service user": "owner",
    "peer worker": "peer with a grant",
    "clinician": "clinician in scope",
    "manager": "manager",
}
"""By the relation to Alice they have in the world."""


@dataclass(frozen=True)
class Visitor:
    """A session of their own, and the token that writing needs."""

    cookies: dict[str, str]
    headers: dict[str, str]


def visitor(world: World, role: str) -> Visitor:
    client: Any = world.client(ROLES[role])
    token = _get_new_csrf_string()
    cookies = {name: morsel.value for name, morsel in client.cookies.items()} | {"csrftoken": token}
    return Visitor(cookies, {"X-CSRFToken": token})
