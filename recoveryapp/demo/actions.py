import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import DomainError
from recoveryapp.common.ids import new_id
from recoveryapp.demo.alliance import add_alliance
from recoveryapp.demo.people import DemoGoal, DemoPerson, DemoServiceUser, demo_people
from recoveryapp.demo.second_step import give_second_step
from recoveryapp.demo.team_work import add_team_work
from recoveryapp.demo.year import NOT_NOW, Day, Level, days_of
from recoveryapp.goals.actions import change_status, put_goal, put_step, rate_goal
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Goal
from recoveryapp.journal.actions import put_entry
from recoveryapp.matching.actions import set_wishes
from recoveryapp.outcomes.actions.check_ins import digest_of
from recoveryapp.outcomes.actions.milestones import put_milestone
from recoveryapp.outcomes.enums import SCALE
from recoveryapp.outcomes.enums import Level as LevelName
from recoveryapp.outcomes.models import CheckIn
from recoveryapp.reminders.actions import put_reminder

DEMO_PASSWORD = "try the demo today"  # noqa: S105 - printed for everybody who starts the demo
WORDS_SHARE = 0.45
HELPED_SHARE = 0.3
NAMES = {number: name.value for name, number in SCALE.items()} | {NOT_NOW: LevelName.NOT_NOW.value}


class NotInProduction(DomainError):
    code = "not_in_production"
    sentence = "Demo people have a password and a second step that everybody knows: never in production."


class PeopleAlreadyHere(DomainError):
    code = "people_already_here"
    sentence = "Demo people are only ever added to an empty database, and this one holds other people."


@transaction.atomic
def load_demo(*, now: datetime) -> list[User]:
    """Add the demo people with a year behind them; once they are there, change nothing.

    Raises PeopleAlreadyHere where there is anybody else, NotInProduction; nothing is added in part.
    """
    if settings.IS_PRODUCTION:
        raise NotInProduction
    demo = demo_people()
    here = set(User.objects.values_list("email", flat=True))
    if here - {person.email for person in demo.people}:
        raise PeopleAlreadyHere
    if here:
        return list(User.objects.order_by("created_at"))
    people = [_add_person(person, now=now) for person in demo.people]
    add_team_work(demo, people, now=now)
    add_alliance({person.email: person for person in people}, now=now)
    return people


def _add_person(person: DemoPerson, *, now: datetime) -> User:
    user = User.objects.create_user(
        person.email,
        DEMO_PASSWORD,
        called=person.called,
        role=person.role,
        time_zone=person.time_zone,
        welcomed_at=now - timedelta(weeks=52),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    give_second_step(user)
    if isinstance(person, DemoServiceUser):
        _add_year(user, person, now=now)
    return user


def _add_year(user: User, person: DemoServiceUser, *, now: datetime) -> None:
    goals = [_add_goal(user, goal, now=now) for goal in person.goals]
    CheckIn.objects.bulk_create(_check_ins(user, person, now=now))
    for week, text, domain in person.milestones:
        at = _weeks_ago(week, now)
        milestone = {"recorded_at": at, "happened_on": at.date(), "text": text, "domain": domain}
        put_milestone(new_id(), version=0, values=milestone, by=user)
    for week, words, tags, goal, is_never_shared in person.journal:
        entry = {
            "recorded_at": _weeks_ago(week, now),
            "words": words,
            "prompt": "",
            "tags": tags,
            "goal_id": None if goal is None else goals[goal].pk,
            "check_in_id": None,
            "is_never_shared": is_never_shared,
        }
        put_entry(new_id(), version=0, values=entry, by=user)
    set_wishes(values={"place": person.place, "wishes": person.wishes, "languages": []}, at=now, by=user)
    _add_reminder(user, person, now=now)


def _add_goal(user: User, goal: DemoGoal, *, now: datetime) -> Goal:
    plain = goal.model_dump(exclude={"week", "steps", "ratings", "changes"})
    row = put_goal(
        new_id(), version=0, values={**plain, "recorded_at": _weeks_ago(goal.week, now)}, by=user
    ).row
    for position, (words, week) in enumerate(goal.steps):
        done_at = None if week is None else _weeks_ago(week, now)
        step = {"words": words, "position": position, "done_at": done_at}
        put_step(new_id(), goal_id=row.pk, values=step, at=row.recorded_at, by=user)
    for week, value, note in goal.ratings:
        rating = {"value": value, "note": note, "recorded_at": _weeks_ago(week, now)}
        rate_goal(new_id(), goal_id=row.pk, values=rating, by=user)
    for week, status, reason in goal.changes:
        change_status(row.pk, status=GoalStatus(status), reason=reason, at=_weeks_ago(week, now), by=user)
    return row


def _check_ins(user: User, person: DemoServiceUser, *, now: datetime) -> Iterator[CheckIn]:
    chance = random.Random(person.called)  # noqa: S311 - a repeatable year, not a secret
    until = now.astimezone(ZoneInfo(person.time_zone))
    for day in days_of(person.shape, until=until, chance=chance):
        yield _check_in(user, person, day, chance)


def _check_in(user: User, person: DemoServiceUser, day: Day, chance: random.Random) -> CheckIn:
    said = chance.random()
    is_hard = day.feel == "hard"
    return CheckIn(
        owner=user,
        recorded_at=day.at.astimezone(UTC),
        feel=day.feel,
        was_hard=is_hard and said < HELPED_SHARE,
        words=chance.choice(person.words_for(day.feel)) if said < WORDS_SHARE else "",
        helped=chance.choice(person.helped) if chance.random() < HELPED_SHARE else "",
        hindered_by=chance.choice(person.hindered) if is_hard and chance.random() < WORDS_SHARE else [],
        answers_digest=digest_of([]),
        **{domain: _level_name(level) for domain, level in day.levels.items()},
    )


def _level_name(level: Level | None) -> str | None:
    return None if level is None else NAMES[level]


def _add_reminder(user: User, person: DemoServiceUser, *, now: datetime) -> None:
    reminder = person.reminder
    values = {
        "recorded_at": now,
        "words": reminder.words,
        "weekdays": reminder.weekdays,
        "times": [time.fromisoformat(text) for text in reminder.times],
        "starts_on": _today(now, person.time_zone),
        "channels": ["email", "in_app"],
        "is_paused": False,
        "paused_until": None,
        "quiet_from": None,
        "quiet_to": None,
    }
    put_reminder(new_id(), version=0, values=values, now=now, by=user)


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _weeks_ago(week: float, now: datetime) -> datetime:
    return now - timedelta(weeks=week, hours=3)
