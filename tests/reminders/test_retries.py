"""A gateway out of reach, a refusal, a row that breaks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import Settings

from recoveryapp.accounts import keys
from recoveryapp.accounts.models import User, WrappedKey
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders.claims import MOST_ATTEMPTS
from recoveryapp.reminders.models import Notice, Occurrence
from tests.notifications.smtp_sink import SmtpSink, smtp_sink
from tests.reminders.conftest import HOUR, MINUTE, MONDAY, NEXT, NINE, Remind, Tick, told


@pytest.fixture
def use_sink(settings: Settings) -> Callable[[SmtpSink], None]:
    def use(sink: SmtpSink) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", sink.port, False

    return use


UseSink = Callable[[SmtpSink], None]


def test_a_server_out_of_reach_is_tried_again_with_growing_patience(
    remind: Remind, tick: Tick, alice: User, use_sink: UseSink
) -> None:
    remind(alice, channels=["email"])
    with smtp_sink({"RCPT": b"451 Later"}) as sink:
        use_sink(sink)
        tick(NINE)
        tick(NINE + timedelta(seconds=11))
        assert Occurrence.objects.get().attempts == 1
        tick(NINE + timedelta(seconds=15))
        assert Occurrence.objects.get().attempts == 2
        tick(NINE + timedelta(seconds=15 + 23))
        assert Occurrence.objects.get().attempts == 2
        sink.answers["RCPT"] = b"250 Now"
        tick(NINE + timedelta(seconds=15 + 30))
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]
    assert len(sink.kept) == 1


def test_tries_come_to_an_end_with_the_reason(
    remind: Remind, tick: Tick, alice: User, use_sink: UseSink
) -> None:
    remind(alice, channels=["email"])
    with smtp_sink({"RCPT": b"451 Later"}) as sink:
        use_sink(sink)
        for minute in range(31):
            tick(NINE + minute * MINUTE)
    assert told(alice) == [("Mon 09:00", "failed", "unreachable"), NEXT]
    assert Delivery.objects.values_list("state", "tries").get() == ("failed", MOST_ATTEMPTS)


def test_a_refusal_ends_it_at_once(remind: Remind, tick: Tick, alice: User, use_sink: UseSink) -> None:
    remind(alice, channels=["email"])
    with smtp_sink({"RCPT": b"550 Nobody"}) as sink:
        use_sink(sink)
        tick(NINE)
    assert told(alice) == [("Mon 09:00", "failed", "refused"), NEXT]


def test_mail_out_of_reach_does_not_hold_back_the_notice_nor_repeat_it(
    remind: Remind, tick: Tick, alice: User, use_sink: UseSink
) -> None:
    remind(alice)
    with smtp_sink({"RCPT": b"451 Later"}) as sink:
        use_sink(sink)
        tick(NINE)
        assert Notice.objects.count() == 1
        for minute in range(31):
            tick(NINE + minute * MINUTE)
    assert Notice.objects.count() == 1
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]
    assert dict(Delivery.objects.values_list("channel", "state")) == {"email": "failed", "in_app": "sent"}


def test_what_one_channel_carried_before_a_crash_counts_as_sent_however_late(
    remind: Remind, tick: Tick, alice: User, use_sink: UseSink
) -> None:
    remind(alice)
    with smtp_sink({"RCPT": b"451 Later"}) as sink:
        use_sink(sink)
        tick(NINE)
        tick(NINE + 2 * HOUR)
    assert told(alice) == [("Mon 09:00", "sent", ""), NEXT]


def test_the_trouble_of_one_person_does_not_stop_the_others(
    remind: Remind, tick: Tick, alice: User, bob: User, caplog: pytest.LogCaptureFixture
) -> None:
    remind(alice, words="canary")
    remind(bob, now=MONDAY + MINUTE)
    WrappedKey.objects.filter(owner=alice).delete()
    keys.cache.clear()
    for minute in range(50):
        tick(NINE + minute * MINUTE)
    assert told(bob)[0] == ("Mon 09:00", "sent", "")
    assert told(alice) == [("Mon 09:00", "failed", "gave_up"), NEXT]
    assert "Unreadable" in caplog.text
    assert "canary" not in caplog.text
