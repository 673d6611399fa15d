"""Who sees which stories: writers all of their own, readers those that wait, everybody the published."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.resources.models import Story, StoryReading
from recoveryapp.teams.queries import memberships_in_force

READERS = (Role.PEER_WORKER, Role.SERVICE_MANAGER)
WORDS = ("words", "content_note", "about")


def stories_of(viewer: User) -> QuerySet[Story]:
    return Story.objects.owned_by(viewer).prefetch_related("readings").order_by("-recorded_at", "-pk")


def is_reader(viewer: User, *, now: datetime) -> bool:
    return memberships_in_force(now).filter(user=viewer, role__in=READERS).exists()


def stories_to_read(viewer: User, *, now: datetime) -> QuerySet[Story]:
    """Those of others that wait, without their words, the longest wait first. None for who is no reader."""
    if not is_reader(viewer, now=now):
        return Story.objects.none()
    mine = StoryReading.objects.filter(story=OuterRef("pk"), reader=viewer, counts=True)
    waiting = Story.objects.filter(asked_at__isnull=False, published_at__isnull=True).exclude(owner=viewer)
    return waiting.annotate(is_read=Exists(mine)).defer(*WORDS).order_by("asked_at", "pk")


def story_to_read(viewer: User, story_id: UUID, *, now: datetime) -> Story:
    """With its words. Raises NotVisible."""
    row = stories_to_read(viewer, now=now).defer(None).filter(pk=story_id).first()
    if row is None:
        raise NotVisible
    return row


def published_story(resource_id: UUID) -> Story:
    """By what stands for it in the directory. Raises NotVisible."""
    row = Story.objects.filter(resource=resource_id, published_at__isnull=False).first()
    if row is None:
        raise NotVisible
    return row


def said_of(story: Story) -> Sequence[StoryReading]:
    """What readers said that still counts or sent it back, the newest first."""
    return sorted(story.readings.all(), key=lambda reading: reading.created_at, reverse=True)
