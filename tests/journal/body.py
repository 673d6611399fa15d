"""Diary pages as a phone sends them."""

from datetime import datetime
from typing import Any

from rest_framework.test import APIClient

from recoveryapp.common.ids import new_id

Body = dict[str, Any]

ENTRIES = "/api/v1/journal/entries/"
LINES = "/api/v1/journal/lines/"
SEARCH = f"{ENTRIES}search/"


def entry_body(at: datetime, **changes: Any) -> Body:
    return {"version": 0, "recorded_at": at.isoformat(), "words": "Quiet morning, tea, rain.", **changes}


def full_entry_body(at: datetime, **changes: Any) -> Body:
    return {
        **entry_body(at),
        "prompt": "small_thing",
        "tags": ["garden", "Mum"],
        "goal": None,
        "check_in": None,
        "is_never_shared": True,
        "is_marked_for_sharing": False,
        "seal": None,
        "sealed_under": None,
        **changes,
    }


def entry_url(entry_id: object) -> str:
    return f"{ENTRIES}{entry_id}/"


def line_body(entry_id: str, at: datetime, **changes: Any) -> Body:
    return {
        "version": 0,
        "recorded_at": at.isoformat(),
        "entry": entry_id,
        "words": "A robin came.",
        **changes,
    }


def line_url(line_id: object) -> str:
    return f"{LINES}{line_id}/"


def write_line(client: APIClient, entry_id: str, at: datetime, **changes: Any) -> str:
    line_id = str(new_id())
    answer = client.put(line_url(line_id), line_body(entry_id, at, **changes), format="json")
    assert answer.status_code == 201, answer.content
    return line_id


def write_entry(client: APIClient, at: datetime, **changes: Any) -> str:
    entry_id = str(new_id())
    answer = client.put(entry_url(entry_id), entry_body(at, **changes), format="json")
    assert answer.status_code == 201, answer.content
    return entry_id


def found(client: APIClient, **body: Any) -> list[str]:
    answer = client.post(SEARCH, body, format="json")
    assert answer.status_code == 200, answer.content
    return [entry["id"] for entry in answer.json()["results"]]


def listed(client: APIClient, **query: Any) -> list[str]:
    answer = client.get(ENTRIES, query)
    assert answer.status_code == 200, answer.content
    return [entry["id"] for entry in answer.json()["results"]]
