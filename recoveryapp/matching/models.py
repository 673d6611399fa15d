from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from recoveryapp.common.encryption import EncryptedListField, EncryptedTextField
from recoveryapp.common.models import BaseModel
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.owned import OwnedManager, OwnedModel, OwnedQuerySet
from recoveryapp.consent.scopes import Scope
from recoveryapp.goals.models import Goal
from recoveryapp.matching.enums import HELPED, DismissReason, Helped, ResponseState
from recoveryapp.resources.models import Resource

NEWEST_FIRST = (F("recorded_at").desc(), F("id").desc())


class Wishes(OwnedModel):
    """What a person rules in or out of everything that is suggested to them. One row a person."""

    place = EncryptedTextField()
    wishes = EncryptedListField()
    """Codes of `Wish`."""
    languages = EncryptedListField()
    learns = models.BooleanField(default=True, db_default=True)
    """Whether this person's answers change their ranking."""
    learns_since = models.DateTimeField(null=True)
    """What they answered before is not looked at: they have asked to begin anew."""

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner"], name="wishes_once_a_person")]

    def __str__(self) -> str:
        return str(self.pk)


class SuggestionResponseQuerySet(OwnedQuerySet["SuggestionResponse"]):
    def shared_with(self, reading: Reading) -> Self:
        """What was tried and helped; a no, and what was only saved, is nobody's business."""
        return self.filter(reading.opens(Scope.WHAT_HELPED), state=ResponseState.TRIED, helped__in=HELPED)


class SuggestionResponseManager(OwnedManager["SuggestionResponse"]):
    def get_queryset(self) -> SuggestionResponseQuerySet:
        return SuggestionResponseQuerySet(self.model, using=self._db)


class ResourceMeaning(models.Model):
    """What the sentence encoder made of a resource's text, made short. Nothing of a person is in it."""

    resource = models.OneToOneField(Resource, on_delete=models.CASCADE, primary_key=True, related_name="+")
    resource_id: UUID
    model = models.CharField(max_length=100)
    """Only vectors of the same model can be compared."""
    digest = models.CharField(max_length=64)
    """Of the text, so that the same text is not read twice."""
    vector = models.BinaryField()
    """Numbers of half precision, little endian."""
    text_of = models.DateTimeField()
    """When the resource was changed last, as it was when its text was read."""

    def __str__(self) -> str:
        return str(self.pk)


class MeaningRound(BaseModel):
    """A round of reading that changed something. The newest one's id is the version of all meanings."""

    model = models.CharField(max_length=100)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.model}: {self.count}"


class SuggestionResponse(OwnedModel):
    """What a person said to a resource that was suggested for a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    goal_id: UUID
    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="+")
    resource_id: UUID
    state = models.CharField(max_length=20, choices=ResponseState.choices)
    reason = models.CharField(max_length=20, choices=DismissReason.choices, blank=True)
    reason_words = EncryptedTextField()
    helped = models.CharField(max_length=10, choices=Helped.choices, blank=True)
    note = EncryptedTextField()

    objects: ClassVar[SuggestionResponseManager] = SuggestionResponseManager()

    class Meta(OwnedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["goal", "resource"], name="response_once_a_goal_and_resource"),
            models.CheckConstraint(condition=Q(state__in=ResponseState.values), name="response_state_known"),
            models.CheckConstraint(
                condition=Q(reason__in=["", *DismissReason.values]), name="response_reason_known"
            ),
            models.CheckConstraint(
                condition=Q(helped__in=["", *Helped.values]), name="response_helped_known"
            ),
        ]
        indexes = [models.Index("owner", *NEWEST_FIRST, name="response_of_person_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class OwnIdea(OwnedModel):
    """Something the person thought of themselves, for a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="+")
    goal_id: UUID
    words = EncryptedTextField()
    state = models.CharField(max_length=20, choices=ResponseState.choices, default=ResponseState.SAVED)
    helped = models.CharField(max_length=10, choices=Helped.choices, blank=True)

    class Meta(OwnedModel.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ResponseState.values), name="own_idea_state_known"),
            models.CheckConstraint(
                condition=Q(helped__in=["", *Helped.values]), name="own_idea_helped_known"
            ),
        ]
        indexes = [models.Index("owner", *NEWEST_FIRST, name="own_idea_of_person_newest")]

    def __str__(self) -> str:
        return str(self.pk)
