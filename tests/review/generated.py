"""Five years of somebody's life: a check-in every day, ten goals rated every week, all that can be shared."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from recoveryapp.accounts.models import User
from recoveryapp.goals.models import Goal, GoalRating, GoalStep
from recoveryapp.journal.models import Entry, SharedLine
from recoveryapp.outcomes.enums import Level
from recoveryapp.outcomes.models import CheckIn, Milestone

DAY = timedelta(days=1)
FIVE_YEARS = 5 * 365
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def write_five_years(owner: User, *, now: datetime, seed: int = 1) -> None:
    chance = random.Random(seed)
    CheckIn.objects.bulk_create(_check_ins(owner, now, chance))
    for number in range(10):
        _write_goal(owner, now - number * 100 * DAY, chance)
    for number in range(40):
        at = now - number * 40 * DAY
        text = sentence(chance)
        Milestone.objects.create(owner=owner, recorded_at=at, happened_on=at.date(), text=text)
    for number in range(60):
        at = now - number * 30 * DAY
        entry = Entry.objects.create(
            owner=owner, recorded_at=at, words=sentence(chance, 150), marked_for_sharing_at=at
        )
        SharedLine.objects.create(owner=owner, recorded_at=at, entry=entry, words=sentence(chance))


def _check_ins(owner: User, now: datetime, chance: random.Random) -> Iterator[CheckIn]:
    for days in range(FIVE_YEARS):
        functional, existential, social = (chance.choice(Level.values) for _ in range(3))
        yield CheckIn(
            owner=owner,
            recorded_at=now - days * DAY,
            functional=functional,
            existential=existential,
            social=social,
            helped=sentence(chance) if chance.random() < 0.5 else "",
            hindered=sentence(chance) if chance.random() < 0.3 else "",
            hindered_by=["money"] if chance.random() < 0.2 else [],
            words="Only mine",
        )


def _write_goal(owner: User, until: datetime, chance: random.Random) -> None:
    goal = Goal.objects.create(
        owner=owner, recorded_at=until - FIVE_YEARS * DAY, words=sentence(chance), why=sentence(chance, 25)
    )
    for position in range(8):
        GoalStep.objects.create(
            goal=goal, owner=owner, recorded_at=until, position=position, words=sentence(chance)
        )
    GoalRating.objects.bulk_create(
        GoalRating(
            goal=goal, owner=owner, recorded_at=until - timedelta(weeks=week), value=chance.randrange(11)
        )
        for week in range(260)
    )


def sentence(chance: random.Random, words: int = 10) -> str:
    """Of made-up words, so that it compresses no better than language does."""
    return " ".join("".join(chance.choices(LETTERS, k=chance.randrange(2, 9))) for _ in range(words))
