import re
from collections.abc import Iterator

import pytest
from django.core import mail
from pytest_django import Settings

from recoveryapp.notifications.channels import Refused, Undelivered, Unreachable
from recoveryapp.notifications.email import EmailChannel, compose
from tests.notifications.conftest import MakeMessage
from tests.notifications.smtp_sink import SmtpSink, smtp_sink

GIVES_AWAY = re.compile(
    r"daybook|recover|mental|health|therap|wellbeing|clinic|peer|nhs|https?:", re.IGNORECASE
)


@pytest.fixture(autouse=True)
def _sender(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Daybook <hello@example.org>"


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
    EmailChannel().carry(message)
    sent = mail.outbox[0]
    assert (sent.subject, sent.body, sent.from_email) == (
        "Reminder",
        "Kettle",
        "Reminder <hello@example.org>",
    )
    assert sent.to == ["alice@example.org"]
    assert not GIVES_AWAY.search(sent.message().as_string())


def test_the_name_of_the_app_stands_there_only_for_those_who_want_it(make_message: MakeMessage) -> None:
    sent = compose(make_message("Kettle", is_discreet=False))
    assert (sent.subject, sent.body) == ("Reminder from Daybook", "Kettle")
    assert sent.from_email == "Daybook <hello@example.org>"


@pytest.mark.parametrize(("language", "name"), [("es", "Recordatorio"), ("tlh", "Reminder")])
def test_the_neutral_name_is_in_the_persons_language_where_it_is_known(
    make_message: MakeMessage, language: str, name: str
) -> None:
    sent = compose(make_message("Kettle", language=language))
    assert (sent.subject, sent.from_email) == (name, f"{name} <hello@example.org>")
    assert not GIVES_AWAY.search(sent.message().as_string())


def test_the_name_of_the_app_stands_in_spanish_mail_too(make_message: MakeMessage) -> None:
    sent = compose(make_message("Kettle", is_discreet=False, language="es"))
    assert sent.subject == "Recordatorio de Daybook"


def test_every_try_of_a_message_carries_the_same_message_id(make_message: MakeMessage) -> None:
    message = make_message()
    first, second = (compose(message).message()["Message-ID"] for _ in range(2))
    assert first == second == f"<{message.id}@example.org>"


def test_the_host_that_sent_it_is_not_named(make_message: MakeMessage, settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "hello@example.org"
    assert set(re.findall(r"@([\w.]+)", compose(make_message()).message().as_string())) == {"example.org"}


def test_words_in_any_script_arrive_whole(sink: SmtpSink, make_message: MakeMessage) -> None:
    words = "Čaj 🍵\n.\n茶"
    gateway_id = EmailChannel().carry(make_message(words))
    assert sink.kept[0].get_content().splitlines() == words.splitlines()
    assert sink.kept[0]["Message-ID"] == gateway_id


def test_a_message_does_not_show_its_words_or_address_when_printed(make_message: MakeMessage) -> None:
    assert "Kettle" not in repr(make_message())
    assert "alice" not in repr(make_message())


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
            EmailChannel().carry(make_message())
    assert caught.value.__suppress_context__
    assert "alice" not in str(caught.value)


def test_a_server_that_says_nothing_is_left_within_the_timeout(
    sink: SmtpSink, make_message: MakeMessage
) -> None:
    sink.let_go.clear()
    with pytest.raises(Unreachable):
        EmailChannel().carry(make_message())


def test_no_server_is_worth_another_try(settings: Settings, make_message: MakeMessage) -> None:
    with smtp_sink() as sink:
        use(sink, settings)
    with pytest.raises(Unreachable):
        EmailChannel().carry(make_message())


def test_an_address_no_server_could_take_is_final(sink: SmtpSink, make_message: MakeMessage) -> None:
    with pytest.raises(Refused):
        EmailChannel().carry(make_message(address="alice@example.org\nBcc: all@example.org"))
    assert sink.kept == []
