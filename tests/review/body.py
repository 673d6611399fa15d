"""The review as a practitioner asks for it."""

from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

Body = dict[str, Any]


def people_url(person_id: UUID, tail: str, **query: str) -> str:
    asked = "&".join(f"{name}={value}" for name, value in {"purpose": "review", **query}.items())
    return f"/api/v1/people/{person_id}/{tail}?{asked}"


def review(client: APIClient, person_id: UUID, **query: str) -> Body:
    answer = client.get(people_url(person_id, "review/", **query))
    assert answer.status_code == 200, answer.content
    return dict(answer.json())
