"""Where each person can be reached now, and why not: read for many at once, right before sending."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from json import loads
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q, QuerySet

from recoveryapp.accounts.models import Session
from recoveryapp.notifications import email, sms
from recoveryapp.notifications.channels import Refused, Route
from recoveryapp.notifications.push.endpoints import service_of
from recoveryapp.reminders.asked import Person
from recoveryapp.reminders.enums import ReminderChannel, WhyNotReady
from recoveryapp.reminders.models import Device, Phone, Stop
from recoveryapp.reminders.opening import opened


@dataclass(frozen=True)
class Reachable:
    """`routes` to all addresses of one channel, or the reason why there are none."""

    routes: list[Route] = field(default_factory=list)
    why_not: WhyNotReady | None = None


@dataclass(frozen=True)
class AddressBook:
    """Of a few people, as it stood at one moment."""

    devices: dict[UUID, list[Route]]
    numbers: dict[UUID, str]
    stops: dict[tuple[UUID, str, bytes], WhyNotReady]
    mail_gateway: str = field(default_factory=email.gateway)
    most_mails_at_once: int = field(default_factory=email.most_at_once)

    def reach(self, person: Person, channel: ReminderChannel) -> Reachable:
        match channel:
            case ReminderChannel.PUSH:
                return self._devices(person)
            case ReminderChannel.SMS:
                return self._phone(person)
            case _:
                return self._unless_stopped(person, self._mail_to(person))

    def _devices(self, person: Person) -> Reachable:
        if not settings.PUSH_PRIVATE_KEY:
            return Reachable(why_not=WhyNotReady.NOT_SET_UP)
        routes = self.devices.get(person.pk)
        return Reachable(routes) if routes else Reachable(why_not=WhyNotReady.NO_DEVICE)

    def _phone(self, person: Person) -> Reachable:
        if not sms.is_set_up():
            return Reachable(why_not=WhyNotReady.NOT_SET_UP)
        number = self.numbers.get(person.pk)
        if number is None:
            return Reachable(why_not=WhyNotReady.NO_NUMBER)
        route = Route(channel=ReminderChannel.SMS.value, address=number, gateway=sms.gateway())
        return self._unless_stopped(person, route)

    def _unless_stopped(self, person: Person, route: Route) -> Reachable:
        why_not = self.stops and self.stops.get((person.pk, route.channel, digest_of(route.address)))
        return Reachable(why_not=why_not) if why_not else Reachable([route])

    def _mail_to(self, person: Person) -> Route:
        return Route(
            channel=ReminderChannel.EMAIL.value,
            address=person.email,
            gateway=self.mail_gateway,
            most_at_once=self.most_mails_at_once,
        )


def address_book(
    owner_ids: Collection[UUID], *, now: datetime, channels: Collection[str] = tuple(ReminderChannel)
) -> AddressBook:
    """One statement a channel and one for stops, however many people. What no key opens is no address."""
    stops = Stop.objects.filter(owner_id__in=owner_ids)
    devices = live_devices(now=now).filter(owner_id__in=owner_ids)
    phones = Phone.objects.filter(owner_id__in=owner_ids, verified_at__isnull=False)
    has_push, has_sms = ReminderChannel.PUSH in channels, ReminderChannel.SMS in channels
    return AddressBook(
        devices=_routes_to_devices(devices) if has_push else {},
        numbers={owner_id: number for _, owner_id, number in opened(phones, "number")} if has_sms else {},
        stops={(s.owner_id, s.channel, bytes(s.address_digest)): WhyNotReady(s.reason) for s in stops},
    )


def live_devices(*, now: datetime) -> QuerySet[Device]:
    """Those on which the person is signed in at this moment."""
    sessions = Session.objects.filter(expire_date__gt=now).values("session_key")
    not_ended = Q(owner__sessions_ended_at=None) | Q(registered_at__gt=F("owner__sessions_ended_at"))
    return Device.objects.filter(not_ended, session_key__in=sessions)


def digest_of(address: str) -> bytes:
    return sha256(address.strip().lower().encode()).digest()


def _routes_to_devices(devices: QuerySet[Device]) -> dict[UUID, list[Route]]:
    found: dict[UUID, list[Route]] = defaultdict(list)
    for device_id, owner_id, subscription in opened(devices, "subscription"):
        with suppress(Refused):  # an address that is no push service's any more
            gateway = service_of(loads(subscription)["endpoint"])
            channel = ReminderChannel.PUSH.value
            found[owner_id].append(
                Route(channel=channel, target=str(device_id), address=subscription, gateway=gateway)
            )
    return found
