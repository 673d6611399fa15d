"""Fills a database with people who have written for years: python -m tests.scale.fill PEOPLE [YEARS]

DATABASE_URL and the other settings are those of the app. Rows are streamed by COPY, a few people a
transaction, so memory stays flat; stopped, it goes on where it was. Words are encrypted with each person's
own key, as the app does it.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from itertools import chain, islice
from random import Random
from typing import Any

import django

django.setup()

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction  # noqa: E402
from psycopg import sql  # noqa: E402

from recoveryapp.accounts.models import User  # noqa: E402
from recoveryapp.goals.models import Goal, GoalRating, GoalStep  # noqa: E402
from recoveryapp.journal.models import Entry  # noqa: E402
from recoveryapp.outcomes.models import CheckIn  # noqa: E402
from recoveryapp.reminders.models import Occurrence, Reminder, occurrence_id  # noqa: E402

CHUNK = 2_000
TOGETHER = 20
"""People in one transaction: with five years each about 60,000 rows."""
database = connections[DEFAULT_DB_ALIAS]
"""The connection itself: what the usual stand-in costs would be paid for each value."""
ADDRESS = "filled-{}@example.org"
LEVELS = ("not_at_all", "a_little", "some", "a_lot")
DAY = timedelta(days=1)
NINE = clock_time(9)
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
SENTENCES = (
    "Slept a little better.",
    "Walked to the sea with the dog.",
    "Rang my sister and we laughed.",
    "The bus did not come and I went home.",
    "Made soup for two days.",
)


def main(people: int, years: int) -> None:
    first = User.objects.filter(email__startswith="filled-").count()
    begun, rows = time.monotonic(), 0
    say(f"{first} of {people} people are there." if first else f"{people} people of {years} years each.")
    for start in range(first, people, TOGETHER):
        rows += fill(range(start, min(start + TOGETHER, people)), years)
        done, seconds = min(start + TOGETHER, people) - first, time.monotonic() - begun
        left = (people - first - done) * seconds / done
        say(f"  {first + done} of {people}   {rows / seconds:,.0f} rows a second   {left / 60:.0f} min left")
    with database.cursor() as cursor:
        cursor.execute("ANALYZE")


@transaction.atomic
def fill(numbers: Iterable[int], years: int) -> int:
    """All of these people or none."""
    owners = User.objects.bulk_create(User(email=ADDRESS.format(n), called=f"P{n}") for n in numbers)
    draws = {owner.pk: Random(owner.email) for owner in owners}
    goals = {owner.pk: [_goal(owner, years, draws[owner.pk]) for _ in range(4)] for owner in owners}
    reminders = [_reminder(owner) for owner in owners]
    every: list[tuple[type[models.Model], Iterable[models.Model]]] = [
        (Goal, chain.from_iterable(goals.values())),
        (GoalStep, (step for owner in owners for goal in goals[owner.pk] for step in _steps(goal))),
        (GoalRating, (r for owner in owners for goal in goals[owner.pk] for r in _ratings(goal, years))),
        (CheckIn, (row for owner in owners for row in _check_ins(owner, years, draws[owner.pk]))),
        (Entry, (row for owner in owners for row in _entries(owner, years, draws[owner.pk]))),
        (Reminder, reminders),
        (Occurrence, (row for reminder in reminders for row in _occurrences(reminder))),
    ]
    return len(owners) + sum(copy(model, made) for model, made in every)


def copy(model: type[models.Model], rows: Iterable[models.Model]) -> int:
    """Each field as `save` would write it."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    columns = sql.SQL(", ").join([sql.Identifier(str(field.column)) for field in fields])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(model._meta.db_table), columns)
    rest, count = iter(rows), 0
    # Made before the stream opens: to encrypt for somebody may ask the database for their key.
    while made := [[_stored(field, row) for field in fields] for row in islice(rest, CHUNK)]:
        with database.cursor() as cursor, cursor.copy(statement) as stream:
            for values in made:
                stream.write_row(values)
        count += len(made)
    return count


def _stored(field: "models.Field[Any, Any]", row: models.Model) -> Any:
    return field.get_db_prep_save(field.pre_save(row, add=True), database)


def _days(years: int) -> Iterator[datetime]:
    return (NOW - DAY * n for n in range(years * 365))


def _words(draw: Random, count: int) -> str:
    return " ".join(draw.choices(SENTENCES, k=count))


def _check_ins(owner: User, years: int, draw: Random) -> Iterator[CheckIn]:
    """One a day, every third with words."""
    for n, at in enumerate(_days(years)):
        functional, existential, social = draw.choices(LEVELS, k=3)
        words = _words(draw, 3) if n % 3 == 0 else ""
        yield CheckIn(
            owner=owner,
            recorded_at=at,
            functional=functional,
            existential=existential,
            social=social,
            words=words,
            helped="The dog" if words else "",
        )


def _entries(owner: User, years: int, draw: Random) -> Iterator[Entry]:
    """Two a week."""
    for at in list(_days(years))[::4]:
        yield Entry(owner=owner, recorded_at=at, words=_words(draw, 12), tags=["sea", "sleep"])


def _goal(owner: User, years: int, draw: Random) -> Goal:
    at = NOW - DAY * draw.randrange(years * 365)
    return Goal(owner=owner, recorded_at=at, words=_words(draw, 1), why=_words(draw, 2))


def _steps(goal: Goal) -> Iterator[GoalStep]:
    for n in range(4):
        yield GoalStep(owner=goal.owner, recorded_at=goal.recorded_at, goal=goal, words="Ask Jo", position=n)


def _ratings(goal: Goal, years: int) -> Iterator[GoalRating]:
    """One a fortnight."""
    for n, at in enumerate(list(_days(years))[::14]):
        yield GoalRating(owner=goal.owner, recorded_at=at, goal=goal, value=n % 11)


def _reminder(owner: User) -> Reminder:
    return Reminder(
        owner=owner,
        weekdays=[1, 2, 3, 4, 5, 6, 7],
        times=[NINE],
        starts_on=NOW.date(),
        channels=["in_app"],
        recorded_at=NOW,
    )


def _occurrences(reminder: Reminder) -> Iterator[Occurrence]:
    """The next one, and the last thirty, which is as long as they are kept."""
    for n in range(-1, 30):
        day = (NOW - DAY * n).date()
        due_at = datetime.combine(day, NINE, UTC)
        yield Occurrence(
            id=occurrence_id(reminder.pk, day, NINE),
            owner_id=reminder.owner_id,
            reminder_id=reminder.pk,
            local_date=day,
            slot=NINE,
            zone="UTC",
            due_at=due_at,
            state="pending" if n < 0 else "sent",
            handled_at=None if n < 0 else due_at,
        )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5)
