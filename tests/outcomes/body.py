"""Check-ins, own items and milestones as a phone sends them, and rows made without it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.outcomes.models import CheckIn, Milestone

Body = dict[str, Any]

CHECK_INS = "/api/v1/check-ins/"
ITEMS = "/api/v1/check-in-items/"
MILESTONES = "/api/v1/milestones/"


def check_in_url(check_in_id: UUID | str) -> str:
    return f"{CHECK_INS}{check_in_id}/"


def own_item_url(own_item_id: UUID | str) -> str:
    return f"{ITEMS}own/{own_item_id}/"


def milestone_url(milestone_id: UUID | str) -> str:
    return f"{MILESTONES}{milestone_id}/"


def wire(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def check_in_body(at: datetime, **changes: Any) -> Body:
    """Three taps."""
    taps = {"functional": "some", "existential": "a_little", "social": "not_now"}
    return {"version": 0, "recorded_at": wire(at), **taps, **changes}


def full_check_in_body(at: datetime, **changes: Any) -> Body:
    body = check_in_body(
        at,
        feel="hard",
        items=[answer("social_safe", "a_lot"), answer("existential_hope", "not_now")],
        words="Rain all day",
        helped="The dog",
        hindered="The bus",
        hindered_by=["transport", "low_energy"],
        was_hard=True,
        together_with="Pat",
    )
    return {**body, **changes}


def answer(item: str | None, level: str = "some", *, own_item: str | None = None) -> Body:
    return {"item": item, "own_item": own_item, "level": level}


def own_answer(own_item: str, level: str = "some") -> Body:
    return answer(None, level, own_item=own_item)


def milestone_body(at: datetime, **changes: Any) -> Body:
    on = at.date().isoformat()
    body = {"version": 0, "recorded_at": wire(at), "happened_on": on, "text": "I moved", "domain": None}
    return {**body, **changes}


def write_check_in(client: APIClient, at: datetime, **changes: Any) -> str:
    return write(client, check_in_url, check_in_body(at, **changes))


def write_own_item(client: APIClient, **changes: Any) -> str:
    return write(client, own_item_url, {"domain": "social", "text": "I rang my sister", **changes})


def write_milestone(client: APIClient, at: datetime, **changes: Any) -> str:
    return write(client, milestone_url, milestone_body(at, **changes))


def write(client: APIClient, url: Any, body: Body) -> str:
    row_id = str(new_id())
    stored = client.put(url(row_id), body, format="json")
    assert stored.status_code == 201, stored.content
    return row_id


def check_in_row(owner: User, at: datetime, **values: Any) -> CheckIn:
    return CheckIn(owner=owner, recorded_at=at, **values)


def milestone_row(owner: User, at: datetime) -> Milestone:
    return Milestone(owner=owner, recorded_at=at, happened_on=at.date(), text="I moved")
