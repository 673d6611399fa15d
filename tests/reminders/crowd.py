"""Many people with a reminder each that is due, made in few statements."""

from datetime import UTC, date, datetime
from typing import Any

from recoveryapp.accounts.models import User
from recoveryapp.reminders.models import Occurrence, Reminder, occurrence_id

BATCH = 2_000
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]


def crowd(count: int, *, due_at: datetime, people: int | None = None, **changes: Any) -> None:
    """Reminders that fell due at a full minute, planned; `people` share them where it is given."""
    owners = [User(email=f"person{n}@example.org", time_zone="UTC") for n in range(people or count)]
    User.objects.bulk_create(owners, batch_size=BATCH)
    values: dict[str, Any] = {
        "weekdays": EVERY_DAY,
        "times": [due_at.time()],
        "starts_on": date(2026, 1, 1),
        "channels": ["email"],
        "recorded_at": due_at,
        **changes,
    }
    reminders = [Reminder(owner=owners[n % len(owners)], **values) for n in range(count)]
    Reminder.objects.bulk_create(reminders, batch_size=BATCH)
    Occurrence.objects.bulk_create(
        [
            Occurrence(
                id=occurrence_id(reminder.pk, due_at.date(), due_at.time()),
                owner_id=reminder.owner_id,
                reminder_id=reminder.pk,
                local_date=due_at.date(),
                slot=due_at.time(),
                zone="UTC",
                due_at=due_at,
            )
            for reminder in reminders
        ],
        batch_size=BATCH,
    )


def this_minute() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0)
