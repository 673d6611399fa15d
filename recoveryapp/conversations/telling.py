"""Who is to hear that there is something new. What carries it stands above, and is given no word of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.sides import Side
from recoveryapp.conversations.models import Message

READ_MEANWHILE = timedelta(minutes=1)
"""Who has the screen open reads it before anything is sent."""
AGAIN_AFTER = timedelta(days=1)
"""As long as something waits to be read, one telling a day is enough."""


@dataclass(frozen=True)
class News:
    id: UUID
    """Of the first message it is about: the telling's own id follows from it."""
    reader: User
    channels: list[str]


def claim_news(*, now: datetime, limit: int) -> list[News]:
    """Each message once, whoever else is claiming; call it in a transaction.

    Nobody is told of a conversation that is closed or over, nor a person who has paused everything.
    """
    untold = Message.objects.filter(
        told_at__isnull=True, read_at__isnull=True, recorded_at__lte=now - READ_MEANWHILE
    )
    claimed = list(
        untold.defer("words")
        .select_related("conversation__assignment__owner", "conversation__assignment__membership__user")
        .select_for_update(of=("self",), skip_locked=True)
        .order_by("recorded_at", "id")[:limit]
    )
    news = list(_news(claimed, now=now))
    Message.objects.filter(pk__in=[message.pk for message in claimed]).update(told_at=now)
    return news


def still_news(message_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, News]:
    """Those of which somebody is to hear even now, by the ways they choose now; by the message."""
    waiting = Message.objects.filter(
        pk__in=list(message_ids),
        read_at__isnull=True,
        conversation__closed_at__isnull=True,
        conversation__assignment__in=Assignment.objects.in_force(now),
    )
    found = waiting.defer("words").select_related(
        "conversation__assignment__owner", "conversation__assignment__membership__user"
    )
    news = (_news_of(message) for message in found)
    return {each.id: each for each in news if each.reader.everything_paused_at is None}


def _news_of(message: Message) -> News:
    return News(message.pk, _reader(message), message.conversation.told_by(Side(message.side).other))


def _news(claimed: list[Message], *, now: datetime) -> Iterator[News]:
    first: dict[tuple[UUID, str], Message] = {}
    for message in claimed:
        first.setdefault((message.conversation_id, message.side), message)
    told = _told_lately(first, now=now)
    assignments = [message.conversation.assignment_id for message in first.values()]
    in_force = set(Assignment.objects.in_force(now).filter(pk__in=assignments).values_list("pk", flat=True))
    for key, message in first.items():
        conversation, news = message.conversation, _news_of(message)
        is_open = conversation.closed_at is None and conversation.assignment_id in in_force
        if is_open and key not in told and news.reader.everything_paused_at is None:
            yield news


def _told_lately(keys: dict[tuple[UUID, str], Message], *, now: datetime) -> set[tuple[UUID, str]]:
    waiting = Message.objects.filter(
        conversation__in={conversation for conversation, _ in keys},
        read_at__isnull=True,
        told_at__gt=now - AGAIN_AFTER,
    )
    return set(waiting.values_list("conversation", "side"))


def _reader(message: Message) -> User:
    assignment = message.conversation.assignment
    return assignment.practitioner if message.side == Side.PERSON else assignment.owner
