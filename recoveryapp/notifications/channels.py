"""What a channel is: it carries a message and knows no reason why. Web push and SMS will be two more."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Message:
    """`id` stays the same at every try, so that whoever receives it twice can tell."""

    id: UUID
    owner_id: UUID
    at: datetime
    """The time it is for, whenever it is carried."""
    address: str = field(repr=False)
    words: str = field(repr=False)
    is_discreet: bool
    language: str = "en"


class Undelivered(Exception):
    """`reason` is a code and never what the gateway said: that may name the person."""

    reason: ClassVar[str]


class Unreachable(Undelivered):
    """Not now; another try may succeed."""

    reason = "unreachable"


class Refused(Undelivered):
    """Never: the gateway will not take this."""

    reason = "refused"


class Channel(Protocol):
    @property
    def name(self) -> str: ...

    def carry(self, message: Message) -> str:
        """Hand the message over and answer the gateway's id for it.

        Returns within seconds or raises Unreachable or Refused.
        """
