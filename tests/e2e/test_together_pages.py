"""What two people plan and write, both sides: each page in five looks, axe finds nothing, nothing is cut."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from recoveryapp.accounts.enums import Role
from recoveryapp.assignments.actions import start_assignment
from recoveryapp.assignments.enums import Began
from recoveryapp.assignments.models import Assignment, Availability
from recoveryapp.conversations.models import Conversation, Message
from recoveryapp.goals.models import Goal
from recoveryapp.meetings.models import AgendaLine, Commitment, Meeting, Note
from recoveryapp.teams.models import Organisation, Team
from tests.conftest import person
from tests.e2e.conftest import SignIn, open_page
from tests.e2e.looks import demand_nothing_wrong
from tests.teams.people import join

ALICES = [
    "/me/support",
    "/me/people/{assignment}",
    "/me/people/{assignment}/meetings/{meeting}",
    "/me/people/{assignment}/messages",
]
PATS = [
    "/people/told",
    "/people/{person}/together",
    "/people/{person}/together/meetings/{meeting}",
    "/people/{person}/together/messages",
]


@pytest.fixture
def two(transactional_db: None) -> Assignment:
    """Alice and Pat, with something of everything."""
    now = timezone.now()
    alice, pat = person("Alice"), person("Pat", Role.PEER_WORKER)
    for each in (alice, pat):
        each.welcomed_at = now
        each.save()
    quay = Team.objects.create(organisation=Organisation.objects.create(name="Harbour"), name="Quay")
    place = join(pat, quay, now)
    Availability.objects.create(membership=place, weekdays=[1, 2, 4], begins="09:00", ends="17:00")
    return start_assignment(owner=alice, membership=place, began=Began.CODE, agreed_at=now, now=now, by=alice)


def fill(two: Assignment) -> dict[str, Any]:
    now = timezone.now()
    mine: dict[str, Any] = {"owner": two.owner, "recorded_at": now}
    meeting, _ = (
        Meeting.objects.create(
            **mine,
            assignment=two,
            starts_at=now + timedelta(days=days),
            place="The library, by the big window",
            link="https://example.org/room",
            asked_by="worker",
            accepted_at=accepted,
        )
        for days, accepted in ((2, now), (9, None))
    )
    goal = Goal.objects.create(**mine, words="Swim again, on a weekday when it is quiet")
    ours = {**mine, "meeting": meeting}
    AgendaLine.objects.create(**ours, position=0, kind="own_words", words="The letter from the council")
    AgendaLine.objects.create(**ours, position=1, kind="goal", about_id=goal.pk)
    for side, words in (("person", "We talked about the pool."), ("worker", "Tuesday mornings are quiet.")):
        Note.objects.create(**ours, side=side, words=words)
    for side, writer, mark in (
        ("person", "person", "open"),
        ("person", "worker", "suggested"),
        ("worker", "worker", "open"),
        ("worker", "worker", "happened"),
    ):
        Commitment.objects.create(
            **ours,
            assignment=two,
            side=side,
            written_by=writer,
            mark=mark,
            words="Ring the pool and ask for the quiet hour",
            due_on=(now - timedelta(days=1)).date(),
        )
    conversation = Conversation.objects.create(**mine, assignment=two)
    for side, words, read_at in (
        ("worker", "I will be ten minutes late on Tuesday, sorry.", now),
        ("person", "That is fine. I will wait inside.", None),
    ):
        Message.objects.create(**mine, conversation=conversation, side=side, words=words, read_at=read_at)
    return {"assignment": two.pk, "person": two.owner_id, "meeting": meeting.pk}


@pytest.mark.parametrize("side", ["person", "worker"])
def test_pages_of_the_two(side: str, two: Assignment, page: Page, sign_in: SignIn) -> None:
    ids = fill(two)
    sign_in(two.owner if side == "person" else two.practitioner)
    for pattern in ALICES if side == "person" else PATS:
        path = pattern.format(**ids)
        open_page(page, path)
        demand_nothing_wrong(page, path)
