"""What leads to working together, and away from it; and what those who support people tell of themselves."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from recoveryapp.assignments.models import Assignment
from recoveryapp.caseload.enums import HandOverState, RequestState
from recoveryapp.common.encryption import EncryptedListField, EncryptedTextField
from recoveryapp.common.models import BaseModel
from recoveryapp.consent.owned import OwnedManager, OwnedModel, VersionedModel
from recoveryapp.goals.models import Goal
from recoveryapp.resources.models import Resource
from recoveryapp.teams.models import Membership, Team


class SupportRequest(VersionedModel):
    """ "I would like some support with …", to one team, until one of it picks it up.

    The team sees its words and the name the person goes by, and nothing else, not even which goal it is
    about. Asked anew, it is another row.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    team_id: UUID
    words = EncryptedTextField()
    goal = models.ForeignKey(Goal, on_delete=models.SET_NULL, null=True, related_name="+")
    """Which goal made the person ask. For themselves alone."""
    goal_id: UUID | None
    resource = models.ForeignKey(Resource, on_delete=models.SET_NULL, null=True, related_name="+")
    """Where they would like somebody to come with them the first time. The team sees it."""
    resource_id: UUID | None
    asked_at = models.DateTimeField()
    assignment = models.ForeignKey(Assignment, on_delete=models.SET_NULL, null=True, related_name="+")
    """With whoever picked it up."""
    assignment_id: UUID | None
    picked_up_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(taken_back_at__isnull=True),
                name="support_request_ends_one_way",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(picked_up_at__isnull=False),
                name="support_request_done_after_pick_up",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-asked_at", "-id"], name="support_request_newest"),
            models.Index(
                fields=["team", "asked_at", "id"],
                condition=Q(picked_up_at__isnull=True, taken_back_at__isnull=True),
                name="support_request_waiting",
            ),
            models.Index(fields=["assignment"], name="support_request_of_assignment"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state(self) -> RequestState:
        if self.taken_back_at:
            return RequestState.TAKEN_BACK
        if self.done_at:
            return RequestState.DONE
        return RequestState.PICKED_UP if self.picked_up_at else RequestState.ASKED


def state_of(agreed_at: datetime | None, not_agreed_at: datetime | None) -> HandOverState:
    if agreed_at:
        return HandOverState.AGREED
    return HandOverState.NOT_AGREED if not_agreed_at else HandOverState.OFFERED


class HandOver(BaseModel):
    """Whoever works with a person asks them whether a colleague may go on instead. It is the person's answer
    that ends the one and begins the other; the colleague learns nothing before."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="+")
    assignment_id: UUID
    to = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    to_id: UUID
    words = EncryptedTextField()
    """From whoever works with them, to the person."""
    offered_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    not_agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(agreed_at__isnull=True, not_agreed_at__isnull=True),
                name="hand_over_offered_once",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(not_agreed_at__isnull=True),
                name="hand_over_answered_one_way",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state(self) -> HandOverState:
        return state_of(self.agreed_at, self.not_agreed_at)


class PeerProfile(OwnedModel):
    """What a practitioner tells of themselves to people who choose whom to ask, or work with them.

    `owner` is the practitioner. Encrypted under their key: it goes when they go.
    """

    words = EncryptedTextField()
    """What they share of their own story."""
    interests = EncryptedListField()
    languages = EncryptedListField()
    shown_at = models.DateTimeField(null=True)
    """Since then others can read it. Null: nobody does."""

    objects: ClassVar[OwnedManager["PeerProfile"]] = OwnedManager()

    class Meta(OwnedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["owner"], name="peer_profile_once")]

    def __str__(self) -> str:
        return str(self.pk)


class SupervisionQuestion(OwnedModel):
    """From a practitioner to those who lead their team, without names. `owner` is who asks."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    team_id: UUID
    words = EncryptedTextField()
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["team", "-asked_at", "-id"], name="supervision_of_team_newest"),
            models.Index(fields=["owner", "-asked_at", "-id"], name="supervision_own_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("asked_at")),
                name="supervision_closed_after_asked",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SupervisionAnswer(OwnedModel):
    """`owner` is who answers: a lead, or whoever asked and goes on asking."""

    question = models.ForeignKey(SupervisionQuestion, on_delete=models.CASCADE, related_name="answers")
    question_id: UUID
    words = EncryptedTextField()

    class Meta:
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return str(self.pk)
