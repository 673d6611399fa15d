"""Reminders as a phone sends them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

from recoveryapp.common.ids import new_id

Body = dict[str, Any]


def reminder_body(at: datetime, **changes: Any) -> Body:
    return {
        "version": 0,
        "recorded_at": at.isoformat(),
        "words": "Kettle",
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "times": ["09:00"],
        "starts_on": at.date().isoformat(),
        "channels": ["email", "in_app"],
        **changes,
    }


def reminder_url(reminder_id: UUID | str) -> str:
    return f"/api/v1/reminders/{reminder_id}/"


def write_reminder(client: APIClient, at: datetime, **changes: Any) -> str:
    reminder_id = str(new_id())
    answer = client.put(reminder_url(reminder_id), reminder_body(at, **changes), format="json")
    assert answer.status_code == 201, answer.content
    return reminder_id
