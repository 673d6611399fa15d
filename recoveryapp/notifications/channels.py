"""What a carrier is: it hands one message to one gateway, and knows no reason why.

A carrier touches the network and nothing else: it runs in a thread beside others.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar, Protocol
from uuid import UUID

SHARE_OF_A_HOST = 48


@dataclass(frozen=True, kw_only=True)
class Message:
    """`id` stays the same at every try, so that whoever receives it twice can tell."""

    id: UUID
    owner_id: UUID
    at: datetime
    """The time it is for, whenever it is carried."""
    words: str = field(repr=False)
    is_discreet: bool
    language: str = "en"
    stop_url: str = field(default="", repr=False)
    """Where one press stops messages of this kind."""
    snooze_token: str = field(default="", repr=False)
    """Opens nothing but putting off this message."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """A way to one address. `target` names it where a channel has several for a person; not the address."""

    channel: str
    target: str = ""
    address: str = field(repr=False)
    gateway: str
    """The host that takes it: what is slow or asks for patience is one host, not a channel."""
    most_at_once: int = SHARE_OF_A_HOST
    """Calls that the host is given at the same time."""

    @property
    def to(self) -> tuple[str, str]:
        return (self.channel, self.target)


class Undelivered(Exception):
    """`reason` is a code and never what the gateway said: that may name the person."""

    reason: ClassVar[str]


class Unreachable(Undelivered):
    """Not now; another try may succeed, after `retry_after` if the gateway said so."""

    reason = "unreachable"

    def __init__(self, retry_after: timedelta | None = None) -> None:
        super().__init__()
        self.retry_after = retry_after


class Broke(Unreachable):
    """Something went wrong on our side; perhaps not the next time."""

    reason = "gave_up"


class Refused(Undelivered):
    """Never: the gateway will not take this."""

    reason = "refused"


class Gone(Refused):
    """Never again to this address: the device is no longer there."""

    reason = "gone"


class Carrier(Protocol):
    @property
    def channel(self) -> str: ...

    def carry(self, message: Message, address: str) -> str:
        """Hand the message over and answer the gateway's id for it.

        Returns within seconds or raises Unreachable, Refused or Gone.
        """
