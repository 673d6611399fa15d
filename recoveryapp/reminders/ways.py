"""Which way a message takes next. Pure: what was asked for, who can be reached and what was tried, in.

One gateway that carried it is enough; those after it are for when it cannot.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from recoveryapp.notifications.channels import Route, Unreachable
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.reminders.addresses import Reachable
from recoveryapp.reminders.enums import ReminderChannel

TRIES_BEFORE_THE_NEXT_CHANNEL = 3
"""Within about a minute; a channel with none behind it is tried to the end."""

Address = tuple[str, str]
"""Channel and target."""
Reach = Callable[[ReminderChannel], Reachable]


@dataclass
class Stand:
    """How one delivery stands."""

    state: DeliveryState
    reason: str = ""
    tries: int = 0


Stands = Mapping[Address, Stand]


@dataclass
class Step:
    """`routes` to try now. Without any it is over: carried, or not."""

    routes: list[Route] = field(default_factory=list)
    given_up: list[tuple[Address, str]] = field(default_factory=list)
    """Each way that is not taken, or no longer, and why."""
    is_carried: bool = False


def next_step(channels: Sequence[str], reach: Reach, stands: Stands) -> Step:
    gateways = [ReminderChannel(channel) for channel in channels if channel != ReminderChannel.IN_APP]
    step = Step()
    for place, channel in enumerate(gateways):
        reachable = reach(channel)
        step.is_carried = any(s.state == DeliveryState.SENT for s in _of(channel, stands))
        if reachable.why_not and not _of(channel, stands):
            step.given_up.append(((channel.value, ""), reachable.why_not.value))
        waiting = [route for route in reachable.routes if not stands or _is_open(route, stands)]
        others = gateways[place + 1 :]
        is_tried_enough = bool(stands) and not step.is_carried and _is_tried_enough(waiting, stands)
        if is_tried_enough and any(_can_go(other, reach, stands) for other in others):
            step.given_up += [(route.to, Unreachable.reason) for route in waiting]
            continue
        if waiting or step.is_carried:
            step.routes = waiting
            return step
    return step


def _of(channel: str, stands: Stands) -> list[Stand]:
    return [stand for (tried, _), stand in stands.items() if tried == channel]


def _is_open(route: Route, stands: Stands) -> bool:
    stand = stands.get(route.to)
    return stand is None or stand.state == DeliveryState.QUEUED


def _is_tried_enough(routes: list[Route], stands: Stands) -> bool:
    tries = (stands[route.to].tries for route in routes if route.to in stands)
    return max(tries, default=0) >= TRIES_BEFORE_THE_NEXT_CHANNEL


def _can_go(channel: ReminderChannel, reach: Reach, stands: Stands) -> bool:
    return any(_is_open(route, stands) for route in reach(channel).routes)
