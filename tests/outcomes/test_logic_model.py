import pytest
from django.db import connection

from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.models import LogicModel

pytestmark = pytest.mark.django_db


def test_it_is_there():
    assert LogicModel.objects.get().is_current
    assert catalogue.domain_codes() == {"functional", "existential", "social"}
    assert len(catalogue.item_codes()) == 17


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("n", [1, 2])
def test_commit(n):
    assert LogicModel.objects.get().is_current
    assert not connection.in_atomic_block
