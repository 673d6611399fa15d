"""The number text messages go to. Until the person has shown that it is theirs, only a code goes there."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.ids import new_id
from recoveryapp.notifications import sms
from recoveryapp.notifications.actions import Entry, keep
from recoveryapp.notifications.channels import Undelivered
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.reminders.daily import take_one_of_today
from recoveryapp.reminders.enums import ReminderChannel
from recoveryapp.reminders.errors import NoTexts, NumberNotReached, WrongCode
from recoveryapp.reminders.models import Phone

NOUN = "reminders.phone"
CODE_HOLDS = timedelta(minutes=10)
CODE_DIGITS = 6
TRIES = 5


def ask_for_code(number: str, *, now: datetime, by: User) -> Phone:
    """Send a code to it. Raises NoTexts, TooManyTests, NumberNotReached.

    The network is outside the transaction: a slow gateway holds no lock.
    """
    if not sms.is_set_up():
        raise NoTexts
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    phone = _begin(number, code, now=now, by=by)
    try:
        sms.send_text(number, code)
    except Undelivered as error:
        raise NumberNotReached from error
    return phone


@transaction.atomic
def _begin(number: str, code: str, *, now: datetime, by: User) -> Phone:
    take_one_of_today(by, now=now)
    Phone.objects.owned_by(by).delete()
    phone = Phone(owner=by, number=number, code_until=now + CODE_HOLDS, tries_left=TRIES)
    phone.code_digest = _digest(phone, code)
    phone.save(force_insert=True)
    record(Verb.CREATE, NOUN, object_id=phone.pk, owner_id=by.pk, by=by)
    entry = Entry(
        message_id=new_id(), owner_id=by.pk, channel=ReminderChannel.SMS.value, state=DeliveryState.SENT
    )
    keep([entry], now=now, is_test=True)
    return phone


def show_code(code: str, *, now: datetime, by: User) -> Phone:
    """The number is theirs. Raises WrongCode, also after five wrong ones or ten minutes."""
    phone = _tried(code, now=now, by=by)
    if phone is None:
        raise WrongCode
    return phone


@transaction.atomic
def _tried(code: str, *, now: datetime, by: User) -> Phone | None:
    """A wrong try is counted and stays counted, so nothing is raised in here."""
    open_ = Phone.objects.owned_by(by).filter(verified_at=None, code_until__gt=now, tries_left__gt=0)
    phone = open_.select_for_update().first()
    if phone is None:
        return None
    phone.tries_left -= 1
    is_right = constant_time_compare(phone.code_digest, _digest(phone, code))
    if is_right:
        phone.verified_at, phone.code_digest, phone.code_until = now, "", None
        record(Verb.CHANGE, NOUN, object_id=phone.pk, owner_id=by.pk, by=by)
    phone.save()
    return phone if is_right else None


@transaction.atomic
def forget_phone(*, by: User) -> None:
    for phone in Phone.objects.owned_by(by).select_for_update():
        record(Verb.DELETE, NOUN, object_id=phone.pk, owner_id=by.pk, by=by)
        phone.delete()


def _digest(phone: Phone, code: str) -> str:
    return salted_hmac(NOUN, f"{phone.pk}:{code}", algorithm="sha256").hexdigest()
