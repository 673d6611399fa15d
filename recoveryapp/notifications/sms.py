"""Text messages: one interface, with one service that sends them (Twilio) and a file for machines without."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import requests
from django.conf import settings

from recoveryapp.notifications.channels import Message, Refused, Undelivered, Unreachable

TIMEOUT = (5, 10)
TOO_MANY, SERVER_ERROR = 429, 500
TWILIO = "api.twilio.com"
MOST_READ = 4096

Send = Callable[[str, str], str]
"""Takes a number (E.164) and a text, answers the gateway's id."""


class SmsCarrier:
    channel = "sms"

    def carry(self, message: Message, address: str) -> str:
        return send_text(address, message.words)


def send_text(number: str, words: str) -> str:
    """Raises Unreachable, Refused."""
    return _sender()(number, words)


def gateway() -> str:
    return TWILIO if settings.SMS_URL.startswith("twilio:") else "file"


def is_set_up() -> bool:
    return bool(settings.SMS_URL)


def _sender() -> Send:
    return send_by_twilio if settings.SMS_URL.startswith("twilio:") else keep_in_file


def send_by_twilio(number: str, words: str) -> str:
    """SMS_URL is twilio://ACCOUNT:TOKEN@SENDER, the sender a number (%2B44...) or a name."""
    ours = urlsplit(settings.SMS_URL)
    account, token = unquote(ours.username or ""), unquote(ours.password or "")
    sender = unquote(ours.netloc.rpartition("@")[2])
    try:
        answer = requests.post(
            f"https://{TWILIO}/2010-04-01/Accounts/{account}/Messages.json",
            data={"To": number, "From": sender, "Body": words},
            auth=(account, token),
            timeout=TIMEOUT,
            allow_redirects=False,
            stream=True,
        )
    except requests.RequestException:
        raise Unreachable from None
    with answer:
        if trouble := trouble_in(answer.status_code):
            raise trouble
        return _id_in(answer)


def trouble_in(status: int) -> Undelivered | None:
    if 200 <= status < 300:  # noqa: PLR2004 - success
        return None
    return Unreachable() if status == TOO_MANY or status >= SERVER_ERROR else Refused()


def _id_in(answer: requests.Response) -> str:
    """It was taken, whether or not the id can be read."""
    try:
        return str(json.loads(answer.raw.read(MOST_READ, decode_content=True)).get("sid", ""))[:300]
    except (ValueError, AttributeError, OSError):
        return ""


def keep_in_file(number: str, words: str) -> str:
    """For one machine without a service: a line per message beside the mails."""
    file = Path(settings.DATA_DIR) / "sms.jsonl"
    with file.open("a", encoding="utf-8") as opened:
        opened.write(json.dumps({"to": number, "words": words}, ensure_ascii=False) + "\n")
    return ""
