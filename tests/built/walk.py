"""Everybody at every door of the built app, over the wire."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import requests
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse

from recoveryapp.common.parsers import RAW
from tests.permissions.asking import may_read_canaries
from tests.permissions.doors import Door
from tests.permissions.relations import CANARY, RELATIONS, World
from tests.permissions.table import DOORS

PAGES = (
    "/",
    "/today",
    "/goals",
    "/me",
    "/me/security",
    "/help",
    "/sign-in",
    "/no/such/page",
    "/service-worker.js",
)


WANTED_HEADERS = {
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
}


@dataclass
class Walk:
    asked: int = 0
    read_own: int = 0
    foreign: list[str] = field(default_factory=list)
    in_headers: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    without_headers: list[str] = field(default_factory=list)


def walk(world: World, address: str) -> Walk:
    """First what is read, by everybody; then what is written, by the owner last: they may take it away."""
    seen = Walk()
    visitors = {relation: visitor(world, relation) for relation in RELATIONS}
    for door, relation in steps():
        url = address + reverse(door.route, kwargs={**ids_of(door, world), **door.beside}) + door.query
        answer = visitors[relation].request(
            door.method, url, **body_of(door, world), timeout=60, allow_redirects=False
        )
        note(
            seen,
            f"{relation}: {door.method} {door.route}",
            answer,
            is_hers=relation in may_read_canaries(door),
        )
    for page in PAGES:
        for relation in ("anonymous", "owner", "clinician in scope"):
            answer = visitors[relation].get(address + page, timeout=60, allow_redirects=False)
            note(seen, f"{relation}: {page}", answer, is_hers=False)
    return seen


def steps() -> Iterator[tuple[Door, str]]:
    others = [relation for relation in RELATIONS if relation != "owner"]
    reading = [door for door in DOORS if door.method == "get"]
    writing = [door for door in DOORS if door.method in {"post", "put", "patch"}]
    taking_away = [door for door in DOORS if door.method == "delete"]
    yield from ((door, relation) for door in reading for relation in RELATIONS)
    for doors in (writing, taking_away):
        yield from ((door, relation) for door in doors for relation in others)
    yield from ((door, "owner") for door in (*writing, *taking_away))


def note(seen: Walk, what: str, answer: requests.Response, *, is_hers: bool) -> None:
    seen.asked += 1
    has_words = CANARY in answer.text
    seen.read_own += has_words and is_hers
    if has_words and not is_hers:
        seen.foreign.append(what)
    if any(CANARY in value for value in answer.headers.values()):
        seen.in_headers.append(what)
    if answer.status_code >= 500:
        seen.broken.append(f"{what}: {answer.status_code}")
    if not {name.lower() for name in answer.headers} >= WANTED_HEADERS:
        seen.without_headers.append(what)


def visitor(world: World, relation: str) -> requests.Session:
    token = _get_new_csrf_string()
    session = requests.Session()
    session.cookies.update({name: morsel.value for name, morsel in world.client(relation).cookies.items()})
    session.cookies.set("csrftoken", token)
    session.headers.update({"X-CSRFToken": token, "Accept": "*/*", "Connection": "close"})
    return session


def ids_of(door: Door, world: World) -> dict[str, str]:
    return {name: str(world.ids[row]) for name, row in door.ids.items()}


def body_of(door: Door, world: World) -> dict[str, Any]:
    """As `requests` takes it: JSON, or the bytes of a piece."""
    body = door.body(world) if door.body else None
    if isinstance(body, bytes):
        return {"data": body, "headers": {"Content-Type": RAW}}
    return {"json": body}
