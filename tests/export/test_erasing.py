"""Erasing: nothing of the person's is left, nothing of anybody else's is touched."""

from datetime import datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import Session, User, WrappedKey
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.encryption import Unreadable
from recoveryapp.export.actions import ask_to_close, erase_due, keep_account
from recoveryapp.export.contents import parts
from recoveryapp.export.erasing import erase_person
from recoveryapp.export.errors import OtherEmail, RunsAlone
from recoveryapp.export.models import TIME_TO_THINK, Closing
from recoveryapp.goals.models import Goal
from recoveryapp.notifications.models import Delivery
from recoveryapp.resources.models import Resource, Story
from recoveryapp.teams.models import Invitation, Membership
from tests.conftest import ApiFor, person
from tests.export.canaries import rows_with
from tests.permissions.relations import CANARY, World
from tests.teams.people import join

SECOND = timedelta(seconds=1)


def test_nothing_of_the_person_is_left(world: World, api: ApiFor, now: datetime) -> None:
    alice = world.alice
    EmailAddress.objects.create(user=alice, email=alice.email, verified=True, primary=True)
    Delivery.objects.create(message_id=alice.pk, owner_id=alice.pk, channel="email")
    api(alice)
    email, pk = alice.email, alice.pk
    assert rows_with(email)

    erase_person(pk, now=now)

    assert not User.objects.filter(pk=pk).exists()
    assert not WrappedKey.objects.filter(owner_id=pk).exists()
    assert all(not part.model._base_manager.filter(**{f"{part.through}_id": pk}).exists() for part in parts())
    assert not Delivery.objects.filter(owner_id=pk).exists()
    assert rows_with(CANARY, email) == {}
    assert set(rows_with(str(pk))) <= {"audit_auditevent", "audit_auditseal"}


def test_the_erasing_itself_is_written_down_and_the_trail_holds(world: World, now: datetime) -> None:
    pk = world.alice.pk
    erase_person(pk, now=now)
    last = AuditEvent.objects.filter(owner_id=pk).latest("number")
    assert (last.verb, last.noun, last.actor_id) == ("delete", "accounts.user", pk)
    call_command("verify_audit")


def test_words_that_a_backup_brings_back_stay_shut(alice: User, now: datetime) -> None:
    """The row of another table is restored without the key: nobody can read it."""
    goal = Goal.objects.create(owner=alice, words="Swim", recorded_at=now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM goals_goal WHERE id = %s", [goal.pk])
        stored = bytes(cursor.fetchone()[0])
    erase_person(alice.pk, now=now)
    with pytest.raises(Unreadable):
        Goal._meta.get_field("words").opened(stored)


def test_nobody_else_loses_anything(world: World, now: datetime) -> None:
    others = User.objects.exclude(pk=world.alice.pk).count()
    bob = person("Bobby")
    Goal.objects.create(owner=bob, words="Bob's own", recorded_at=now)
    erase_person(world.alice.pk, now=now)
    assert User.objects.count() == others + 1
    assert Goal.objects.get(owner=bob).words == "Bob's own"


def test_erased_already_is_as_good(alice: User, now: datetime) -> None:
    erase_person(alice.pk, now=now)
    erase_person(alice.pk, now=now)


def test_a_published_story_goes_from_the_directory_too(world: World, now: datetime) -> None:
    story = Story.objects.filter(owner=world.alice).first()
    assert story is not None
    resource = Resource.objects.create(name="Hens and me", description="A story", source="stories")
    Story.objects.filter(pk=story.pk).update(asked_at=now, published_at=now, resource=resource)
    erase_person(world.alice.pk, now=now)
    resource.refresh_from_db()
    assert (resource.name, resource.description, resource.status) == ("–", "", "closed")


def test_sessions_are_gone_and_open_nothing(
    alice: User, api: ApiFor, now: datetime, django_capture_on_commit_callbacks: object
) -> None:
    client = api(alice)
    assert client.get("/api/v1/me/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erase_person(alice.pk, now=now)
    assert client.get("/api/v1/me/").status_code == 401
    assert not Session.objects.filter(pk=client.session.session_key or "").exists()


def test_of_who_was_in_a_team_the_name_stays_for_those_they_read(world: World, now: datetime) -> None:
    clinician = world.people["clinician in scope"]
    place = world.places["clinician in scope"]
    Goal.objects.create(owner=clinician, words="A goal of one's own", recorded_at=now)
    email = clinician.email

    erase_person(clinician.pk, now=now)

    clinician.refresh_from_db()
    assert (clinician.called != "", clinician.role, clinician.is_active) == (True, Role.CLINICIAN, False)
    assert not clinician.has_usable_password()
    assert Membership.objects.get(pk=place.pk).ended_at == now
    assert not Goal.objects.filter(owner=clinician).exists()
    assert not WrappedKey.objects.filter(owner=clinician).exists()
    assert rows_with(email) == {}


def test_an_invitation_to_them_goes_as_well(alice: User, now: datetime, world: World) -> None:
    invitation = Invitation.objects.first()
    assert invitation is not None
    Invitation.objects.filter(pk=invitation.pk).update(email=alice.email.upper())
    erase_person(alice.pk, now=now)
    assert not Invitation.objects.filter(pk=invitation.pk).exists()


def test_a_hundred_people_are_gone_within_a_minute(world: World, now: datetime) -> None:
    people = [person(f"Nr{number}") for number in range(100)]
    for one in people:
        Goal.objects.create(owner=one, words=f"{CANARY} {one.called}", recorded_at=now)
        Closing.objects.create(owner=one, asked_at=now - TIME_TO_THINK, due_at=now)
    assert erase_due(now=now) == 100
    assert User.objects.filter(pk__in=[one.pk for one in people]).count() == 0


@pytest.mark.parametrize(("seconds", "gone"), [(-1, False), (0, True), (1, True)])
def test_it_is_gone_at_the_second_it_said(alice: User, now: datetime, seconds: int, gone: bool) -> None:
    closing = ask_to_close(email=alice.email, is_at_once=False, now=now, by=alice)
    assert closing is not None
    assert closing.due_at == now + TIME_TO_THINK
    erase_due(now=closing.due_at + seconds * SECOND)
    assert User.objects.filter(pk=alice.pk).exists() is not gone


def test_until_then_nothing_is_shared_and_all_comes_back_as_it_was(alice: User, now: datetime) -> None:
    ask_to_close(email=alice.email, is_at_once=False, now=now, by=alice)
    assert paused_at(alice) == now
    alice.refresh_from_db()
    keep_account(now=now + SECOND, by=alice)
    assert paused_at(alice) is None
    erase_due(now=now + 2 * TIME_TO_THINK)
    assert User.objects.filter(pk=alice.pk).exists()


def paused_at(someone: User) -> datetime | None:
    return User.objects.values_list("everything_paused_at", flat=True).get(pk=someone.pk)


def test_what_was_paused_before_stays_paused(alice: User, now: datetime) -> None:
    User.objects.filter(pk=alice.pk).update(everything_paused_at=now - SECOND)
    alice.refresh_from_db()
    ask_to_close(email=alice.email, is_at_once=False, now=now, by=alice)
    keep_account(now=now, by=alice)
    alice.refresh_from_db()
    assert alice.everything_paused_at == now - SECOND


def test_asking_twice_does_not_put_it_off(alice: User, now: datetime) -> None:
    first = ask_to_close(email=alice.email, is_at_once=False, now=now, by=alice)
    again = ask_to_close(email=alice.email, is_at_once=False, now=now + SECOND, by=alice)
    assert first is not None
    assert again is not None
    assert first.due_at == again.due_at
    keep_account(now=now, by=alice)
    alice.refresh_from_db()
    assert alice.everything_paused_at is None


def test_at_once_is_at_once(alice: User, now: datetime) -> None:
    assert ask_to_close(email=f" {alice.email.upper()} ", is_at_once=True, now=now, by=alice) is None
    assert not User.objects.filter(pk=alice.pk).exists()


def test_a_mistyped_address_closes_nothing(alice: User, now: datetime) -> None:
    with pytest.raises(OtherEmail):
        ask_to_close(email="bob@example.org", is_at_once=True, now=now, by=alice)
    assert User.objects.filter(pk=alice.pk).exists()


def test_the_only_manager_finds_another_first(world: World, now: datetime) -> None:
    manager = world.people["manager"]
    with pytest.raises(RunsAlone):
        ask_to_close(email=manager.email, is_at_once=True, now=now, by=manager)
    other = person("Mona", Role.SERVICE_MANAGER)
    join(other, Membership.objects.filter(user=manager)[0].team, now)
    assert ask_to_close(email=manager.email, is_at_once=True, now=now, by=manager) is None
