"""One request of somebody's to one door, and what the table expects of it."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from rest_framework.test import APIClient

from recoveryapp.common.parsers import RAW
from tests.permissions.doors import MEMBERS, Door
from tests.permissions.relations import World


def ask(door: Door, world: World, relation: str, ids: dict[str, str] | None = None) -> Any:
    """What is written is taken back, so that everybody finds the same world."""
    address = ids or {name: str(world.ids[row]) for name, row in door.ids.items()}
    client: APIClient = world.client(relation)
    body = door.body(world) if door.body else None
    with transaction.atomic():
        url = reverse(door.route, kwargs={**address, **door.beside}) + door.query
        answer = getattr(client, door.method)(url, body, **form_of(body))
        content(answer)
        transaction.set_rollback(True)
    return answer


def form_of(body: dict[str, Any] | bytes | None) -> dict[str, str]:
    if body is None:
        return {}
    return {"content_type": RAW} if isinstance(body, bytes) else {"format": "json"}


def expected(door: Door, relation: str) -> set[int]:
    if relation in door.opens_to:
        return {200, 201, 204}
    if relation in door.refused:
        return {409}
    if relation in {"anonymous", "deactivated"} and not door.is_public:
        return {401}
    return {door.otherwise_to_members if relation in MEMBERS else door.otherwise}


def may_read_canaries(door: Door) -> set[str]:
    return {"owner"} | set(door.shows_to)


def content(answer: Any) -> str:
    if answer.streaming:
        if not hasattr(answer, "read_once"):
            answer.read_once = b"".join(answer.streaming_content)
        return str(answer.read_once, "utf-8", "replace")
    return str(answer.content, "utf-8", "replace")
