"""Reads an archive in: everything or, where one thing in it is wrong, nothing.

Ids stay as they are, so that the same file twice is as good as once. Where another person here holds one of
them (somebody brings their own archive to a second account), all ids of the file are made anew, always in the
same way for the same person.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db import DatabaseError, models, transaction

from recoveryapp.accounts.models import User
from recoveryapp.accounts.serializers import MeSerializer
from recoveryapp.export.contents import RECORD, Part
from recoveryapp.export.enums import WhyFailed
from recoveryapp.export.progress import Progress, Steps, tell_nobody
from recoveryapp.export.record import FORMAT, PREFERENCES, VERSION
from recoveryapp.export.unpacking import FileRefused, Record
from recoveryapp.export.values import WrongValue, from_json
from recoveryapp.outcomes.actions.check_ins import digest_of
from recoveryapp.outcomes.models import CheckIn

MOST_ROWS = 200_000
AT_ONCE = 500

T = TypeVar("T")


@dataclass
class Taken:
    taken: int = 0
    here_already: int = 0
    left_out: int = 0
    """Points to something that is not on this server."""
    reminder_ids: list[UUID] = field(default_factory=list)


def read_archive(content: bytes, *, person: User, on_progress: Progress = tell_nobody) -> Taken:
    """Raises FileRefused; then nothing was stored."""
    record = Record(content, form=FORMAT, version=VERSION)
    try:
        with transaction.atomic():
            _set_preferences(person, record.preferences)
            return _Reading(person, record, on_progress).store()
    except (WrongValue, DatabaseError, KeyError, TypeError, AttributeError) as error:
        raise FileRefused(WhyFailed.WRONG_VALUES) from error


def _set_preferences(person: User, given: Mapping[str, Any]) -> None:
    asked = MeSerializer(data=dict(given), partial=True)
    if set(given) - set(PREFERENCES) or not asked.is_valid():
        raise WrongValue("preferences")
    for name, value in asked.validated_data.items():
        setattr(person, name, value)
    person.save(update_fields=[*asked.validated_data, "updated_at"])


class _Reading:
    """One file, for one person."""

    def __init__(self, person: User, record: Record, on_progress: Progress) -> None:
        known = {part.name for part in RECORD}
        if not record.is_shaped or set(record.counts) - known:
            raise WrongValue("rows")
        self.person = person
        self.record = record
        rows = record.counts.total()
        if rows > MOST_ROWS:
            raise FileRefused(WhyFailed.TOO_LARGE)
        self.steps = Steps(rows, on_progress)
        self.is_renumbered = self._somebody_else_has_one()
        self.here: dict[str, set[Any]] = {}
        self.result = Taken()

    def store(self) -> Taken:
        for part in RECORD:
            self._store_part(part)
        _set_digests(self.person)
        return self.result

    def _store_part(self, part: Part) -> None:
        """Some hundred at once: of ten thousand pages each would be there three times over."""
        before, stands = self._own_ids(part), self._stands_for_the_person(part)
        for batch in _some_at_once(self.record.rows(part.name)):
            rows = filter(None, (self._row(part, one) for one in batch))
            new = [row for row in rows if self._is_new(part, row, before, stands=stands)]
            made = part.model._base_manager.bulk_create(new)
            self.result.taken += len(made)
            if part.name == "reminders.reminder":
                self.result.reminder_ids += [row.pk for row in made]
            self.steps.go_on(len(batch))
        self.here[part.name] = set(part.rows_of(self.person).values_list("pk", flat=True))

    def _row(self, part: Part, given: Any) -> Any:
        fields = {f.name: f for f in part.fields}
        if not isinstance(given, dict) or not set(fields) - set(part.newer) <= set(given) <= set(fields):
            raise WrongValue(part.name)
        fields = {name: fields[name] for name in given}
        values = {f.attname: self._id(f, from_json(f, given[name])) for name, f in fields.items()}
        if any(self._leads_nowhere(f, values[f.attname]) for f in _relations(fields)):
            self.result.left_out += 1
            return None
        return part.model(**values, **dict.fromkeys(self._persons(part), self.person.pk))

    def _persons(self, part: Part) -> set[str]:
        """Columns that hold the person's own id."""
        named = {field.attname for field in part.model._meta.concrete_fields if field.name in part.of_person}
        return named | ({"owner_id"} if part.through == "owner" else set())

    def _leads_nowhere(self, relation: "models.ForeignKey[Any, Any]", to: Any) -> bool:
        """Rows of the person's have to be in the file or here; of the directory, here."""
        if to is None:
            return False
        name = relation.related_model._meta.label_lower
        if name in {part.name for part in RECORD}:
            return to not in self.here[name]
        return not relation.related_model._base_manager.filter(pk=to).exists()

    def _is_new(self, part: Part, row: Any, before: set[Any], *, stands: bool) -> bool:
        is_here = getattr(row, _identity(part)) in before or stands
        self.result.here_already += is_here
        return not is_here

    def _stands_for_the_person(self, part: Part) -> bool:
        """Of some tables a person has one row: what stands here stays."""
        names = (c.fields for c in part.model._meta.constraints if isinstance(c, models.UniqueConstraint))
        return ("owner",) in names and part.rows_of(self.person).exists()

    def _own_ids(self, part: Part) -> set[Any]:
        return set(part.rows_of(self.person).values_list(_identity(part), flat=True))

    def _id(self, of: "models.Field[Any, Any]", value: Any) -> Any:
        if not self.is_renumbered or value is None:
            return value
        if isinstance(of, models.ForeignKey) and of.related_model not in {part.model for part in RECORD}:
            return value
        if isinstance(value, UUID):
            return uuid5(self.person.pk, value.hex)
        if isinstance(value, list) and value and isinstance(value[0], UUID):
            return [uuid5(self.person.pk, one.hex) for one in value]
        return value

    def _somebody_else_has_one(self) -> bool:
        named = {part.name: part for part in RECORD if _is_named(part)}
        ids = ((named[table], given) for table, given in self.record.ids() if table in named)
        return any(self._others_rows(part, some).exists() for part, some in _alike_at_once(ids))

    def _others_rows(self, part: Part, given: Iterable[str]) -> "models.QuerySet[Any]":
        ids = [from_json(part.model._meta.pk, one) for one in given]
        return part.model._base_manager.filter(pk__in=ids).exclude(owner=self.person)


def _some_at_once(rows: Iterator[T]) -> Iterator[list[T]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _alike_at_once(ids: Iterable[tuple[Part, str]]) -> Iterator[tuple[Part, list[str]]]:
    """Of one table each time."""
    for part, those in groupby(ids, key=lambda found: found[0]):
        for some in _some_at_once(those):
            yield part, [given for _, given in some]


def _identity(part: Part) -> str:
    """By which a row is known again: its id, or that of the row it belongs to where it has none in a file."""
    return f"{part.parent}_id" if part.parent else part.same_by or "pk"


def _is_named(part: Part) -> bool:
    return not part.parent and "id" not in part.of_person


def _relations(fields: Mapping[str, Any]) -> Iterator["models.ForeignKey[Any, Any]"]:
    return (f for f in fields.values() if isinstance(f, models.ForeignKey))


def _set_digests(person: User) -> None:
    """What a check-in says of its answers, worked out anew. Most have none."""
    undigested = CheckIn.objects.owned_by(person).filter(answers_digest="")
    answered = undigested.filter(answers__isnull=False).distinct().prefetch_related("answers").only("pk")
    for some in _some_at_once(answered.iterator(chunk_size=AT_ONCE)):
        for check_in in some:
            answers = [
                {"item": a.item, "own_item_id": a.own_item_id, "level": a.level}
                for a in check_in.answers.all()
            ]
            check_in.answers_digest = digest_of(answers)  # type: ignore[arg-type]
        CheckIn.objects.bulk_update(some, ["answers_digest"])
    undigested.update(answers_digest=digest_of([]))
