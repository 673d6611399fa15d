from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.assignments.models import Assignment
from recoveryapp.assignments.sides import Pair, Side
from recoveryapp.conversations.models import KEPT, Conversation, Message, in_the_app


@dataclass(frozen=True)
class Standing:
    """How a conversation stands, for one of the two; also before its first message."""

    is_over: bool
    """They no longer work together: the person keeps what was written."""
    closed_at: datetime | None
    closed_by: str
    told_by: list[str]
    unread: int
    kept_days: int


def conversation_of(pair: Pair) -> Conversation | None:
    return Conversation.objects.filter(assignment=pair.assignment).first()


def standing_of(pair: Pair) -> Standing:
    found = conversation_of(pair)
    unread = found.messages.filter(side=pair.side.other, read_at__isnull=True).count() if found else 0
    return Standing(
        is_over=not pair.is_in_force,
        closed_at=found.closed_at if found else None,
        closed_by=found.closed_by if found else "",
        told_by=found.told_by(pair.side) if found else in_the_app(),
        unread=unread,
        kept_days=KEPT.days,
    )


def messages_of(pair: Pair) -> QuerySet[Message]:
    return Message.objects.filter(conversation__assignment=pair.assignment)


def unread_of(viewer: User, *, now: datetime) -> Mapping[UUID, int]:
    """How many messages wait for the viewer, by assignment, where any do; in one statement."""
    mine = Assignment.objects.in_force(now).of_either(viewer)
    unread = Message.objects.filter(read_at__isnull=True, conversation__assignment__in=mine)
    to_me = unread.filter(side=Side.WORKER, owner=viewer) | unread.filter(side=Side.PERSON).exclude(
        owner=viewer
    )
    counted = to_me.order_by().values(of=F("conversation__assignment")).annotate(n=Count("pk"))
    return {row["of"]: row["n"] for row in counted}
