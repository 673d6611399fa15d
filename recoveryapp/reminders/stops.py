"""Nothing more to one address: by one press in a mail, or as the mailbox is gone. The person can undo it."""

from datetime import datetime

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import NotVisible
from recoveryapp.reminders.addresses import digest_of
from recoveryapp.reminders.enums import ReminderChannel, WhyNotReady
from recoveryapp.reminders.models import Phone, Stop
from recoveryapp.reminders.tokens import owner_to_stop

NOUN = "reminders.stop"


def stop_by_token(token: str, *, now: datetime) -> None:
    """What one press in a mail does; a second changes nothing. Raises NotVisible."""
    person = User.objects.filter(pk=owner_to_stop(token)).first()
    if person is None:
        raise NotVisible
    stop(person, person.email, WhyNotReady.STOPPED, channel=ReminderChannel.EMAIL, now=now)


def stop_mail_to(address: str, reason: WhyNotReady, *, now: datetime) -> None:
    """As the mail service told us. An address that is nobody's is passed over."""
    person = User.objects.filter(email__iexact=address).first()
    if person:
        stop(person, address, reason, channel=ReminderChannel.EMAIL, now=now)


@transaction.atomic
def stop(person: User, address: str, reason: WhyNotReady, *, channel: ReminderChannel, now: datetime) -> None:
    """The first reason stays: it is what the person did or is told."""
    row, is_new = Stop.objects.get_or_create(
        owner=person,
        channel=channel,
        address_digest=digest_of(address),
        defaults={"reason": reason, "stopped_at": now},
    )
    if is_new:
        record(Verb.CREATE, NOUN, object_id=row.pk, owner_id=person.pk, by=None)


@transaction.atomic
def go_on(channel: ReminderChannel, *, by: User) -> None:
    """The person wants messages at this address again; a mailbox that is gone will say so again."""
    for row in Stop.objects.owned_by(by).filter(channel=channel, address_digest=_present_digest(channel, by)):
        record(Verb.DELETE, NOUN, object_id=row.pk, owner_id=by.pk, by=by)
        row.delete()


def _present_digest(channel: ReminderChannel, person: User) -> bytes:
    if channel == ReminderChannel.SMS:
        phone = Phone.objects.owned_by(person).first()
        return digest_of(phone.number) if phone else b""
    return digest_of(person.email)
