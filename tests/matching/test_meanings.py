"""The meaning of each resource is read once, kept, and read again only when its text changed."""

from datetime import date

import numpy as np
import pytest
from django.core.management import call_command

from recoveryapp.matching import directory, meanings, tasks
from recoveryapp.matching.models import MeaningRound, ResourceMeaning
from recoveryapp.matching.ranking.lexicon import examples
from recoveryapp.matching.ranking.meaning import meanings as read
from recoveryapp.matching.ranking.meaning import model_name, reader
from recoveryapp.matching.ranking.training import digest_of
from recoveryapp.resources.models import Resource

TODAY = date(2026, 1, 1)


@pytest.fixture
def three(directory: None) -> list[Resource]:
    """The directory, with all but three rows closed."""
    kept = list(Resource.objects.filter(status="active").order_by("pk")[:3])
    Resource.objects.exclude(pk__in=[row.pk for row in kept]).update(status="closed")
    return kept


def test_each_text_is_read_once_and_twice_is_as_good(three: list[Resource]) -> None:
    assert meanings.read_meanings() == 3
    assert meanings.read_meanings() == 0

    assert set(ResourceMeaning.objects.values_list("resource_id", flat=True)) == {row.pk for row in three}
    assert [round_.count for round_ in MeaningRound.objects.all()] == [3]


def test_only_a_changed_text_is_read_again(three: list[Resource]) -> None:
    meanings.read_meanings()
    words, price = three[0], three[1]
    words.description = "Now about kites."
    words.save()
    price.cost_text = "Five pounds"
    price.save()

    assert meanings.read_meanings() == 1
    assert meanings.read_meanings() == 0


def test_a_round_stops_where_it_was_told_to_and_the_next_goes_on(three: list[Resource]) -> None:
    meanings.read_meanings(most=0)
    assert ResourceMeaning.objects.count() == 0

    tasks.read_meanings()
    assert ResourceMeaning.objects.count() == 3


def test_the_index_takes_up_what_was_read(three: list[Resource]) -> None:
    before = directory.current_index(TODAY)
    meanings.read_meanings()
    after = directory.current_index(TODAY)

    assert before.meanings is None
    assert after.meanings is not None
    assert after.meanings.shape[0] == 3
    assert np.allclose(np.linalg.norm(after.meanings, axis=1), 1, atol=1e-3)


def test_meanings_of_another_model_are_read_anew(three: list[Resource]) -> None:
    meanings.read_meanings()
    ResourceMeaning.objects.update(model="another 1.0")

    assert meanings.kept_meanings() == {}
    assert meanings.read_meanings() == 3


def test_the_command_reads_all_there_is(three: list[Resource]) -> None:
    call_command("read_meanings", stdout=None)

    assert ResourceMeaning.objects.filter(model=model_name()).count() == 3


def test_what_was_learnt_is_learnt_from_the_sentences_that_stand_in_the_lexicon() -> None:
    """Else `manage.py train_needs` has to be run."""
    assert reader().digest == digest_of(examples())


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("I cannot sleep at night", "No puedo dormir por la noche", "Help with bailiffs and rent arrears"),
        ("somebody to walk with", "alguien con quien caminar", "Blocking betting sites"),
    ],
)
def test_what_means_alike_is_near_in_another_language_too(one: str, other: str, far: str) -> None:
    found = read([one, other, far])

    assert found is not None
    assert found[0] @ found[1] > 2 * (found[0] @ found[2])
