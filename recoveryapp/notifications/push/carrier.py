"""Web push: encrypted for the one device, so that its push service learns no word."""

import json
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

from recoveryapp.notifications.channels import Gone, Message, Refused, Unreachable
from recoveryapp.notifications.push.keys import private_keys, signed_for
from recoveryapp.notifications.push.posting import Answer, post

KEPT_SECONDS = 3600
"""As long as a reminder may be late: after that the push service must drop it."""
NOT_FOUND, GONE, TOO_MANY, SERVER_ERROR = 404, 410, 429, 500
OTHER_KEY = {401, 403}
LONGEST_WAIT = timedelta(hours=1)
SNOOZE_LABELS = {"en": "In one hour", "es": "En una hora"}


class PushCarrier:
    channel = "push"

    def carry(self, message: Message, address: str) -> str:
        subscription = json.loads(address)
        body = encrypted_for(subscription, payload(message))
        return outcome(handed_over(subscription["endpoint"], body, headers_of(message)))


def handed_over(endpoint: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Under the key in use; a service that knows the phone by an earlier one says so, and gets that."""
    *first, last = private_keys()
    for private_key in first:
        answer = post(endpoint, body, {**signed_for(endpoint, private_key=private_key), **headers})
        if answer.status not in OTHER_KEY:
            return answer
    return post(endpoint, body, {**signed_for(endpoint, private_key=last), **headers})


def payload(message: Message) -> bytes:
    """What the service worker needs to show it; nothing but the person's phrase can be read on the screen."""
    content = {
        "id": str(message.id),
        "title": message.words,
        "language": message.language,
        "snooze": message.snooze_token,
        "snooze_label": SNOOZE_LABELS.get(message.language, SNOOZE_LABELS["en"]),
    }
    return json.dumps(content, ensure_ascii=False).encode()


def headers_of(message: Message) -> dict[str, str]:
    return {
        "TTL": str(KEPT_SECONDS),
        "Topic": topic_of(message.id),
        "Urgency": "high",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
    }


def topic_of(message_id: UUID) -> str:
    """A push service keeps the latest of each topic only (RFC 8030): 32 characters of base64url at most."""
    return message_id.hex


def encrypted_for(subscription: dict[str, object], plain: bytes) -> bytes:
    from pywebpush import WebPusher, WebPushException  # noqa: PLC0415 - 0.4 s, for those who send

    try:
        body: bytes = WebPusher(subscription).encode(plain)["body"]
    except (ValueError, WebPushException):
        raise Gone from None  # keys that nothing can be encrypted with belong to no browser
    return body


def outcome(answer: Answer) -> str:
    """The gateway's word that it took the message; else raises Gone, Unreachable or Refused."""
    if 200 <= answer.status < 300:  # noqa: PLR2004 - success
        return str(answer.status)
    if answer.status in {NOT_FOUND, GONE}:
        raise Gone
    if answer.status == TOO_MANY or answer.status >= SERVER_ERROR:
        raise Unreachable(wait_asked_for(answer.retry_after, now=datetime.now(UTC)))
    raise Refused


def wait_asked_for(retry_after: str, *, now: datetime) -> timedelta | None:
    """Seconds or a date (RFC 9110); an hour at most, and None for what is neither."""
    if retry_after.isdecimal():
        return min(timedelta(seconds=int(retry_after[:6])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return min(max(until - now, timedelta(0)), LONGEST_WAIT) if until.tzinfo else None
