"""Recovery stories: a person's own, under their own key for as long as they live (ADR 0011)."""

from uuid import UUID

from django.conf import settings
from django.db import models

from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.common.models import BaseModel
from recoveryapp.consent.owned import OwnedModel, VersionedModel
from recoveryapp.resources.enums import Verdict
from recoveryapp.resources.models.directory import Resource, codes

STORIES = "stories"
"""The source of what stands for stories in the directory."""


class Story(VersionedModel):
    """Written by somebody who has been there. A draft until they ask for it to be read; never a diagnosis."""

    title = EncryptedTextField()
    about = EncryptedTextField()
    """One sentence for the card: what it is about."""
    words = EncryptedTextField()
    content_note = EncryptedTextField()
    signed = EncryptedTextField()
    """The name it is told under, as its writer chose; empty: none."""
    areas = codes()
    language = models.CharField(max_length=64)
    asked_at = models.DateTimeField(null=True)
    """Since when it waits to be read, or was published: so long it cannot be changed."""
    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, null=True, related_name="+")
    """What stands for it in the directory, from its first publication on."""
    resource_id: UUID | None
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(published_at__isnull=True)
                | models.Q(asked_at__isnull=False, resource__isnull=False),
                name="story_published_was_asked",
            )
        ]
        indexes = [
            models.Index(fields=["owner", "-recorded_at", "-id"], name="story_of_person_newest"),
            models.Index(
                fields=["asked_at", "id"],
                condition=models.Q(asked_at__isnull=False, published_at__isnull=True),
                name="story_to_read",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class StoryConsent(OwnedModel):
    """Leave to publish one story, in the words of a version. `recorded_at` is when it was given."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="consents")
    wording = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story"], condition=models.Q(ended_at__isnull=True), name="story_consent_one_in_force"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class StoryReading(BaseModel):
    """What one of two readers said. The words are for its writer, under the writer's key."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    words = EncryptedTextField()
    counts = models.BooleanField(default=True)
    """Until its writer takes the story back: then it is read anew."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story", "reader"], condition=models.Q(counts=True), name="story_read_once_by_each"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
