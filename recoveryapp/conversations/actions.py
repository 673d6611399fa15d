from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.assignments.sides import Pair, Side, hold_own, hold_pair
from recoveryapp.audit.actions import Verb, record
from recoveryapp.common.errors import IdTaken, NotVisible
from recoveryapp.consent.writes import Saved, in_one_go
from recoveryapp.conversations.attachments import may_be_attached
from recoveryapp.conversations.errors import ConversationClosed, NotShared, TooManyMessages
from recoveryapp.conversations.models import KEPT, Conversation, Message

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 60
"""From one side."""
AT_ONCE = 500


@in_one_go
def send_message(
    message_id: UUID, *, assignment_id: UUID, values: Mapping[str, Any], now: datetime, by: User
) -> Saved[Message]:
    """`values`: words, attached_kind, attached_id. The same again is as good: a phone may send it twice.

    Raises NotVisible, AssignmentOver, ConversationClosed, NotShared, TooManyMessages, IdTaken.
    """
    pair = hold_pair(assignment_id, by=by, now=now)
    conversation = _conversation(pair)
    message = Message.objects.filter(pk=message_id).first()
    if message is not None:
        return Saved(_same(message, conversation, pair, values), is_new=False, is_changed=False)
    if conversation.closed_at:
        raise ConversationClosed
    _demand_few(conversation, pair.side, now)
    message = Message(
        id=message_id, owner=pair.owner, conversation=conversation, side=pair.side, recorded_at=now, **values
    )
    if message.attached_id and not may_be_attached(message, pair):
        raise NotShared
    message.save(force_insert=True)
    record(Verb.CREATE, "conversations.message", object_id=message.pk, owner_id=pair.owner.pk, by=by)
    return Saved(message, is_new=True, is_changed=True)


@transaction.atomic
def mark_read(message_id: UUID, *, assignment_id: UUID, now: datetime, by: User) -> None:
    """Everything the other side wrote up to this message. Raises NotVisible, AssignmentOver."""
    pair = hold_pair(assignment_id, by=by, now=now)
    messages = Message.objects.filter(conversation__assignment=pair.assignment)
    last = messages.filter(pk=message_id).first()
    if last is None:
        raise NotVisible
    theirs = messages.filter(side=pair.side.other, recorded_at__lte=last.recorded_at, read_at__isnull=True)
    theirs.update(read_at=now)


@transaction.atomic
def close_conversation(*, assignment_id: UUID, now: datetime, by: User) -> Pair:
    """By either side; what was written stays. Closed already is as good.

    Raises NotVisible, AssignmentOver.
    """
    pair = hold_pair(assignment_id, by=by, now=now)
    conversation = _conversation(pair)
    if conversation.closed_at is None:
        conversation.closed_at, conversation.closed_by = now, pair.side
        _save(conversation, by)
    return pair


@transaction.atomic
def reopen_conversation(*, assignment_id: UUID, now: datetime, by: User) -> Pair:
    """By the person, whoever closed it. Raises NotVisible, AssignmentOver."""
    pair = hold_pair(assignment_id, by=by, now=now)
    if pair.side != Side.PERSON:
        raise NotVisible
    conversation = _conversation(pair)
    if conversation.closed_at:
        conversation.closed_at, conversation.closed_by = None, ""
        _save(conversation, by)
    return pair


@transaction.atomic
def be_told_by(channels: Sequence[str], *, assignment_id: UUID, now: datetime, by: User) -> Pair:
    """How the viewer hears of something new. Raises NotVisible, AssignmentOver."""
    pair = hold_pair(assignment_id, by=by, now=now)
    conversation = _conversation(pair)
    if pair.side == Side.PERSON:
        conversation.person_told_by = list(channels)
    else:
        conversation.worker_told_by = list(channels)
    _save(conversation, by)
    return pair


@transaction.atomic
def delete_message(message_id: UUID, *, assignment_id: UUID, by: User) -> None:
    """By the person, whoever wrote it, also when it is over; it is gone for both. Already gone is as good."""
    try:
        assignment = hold_own(assignment_id, by=by)
    except NotVisible:
        return
    for message in Message.objects.filter(pk=message_id, conversation__assignment=assignment, owner=by):
        record(Verb.DELETE, "conversations.message", object_id=message.pk, owner_id=by.pk, by=by)
        message.delete()


def forget_old(*, now: datetime) -> int:
    """Deletes what is older than is said beside the box; as many as that were, by a timed job."""
    old = Message.objects.filter(recorded_at__lte=now - KEPT)
    gone = 0
    while owner_ids := list(old.order_by("owner").values_list("owner", flat=True).distinct()[:AT_ONCE]):
        for owner_id in owner_ids:
            gone += _forget_of(owner_id, now=now)
    return gone


@transaction.atomic
def _forget_of(owner_id: UUID, *, now: datetime) -> int:
    count, _ = Message.objects.filter(owner=owner_id, recorded_at__lte=now - KEPT).delete()
    if count:
        record(Verb.DELETE, "conversations.message", object_id=None, owner_id=owner_id, by=None, count=count)
    return count


def _conversation(pair: Pair) -> Conversation:
    """The pair is held, so there is one at most."""
    found = Conversation.objects.filter(assignment=pair.assignment).first()
    if found is None:
        found = Conversation.objects.create(owner=pair.owner, assignment=pair.assignment, recorded_at=pair.at)
    return found


def _same(message: Message, conversation: Conversation, pair: Pair, values: Mapping[str, Any]) -> Message:
    if message.conversation_id != conversation.pk:
        raise NotVisible
    if message.side != pair.side or any(getattr(message, name) != value for name, value in values.items()):
        raise IdTaken
    return message


def _demand_few(conversation: Conversation, side: Side, now: datetime) -> None:
    recent = conversation.messages.filter(side=side, recorded_at__gt=now - AN_HOUR)
    if recent.count() >= MOST_AN_HOUR:
        raise TooManyMessages


def _save(conversation: Conversation, by: User) -> None:
    conversation.save()
    record(
        Verb.CHANGE,
        "conversations.conversation",
        object_id=conversation.pk,
        owner_id=conversation.owner_id,
        by=by,
    )
