"""Placing a term that the reviewed table does not know, once for all services that name it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.resources.actions.again import read_again
from recoveryapp.resources.actions.storing import BATCH
from recoveryapp.resources.models import Service, Term


@transaction.atomic
def place_term(term: Term, *, values: Mapping[str, Any], at: datetime, by: User) -> Term:
    """`values`: kind ("" when it says nothing of the kind), areas, mechanisms, traits.

    Services that name it are read again by a task: there may be thousands.
    """
    for name, value in values.items():
        setattr(term, name, value)
    term.placed_at = at
    term.save()
    record(Verb.CHANGE, "resources.term", object_id=term.pk, owner_id=None, by=by)
    transaction.on_commit(lambda: current_app.send_task("resources.read_term_again", [str(term.pk)]))
    return term


def read_services_again(term_id: UUID) -> int:
    """Read services that name the term by the present table. Answers how many. Safe to run twice."""
    ids = (
        Service.objects.filter(unknown_terms__contains=[term_id]).order_by("pk").values_list("pk", flat=True)
    )
    found = list(ids)
    for start in range(0, len(found), BATCH):
        read_again(found[start : start + BATCH])
    return len(found)
