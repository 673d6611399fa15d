from datetime import date, datetime

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.consent.writes import in_one_go
from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.errors import MeasureNotPermitted, PublishedCodeDropped, PublishedVersionChanged
from recoveryapp.outcomes.models import Measure, MeasureItem
from recoveryapp.outcomes.seeds import MeasureSeed

WORDING = ("levels", "items")
ABOUT = {
    "name",
    "holder",
    "licence",
    "licence_url",
    "note",
    "is_own",
    "permission_document",
    "permitted_until",
}


@in_one_go
def register_measure(seed: MeasureSeed, *, at: datetime) -> Measure:
    """Store the version with its wording locked; our own is in use from then on. Twice is as once.

    Raises PublishedVersionChanged when that version has other wording, or when a published item would say
    something else than before; PublishedCodeDropped when an item is gone.
    """
    stored = Measure.objects.filter(code=seed.code, version=seed.version).first()
    measure = stored or _store(seed)
    if measure.wording_digest != seed.digest(*WORDING):
        raise PublishedVersionChanged
    if measure.is_own and measure.activated_at is None:
        _put_in_use(measure, at=at)
    return measure


@transaction.atomic
def activate_measure(measure: Measure, *, at: datetime, by: User) -> Measure:
    """Put this version in use in place of the one before.

    Raises MeasureNotPermitted unless it is our own wording or its holder's permission holds on that day.
    """
    if not is_permitted(measure, on=at.date()):
        raise MeasureNotPermitted
    _put_in_use(measure, at=at)
    record(Verb.CHANGE, "outcomes.measure", object_id=measure.pk, owner_id=None, by=by)
    return measure


def is_permitted(measure: Measure, *, on: date) -> bool:
    has_ended = measure.permitted_until is not None and measure.permitted_until < on
    return measure.is_own or (bool(measure.permission_document) and not has_ended)


def _put_in_use(measure: Measure, *, at: datetime) -> None:
    earlier = Measure.objects.filter(code=measure.code, activated_at__isnull=False, retired_at__isnull=True)
    earlier.exclude(pk=measure.pk).update(retired_at=at)
    measure.activated_at, measure.retired_at = at, None
    measure.save(update_fields=["activated_at", "retired_at", "updated_at"])
    transaction.on_commit(catalogue.forget)


def _store(seed: MeasureSeed) -> Measure:
    _refuse_changed_items(seed)
    measure = Measure.objects.create(
        code=seed.code,
        version=seed.version,
        wording_digest=seed.digest(*WORDING),
        **seed.model_dump(include=ABOUT),
    )
    MeasureItem.objects.bulk_create(MeasureItem(measure=measure, **item.model_dump()) for item in seed.items)
    return measure


def _refuse_changed_items(seed: MeasureSeed) -> None:
    """An answer keeps the item's code only, so a code has one wording for good."""
    text = {item.code: item.text for item in seed.items}
    for code, published in MeasureItem.objects.filter(measure__code=seed.code).values_list("code", "text"):
        if code not in text:
            raise PublishedCodeDropped
        if text[code] != published:
            raise PublishedVersionChanged
