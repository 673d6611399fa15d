"""Goals, steps and ratings as a phone sends them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

from recoveryapp.common.ids import new_id

Body = dict[str, Any]


def goal_body(at: datetime, **changes: Any) -> Body:
    return {"version": 0, "recorded_at": at.isoformat(), "words": "Meet people who get it", **changes}


def full_goal_body(at: datetime, **changes: Any) -> Body:
    return goal_body(
        at,
        why="I miss laughing",
        domains=["social", "existential"],
        areas=["social.belonging"],
        barriers=["group_anxiety", "transport"],
        own_barrier="The last bus goes at six",
        importance=8,
        confidence=3,
        together_with="Pat",
        **changes,
    )


def step_body(**changes: Any) -> Body:
    return {"words": "Ask about the Tuesday group", "position": 0, "done_at": None, **changes}


def rating_body(at: datetime, value: Any = 4, **changes: Any) -> Body:
    return {"recorded_at": at.isoformat(), "value": value, "note": "", **changes}


def goal_url(goal_id: UUID | str, tail: str = "") -> str:
    return f"/api/v1/goals/{goal_id}/{tail}"


def write_goal(client: APIClient, at: datetime, **changes: Any) -> str:
    goal_id = str(new_id())
    answer = client.put(goal_url(goal_id), goal_body(at, **changes), format="json")
    assert answer.status_code == 201, answer.content
    return goal_id


def write_step(client: APIClient, goal_id: str, **changes: Any) -> str:
    step_id = str(new_id())
    answer = client.put(goal_url(goal_id, f"steps/{step_id}/"), step_body(**changes), format="json")
    assert answer.status_code == 201, answer.content
    return step_id


def rate(client: APIClient, goal_id: str, at: datetime, value: int = 4, **changes: Any) -> str:
    rating_id = str(new_id())
    body = rating_body(at, value, **changes)
    answer = client.put(goal_url(goal_id, f"ratings/{rating_id}/"), body, format="json")
    assert answer.status_code == 201, answer.content
    return rating_id


def set_status(client: APIClient, goal_id: str, status: str, reason: str = "") -> Body:
    body = {"status": status, "reason": reason}
    answer = client.post(goal_url(goal_id, "status/"), body, format="json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())
