"""Alice's whole record, and everybody who could ask for it, each in one relation to her."""

from datetime import datetime

from recoveryapp.accounts.models import User
from tests.permissions.record import add_directory, add_leaving, add_record, add_stories, add_what_two_share
from tests.permissions.relations import (
    World,
    add_assignments,
    add_grants,
    add_memberships,
    add_people,
    add_supporters,
)


def make_world(now: datetime) -> World:
    world = World(now)
    add_people(world)
    add_memberships(world)
    add_grants(world)
    add_supporters(world)
    add_assignments(world)
    add_record(world)
    add_what_two_share(world)
    add_directory(world)
    add_stories(world)
    add_leaving(world)
    User.objects.filter(pk=world.people["deactivated"].pk).update(is_active=False)
    return world
