from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record, record_reading
from recoveryapp.audit.chain import hash_of
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from tests.conftest import CountQueries

WRITERS = 8
LINES_EACH = 5


def write_line(owner_id: UUID | None, by: User | None = None) -> None:
    record(Verb.CREATE, "goals.goal", object_id=new_id(), owner_id=owner_id, by=by)


def chain_of(owner_id: UUID | None) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(owner_id=owner_id).order_by("number"))


def assert_whole(chain: list[AuditEvent], *, length: int) -> None:
    assert [event.number for event in chain] == list(range(1, length + 1))
    assert [event.previous_hash for event in chain] == [b"", *(event.hash for event in chain[:-1])]
    assert [event.hash for event in chain] == [hash_of(event) for event in chain]


def test_each_person_has_a_chain_and_what_belongs_to_nobody_has_one(alice: User, bob: User) -> None:
    before = len(chain_of(None))
    for owner_id in (alice.pk, None, bob.pk, alice.pk, None, alice.pk):
        write_line(owner_id)
    for owner_id, length in ((alice.pk, 3), (bob.pk, 1), (None, before + 2)):
        assert_whole(chain_of(owner_id), length=length)


def test_the_hash_covers_every_word_that_json_could_spell_in_two_ways(alice: User, pat: User) -> None:
    record_reading(
        owner_id=alice.pk,
        viewer=pat,
        noun='quoted " \\ and / and é and \u2028 and \x7f',
        scopes=["goals", "tab\tline\nbell\x07", "feed\f\b\r"],
        purpose="support",
        count=2,
    )
    assert_whole(chain_of(alice.pk), length=1)


def test_lines_written_in_one_statement_follow_each_other(alice: User) -> None:
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=Verb.READ, noun="goals.goal", owner_id=alice.pk) for _ in range(3)
    )
    assert_whole(chain_of(alice.pk), length=3)


def test_a_line_costs_one_statement_and_knows_its_place(alice: User, count_queries: CountQueries) -> None:
    with count_queries(1):
        event = AuditEvent.objects.create(verb=Verb.READ, noun="goals.goal", owner_id=alice.pk)
    assert (event.number, event.hash) == (1, hash_of(event))


def test_a_line_taken_back_with_its_deed_leaves_no_gap(alice: User) -> None:
    write_line(alice.pk)

    @transaction.atomic
    def write_and_fail() -> None:
        write_line(alice.pk)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    write_line(alice.pk)
    assert_whole(chain_of(alice.pk), length=2)


@pytest.mark.parametrize(
    "change",
    [
        lambda: AuditEvent.objects.update(purpose="review"),
        lambda: AuditEvent.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE audit_auditevent"),
    ],
    ids=["update", "delete", "truncate"],
)
def test_no_line_is_changed_or_taken_away(alice: User, change: Callable[[], object]) -> None:
    with (
        connection.cursor() as cursor
    ):  # as in every database but the one for tests, and rolled back with the test
        cursor.execute("ALTER TABLE audit_auditevent ENABLE TRIGGER audit_event_no_truncate")
    write_line(alice.pk)
    with pytest.raises(ProgrammingError, match="only ever added"), transaction.atomic():
        change()
    assert_whole(chain_of(alice.pk), length=1)


def elsewhere(action: Callable[[], None]) -> None:
    """Over a connection of its own."""
    try:
        action()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_many_writers_about_one_person_leave_one_whole_chain(alice: User) -> None:
    start = Barrier(WRITERS)

    def write_lines(_: int) -> None:
        start.wait()
        for _ in range(LINES_EACH):
            with transaction.atomic():
                write_line(alice.pk, by=alice)

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda n: elsewhere(lambda: write_lines(n)), range(WRITERS)))
    assert_whole(chain_of(alice.pk), length=WRITERS * LINES_EACH)


@pytest.mark.django_db(transaction=True)
def test_a_writer_about_one_person_waits_for_no_writer_about_another(alice: User, bob: User) -> None:
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        write_line(alice.pk)
        pool.submit(elsewhere, lambda: write_line(bob.pk)).result(timeout=5)
        waiting = pool.submit(elsewhere, lambda: write_line(alice.pk))
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        transaction.set_rollback(True)
    waiting.result(timeout=5)
    assert_whole(chain_of(alice.pk), length=1)
    assert_whole(chain_of(bob.pk), length=1)
