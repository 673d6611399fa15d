"""Text messages: by a service, or into a file."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from recoveryapp.notifications import sms
from recoveryapp.notifications.channels import Refused, Undelivered, Unreachable
from recoveryapp.notifications.sms import SmsCarrier
from tests.notifications.conftest import MakeMessage

NUMBER = "+447700900123"


class Answered:
    """What the network would have brought back."""

    def __init__(self, status: int, body: bytes = b"{}") -> None:
        self.status_code = status
        self._body = body

    @property
    def raw(self) -> "Answered":
        return self

    def read(self, size: int, decode_content: bool) -> bytes:
        return self._body[:size]

    def __enter__(self) -> "Answered":
        return self

    def __exit__(self, *trouble: object) -> None:
        pass


@pytest.fixture
def calls(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    settings.SMS_URL = "twilio://AC123:to%2Fken@%2B15005550006"
    found: list[dict[str, Any]] = []

    def post(url: str, **about: Any) -> Answered:
        found.append({"url": url, **about})
        return Answered(201, b'{"sid": "SM1"}')

    monkeypatch.setattr(requests, "post", post)
    return found


def test_the_service_gets_number_sender_and_words(
    calls: list[dict[str, Any]], make_message: MakeMessage
) -> None:
    assert SmsCarrier().carry(make_message("Kettle"), NUMBER) == "SM1"
    (call,) = calls
    assert call["url"] == "https://api.twilio.com/2010-04-01/Accounts/AC123/Messages.json"
    assert call["data"] == {"To": NUMBER, "From": "+15005550006", "Body": "Kettle"}
    assert (call["auth"], call["timeout"]) == (("AC123", "to/ken"), (5, 10))
    assert call["allow_redirects"] is False


@pytest.mark.parametrize(
    ("status", "expected"), [(400, Refused), (302, Refused), (429, Unreachable), (500, Unreachable)]
)
def test_trouble_is_final_or_worth_another_try(
    calls: list[dict[str, Any]],
    make_message: MakeMessage,
    monkeypatch: pytest.MonkeyPatch,
    status: int,
    expected: type[Undelivered],
) -> None:
    monkeypatch.setattr(requests, "post", lambda url, **about: Answered(status))
    with pytest.raises(expected):
        SmsCarrier().carry(make_message(), NUMBER)


def test_a_service_out_of_reach_is_tried_again(
    calls: list[dict[str, Any]], make_message: MakeMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(url: str, **about: Any) -> None:
        raise requests.ConnectionError("canary")

    monkeypatch.setattr(requests, "post", fail)
    with pytest.raises(Unreachable) as refusal:
        SmsCarrier().carry(make_message(), NUMBER)
    assert "canary" not in str(refusal.value)


@pytest.mark.parametrize("body", [b"", b"[]", b"no json"])
def test_what_was_taken_stays_taken_whatever_the_answer_says(
    calls: list[dict[str, Any]], make_message: MakeMessage, monkeypatch: pytest.MonkeyPatch, body: bytes
) -> None:
    monkeypatch.setattr(requests, "post", lambda url, **about: Answered(201, body))
    assert SmsCarrier().carry(make_message(), NUMBER) == ""


def test_without_a_service_each_is_a_line_in_a_file(
    make_message: MakeMessage, settings: Any, tmp_path: Path
) -> None:
    settings.SMS_URL, settings.DATA_DIR = "file:", tmp_path
    for words in ("Kettle", "Té"):
        SmsCarrier().carry(make_message(words), NUMBER)
    lines = (tmp_path / "sms.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [
        {"to": NUMBER, "words": "Kettle"},
        {"to": NUMBER, "words": "Té"},
    ]


def test_the_gateway_has_a_name(settings: Any) -> None:
    settings.SMS_URL = ""
    assert not sms.is_set_up()
    settings.SMS_URL = "file:"
    assert (sms.is_set_up(), sms.gateway()) == (True, "file")
    settings.SMS_URL = "twilio://a:b@c"
    assert sms.gateway() == "api.twilio.com"
