"""What must hold for every route, also those not yet written."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny
from rest_framework.test import APIClient

from recoveryapp.common.ids import new_id

PUBLIC = {
    "schema",
    "logic-model",
    "crisis-contacts",
    "email-put-back",
    "invitation-look",
    "reminder-snooze",
    "supporter-look",
}


def api_routes(
    patterns: list[URLPattern | URLResolver], prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from api_routes(entry.url_patterns, path)
        elif path.startswith("api/v1/"):
            yield path, entry


ROUTES = list(api_routes(get_resolver().url_patterns))


def view_class(route: URLPattern) -> Any:
    return getattr(route.callback, "cls", getattr(route.callback, "view_class", None))


@pytest.mark.parametrize(("path", "route"), ROUTES, ids=[path for path, _ in ROUTES])
def test_a_view_says_itself_who_may_come_in(path: str, route: URLPattern) -> None:
    view = view_class(route)
    assert view is not None, f"{path} is not a DRF view"
    if route.name == "schema":
        return
    said = any(
        "permission_classes" in vars(c) for c in view.__mro__ if c.__module__.startswith("recoveryapp.")
    )
    assert said, f"{view.__name__} leaves its permissions to the default"


@pytest.mark.parametrize(("path", "route"), ROUTES, ids=[path for path, _ in ROUTES])
def test_only_the_listed_routes_are_public(path: str, route: URLPattern) -> None:
    is_public = AllowAny in view_class(route).permission_classes
    assert is_public == (route.name in PUBLIC), f"{path} ({route.name})"


@pytest.mark.parametrize("path", sorted({path for path, route in ROUTES if route.name not in PUBLIC}))
@pytest.mark.parametrize("method", ["get", "put", "post", "patch", "delete"])
def test_a_stranger_is_sent_to_sign_in_everywhere(db: None, path: str, method: str) -> None:
    url = "/" + "".join(_filled(part) for part in _split(path))
    answer = getattr(APIClient(), method)(url, {}, format="json")
    assert answer.status_code in {401, 405}, answer.content


def _filled(part: str) -> str:
    if not part.startswith("<"):
        return part
    return "7" if part.startswith("<int:") else str(new_id())


def _split(path: str) -> list[str]:
    parts: list[str] = []
    for chunk in path.replace(">", "<").split("<"):
        parts.append(f"<{chunk}" if len(parts) % 2 else chunk)
    return parts
