"""Logs and error reports hold no word of anybody's, even where a library puts one in."""

import io
import json
import logging
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError
from pytest_django import Settings

from recoveryapp.accounts.models import User
from recoveryapp.common import reporting
from recoveryapp.common.logs import JsonLines
from recoveryapp.common.scrubbing import scrubbed
from recoveryapp.goals import actions
from tests.conftest import ApiFor, person

PERSONAL = [
    "mail to alice.b+1@mail.example.org refused",
    "connecting to postgresql://anna:s3cret@db/app",
    "no answer from +44 7700 900123",
    "duplicate key\nDETAIL:  Key (lower(email))=(alice@example.org) already exists.",
    "GET /api/v1/people/?called=Alice",
    "token 1a2b3c4d5e6f7g8h9i0j1a2b3c4d5e6f",
    "invalid literal for int() with base 10: 'I feel low today'",
    'value "I feel low today" is wrong',
]
LEFT = re.compile(r"alice|anna|s3cret|7700|Alice|1a2b3c|feel low")


@pytest.mark.parametrize("text", PERSONAL)
def test_what_tells_of_a_person_is_taken_out(text: str) -> None:
    assert not LEFT.search(scrubbed(text)), scrubbed(text)


@pytest.mark.parametrize(
    "text",
    [
        "export.export 01a21aa7-c8f5-7518-8ed8-71b18eb309b0, try 2",
        "Audit trail sealed: 12:abcdef",
        "Not Found: /api/v1/goals/01a21aa7-c8f5-7518-8ed8-71b18eb309b0/",
        "98 reminders handed over in 1.2 s",
    ],
)
def test_what_an_operator_needs_stays(text: str) -> None:
    assert scrubbed(text) == text


def test_a_long_text_of_one_kind_takes_no_long_time() -> None:
    """Ten times the text takes about ten times as long, not a hundred times."""
    for letter in "a@.+'\"-1 ":
        short, long = (seconds_to_scrub(letter * times) for times in (10_000, 100_000))
        assert long < 40 * short + 0.05, letter


def seconds_to_scrub(text: str) -> float:
    begun = time.perf_counter()
    scrubbed(text)
    return time.perf_counter() - begun


@pytest.fixture
def log() -> Iterator[Any]:
    """Everything, at DEBUG, as it would be written."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def test_an_error_is_told_by_its_class_and_its_places(log: Any) -> None:
    try:
        int("I feel low today")
    except ValueError:
        logging.getLogger("here").exception("could not read %s", ValueError("I feel low today"))
    (line,) = log()
    assert (line["error"], line["message"], line["level"]) == (
        "ValueError",
        "could not read ValueError",
        "ERROR",
    )
    assert "test_logs.py" in line["places"][-1]
    assert "feel low" not in json.dumps(line)


def test_an_address_in_a_database_error_does_not_reach_the_log(db: None, log: Any) -> None:
    person("Alice")
    try:
        with pytest.raises(IntegrityError) as raised:
            person("Alice")
        raise raised.value
    except IntegrityError as error:
        logging.getLogger("here").exception("not saved: %s", error)
    assert "alice@example.org" not in json.dumps(log())


def test_a_request_that_breaks_tells_nothing_of_its_body(
    alice: User, api: ApiFor, log: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **values: Any) -> None:
        raise RuntimeError(f"broken with {values}")

    monkeypatch.setattr(actions, "put_goal", broken)
    client = api(alice)
    client.raise_request_exception = False
    body = {"version": 0, "recorded_at": "2026-01-01T10:00:00Z", "words": "canary-4711"}
    url = "/api/v1/goals/01a21aa7-c8f5-7518-8ed8-71b18eb309b0/"
    assert client.put(url, body, format="json").status_code == 500
    lines = log()
    assert any(line.get("error") == "RuntimeError" for line in lines)
    assert "canary-4711" not in json.dumps(lines)


def test_every_handler_of_ours_writes_json() -> None:
    handlers: Any = django_settings.LOGGING["handlers"]
    assert handlers["console"]["formatter"] == "json"
    assert set(handlers) == {"console", "reporter"}


class Keeps:
    events: list[reporting.Event] = []

    def report(self, event: reporting.Event) -> None:
        self.events.append(event)


class Breaks:
    def report(self, event: reporting.Event) -> None:
        raise OSError("the reporter is away")


def test_a_reporter_is_told_what_the_log_is_told(settings: Settings) -> None:
    settings.ERROR_REPORTER = f"{__name__}.Keeps"
    Keeps.events.clear()
    try:
        raise ValueError("I feel low today")
    except ValueError:
        record = logging.LogRecord("here", logging.ERROR, "f", 1, "alice@example.org broke", None, None)
        record.exc_info = (ValueError, ValueError("I feel low today"), None)
        reporting.ReportErrors().handle(record)
    (event,) = Keeps.events
    assert set(event) == {"at", "level", "logger", "message", "error", "places"}
    assert event["message"] == "[…] broke"
    assert "feel low" not in json.dumps(event)


def test_a_reporter_that_fails_stops_nothing(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.ERROR_REPORTER = f"{__name__}.Breaks"
    record = logging.LogRecord("here", logging.ERROR, "f", 1, "canary", None, None)
    reporting.ReportErrors().handle(record)
    assert capsys.readouterr().err == ""


def test_without_a_reporter_nobody_is_told() -> None:
    assert django_settings.ERROR_REPORTER == ""
    reporting.ReportErrors().handle(logging.LogRecord("here", logging.ERROR, "f", 1, "x", None, None))
