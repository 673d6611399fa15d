"""The real thing: a Celery worker and a beat as processes of their own, killed where it hurts."""

from datetime import UTC, datetime
from email import message_from_string
from typing import Any

from recoveryapp.accounts.models import User
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders.models import Notice, Occurrence
from tests.notifications.smtp_sink import smtp_sink
from tests.reminders.conftest import RemindNow
from tests.reminders.processes import BEAT, WORKER, Processes
from tests.waiting import wait_until


def states() -> list[str]:
    rows = Occurrence.objects.filter(due_at__lte=datetime.now(UTC))
    return list(rows.order_by("due_at").values_list("state", flat=True))


def test_a_reminder_arrives_by_mail_and_in_the_app(
    processes: Processes, remind_now: RemindNow, zoe: User
) -> None:
    remind_now(zoe, words="Kettle")
    processes.start(BEAT)
    processes.start(WORKER)
    wait_until(lambda: states() == ["sent"])
    (kept,) = processes.mails()
    mail: Any = message_from_string(kept)
    assert (mail["To"], mail["Subject"]) == ("zoe@example.org", "Reminder")
    assert mail["Message-ID"].startswith(f"<{Occurrence.objects.get(state='sent').pk}@")
    plain, page = (str(part.get_payload()).strip() for part in mail.get_payload())
    assert plain == "Kettle"
    assert "<p>Kettle</p>" in page
    assert [notice.words for notice in Notice.objects.owned_by(zoe)] == ["Kettle"]
    assert Occurrence.objects.filter(state="pending", due_at__gt=datetime.now(UTC)).count() == 1


def test_a_worker_killed_while_sending_leaves_it_to_another_and_it_ends_once(
    processes: Processes, remind_now: RemindNow, zoe: User
) -> None:
    remind_now(zoe)
    processes.start(BEAT)
    with smtp_sink() as silent:
        silent.let_go.clear()
        doomed = processes.start(WORKER, mail=f"smtp://127.0.0.1:{silent.port}")
        wait_until(silent.called.is_set)
        doomed.kill()
        doomed.wait()
    assert states() == ["pending"]
    Occurrence.objects.filter(fence=1).update(lease_until=datetime.now(UTC))  # as if a minute had gone by
    processes.start(WORKER)
    wait_until(lambda: states() == ["sent"])
    assert Occurrence.objects.filter(state="sent").values_list("fence", flat=True).get() == 2
    assert len(processes.mails()) == Notice.objects.count() == 1
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
