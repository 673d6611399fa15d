"""Read by a process with the app's settings: one person with five years of record, and a practitioner.

Prints who they are, and their session keys, as JSON.
"""

import json
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from recoveryapp.accounts.enums import Role  # noqa: E402
from recoveryapp.accounts.models import User  # noqa: E402
from recoveryapp.assignments.enums import Began  # noqa: E402
from recoveryapp.assignments.models import Assignment  # noqa: E402
from recoveryapp.consent.models import ConsentGrant  # noqa: E402
from recoveryapp.consent.scopes import Purpose, Scope  # noqa: E402
from recoveryapp.goals.models import Goal, GoalRating, GoalStep  # noqa: E402
from recoveryapp.journal.models import Entry  # noqa: E402
from recoveryapp.outcomes.models import CheckIn  # noqa: E402
from recoveryapp.teams.models import Membership, Organisation, Team  # noqa: E402
from tests.conftest import sign_in_fully  # noqa: E402

DAYS = 1_800
CASELOAD = 60
NOW = datetime.now(UTC).replace(microsecond=0)
LEVELS = ("a_little", "some", "a_lot")
WORDS = "Slept a little better. Walked to the sea with the dog and rang my sister. " * 4


def session_of(person: User) -> str:
    client = Client()
    sign_in_fully(client, person)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def write_record(person: User) -> None:
    days = [NOW - timedelta(days=n, hours=n % 5) for n in range(DAYS)]
    CheckIn.objects.bulk_create(
        CheckIn(
            owner=person,
            recorded_at=at,
            functional=LEVELS[n % 3],
            existential=LEVELS[(n + 1) % 3],
            social=LEVELS[n % 2],
            words=WORDS,
            helped="The dog",
            hindered="The bus",
            hindered_by=["transport"],
        )
        for n, at in enumerate(days)
    )
    Entry.objects.bulk_create(
        Entry(owner=person, recorded_at=at, words=WORDS * 2, tags=["sea", "sleep", f"week {n // 7}"])
        for n, at in enumerate(days)
    )
    goals = [Goal(owner=person, recorded_at=days[n], words=f"Paint again {n}", areas=[]) for n in range(6)]
    Goal.objects.bulk_create(goals)
    GoalStep.objects.bulk_create(
        GoalStep(owner=person, recorded_at=NOW, goal=goal, words=f"Step {n}", position=n)
        for goal in goals
        for n in range(4)
    )
    GoalRating.objects.bulk_create(
        GoalRating(owner=person, recorded_at=at, goal=goal, value=n % 11)
        for goal in goals
        for n, at in enumerate(days[::7])
    )


alice = User.objects.create(email="alice@example.org", called="Alice", time_zone="Europe/London")
cleo = User.objects.create(email="cleo@example.org", called="Cleo", role=Role.CLINICIAN)
write_record(alice)
quay = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
place = Membership.objects.create(
    team=quay, user=cleo, role=Role.CLINICIAN, verified_at=NOW - timedelta(days=400)
)
ConsentGrant.objects.create(
    owner=alice,
    membership=place,
    purpose=Purpose.REVIEW,
    scopes=list(Scope),
    starts_at=NOW - timedelta(days=1),
    expires_at=NOW + timedelta(days=30),
)
others = User.objects.bulk_create(
    User(email=f"person{n}@example.org", called=f"Person {n}") for n in range(CASELOAD)
)
Assignment.objects.bulk_create(
    Assignment(
        owner=person,
        membership=place,
        began=Began.values[0],
        agreed_at=NOW - timedelta(days=9),
        started_at=NOW - timedelta(days=9),
    )
    for person in others
)
ConsentGrant.objects.bulk_create(
    ConsentGrant(
        owner=person,
        membership=place,
        purpose=Purpose.SUPPORT,
        scopes=[Scope.GOALS],
        starts_at=NOW - timedelta(days=1),
        expires_at=NOW + timedelta(days=30),
    )
    for person in others
)
print(json.dumps({"alice": session_of(alice), "cleo": session_of(cleo), "person": str(alice.pk)}))
