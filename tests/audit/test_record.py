import pytest
from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record, record_reading
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id


def test_a_line_rolls_back_with_the_deed_it_tells_of(alice: User) -> None:
    @transaction.atomic
    def delete_and_fail() -> None:
        record(Verb.DELETE, "goals.goal", object_id=new_id(), owner_id=alice.pk, by=alice)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        delete_and_fail()
    assert not AuditEvent.objects.exists()


def test_a_line_outlives_the_person(alice: User, bob: User) -> None:
    record(Verb.READ, "goals.goal", object_id=None, owner_id=alice.pk, by=bob)
    alice.delete()
    assert AuditEvent.objects.get().actor_id == bob.pk


def test_a_reading_says_who_read_what_kind_and_why(alice: User, pat: User) -> None:
    record_reading(
        owner_id=alice.pk,
        viewer=pat,
        noun="goals.goal",
        scopes=["goals", "barriers"],
        purpose="support",
        count=7,
        verb=Verb.PRINT,
    )
    line = AuditEvent.objects.get()
    assert (line.owner_id, line.actor_id, line.actor_role) == (alice.pk, pat.pk, "peer_worker")
    assert (line.verb, line.noun, line.object_count) == ("print", "goals.goal", 7)
    assert (line.scopes, line.purpose) == (["goals", "barriers"], "support")


def test_showing_people_their_own_leaves_no_line(alice: User) -> None:
    record_reading(
        owner_id=alice.pk, viewer=alice, noun="review", scopes=["goals"], purpose="review", count=1
    )
    assert not AuditEvent.objects.exists()


def test_a_line_says_who_did_what_to_whose_row(alice: User, pat: User) -> None:
    row_id = new_id()
    record(Verb.EXPORT, "goals.goal", object_id=row_id, owner_id=alice.pk, by=pat, count=3)
    line = AuditEvent.objects.get()
    assert (line.verb, line.noun, line.object_id, line.object_count) == ("export", "goals.goal", row_id, 3)
    assert (line.owner_id, line.actor_id, line.actor_role) == (alice.pk, pat.pk, "peer_worker")
    assert (line.scopes, line.purpose) == ([], "")


def test_what_a_timed_job_does_has_nobody_behind_it(alice: User) -> None:
    record(Verb.DELETE, "goals.goal", object_id=None, owner_id=alice.pk, by=None)
    line = AuditEvent.objects.get()
    assert (line.actor_id, line.actor_role, line.object_count) == (None, "", 1)
