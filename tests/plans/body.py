"""A plan as a phone sends it."""

from datetime import datetime
from typing import Any

from rest_framework.test import APIClient

Body = dict[str, Any]

PLAN = "/api/v1/plan/"
FILE = f"{PLAN}file/"
FORMER = f"{PLAN}former/"
WORDS = {
    "keeping_well": "A walk before nine",
    "early_signs": "I stop opening letters",
    "what_helps": "Tea with my sister",
    "who_to_call": "Ana 020 7946 0000",
    "wishes": "Please feed the cat",
}


def plan_body(at: datetime, **changes: Any) -> Body:
    return {"version": 0, "recorded_at": at.isoformat(), **WORDS, **changes}


def write_plan(client: APIClient, at: datetime, **changes: Any) -> Body:
    answer = client.put(PLAN, plan_body(at, **changes), format="json")
    assert answer.status_code in {200, 201}, answer.content
    return dict(answer.json())


def former_url(former_id: object) -> str:
    return f"{FORMER}{former_id}/"
