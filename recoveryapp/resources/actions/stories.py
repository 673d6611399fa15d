"""A story's way: written, given with consent, read by two, published; taken back whenever its writer says."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record, record_reading
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.writes import Saved, delete_owned, in_one_go, put_owned
from recoveryapp.resources.actions.stamp import stamp_directory
from recoveryapp.resources.enums import Cost, Coverage, Delivery, Status, Trait, Verdict
from recoveryapp.resources.errors import OwnStory, StoryGivenAway, StoryNotAsked, StoryNotWhole
from recoveryapp.resources.models import STORIES, Resource, Story, StoryConsent, StoryReading
from recoveryapp.resources.queries.stories import is_reader, stories_of, story_to_read

NOUN = "resources.story"
KIND = "recovery_story"
MECHANISMS = ["role_modelling"]
READERS_NEEDED = 2
TAKEN_BACK = "–"
"""The name of what stood for a story that was taken back: nothing of it stays."""


@in_one_go
def put_story(story_id: UUID, *, version: int, values: Mapping[str, Any], by: User) -> Saved[Story]:
    """`values`: every field its writer sets. Raises NotVisible, StaleVersion, and StoryGivenAway."""
    saved = put_owned(Story, story_id, version=version, values=values, by=by)
    if saved.is_changed and saved.row.asked_at is not None:
        raise StoryGivenAway
    return saved


@transaction.atomic
def delete_story(story_id: UUID, *, now: datetime, by: User) -> None:
    """Wherever it stands; what was published is gone at once. Already gone is as good."""
    if stories_of(by).filter(pk=story_id).exists():
        take_back_story(story_id, now=now, by=by)
    delete_owned(Story.objects.owned_by(by), story_id, by=by)


@in_one_go
def ask_for_story(story_id: UUID, *, wording: int, at: datetime, by: User) -> Story:
    """Its writer's consent to publish it, and the wish to have it read. Twice is once.

    Raises NotVisible, and StoryNotWhole when it has no title, sentence or words.
    """
    story = _own(story_id, by)
    if story.asked_at is not None:
        return story
    if not (story.title and story.about and story.words):
        raise StoryNotWhole
    story.asked_at = at
    story.save(update_fields=["asked_at", "updated_at"])
    StoryConsent.objects.create(owner=by, story=story, wording=wording, recorded_at=at)
    record(Verb.CHANGE, NOUN, object_id=story.pk, owner_id=by.pk, by=by)
    return story


@transaction.atomic
def take_back_story(story_id: UUID, *, now: datetime, by: User) -> Story:
    """From the readers and from the directory, in force at once. It is a draft again. Raises NotVisible."""
    story = _own(story_id, by)
    if story.asked_at is not None:
        _take_back(story, now)
        record(Verb.CHANGE, NOUN, object_id=story.pk, owner_id=by.pk, by=by)
    return story


@transaction.atomic
def read_story(story_id: UUID, *, viewer: User, now: datetime) -> Story:
    """For a reader, with the line that tells its writer who read it. Raises NotVisible."""
    story = story_to_read(viewer, story_id, now=now)
    record_reading(owner_id=story.owner_id, viewer=viewer, noun=NOUN, scopes=[], purpose="", count=1)
    return story


@in_one_go
def judge_story(story_id: UUID, *, verdict: Verdict, words: str, now: datetime, by: User) -> Story:
    """One reader's word. The second who finds it fine publishes it; one who asks for a change sends it back.

    Said twice, the later counts. Raises NotVisible, OwnStory, StoryNotAsked.
    """
    if not is_reader(by, now=now):
        raise NotVisible
    story = _waiting(story_id, by)
    reading = StoryReading.objects.filter(story=story, reader=by, counts=True).first()
    reading = reading or StoryReading(owner_id=story.owner_id, story=story, reader=by)
    reading.verdict, reading.words = verdict, words
    reading.save()
    record(Verb.CHANGE, NOUN, object_id=story.pk, owner_id=story.owner_id, by=by)
    if verdict == Verdict.CHANGE:
        _take_back(story, now)
    elif story.readings.filter(counts=True, verdict=Verdict.FINE).count() >= READERS_NEEDED:
        _publish(story, now)
    return story


def _own(story_id: UUID, by: User) -> Story:
    row = Story.objects.select_for_update(of=("self",)).filter(pk=story_id, owner=by).first()
    if row is None:
        raise NotVisible
    return row


def _waiting(story_id: UUID, by: User) -> Story:
    row = Story.objects.select_for_update(of=("self",)).filter(pk=story_id).first()
    if row is None:
        raise NotVisible
    if row.owner_id == by.pk:
        raise OwnStory
    if row.asked_at is None or row.published_at is not None:
        raise StoryNotAsked
    return row


def _take_back(story: Story, now: datetime) -> None:
    story.consents.filter(ended_at__isnull=True).update(ended_at=now)
    story.readings.update(counts=False)
    if story.resource_id is not None:
        blank = {"name": TAKEN_BACK, "description": "", "content_note": "", "areas": [], "languages": []}
        Resource.objects.filter(pk=story.resource_id).update(status=Status.CLOSED, **blank)
        stamp_directory()
    story.asked_at = story.published_at = None
    story.save(update_fields=["asked_at", "published_at", "updated_at"])


def _publish(story: Story, now: datetime) -> None:
    """Only what its card says is copied out; the story itself stays under its writer's key."""
    values = {
        "name": story.title,
        "description": story.about,
        "content_note": story.content_note,
        "areas": story.areas,
        "languages": [story.language],
        "kind": KIND,
        "mechanisms": MECHANISMS,
        "traits": [Trait.PEER_RUN],
        "delivery": [Delivery.SELF_GUIDED],
        "cost": Cost.FREE,
        "coverage": Coverage.INTERNATIONAL,
        "source": STORIES,
        "status": Status.ACTIVE,
        "last_checked_on": now.date(),
    }
    story.resource, _ = Resource.objects.update_or_create(pk=story.resource_id or story.pk, defaults=values)
    story.published_at = now
    story.save(update_fields=["resource", "published_at", "updated_at"])
    stamp_directory()
