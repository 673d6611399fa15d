"""What a mail service tells of mails it could not deliver, or that were called unwanted."""

from typing import Any

from anymail.signals import EventType, RejectReason
from django.utils import timezone

from recoveryapp.reminders.enums import WhyNotReady
from recoveryapp.reminders.stops import stop_mail_to

FOR_GOOD = {RejectReason.BOUNCED, RejectReason.INVALID, None}
"""A full mailbox or a slow server is no reason to stop."""
BY_EVENT = {
    EventType.COMPLAINED: WhyNotReady.COMPLAINED,
    EventType.UNSUBSCRIBED: WhyNotReady.STOPPED,
}


def hear(sender: Any, event: Any, **about: Any) -> None:
    """Receives django-anymail's tracking signal, after its check of the webhook's secret."""
    reason = BY_EVENT.get(event.event_type)
    if event.event_type == EventType.BOUNCED and event.reject_reason in FOR_GOOD:
        reason = WhyNotReady.BOUNCED
    if reason and event.recipient:
        stop_mail_to(event.recipient, reason, now=event.timestamp or timezone.now())
