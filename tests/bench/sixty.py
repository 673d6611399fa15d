"""Read by a process with the app's settings: one practitioner who works with sixty people, all of whom share
something, meet them soon and have agreed on something. Prints their session key as JSON."""

import json
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from recoveryapp.accounts.enums import Role  # noqa: E402
from recoveryapp.accounts.models import User  # noqa: E402
from recoveryapp.assignments.enums import Began  # noqa: E402
from recoveryapp.assignments.models import Assignment, Availability  # noqa: E402
from recoveryapp.assignments.sides import Side  # noqa: E402
from recoveryapp.consent.models import ConsentGrant  # noqa: E402
from recoveryapp.consent.scopes import Purpose, Scope  # noqa: E402
from recoveryapp.meetings.enums import CommitmentMark  # noqa: E402
from recoveryapp.meetings.models import Commitment, Meeting  # noqa: E402
from recoveryapp.teams.models import Membership, Organisation, Team  # noqa: E402
from tests.conftest import sign_in_fully  # noqa: E402

PEOPLE = 60
DAY = timedelta(days=1)
NOW = datetime.now(UTC).replace(microsecond=0)


def works_with(number: int, place: Membership) -> None:
    """Somebody who shares for support, is met one of the next days, and has three things agreed."""
    owner = User.objects.create(email=f"person{number}@example.org", called=f"Person {number}")
    began = {"began": Began.CODE, "agreed_at": NOW - DAY, "started_at": NOW - DAY}
    together = Assignment.objects.create(owner=owner, membership=place, **began)
    ConsentGrant.objects.create(
        owner=owner,
        membership=place,
        purpose=Purpose.SUPPORT,
        scopes=list(Scope),
        starts_at=NOW - DAY,
        expires_at=NOW + 30 * DAY,
    )
    mine = {"owner": owner, "assignment": together, "recorded_at": NOW}
    for week in range(4):
        starts_at = NOW + DAY * (number % 7 + 1 + 7 * week)
        Meeting.objects.create(**mine, starts_at=starts_at, asked_by=Side.PERSON, accepted_at=NOW)
    for side in (Side.PERSON, Side.WORKER, Side.WORKER):
        said = {"side": side, "written_by": Side.WORKER, "mark": CommitmentMark.OPEN, "words": "Ring"}
        Commitment.objects.create(**mine, **said, due_on=NOW.date() + DAY * (number % 3 - 1))


pat = User.objects.create(email="pat@example.org", called="Pat", role=Role.PEER_WORKER)
quay = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
pats = Membership.objects.create(team=quay, user=pat, role=pat.role, verified_at=NOW - 400 * DAY)
Availability.objects.create(membership=pats, capacity=80, weekdays=[1, 2], begins="09:00", ends="17:00")
for n in range(PEOPLE):
    works_with(n, pats)
client = Client()
sign_in_fully(client, pat)
print(json.dumps({"pat": str(client.cookies[settings.SESSION_COOKIE_NAME].value)}))
