"""How somebody hears that something new waits for them."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.reminders.enums import ReminderChannel
from recoveryapp.reminders.models import NewsChoice

NOUN = "reminders.newschoice"


def channels_of(person_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Of each; who has not chosen hears of it in the app."""
    chosen = NewsChoice.objects.filter(owner__in=person_ids).values_list("owner", "channels")
    return {pk: [ReminderChannel.IN_APP.value] for pk in person_ids} | dict(chosen)


@transaction.atomic
def choose_channels(channels: Sequence[str], *, by: User) -> list[str]:
    """In the order they are tried; none: nothing is told."""
    row, _ = NewsChoice.objects.update_or_create(owner=by, defaults={"channels": list(channels)})
    record(Verb.CHANGE, NOUN, object_id=row.pk, owner_id=by.pk, by=by)
    return row.channels
