import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.celery import app
from recoveryapp.notifications.models import Delivery
from recoveryapp.reminders import actions, tasks
from recoveryapp.reminders.models import Notice, Occurrence, Reminder
from tests.reminders.conftest import DAY, HOUR, NINE, Remind, RemindNow, Tick, told


def test_a_beat_sets_off_tasks_that_are_there() -> None:
    app.loader.import_default_modules()
    schedule = {entry["task"]: entry["schedule"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert schedule["reminders.dispatch_due"] == timedelta(seconds=3)
    assert schedule["reminders.forget_history"] == HOUR
    assert set(schedule) <= set(app.tasks)


def test_a_beat_keeps_the_timetable_and_needs_nothing_of_the_app() -> None:
    said = "print(*app.conf.beat_schedule, apps.ready, sep='|')"
    script = f"from recoveryapp.beat import app; from django.apps import apps; {said}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip().split("|") == [*settings.CELERY_BEAT_SCHEDULE, "False"]


def test_dispatching_takes_no_argument_and_sends_what_is_due_by_the_clock(
    remind_now: RemindNow, zoe: User
) -> None:
    remind_now(zoe)
    tasks.dispatch_due()
    assert [state for _, state, _ in told(zoe)] == ["sent", "pending"]


def test_what_ended_more_than_thirty_days_ago_is_forgotten(remind: Remind, tick: Tick, alice: User) -> None:
    remind(alice)
    for day in range(3):
        tick(NINE + day * DAY)
    actions.forget_history(now=NINE + 31 * DAY)
    assert told(alice) == [("Wed 09:00", "sent", ""), ("Thu 09:00", "pending", "")]
    assert Delivery.objects.count() == 2


def test_forgetting_is_done_in_pieces_and_leaves_what_is_pending(
    remind: Remind, tick: Tick, alice: User, now: datetime
) -> None:
    remind(alice)
    for day in range(3):
        tick(NINE + day * DAY)
    actions.forget_history(now=now, limit=2)
    assert Occurrence.objects.filter(state="sent").count() == 1
    tasks.forget_history()
    assert Occurrence.objects.filter(state="sent").count() == 0
    assert Occurrence.objects.filter(state="pending").count() == Reminder.objects.count() == 1


def test_forgetting_reads_an_index_of_ended_rows_only(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM reminders_occurrence"
            " WHERE NOT (state = 'pending') AND due_at <= now() LIMIT 10"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "occurrence_ended_due" in plan


@pytest.mark.parametrize("name", ["dispatch_due", "forget_history"])
def test_no_argument_of_a_task_can_hold_personal_text(name: str) -> None:
    assert getattr(tasks, name).run.__code__.co_argcount == 0


@pytest.mark.parametrize("task", [tasks.send_digests, tasks.tell_news])
def test_with_nothing_to_tell_nobody_is_told(task: Callable[[], None], db: None) -> None:
    task()
    assert mail.outbox == []
    assert not Notice.objects.exists()
