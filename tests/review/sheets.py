"""A sheet for a meeting on which everything of Alice's record is ticked."""

from typing import Any

from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.journal.models import Entry, SharedLine
from recoveryapp.matching.models import SuggestionResponse
from recoveryapp.outcomes.enums import Domain
from recoveryapp.outcomes.models import CheckIn, Milestone
from tests.review.body import people_url
from tests.review.canaries import Canaries

Body = dict[str, Any]

OWN_WORDS = "canary-talk-alice"


def ids_of(rows: Any) -> list[str]:
    return [str(pk) for pk in rows.values_list("pk", flat=True)][:5]


def everything_ticked(owner: User, record: Canaries) -> Body:
    check_ins = ids_of(CheckIn.objects.owned_by(owner))
    ideas = ids_of(SuggestionResponse.objects.owned_by(owner))
    pages = ids_of(Entry.objects.owned_by(owner)) + ids_of(SharedLine.objects.owned_by(owner))
    return {
        "words": OWN_WORDS,
        "domains": list(Domain.values),
        "goals": [str(record.goal.pk)],
        "milestones": ids_of(Milestone.objects.owned_by(owner)),
        "helped": check_ins + ideas,
        "in_the_way": check_ins,
        "pages": pages,
    }


def keep_sheet(client: APIClient, *, grant: ConsentGrant | None, at: Any, **values: Any) -> str:
    """Kept by its owner and, with a grant, handed over. The answer is its id."""
    sheet_id = str(new_id())
    body = {"version": 0, "recorded_at": at.isoformat(), "grant": str(grant.pk) if grant else None, **values}
    answer = client.put(f"/api/v1/sheets/{sheet_id}/", body, format="json")
    assert answer.status_code == 201, answer.content
    return sheet_id


def handed(owner: User, sheet_id: str = "", tail: str = "", **query: str) -> str:
    return people_url(owner.pk, f"sheets/{sheet_id}/{tail}" if sheet_id else "sheets/", **query)
