"""Walks every chain and every seal, one row after another, and tells what does not fit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from itertools import chain

from django.db import transaction
from django.db.models import OuterRef, Subquery

from recoveryapp.audit.chain import hash_of
from recoveryapp.audit.models import CHAIN, NOBODY, AuditEvent, AuditSeal
from recoveryapp.audit.sealing import events_after, newest_seal
from recoveryapp.audit.seals import NoSuchKey, mac_of

SEALED_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    row: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.row}: {self.wrong}"


@dataclass
class Checked:
    """What a walk has come past so far."""

    events: int = 0
    chains: int = 0
    seals: int = 0
    findings: int = 0


def findings(*, now: datetime, checked: Checked, noted: str | None = None) -> Iterator[Finding]:
    """All that is wrong. `noted` is a seal that `verify_audit` printed once, kept apart from the database."""
    with transaction.atomic():  # so that the rows come as they are asked for, and not all of them first
        for finding in chain(_in_chains(checked), _in_seals(checked, noted), _left_unsealed(now)):
            checked.findings += 1
            yield finding


def _in_chains(checked: Checked) -> Iterator[Finding]:
    before: AuditEvent | None = None
    for event in AuditEvent.objects.order_by(CHAIN, "number").iterator():
        if before is None or _chain_id(event) != _chain_id(before):
            before = None
            checked.chains += 1
        checked.events += 1
        for wrong in _wrong_in_event(event, before):
            yield Finding(f"event {event}", wrong)
        before = event


def _chain_id(event: AuditEvent) -> object:
    return event.owner_id or NOBODY


def _wrong_in_event(event: AuditEvent, before: AuditEvent | None) -> Iterator[str]:
    expected = before.number + 1 if before else 1
    if event.number > expected:
        yield f"its chain lacks {_numbers(expected, event.number - 1)}, right before it"
    elif event.number < expected:
        yield f"its chain has no room for its number, {event.number}"
    elif bytes(event.previous_hash) != (bytes(before.hash) if before else b""):
        yield "it does not follow the row before it"
    if bytes(event.hash) != hash_of(event):
        yield "what it says was changed"


def _numbers(first: int, last: int) -> str:
    return f"number {first}" if first == last else f"numbers {first} to {last}"


def _in_seals(checked: Checked, noted: str | None) -> Iterator[Finding]:
    standing = AuditEvent.objects.filter(pk=OuterRef("event_id")).values("hash")
    before: AuditSeal | None = None
    for seal in AuditSeal.objects.order_by("number").annotate(found=Subquery(standing)).iterator():
        checked.seals += 1
        for wrong in _wrong_in_seal(seal, before):
            yield Finding(f"seal {seal.number}", wrong)
        if seal.found is None:
            yield Finding(f"event {seal.event_id}", f"it is gone, number {seal.event_number} of its chain")
        elif bytes(seal.found) != bytes(seal.event_hash):
            yield Finding(f"event {seal.event_id}", "it, or a row before it, was changed after it was sealed")
        if str(seal) == noted:
            noted = None
        before = seal
    if noted:
        yield Finding(f"seal {noted}", "the seal once noted is gone")


def _wrong_in_seal(seal: AuditSeal, before: AuditSeal | None) -> Iterator[str]:
    expected = before.number + 1 if before else 1
    if seal.number != expected:
        yield f"{_numbers(expected, seal.number - 1)}, right before it, lacking"
        return
    try:
        mac = mac_of(seal, after=bytes(before.mac) if before else b"")
    except NoSuchKey:
        yield f"it cannot be checked: ENCRYPTION_KEYS has no key called {seal.key_id}"
        return
    if not compare_digest(mac, bytes(seal.mac)):
        yield "it, or the one before it, was changed"


def _left_unsealed(now: datetime) -> Iterator[Finding]:
    oldest = events_after(newest_seal()).filter(at__lt=now - SEALED_WITHIN).first()
    if oldest:
        yield Finding(f"event {oldest.pk}", "a day has passed without a seal on it; does the beat run?")
