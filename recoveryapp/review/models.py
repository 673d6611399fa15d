from typing import ClassVar, Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from recoveryapp.accounts.enums import Role
from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.owned import OwnedManager, OwnedModel, OwnedQuerySet, VersionedModel
from recoveryapp.consent.scopes import Purpose
from recoveryapp.outcomes.enums import Domain
from recoveryapp.review.enums import RemarkAbout


def ticked_ids() -> "ArrayField[list[UUID], list[UUID]]":
    return ArrayField(models.UUIDField(), default=list)


class MeetingSheetQuerySet(OwnedQuerySet["MeetingSheet"]):
    def shared_with(self, reading: Reading) -> Self:
        """Sheets handed over with a grant of this reading."""
        return self.filter(reading.opens_given("grant"))


class MeetingSheetManager(OwnedManager["MeetingSheet"]):
    def get_queryset(self) -> MeetingSheetQuerySet:
        return MeetingSheetQuerySet(self.model, using=self._db)


class MeetingSheet(VersionedModel):
    """What a person wants on one page for a meeting. It holds ids of what they ticked and copies nothing:
    whoever reads it sees of that what they may see at that moment, and of the rest nothing."""

    words = EncryptedTextField()
    """What they want to talk about."""
    meeting_on = models.DateField(null=True)
    then_on = models.DateField(null=True)
    now_on = models.DateField(null=True)
    """The two days that are compared; both null where that is not ticked."""
    domains = ArrayField(models.CharField(max_length=20, choices=Domain.choices), default=list)
    goal_ids = ticked_ids()
    milestone_ids = ticked_ids()
    helped_ids = ticked_ids()
    """Check-ins that say what helped, and answers to ideas that were tried."""
    in_the_way_ids = ticked_ids()
    """Check-ins that say what got in the way."""
    page_ids = ticked_ids()
    """Pages of the journal and lines taken out of pages."""
    grant = models.ForeignKey(ConsentGrant, on_delete=models.SET_NULL, null=True, related_name="+")
    """Handed over with this grant, to whoever may read by it. Null: nobody else has it."""
    grant_id: UUID | None

    objects: ClassVar[MeetingSheetManager] = MeetingSheetManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(domains__contained_by=Domain.values), name="meeting_sheet_domains_known"
            ),
            models.CheckConstraint(
                condition=Q(then_on__isnull=True, now_on__isnull=True) | Q(now_on__gte=F("then_on")),
                name="meeting_sheet_days_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-recorded_at", "-id"], name="meeting_sheet_newest"),
            models.Index(
                fields=["grant", "-recorded_at", "-id"],
                condition=Q(grant__isnull=False),
                name="meeting_sheet_of_grant_newest",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RemarkQuerySet(OwnedQuerySet["Remark"]):
    def shared_with(self, reading: Reading) -> Self:
        """Those that the viewer wrote for the same purpose, while any grant of the reading is in force."""
        return self.filter(reading.is_open(), writer=reading.viewer, purpose=reading.purpose)


class RemarkManager(OwnedManager["Remark"]):
    def get_queryset(self) -> RemarkQuerySet:
        return RemarkQuerySet(self.model, using=self._db)


class Remark(OwnedModel):
    """What a practitioner wrote about a person. The person sees it at once, and it is theirs: encrypted under
    their key, gone with their account. It is never edited; the person may answer it, or erase its words."""

    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    writer_id: UUID | None
    writer_role = models.CharField(max_length=20, choices=Role.choices)
    """When they wrote it."""
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    about = models.CharField(max_length=20, choices=RemarkAbout.choices)
    about_id = models.UUIDField(null=True)
    """A plain value: the remark stays where that is deleted. Null: about the review as a whole."""
    words = EncryptedTextField()
    erased_at = models.DateTimeField(null=True)
    """When the person took its words away. That it was written stays told, to both."""

    objects: ClassVar[RemarkManager] = RemarkManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="remark_purpose_known"),
            models.CheckConstraint(condition=Q(about__in=RemarkAbout.values), name="remark_about_known"),
            models.CheckConstraint(
                condition=Q(about=RemarkAbout.REVIEW, about_id__isnull=True)
                | (~Q(about=RemarkAbout.REVIEW) & Q(about_id__isnull=False)),
                name="remark_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(words=b""), name="remark_erased_says_nothing"
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-recorded_at", "-id"], name="remark_of_person_newest"),
            models.Index(fields=["writer", "owner", "-recorded_at", "-id"], name="remark_of_writer_newest"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RemarkAnswer(OwnedModel):
    """What the person says to it; appended, never edited. Whoever may see the remark may see it."""

    remark = models.ForeignKey(Remark, on_delete=models.CASCADE, related_name="answers")
    remark_id: UUID
    words = EncryptedTextField()

    class Meta:
        ordering = ("recorded_at", "id")

    def __str__(self) -> str:
        return str(self.pk)
