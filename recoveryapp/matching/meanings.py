"""The meaning of each resource: read by the encoder once, kept as a row, loaded into every index."""

import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

import numpy as np
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from recoveryapp.matching.entries import as_entry
from recoveryapp.matching.models import MeaningRound, ResourceMeaning
from recoveryapp.matching.ranking.arrays import Floats, as_floats
from recoveryapp.matching.ranking.index import Meanings, text_of
from recoveryapp.matching.ranking.meaning import meanings, model_name
from recoveryapp.matching.ranking.shapes import Entry
from recoveryapp.resources.models import Resource
from recoveryapp.resources.queries import directory_marks, resources_to_suggest

BATCH = 64
MOST_IN_A_ROUND = 10_000
"""About a minute of one core; what is left waits for the next round."""
HALF = np.dtype("<f2")
ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtextextended('read meanings', 0))"
ANY_DAY = date(2000, 1, 1)
"""A text is the same on every day."""


def versions() -> frozenset[UUID]:
    """Of the directory and of what was read of it, in one statement: another one whenever either changed."""
    newest = MeaningRound.objects.filter(model=model_name()).order_by("-created_at", "-pk")
    return frozenset(directory_marks().union(newest.values_list("pk", flat=True)[:1]))


def kept_meanings() -> Meanings:
    rows = ResourceMeaning.objects.filter(model=model_name()).values_list("resource_id", "vector")
    return {str(id_): as_floats(np.frombuffer(vector, HALF)) for id_, vector in rows.iterator()}


def meanings_of(entries: Sequence[Entry]) -> Meanings | None:
    """Read at once, for a directory that is not in the database. None without the encoder."""
    found = meanings([text_of(entry) for entry in entries])
    return None if found is None else {entry.id: row for entry, row in zip(entries, found, strict=True)}


def read_meanings(*, most: int = MOST_IN_A_ROUND) -> int:
    """Read what changed since it was last read. Answers how many texts were new.

    Safe to run twice, also at once. Nothing happens without the encoder.
    """
    count = looked_at = 0
    while model_name() and looked_at < most and (rows := _read_some()):
        looked_at, count = looked_at + rows[0], count + rows[1]
    if count:
        MeaningRound.objects.create(model=model_name(), count=count)
    return count


@transaction.atomic
def _read_some() -> tuple[int, int] | None:
    """How many rows were looked at, how many of their texts were new. None when nothing is left here."""
    rows = list(_unread()[:BATCH]) if _is_alone() else []
    if not rows:
        return None
    texts = [text_of(as_entry(row, ANY_DAY)) for row in rows]
    digests = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    kept = ResourceMeaning.objects.filter(model=model_name()).in_bulk([row.pk for row in rows])
    new = [at for at, row in enumerate(rows) if row.pk not in kept or kept[row.pk].digest != digests[at]]
    vectors = dict(zip(new, _vectors([texts[at] for at in new]), strict=True))
    _keep([
        _meaning(row, digests[at], vectors[at] if at in vectors else bytes(kept[row.pk].vector))
        for at, row in enumerate(rows)
    ])  # fmt: skip
    return len(rows), len(new)


def _unread() -> QuerySet[Resource]:
    as_it_is = ResourceMeaning.objects.filter(
        resource=OuterRef("pk"), model=model_name(), text_of=OuterRef("updated_at")
    )
    return resources_to_suggest().filter(~Exists(as_it_is))


def _is_alone() -> bool:
    """Until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        return bool(cursor.fetchone()[0])


def _vectors(texts: Sequence[str]) -> list[bytes]:
    found = meanings(texts) if texts else None
    return [] if found is None else [_closed(row) for row in found]


def _closed(vector: Floats) -> bytes:
    return vector.astype(HALF).tobytes()


def _meaning(row: Resource, digest: str, vector: bytes) -> ResourceMeaning:
    return ResourceMeaning(
        resource=row, model=model_name(), digest=digest, vector=vector, text_of=row.updated_at
    )


def _keep(rows: list[ResourceMeaning]) -> None:
    ResourceMeaning.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["resource"],
        update_fields=["model", "digest", "vector", "text_of"],
    )
