"""Lines written before there were chains."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.audit.models import AuditEvent
from tests.audit.test_chain import assert_whole, chain_of
from tests.conftest import let_tests_empty_the_audit_trail

BEFORE_CHAINS = ("audit", "0002_what_was_read_and_why")


@contextmanager
def migrated_back_to(target: tuple[str, str]) -> Iterator[None]:
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("audit")
    MigrationExecutor(connection).migrate([target])
    try:
        yield
    finally:
        MigrationExecutor(connection).migrate(newest)
        let_tests_empty_the_audit_trail()


@pytest.mark.django_db(transaction=True)
def test_lines_that_stood_before_are_chained_and_the_way_back_is_open(alice: User, bob: User) -> None:
    for owner_id in (alice.pk, bob.pk, alice.pk, None, alice.pk):
        record(Verb.CREATE, "goals.goal", object_id=None, owner_id=owner_id, by=None)
    lengths = {owner_id: len(chain_of(owner_id)) for owner_id in (alice.pk, bob.pk, None)}
    told = list(AuditEvent.objects.order_by("id").values_list("id", "at"))
    with migrated_back_to(BEFORE_CHAINS), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_auditevent LIMIT 1")
        assert "hash" not in [column.name for column in cursor.description]
    assert list(AuditEvent.objects.order_by("id").values_list("id", "at")) == told
    for owner_id, length in lengths.items():
        assert_whole(chain_of(owner_id), length=length)
