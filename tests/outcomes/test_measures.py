from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.outcomes.actions.measures import activate_measure, register_measure
from recoveryapp.outcomes.errors import MeasureNotPermitted, PublishedCodeDropped, PublishedVersionChanged
from recoveryapp.outcomes.models import Measure
from recoveryapp.outcomes.queries.measures import measures_in_use
from recoveryapp.outcomes.seeds import ItemSeed, MeasureSeed
from tests.conftest import ApiFor, CountQueries

URL = "/api/v1/measures/"
pytestmark = pytest.mark.django_db


def reworded(seed: MeasureSeed) -> list[ItemSeed]:
    first, *rest = seed.items
    return [first.model_copy(update={"text": "Something else"}), *rest]


def test_our_own_wording_is_in_use_from_the_first_load(
    api: ApiFor, alice: User, count_queries: CountQueries, own_measure: MeasureSeed
) -> None:
    client = api(alice)
    with count_queries(3):
        measures = client.get(URL).json()
    assert [(measure["code"], measure["version"]) for measure in measures] == [("own_check_in", 1)]
    assert [item["text"] for item in measures[0]["items"]] == [item.text for item in own_measure.items]
    assert [item["code"] for item in measures[0]["items"] if not item["is_default"]] == [
        "existential_faith_culture"
    ]


def test_two_measures_take_as_many_statements_as_one(
    api: ApiFor, alice: User, now: datetime, own_measure: MeasureSeed, count_queries: CountQueries
) -> None:
    register_measure(own_measure.model_copy(update={"code": "second"}), at=now)
    register_measure(own_measure.model_copy(update={"code": "third"}), at=now)
    client = api(alice)
    with count_queries(3):
        assert len(client.get(URL).json()) == 3


def test_a_stranger_does_not_read_them(api: ApiFor) -> None:
    assert api().get(URL).status_code == 401


def test_a_measure_without_permission_is_registered_and_not_in_use(
    licensed_measure: MeasureSeed, now: datetime
) -> None:
    measure = register_measure(licensed_measure, at=now)
    assert measure.activated_at is None
    assert measure not in measures_in_use(on=now.date())


def test_a_measure_without_permission_is_not_activated(
    licensed_measure: MeasureSeed, now: datetime, max_: User
) -> None:
    measure = register_measure(licensed_measure, at=now)
    with pytest.raises(MeasureNotPermitted):
        activate_measure(measure, at=now, by=max_)


def test_nor_by_the_database(licensed_measure: MeasureSeed, now: datetime) -> None:
    measure = register_measure(licensed_measure, at=now)
    with pytest.raises(IntegrityError, match="measure_active_with_permission"), transaction.atomic():
        Measure.objects.filter(pk=measure.pk).update(activated_at=now)


def test_a_permission_is_good_until_the_end_of_its_last_day(
    licensed_measure: MeasureSeed, now: datetime, max_: User
) -> None:
    permitted = licensed_measure.model_copy(
        update={"permission_document": "register/17.pdf", "permitted_until": now.date()}
    )
    measure = activate_measure(register_measure(permitted, at=now), at=now, by=max_)
    assert measure in measures_in_use(on=now.date())
    assert measure not in measures_in_use(on=now.date() + timedelta(days=1))
    with pytest.raises(MeasureNotPermitted):
        activate_measure(measure, at=now + timedelta(days=1), by=max_)


def test_putting_a_measure_in_use_is_written_down(
    licensed_measure: MeasureSeed, now: datetime, max_: User
) -> None:
    permitted = licensed_measure.model_copy(update={"permission_document": "register/17.pdf"})
    measure = activate_measure(register_measure(permitted, at=now), at=now, by=max_)
    event = AuditEvent.objects.get()
    assert (event.verb, event.noun, event.object_id, event.actor_id) == (
        "change",
        "outcomes.measure",
        measure.pk,
        max_.pk,
    )


def test_a_registered_wording_is_locked(own_measure: MeasureSeed, now: datetime) -> None:
    with pytest.raises(PublishedVersionChanged):
        register_measure(own_measure.model_copy(update={"items": reworded(own_measure)}), at=now)


def test_an_item_keeps_its_wording_in_every_version(own_measure: MeasureSeed, now: datetime) -> None:
    with pytest.raises(PublishedVersionChanged):
        register_measure(
            own_measure.model_copy(update={"version": 2, "items": reworded(own_measure)}), at=now
        )
    with pytest.raises(PublishedCodeDropped):
        register_measure(own_measure.model_copy(update={"version": 2, "items": []}), at=now)
    assert Measure.objects.count() == 1


def test_a_new_version_takes_the_place_of_the_one_before(own_measure: MeasureSeed, now: datetime) -> None:
    new_item = own_measure.items[0].model_copy(update={"code": "functional_rest", "text": "I had rest"})
    second = own_measure.model_copy(update={"version": 2, "items": [*own_measure.items, new_item]})
    measure = register_measure(second, at=now)
    assert list(measures_in_use(on=now.date())) == [measure]
    assert Measure.objects.get(version=1).retired_at == now


def test_two_active_versions_are_refused_by_the_database(own_measure: MeasureSeed, now: datetime) -> None:
    register_measure(own_measure.model_copy(update={"version": 2}), at=now)
    with pytest.raises(IntegrityError, match="measure_one_active_version"), transaction.atomic():
        Measure.objects.update(retired_at=None)
