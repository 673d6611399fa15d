from datetime import datetime
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.writes import Saved, in_one_go
from recoveryapp.outcomes.errors import TooManyOwnItems
from recoveryapp.outcomes.models import ItemChoice, OwnItem

MOST_OWN_ITEMS = 100


@in_one_go
def choose_items(codes: list[str], *, at: datetime, by: User) -> ItemChoice:
    """Ask these items of the measures from now on, in this order; the same again changes nothing."""
    choice = ItemChoice.objects.select_for_update().filter(owner=by).first()
    if choice is not None and choice.codes == codes:
        return choice
    choice = choice or ItemChoice(owner=by)
    choice.codes, choice.recorded_at = codes, at
    choice.save()
    record(Verb.CHANGE, "outcomes.itemchoice", object_id=choice.pk, owner_id=by.pk, by=by)
    return choice


@in_one_go
def put_own_item(own_item_id: UUID, *, domain: str, text: str, at: datetime, by: User) -> Saved[OwnItem]:
    """Add the item, or replace its words; one that was put away is asked again. The last writer's words stay.

    Raises NotVisible for another person's id, TooManyOwnItems.
    """
    row = OwnItem.objects.select_for_update().filter(pk=own_item_id).first()
    if row is None:
        return _add(OwnItem(id=own_item_id, owner=by, domain=domain, text=text, recorded_at=at), by)
    if row.owner_id != by.pk:
        raise NotVisible
    if (row.domain, row.text, row.archived_at) == (domain, text, None):
        return Saved(row, is_new=False, is_changed=False)
    row.domain, row.text, row.archived_at = domain, text, None
    row.save(update_fields=["domain", "text", "archived_at", "updated_at"])
    record(Verb.CHANGE, "outcomes.ownitem", object_id=row.pk, owner_id=by.pk, by=by)
    return Saved(row, is_new=False, is_changed=True)


@transaction.atomic
def archive_own_item(own_item_id: UUID, *, at: datetime, by: User) -> None:
    """Ask it no more, and keep its words for the answers given; already put away is as good."""
    row = OwnItem.objects.select_for_update().filter(pk=own_item_id, owner=by, archived_at=None).first()
    if row is None:
        return
    row.archived_at = at
    row.save(update_fields=["archived_at", "updated_at"])
    record(Verb.DELETE, "outcomes.ownitem", object_id=row.pk, owner_id=by.pk, by=by)


def _add(row: OwnItem, by: User) -> Saved[OwnItem]:
    if OwnItem.objects.filter(owner=by).count() >= MOST_OWN_ITEMS:
        raise TooManyOwnItems
    row.save(force_insert=True)
    record(Verb.CREATE, "outcomes.ownitem", object_id=row.pk, owner_id=by.pk, by=by)
    return Saved(row, is_new=True, is_changed=True)
