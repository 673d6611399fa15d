import re
import smtplib
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from anymail.exceptions import AnymailRequestsAPIError
from anymail.message import AnymailRecipientStatus
from django.core import mail
from django.core.mail import EmailMessage
from pytest_django import Settings

from recoveryapp.notifications.channels import Refused, Route, Undelivered, Unreachable
from recoveryapp.notifications.email import EmailCarrier, compose, most_at_once, send, undelivered
from tests.notifications.conftest import MakeMessage
from tests.notifications.smtp_sink import SmtpSink, smtp_sink

ADDRESS = "alice@example.org"
GIVES_AWAY = re.compile(
    r"daybook|recover|mental|health|therap|wellbeing|clinic|peer|nhs|https?:", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def _sender(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Daybook <hello@example.org>"


def shown(mail: EmailMessage) -> str:
    """All of it but for the two headers that a mail reader makes a button of."""
    message = mail.message()
    for name in ("List-Unsubscribe", "List-Unsubscribe-Post"):
        del message[name]
    return str(message.as_string())


def use(sink: SmtpSink, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False
    settings.EMAIL_TIMEOUT = 1


@pytest.fixture
def sink(settings: Settings) -> Iterator[SmtpSink]:
    with smtp_sink() as sink:
        use(sink, settings)
        yield sink


def test_a_discreet_mail_holds_the_phrase_and_nothing_else(make_message: MakeMessage) -> None:
    message = make_message("Kettle")
    EmailCarrier().carry(message, ADDRESS)
    sent = mail.outbox[0]
    assert (sent.subject, sent.body, sent.from_email) == (
        "Reminder",
        "Kettle",
        "Reminder <hello@example.org>",
    )
    assert sent.to == ["alice@example.org"]
    assert not GIVES_AWAY.search(shown(sent))


def test_the_name_of_the_app_stands_there_only_for_those_who_want_it(make_message: MakeMessage) -> None:
    sent = compose(make_message("Kettle", is_discreet=False), ADDRESS)
    assert sent.subject == "Reminder from Daybook"
    assert sent.from_email == "Daybook <hello@example.org>"


@pytest.mark.parametrize(("language", "name"), [("es", "Recordatorio"), ("tlh", "Reminder")])
def test_the_neutral_name_is_in_the_persons_language_where_it_is_known(
    make_message: MakeMessage, language: str, name: str
) -> None:
    sent = compose(make_message("Kettle", language=language), ADDRESS)
    assert (sent.subject, sent.from_email) == (name, f"{name} <hello@example.org>")
    assert not GIVES_AWAY.search(shown(sent))


def test_the_name_of_the_app_stands_in_spanish_mail_too(make_message: MakeMessage) -> None:
    sent = compose(make_message("Kettle", is_discreet=False, language="es"), ADDRESS)
    assert sent.subject == "Recordatorio de Daybook"


def test_a_mail_reader_can_stop_it_by_one_post(make_message: MakeMessage) -> None:
    sent = compose(make_message(stop_url="https://example.org/stop/abc"), ADDRESS)
    assert sent.extra_headers["List-Unsubscribe"] == "<https://example.org/stop/abc>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https:" not in str(sent.body)


def test_the_way_to_stop_stands_in_the_text_of_those_who_do_not_mind_the_address(
    make_message: MakeMessage,
) -> None:
    sent = compose(make_message(is_discreet=False, stop_url="https://example.org/stop/abc"), ADDRESS)
    assert sent.body == "Kettle\n\nStop these e-mails: https://example.org/stop/abc"


def test_it_has_a_plain_and_an_html_part_that_say_the_same(make_message: MakeMessage) -> None:
    sent = compose(make_message("<b>Tea & toast</b>\nnow"), ADDRESS)
    page: Any = sent.alternatives[0]
    assert sent.body == "<b>Tea & toast</b>\nnow"
    assert page.mimetype == "text/html"
    assert "<p>&lt;b&gt;Tea &amp; toast&lt;/b&gt;<br>now</p>" in str(page.content)


@pytest.mark.parametrize(
    ("status", "expected"), [(400, Refused), (422, Refused), (429, Unreachable), (500, Unreachable)]
)
def test_a_mail_service_answers_as_finally(status: int, expected: type[Undelivered]) -> None:
    response = requests.Response()
    response.status_code = status
    assert type(undelivered(AnymailRequestsAPIError(response=response))) is expected


def test_an_address_that_a_mail_service_refuses_is_final(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    refused: Any = EmailMessage("Reminder", "Kettle", to=[ADDRESS])
    refused.anymail_test_response = {"recipient_status": {ADDRESS: AnymailRecipientStatus(None, "rejected")}}
    with pytest.raises(Refused):
        send(refused)


def test_every_try_of_a_message_carries_the_same_message_id(make_message: MakeMessage) -> None:
    message = make_message()
    first, second = (compose(message, ADDRESS).message()["Message-ID"] for _ in range(2))
    assert first == second == f"<{message.id}@example.org>"


def test_a_mail_server_is_given_fewer_at_once_than_a_service(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert most_at_once() == 8
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    assert most_at_once() == 48


def test_the_host_that_sent_it_is_not_named(make_message: MakeMessage, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "hello@example.org"
    mail = compose(make_message(), ADDRESS).message().as_string()
    assert set(re.findall(r"@([\w.]+)", mail)) == {"example.org"}


def test_words_in_any_script_arrive_whole(sink: SmtpSink, make_message: MakeMessage) -> None:
    words = "Čaj 🍵\n.\n茶"
    gateway_id = EmailCarrier().carry(make_message(words), ADDRESS)
    text = sink.kept[0].get_body(("plain",))
    assert text
    assert text.get_content().splitlines() == words.splitlines()
    assert sink.kept[0]["Message-ID"] == gateway_id


def test_a_message_does_not_show_its_words_or_address_when_printed(make_message: MakeMessage) -> None:
    assert "Kettle" not in repr(make_message())
    assert "alice" not in repr(Route(channel="email", address=ADDRESS, gateway="localhost"))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RCPT": b"550 No such person"}, Refused),
        ({"RCPT": b"451 Later"}, Unreachable),
        ({"MAIL": b"530 Not from you"}, Refused),
        ({"MAIL": b"421 Busy"}, Unreachable),
        ({"DATA": b"554 No"}, Refused),
        ({".": b"552 Too big"}, Refused),
        ({".": b"452 Full"}, Unreachable),
        ({"RCPT": b""}, Unreachable),
        ({".": b""}, Unreachable),
    ],
)
def test_what_a_server_answers_is_final_or_worth_another_try(
    answers: dict[str, bytes],
    expected: type[Undelivered],
    make_message: MakeMessage,
    settings: Settings,
) -> None:
    with smtp_sink(answers) as sink:
        use(sink, settings)
        with pytest.raises(expected) as caught:
            EmailCarrier().carry(make_message(), ADDRESS)
    assert caught.value.__suppress_context__
    assert "alice" not in str(caught.value)


def test_a_server_that_says_nothing_is_left_within_the_timeout(
    sink: SmtpSink, make_message: MakeMessage
) -> None:
    sink.let_go.clear()
    with pytest.raises(Unreachable):
        EmailCarrier().carry(make_message(), ADDRESS)


def test_no_server_is_worth_another_try(settings: Settings, make_message: MakeMessage) -> None:
    with smtp_sink() as sink:
        use(sink, settings)
    with pytest.raises(Unreachable):
        EmailCarrier().carry(make_message(), ADDRESS)


def test_an_address_no_server_could_take_is_final(sink: SmtpSink, make_message: MakeMessage) -> None:
    with pytest.raises(Refused):
        EmailCarrier().carry(make_message(), f"{ADDRESS}\nBcc: all@example.org")
    assert sink.kept == []


def test_a_server_that_hangs_up_is_tried_again() -> None:
    assert isinstance(undelivered(smtplib.SMTPServerDisconnected()), Unreachable)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (smtplib.SMTPDataError(554, b"no"), Refused),
        (smtplib.SMTPDataError(451, b"later"), Unreachable),
        (smtplib.SMTPSenderRefused(550, b"no", "hello@example.org"), Refused),
    ],
)
def test_what_the_server_said_of_the_whole_message(error: Exception, expected: type[Undelivered]) -> None:
    assert isinstance(undelivered(error), expected)


def test_what_nobody_can_stop_says_nothing_of_stopping(make_message: MakeMessage) -> None:
    sent = compose(make_message(stop_url="", is_discreet=False), "alice@example.org")
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & set(sent.extra_headers)
    assert "Stop these" not in str(sent.body)
