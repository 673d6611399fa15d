"""The number for text messages: proved first, guessed by nobody, and not a way to send texts to strangers."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.notifications import sms
from recoveryapp.notifications.channels import Refused
from recoveryapp.reminders import phones
from recoveryapp.reminders.daily import MOST_A_DAY
from recoveryapp.reminders.enums import ReminderChannel, WhyNotReady
from recoveryapp.reminders.errors import WrongCode
from recoveryapp.reminders.models import Phone
from recoveryapp.reminders.stops import go_on, stop
from tests.conftest import ApiFor
from tests.reminders.conftest import NINE, Remind, Tick, told

URL, CODE_URL = "/api/v1/reminders/phone/", "/api/v1/reminders/phone/code/"
NUMBER = "+44 7700 900-123"


@pytest.fixture(autouse=True)
def texts(settings: Any, tmp_path: Path) -> Path:
    settings.SMS_URL, settings.DATA_DIR = "file:", tmp_path
    return tmp_path / "sms.jsonl"


def sent(texts: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in texts.read_text().splitlines()] if texts.exists() else []


def ask(client: APIClient, number: str = NUMBER) -> Any:
    return client.put(URL, {"number": number}, format="json")


def show(client: APIClient, code: str) -> Any:
    return client.post(CODE_URL, {"code": code}, format="json")


def test_a_code_is_sent_and_shown_and_then_the_number_is_used(
    api: ApiFor, alice: User, texts: Path, remind: Remind, tick: Tick
) -> None:
    client = api(alice)
    answer = ask(client)
    assert answer.json() == {"number": "+447700900123", "verified_at": None}
    (text,) = sent(texts)
    assert text["to"] == "+447700900123"
    assert re.fullmatch("[0-9]{6}", text["words"])
    assert show(client, text["words"]).json()["verified_at"]
    remind(alice, words="Kettle", channels=["sms"])
    tick(NINE)
    assert sent(texts)[-1] == {"to": "+447700900123", "words": "Kettle"}


def test_before_it_is_proved_nothing_else_goes_there(
    api: ApiFor, alice: User, texts: Path, remind: Remind, tick: Tick
) -> None:
    ask(api(alice))
    remind(alice, channels=["sms"])
    tick(NINE)
    assert len(sent(texts)) == 1
    assert told(alice)[0] == ("Mon 09:00", "failed", "no_number")


def test_five_wrong_codes_and_the_right_one_is_worth_nothing(api: ApiFor, alice: User, texts: Path) -> None:
    client = api(alice)
    ask(client)
    code = sent(texts)[0]["words"]
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(phones.TRIES):
        assert show(client, wrong).json()["code"] == "wrong_code"
    assert show(client, code).status_code == 400
    assert Phone.objects.get().verified_at is None


def test_a_code_holds_for_ten_minutes(alice: User, texts: Path) -> None:
    phones.ask_for_code("+447700900123", now=NINE, by=alice)
    code = sent(texts)[0]["words"]
    with pytest.raises(WrongCode):
        phones.show_code(code, now=NINE + timedelta(minutes=10), by=alice)
    assert phones.show_code(code, now=NINE + timedelta(minutes=9), by=alice).verified_at


def test_a_code_is_the_owners_and_the_numbers(api: ApiFor, alice: User, bob: User, texts: Path) -> None:
    ask(api(alice))
    code = sent(texts)[0]["words"]
    assert show(api(bob), code).status_code == 400
    ask(api(alice), "+447700900124")
    if sent(texts)[1]["words"] != code:
        assert show(api(alice), code).status_code == 400


def test_only_so_many_texts_a_day_whatever_is_asked(api: ApiFor, alice: User, texts: Path) -> None:
    client = api(alice)
    for number in range(MOST_A_DAY):
        assert ask(client, f"+4477009001{number:02}").status_code == 200
    assert ask(client).json()["code"] == "too_many_tests"
    assert len(sent(texts)) == MOST_A_DAY
    phones.ask_for_code("+447700900123", now=datetime.now(UTC) + timedelta(days=1, minutes=1), by=alice)


@pytest.mark.parametrize(
    "number", ["", "07700900123", "+0123456789", "+44", "+44x7700900123", "+" + "1" * 16]
)
def test_what_is_no_number_is_refused(api: ApiFor, alice: User, texts: Path, number: str) -> None:
    assert ask(api(alice), number).status_code == 400
    assert sent(texts) == []


def test_a_number_that_is_turned_away_is_said(
    api: ApiFor, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(number: str, words: str) -> str:
        raise Refused

    monkeypatch.setattr(sms, "keep_in_file", refuse)
    assert ask(api(alice)).json()["code"] == "number_not_reached"


def test_taken_away_it_is_gone(api: ApiFor, alice: User, bob: User) -> None:
    ask(api(alice))
    api(bob).delete(URL)
    assert Phone.objects.count() == 1
    api(alice).delete(URL)
    assert not Phone.objects.exists()


def test_where_nobody_has_set_up_texts_no_code_is_sent(api: ApiFor, alice: User, settings: Any) -> None:
    settings.SMS_URL = ""
    answer = ask(api(alice))
    assert answer.status_code == 409
    assert not Phone.objects.exists()


def test_texts_that_were_stopped_can_be_wanted_again(
    api: ApiFor, alice: User, texts: Path, remind: Remind, tick: Tick
) -> None:
    go_on(ReminderChannel.SMS, by=alice)  # without a number there is nothing to take back
    client = api(alice)
    ask(client)
    show(client, sent(texts)[0]["words"])
    stop(alice, Phone.objects.get().number, WhyNotReady.STOPPED, channel=ReminderChannel.SMS, now=NINE)
    go_on(ReminderChannel.SMS, by=alice)
    remind(alice, words="Kettle", channels=["sms"])
    tick(NINE)
    assert sent(texts)[-1]["words"] == "Kettle"
