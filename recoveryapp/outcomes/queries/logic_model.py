from typing import TypeVar

from recoveryapp.outcomes.errors import NoLogicModel
from recoveryapp.outcomes.models import LogicModel, MeasureItem
from recoveryapp.outcomes.models.logic_model import Part

P = TypeVar("P", bound=Part)


def current_logic_model() -> LogicModel:
    """Raises NoLogicModel before the first load."""
    row = LogicModel.objects.filter(is_current=True).first()
    if row is None:
        raise NoLogicModel
    return row


def parts_of(logic_model: LogicModel, model: type[P]) -> tuple[P, ...]:
    return tuple(model._default_manager.filter(logic_model=logic_model))


def published_item_codes() -> frozenset[str]:
    """Items of every measure that is or was in use: an answer given then may arrive now.

    Raises NoLogicModel before the first load.
    """
    items = MeasureItem.objects.filter(measure__activated_at__isnull=False)
    codes = frozenset(items.values_list("code", flat=True))
    if not codes:
        raise NoLogicModel
    return codes
