"""Web push against a push service of our own, which opens what it was sent as a browser would."""

import base64
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import urllib3
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from django.core.management import call_command
from django.test import override_settings

from recoveryapp.notifications.channels import Gone, Refused, Undelivered, Unreachable
from recoveryapp.notifications.push import posting
from recoveryapp.notifications.push.carrier import PushCarrier, wait_asked_for
from recoveryapp.notifications.push.endpoints import NoPushService, public_address, service_of
from recoveryapp.notifications.push.keys import new_private_key, public_key, signed_for
from tests.notifications.browser import Answer, PushService, browser_subscription, push_service
from tests.notifications.conftest import MakeMessage
from tests.reminders.hostile import SSRF_ADDRESSES

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_key(settings: Any) -> None:
    settings.PUSH_PRIVATE_KEY = new_private_key()
    settings.DEFAULT_FROM_EMAIL = "Daybook <hello@example.org>"


@pytest.fixture
def service(settings: Any) -> Iterator[PushService]:
    with push_service() as service:
        settings.OWN_PUSH_SERVICES = [service.origin]
        yield service


def address(service: PushService, name: str = "me") -> str:
    return json.dumps(browser_subscription(service.endpoint(name)))


def claims_in(headers: dict[str, str]) -> dict[str, Any]:
    """Of the signed token, once its signature is found right for the key beside it."""
    token, key = re.fullmatch(r"vapid t=([\w.-]+),\s*k=([\w-]+)", headers["Authorization"]).groups()  # type: ignore[union-attr]
    signed, _, signature = token.rpartition(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    point = base64.urlsafe_b64decode(key + "==")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point).verify(
        encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:])),
        signed.encode(),
        ec.ECDSA(SHA256()),
    )
    assert key == public_key()
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(signed.split(".")[1] + "=="))
    return found


def test_the_browser_opens_what_was_sent_and_the_service_cannot(
    service: PushService, make_message: MakeMessage
) -> None:
    message = make_message("Kettle")
    assert PushCarrier().carry(message, address(service)) == "201"
    (call,) = service.calls
    assert call.opened() == {
        "id": str(message.id),
        "title": "Kettle",
        "language": "en",
        "snooze": "snooze-token",
        "snooze_label": "In one hour",
    }
    assert b"Kettle" not in call.body
    assert {name: call.headers[name] for name in ("TTL", "Topic", "Urgency", "Content-Encoding")} == {
        "TTL": "3600",
        "Topic": message.id.hex,
        "Urgency": "high",
        "Content-Encoding": "aes128gcm",
    }
    assert len(call.headers["Topic"]) == 32


def test_each_service_is_told_its_own_name_by_the_key_we_gave_out(
    service: PushService, make_message: MakeMessage, settings: Any
) -> None:
    with push_service() as other:
        settings.OWN_PUSH_SERVICES = [service.origin, other.origin]
        for each in (service, other, service):
            PushCarrier().carry(make_message(), address(each))
        for each, count in ((service, 2), (other, 1)):
            assert len(each.calls) == count
            for call in each.calls:
                claims = claims_in(call.headers)
                assert (claims["aud"], claims["sub"]) == (each.origin, "mailto:hello@example.org")
                assert 0 < claims["exp"] - time.time() < 24 * 3600


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *[(status, Refused) for status in (301, 302, 307, 308, 400, 401, 413)],
        *[(status, Gone) for status in (404, 410)],
        *[(status, Unreachable) for status in (429, 500, 503)],
    ],
)
def test_each_answer_is_what_the_protocol_says(
    service: PushService, make_message: MakeMessage, status: int, expected: type[Undelivered]
) -> None:
    service.usual = Answer(status, {"Location": service.endpoint("elsewhere")})
    with pytest.raises(expected) as refusal:
        PushCarrier().carry(make_message(), address(service))
    assert type(refusal.value) is expected
    assert len(service.calls) == 1, "a redirect was followed"


def test_retry_after_is_handed_on(service: PushService, make_message: MakeMessage) -> None:
    service.usual = Answer(429, {"Retry-After": "120"})
    with pytest.raises(Unreachable) as refusal:
        PushCarrier().carry(make_message(), address(service))
    assert refusal.value.retry_after == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta(0)),
        ("99999999999999", timedelta(hours=1)),
        ("Mon, 02 Mar 2026 09:05:00 GMT", timedelta(minutes=5)),
        ("Mon, 02 Mar 2026 08:00:00 GMT", timedelta(0)),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("Mon, 02 Mar 2026 09:05:00", None),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(said: str, expected: timedelta | None) -> None:
    assert wait_asked_for(said, now=NOW) == expected


def test_no_more_than_four_kilobytes_of_an_answer_are_read(
    service: PushService, make_message: MakeMessage
) -> None:
    service.answers.append(Answer(201, body=b"x" * 5_000_000))
    begun = time.monotonic()
    for _ in range(2):
        PushCarrier().carry(make_message(), address(service))
    assert time.monotonic() - begun < 5
    assert len(service.calls) == 2


def test_a_service_that_never_answers_is_left_in_time(
    make_message: MakeMessage, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "TIMEOUT", urllib3.Timeout(connect=0.3, read=0.3))
    posting._own_pool.cache_clear()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        origin = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings.OWN_PUSH_SERVICES = [origin]
        with pytest.raises(Unreachable):
            PushCarrier().carry(make_message(), json.dumps(browser_subscription(f"{origin}/x")))


def test_the_timeouts_are_five_and_ten_seconds() -> None:
    assert (posting.TIMEOUT.connect_timeout, posting.TIMEOUT.read_timeout) == (5, 10)


def test_keys_that_nothing_can_be_encrypted_with_belong_to_no_browser(
    service: PushService, make_message: MakeMessage
) -> None:
    broken = browser_subscription(service.endpoint())
    broken["keys"]["p256dh"] = base64.urlsafe_b64encode(b"\x04" + b"\x01" * 64).decode()
    with pytest.raises(Gone):
        PushCarrier().carry(make_message(), json.dumps(broken))
    assert not service.calls


@pytest.mark.parametrize("hostile", SSRF_ADDRESSES)
def test_no_forged_address_leads_anywhere(
    hostile: str, make_message: MakeMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Any] = []

    def note(*args: Any, **more: Any) -> list[Any]:
        tried.append(args)
        return []

    monkeypatch.setattr(socket, "create_connection", note)
    monkeypatch.setattr(socket, "getaddrinfo", note)
    with pytest.raises(NoPushService):
        posting.post(hostile, b"", {})
    assert tried == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
        "https://fcm.googleapis.com:443/fcm/send/abc",
    ],
)
def test_those_of_the_browsers_are_known(endpoint: str) -> None:
    assert service_of(endpoint) in endpoint


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
def test_a_listed_name_that_leads_inside_is_not_called(
    inside: str, make_message: MakeMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when only one of its addresses does."""
    found = [(socket.AF_INET, 1, 6, "", (each, 443)) for each in ("142.250.1.1", inside)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    with pytest.raises(NoPushService):
        PushCarrier().carry(
            make_message(), json.dumps(browser_subscription("https://fcm.googleapis.com/fcm/send/x"))
        )


def test_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", ("142.250.1.1", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)
    assert public_address("fcm.googleapis.com") == "142.250.1.1"
    pool = posting._pool("fcm.googleapis.com", "142.250.1.1")
    assert (pool.host, pool.assert_hostname) == ("142.250.1.1", "fcm.googleapis.com")


def test_a_name_that_is_not_found_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **more: Any) -> None:
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(Unreachable):
        public_address("fcm.googleapis.com")


def test_the_command_makes_a_key_that_signs(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    call_command("make_push_keys")
    name, _, key = capsys.readouterr().out.strip().partition("=")
    assert name == "PUSH_PRIVATE_KEY"
    settings.PUSH_PRIVATE_KEY = key
    headers = signed_for("https://web.push.apple.com/x", private_key=key)
    assert claims_in(headers)["aud"] == "https://web.push.apple.com"


def test_a_phone_that_knows_an_earlier_key_is_still_reached(
    service: PushService, make_message: MakeMessage, settings: Any
) -> None:
    older, newer = settings.PUSH_PRIVATE_KEY, new_private_key()
    settings.PUSH_PRIVATE_KEY, settings.PUSH_OLD_PRIVATE_KEYS = newer, [older]
    service.answers.extend([Answer(403), Answer(201)])
    assert PushCarrier().carry(make_message(), address(service)) == "201"
    shown = [call.headers["Authorization"].rpartition("k=")[2] for call in service.calls]
    assert shown == [public_key_of(newer), public_key_of(older)]


def test_a_phone_that_knows_the_key_in_use_is_called_once(
    service: PushService, make_message: MakeMessage, settings: Any
) -> None:
    settings.PUSH_OLD_PRIVATE_KEYS = [new_private_key()]
    PushCarrier().carry(make_message(), address(service))
    assert len(service.calls) == 1


def test_one_that_knows_none_of_the_keys_is_refused(
    service: PushService, make_message: MakeMessage, settings: Any
) -> None:
    settings.PUSH_OLD_PRIVATE_KEYS = [new_private_key()]
    service.answers.extend([Answer(403), Answer(401)])
    with pytest.raises(Refused):
        PushCarrier().carry(make_message(), address(service))
    assert len(service.calls) == 2


def public_key_of(private_key: str) -> str:
    with override_settings(PUSH_PRIVATE_KEY=private_key):
        return str(public_key())


def test_many_calls_at_once_share_their_connections(service: PushService, make_message: MakeMessage) -> None:
    threads = [
        threading.Thread(target=PushCarrier().carry, args=(make_message(), address(service)))
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({call.headers["Topic"] for call in service.calls}) == 20


def test_an_answer_that_breaks_off_is_still_an_answer() -> None:
    """What is not read is let go of with its connection."""
    closed: list[bool] = []

    class BrokenOff:
        headers = {"Content-Length": "10"}

        def read(self, amount: int) -> bytes:
            raise urllib3.exceptions.ProtocolError

        def close(self) -> None:
            closed.append(True)

        def release_conn(self) -> None: ...

    broken_off: Any = BrokenOff()
    posting._let_go(broken_off)
    assert closed == [True]
