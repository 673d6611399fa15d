import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

from rest_framework.test import APIClient

from recoveryapp.audit.models import AuditEvent

LOG = "/api/v1/access-log/"
EXPORT = "/api/v1/access-log/export/"

Look = Callable[..., AuditEvent]


def lines(client: APIClient, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(LOG, asked)
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()["results"]
    return rows


def ids(client: APIClient, **asked: Any) -> list[str]:
    return [row["id"] for row in lines(client, **asked)]


def exported(client: APIClient, **asked: Any) -> list[list[str]]:
    answer = client.get(EXPORT, asked)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(StringIO(text)))
