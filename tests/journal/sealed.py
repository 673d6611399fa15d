"""A sealed page and the key to it, as a phone makes them; the front end's own tests open the same."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from rest_framework.test import APIClient

from recoveryapp.common.ids import new_id
from tests.journal.body import Body, entry_body

VECTOR: dict[str, Any] = json.loads(
    Path("frontend/src/lib/features/journal/sealed/vector.json").read_text(encoding="utf-8")
)
SEAL: str = VECTOR["seal"]
WRAPPED: str = VECTOR["wrapped"]
KEYS = "/api/v1/journal/sealing-keys/"


def key_url(key_id: object) -> str:
    return f"{KEYS}{key_id}/"


def key_body(at: datetime, **changes: Any) -> Body:
    return {"version": 0, "recorded_at": at.isoformat(), "wrapped": WRAPPED, **changes}


def turn_on(client: APIClient, at: datetime) -> str:
    key_id = str(new_id())
    answer = client.put(key_url(key_id), key_body(at), format="json")
    assert answer.status_code == 201, answer.content
    return key_id


def sealed_body(at: datetime, key_id: str, **changes: Any) -> Body:
    return entry_body(
        at, **{"words": "", "is_never_shared": True, "seal": SEAL, "sealed_under": key_id, **changes}
    )
