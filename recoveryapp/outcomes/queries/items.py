from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.outcomes.models import ItemChoice, OwnItem
from recoveryapp.outcomes.queries.measures import measures_in_use


@dataclass(frozen=True)
class CheckInItems:
    chosen: list[str]
    own: list[OwnItem]


def check_in_items_of(person: User, *, on: date) -> CheckInItems:
    return CheckInItems(chosen=chosen_item_codes(person, on=on), own=list(own_items_of(person)))


def own_items_of(person: User) -> QuerySet[OwnItem]:
    return OwnItem.objects.owned_by(person).order_by("pk")


def chosen_item_codes(person: User, *, on: date) -> list[str]:
    """What the viewer chose to be asked, or what is asked by default on that day."""
    choice = ItemChoice.objects.filter(owner=person).first()
    if choice is not None:
        return choice.codes
    return [
        item.code for measure in measures_in_use(on=on) for item in measure.items.all() if item.is_default
    ]
