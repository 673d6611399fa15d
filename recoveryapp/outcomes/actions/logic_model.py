from typing import Any

from django.db import transaction

from recoveryapp.consent.writes import in_one_go
from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.errors import PublishedCodeDropped, PublishedVersionChanged
from recoveryapp.outcomes.models import (
    Barrier,
    BarrierLevel,
    EvidenceStatus,
    LogicModel,
    LogicModelLink,
    LogicModelSource,
    Mechanism,
    OutcomeArea,
    OutcomeDomain,
    ResourceKind,
)
from recoveryapp.outcomes.models.logic_model import CodedPart, Part
from recoveryapp.outcomes.seeds import LogicModelSeed

CODED_PARTS: dict[str, type[CodedPart]] = {
    "sources": LogicModelSource,
    "evidence_statuses": EvidenceStatus,
    "domains": OutcomeDomain,
    "areas": OutcomeArea,
    "mechanisms": Mechanism,
    "kinds": ResourceKind,
    "levels": BarrierLevel,
    "barriers": Barrier,
}
PARTS: dict[str, type[Part]] = {**CODED_PARTS, "links": LogicModelLink}


@in_one_go
def publish_logic_model(seed: LogicModelSeed) -> LogicModel:
    """Store the version beside the older ones and make it the current one; a second time changes nothing.

    Raises PublishedVersionChanged when that version is stored with other content, PublishedCodeDropped when
    it lacks a code that an older version had.
    """
    row = LogicModel.objects.filter(version=seed.version).first() or _store(seed)
    if row.digest != seed.digest():
        raise PublishedVersionChanged
    if not row.is_current:
        _make_current(row)
    return row


def _store(seed: LogicModelSeed) -> LogicModel:
    _refuse_dropped_codes(seed)
    row = LogicModel.objects.create(
        **seed.model_dump(include={"version", "published_on", "licence", "holder"}),
        citation=seed.review.citation,
        review_states=seed.review.what_its_abstract_states,
        digest=seed.digest(),
    )
    for name, model in PARTS.items():
        _store_parts(row, model, seed.model_dump(include={name})[name])
    return row


def _store_parts(row: LogicModel, model: type[Part], parts: list[dict[str, Any]]) -> None:
    model._default_manager.bulk_create(
        [model(logic_model=row, position=position, **part) for position, part in enumerate(parts)]
    )


def _refuse_dropped_codes(seed: LogicModelSeed) -> None:
    for name, model in CODED_PARTS.items():
        published = set(model._default_manager.values_list("code", flat=True))
        if published - {part.code for part in getattr(seed, name)}:
            raise PublishedCodeDropped


def _make_current(row: LogicModel) -> None:
    LogicModel.objects.filter(is_current=True).update(is_current=False)
    row.is_current = True
    row.save(update_fields=["is_current", "updated_at"])
    transaction.on_commit(catalogue.forget)
