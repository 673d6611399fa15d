"""Whoever owns the database changes the trail in every way we could think of; each is found and named."""

import hashlib
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from recoveryapp.accounts.models import User
from recoveryapp.audit.chain import hash_of
from recoveryapp.audit.models import AuditEvent, AuditSeal
from recoveryapp.audit.sealing import LAG, newest_seal, seal_events
from recoveryapp.audit.seals import NoSuchKey, mac_of
from recoveryapp.audit.verifying import SEALED_WITHIN, Checked, findings
from recoveryapp.common.ids import new_id
from tests.audit.tampering import EVENTS, SEALS, add_row, change_row, tamper
from tests.audit.test_chain import chain_of, write_line
from tests.conftest import CountQueries

GONE = "it is gone, number {} of its chain"
REWRITTEN = "it, or a row before it, was changed after it was sealed"
CHANGED = "what it says was changed"
UNLINKED = "it does not follow the row before it"
SEAL_CHANGED = "it, or the one before it, was changed"


@pytest.fixture
def trail(alice: User, bob: User, now: datetime) -> list[AuditEvent]:
    """Alice's five events, sealed at the third and the fifth; Bob has two, sealed at the second."""
    for owner_id in (alice.pk, bob.pk, alice.pk, alice.pk):
        write_line(owner_id)
    seal_events(now=now + LAG + timedelta(minutes=1))
    for owner_id in (alice.pk, bob.pk, alice.pk):
        write_line(owner_id)
    seal_events(now=now + LAG + timedelta(minutes=1))
    return chain_of(alice.pk)


def found(now: datetime) -> set[str]:
    return {str(finding) for finding in findings(now=now, checked=Checked())}


def event(row: AuditEvent, wrong: str) -> str:
    return f"event {row.pk}: {wrong}"


def set_fields(event_id: UUID, **values: object) -> None:
    change_row(EVENTS, event_id, **values)


def rewrite_from(rows: list[AuditEvent], *, number: int) -> None:
    """Number and hash the rows anew, as somebody would who knows how chains are made."""
    before = rows[number - 2].hash if number > 1 else b""
    for place, row in enumerate(rows[number - 1 :], start=number):
        row.number, row.previous_hash = place, before
        row.hash = before = hash_of(row)
        set_fields(row.pk, number=place, previous_hash=row.previous_hash, hash=row.hash, purpose=row.purpose)


def test_a_trail_as_it_was_written_is_clean(trail: list[AuditEvent], now: datetime) -> None:
    write_line(None)
    checked = Checked()
    assert list(findings(now=now, checked=checked)) == []
    assert checked == Checked(events=8, chains=3, seals=4)


def test_in_which_order_rows_lie_on_the_disk_does_not_matter(trail: list[AuditEvent], now: datetime) -> None:
    """What is written anew, as a restore does, lies behind the others; and no index need be there."""
    for row in (trail[1], trail[3]):
        change_row(EVENTS, row.pk, number=row.number)
    change_row(SEALS, 2, number=2)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
    assert found(now) == set()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor_id", UUID(int=7)),
        ("actor_role", "clinician"),
        ("at", datetime(2020, 1, 1).astimezone()),
        ("verb", "export"),
        ("noun", "journal.entry"),
        ("object_id", None),
        ("object_count", 2),
        ("scopes", ["journal"]),
        ("purpose", "review"),
        ("hash", b"x" * 32),
    ],
)
def test_a_field_changed(trail: list[AuditEvent], now: datetime, field: str, value: object) -> None:
    set_fields(trail[1].pk, **{field: value})
    wrong = {event(trail[1], CHANGED)}
    if field == "hash":
        wrong.add(event(trail[2], UNLINKED))
    assert found(now) == wrong


def test_an_event_given_to_somebody_else(trail: list[AuditEvent], pat: User, now: datetime) -> None:
    set_fields(trail[4].pk, owner_id=pat.pk)
    assert found(now) == {
        event(trail[4], "its chain lacks numbers 1 to 4, right before it"),
        event(trail[4], CHANGED),
    }


def test_a_middle_event_taken_away(trail: list[AuditEvent], now: datetime) -> None:
    tamper("DELETE FROM audit_auditevent WHERE id = %s", trail[1].pk)
    assert found(now) == {event(trail[2], "its chain lacks number 2, right before it")}


def test_a_middle_event_taken_away_and_the_rest_rewritten(trail: list[AuditEvent], now: datetime) -> None:
    tamper("DELETE FROM audit_auditevent WHERE id = %s", trail[1].pk)
    rewrite_from([trail[0], *trail[2:]], number=2)
    assert found(now) == {event(trail[2], REWRITTEN), event(trail[4], REWRITTEN)}


def test_the_newest_event_taken_away(trail: list[AuditEvent], now: datetime) -> None:
    tamper("DELETE FROM audit_auditevent WHERE id = %s", trail[4].pk)
    assert found(now) == {event(trail[4], GONE.format(5))}


def test_a_whole_chain_taken_away(trail: list[AuditEvent], alice: User, now: datetime) -> None:
    tamper("DELETE FROM audit_auditevent WHERE owner_id = %s", alice.pk)
    assert found(now) == {event(trail[2], GONE.format(3)), event(trail[4], GONE.format(5))}


def test_everything_taken_away(trail: list[AuditEvent], bob: User, now: datetime) -> None:
    bobs = chain_of(bob.pk)
    tamper("DELETE FROM audit_auditevent")
    assert found(now) == {
        event(trail[2], GONE.format(3)),
        event(bobs[0], GONE.format(1)),
        event(bobs[1], GONE.format(2)),
        event(trail[4], GONE.format(5)),
    }


def test_everything_rewritten_so_that_it_fits(trail: list[AuditEvent], now: datetime) -> None:
    trail[0].purpose = "review"
    rewrite_from(trail, number=1)
    assert found(now) == {event(trail[2], REWRITTEN), event(trail[4], REWRITTEN)}


def test_two_events_swapped(trail: list[AuditEvent], now: datetime) -> None:
    one, other = trail[1], trail[2]
    set_fields(one.pk, number=99)
    set_fields(other.pk, number=one.number, previous_hash=one.previous_hash, hash=one.hash)
    set_fields(one.pk, number=other.number, previous_hash=other.previous_hash, hash=other.hash)
    assert found(now) == {event(one, CHANGED), event(other, CHANGED), event(other, REWRITTEN)}


def forged(after: AuditEvent, *, number: int) -> AuditEvent:
    told: dict[str, Any] = {
        "id": new_id(),
        "at": after.at,
        "actor_role": "",
        "owner_id": after.owner_id,
        "verb": "read",
        "noun": "goals.goal",
        "object_count": 1,
        "number": number,
        "previous_hash": after.hash,
    }
    row = AuditEvent(**told)
    row.hash = hash_of(row)
    add_row(EVENTS, **told, hash=row.hash)
    return row


def test_a_forged_event_beside_another(trail: list[AuditEvent], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX audit_event_number_once")
    forged(trail[3], number=5)
    assert any("its chain has no room for its number, 5" in wrong for wrong in found(now))


def test_a_forged_event_in_the_middle_with_the_rest_rewritten(trail: list[AuditEvent], now: datetime) -> None:
    for row in reversed(trail[2:]):
        set_fields(row.pk, number=row.number + 1)
    rewrite_from([*trail[:2], forged(trail[1], number=3), *trail[2:]], number=4)
    assert found(now) == {event(trail[2], REWRITTEN), event(trail[4], REWRITTEN)}


def test_a_forged_event_at_the_end_that_does_not_follow(trail: list[AuditEvent], now: datetime) -> None:
    row = forged(trail[3], number=6)
    assert found(now) == {event(row, UNLINKED)}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", datetime(2020, 1, 1).astimezone()),
        ("event_at", datetime(2020, 1, 1).astimezone()),
        ("event_number", 4),
        ("owner_id", None),
    ],
)
def test_a_seal_changed(trail: list[AuditEvent], now: datetime, field: str, value: object) -> None:
    change_row(SEALS, 2, **{field: value})
    assert found(now) == {f"seal 2: {SEAL_CHANGED}"}


def test_a_seal_put_on_another_hash_with_the_rows_rewritten(trail: list[AuditEvent], now: datetime) -> None:
    trail[4].purpose = "review"
    rewrite_from(trail, number=5)
    change_row(SEALS, 4, event_hash=trail[4].hash)
    assert found(now) == {f"seal 4: {SEAL_CHANGED}"}


def test_a_seals_own_mark_changed(trail: list[AuditEvent], now: datetime) -> None:
    change_row(SEALS, 2, mac=b"x" * 32)
    assert found(now) == {f"seal 2: {SEAL_CHANGED}", f"seal 3: {SEAL_CHANGED}"}


def test_seals_taken_away(trail: list[AuditEvent], now: datetime) -> None:
    tamper("DELETE FROM audit_auditseal WHERE number IN (2, 3)")
    assert found(now) == {"seal 4: numbers 2 to 3, right before it, lacking"}


def test_seals_under_an_older_key_are_checked_as_long_as_the_ring_holds_it(
    trail: list[AuditEvent], now: datetime, settings: Settings
) -> None:
    newer = {"newer": b"n" * 32}
    settings.ENCRYPTION_KEYS = {**newer, **settings.ENCRYPTION_KEYS}
    assert found(now) == set()
    settings.ENCRYPTION_KEYS = newer
    unknown = "it cannot be checked: ENCRYPTION_KEYS has no key called test"
    assert found(now) == {f"seal {number}: {unknown}" for number in (1, 2, 3, 4)}


def test_a_seal_made_without_the_key(trail: list[AuditEvent], now: datetime, settings: Settings) -> None:
    write_line(trail[0].owner_id)
    ours = settings.ENCRYPTION_KEYS
    settings.ENCRYPTION_KEYS = {"test": hashlib.sha256(b"a guess").digest()}
    seal_events(now=now + LAG + timedelta(minutes=1))
    settings.ENCRYPTION_KEYS = ours
    assert found(now) == {f"seal 5: {SEAL_CHANGED}"}


def test_no_seals_for_a_day(trail: list[AuditEvent], now: datetime) -> None:
    tamper("DELETE FROM audit_auditseal")
    assert found(now) == set()
    unsealed = "a day has passed without a seal on it; does the beat run?"
    assert found(now + SEALED_WITHIN + timedelta(minutes=1)) == {event(trail[0], unsealed)}


def test_a_noted_seal_tells_of_a_trail_sealed_anew(trail: list[AuditEvent], now: datetime) -> None:
    noted = str(newest_seal())
    trail[0].purpose = "review"
    rewrite_from(trail, number=1)
    tamper("DELETE FROM audit_auditseal")
    seal_events(now=now + LAG + timedelta(hours=1))
    assert found(now) == set()
    asked = findings(now=now, checked=Checked(), noted=noted)
    assert [str(one) for one in asked] == [f"seal {noted}: the seal once noted is gone"]
    with pytest.raises(CommandError):
        verify("--seal", noted)


def test_a_seal_under_a_key_that_is_not_there_says_which(trail: list[AuditEvent], settings: Settings) -> None:
    seal = AuditSeal.objects.all()[0]
    settings.ENCRYPTION_KEYS = {"another": b"a" * 32}
    with pytest.raises(NoSuchKey, match=seal.key_id):
        mac_of(seal, after=b"")


def verify(*arguments: str) -> str:
    told = StringIO()
    call_command("verify_audit", *arguments, stdout=told)
    return told.getvalue()


def test_the_command_says_what_it_checked(trail: list[AuditEvent]) -> None:
    noted = str(newest_seal())
    assert verify("--seal", noted).splitlines() == [
        "Checked 7 events in 2 chains and 4 seals.",
        f"The newest seal, to note elsewhere: {noted}",
        "Everything stands as it was written.",
    ]


def test_the_command_holds_where_nothing_was_written_yet(db: None) -> None:
    assert "The newest seal, to note elsewhere: none yet" in verify()


def test_the_command_names_each_row_and_fails(
    trail: list[AuditEvent], capsys: pytest.CaptureFixture[str]
) -> None:
    set_fields(trail[1].pk, purpose="review")
    tamper("DELETE FROM audit_auditevent WHERE id = %s", trail[4].pk)
    told = StringIO()
    with pytest.raises(CommandError, match="Findings: 2") as failed:
        call_command("verify_audit", stdout=told)
    assert failed.value.returncode == 1
    assert told.getvalue().splitlines()[:2] == [event(trail[1], CHANGED), event(trail[4], GONE.format(5))]


def test_a_walk_takes_as_many_statements_for_many_rows_as_for_few(
    trail: list[AuditEvent], alice: User, now: datetime, count_queries: CountQueries
) -> None:
    for _ in range(30):
        write_line(alice.pk)
    with count_queries(4):
        found(now)
