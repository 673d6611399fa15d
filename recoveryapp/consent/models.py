from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.common.models import BaseModel
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.models import Membership, Supporter, Team

LONGEST = timedelta(days=180)

PRACTISING = Q(
    role__in=PRACTITIONER_ROLES, verified_at__isnull=False, ended_at__isnull=True, user__is_active=True
)
"""Members that something can be shared with."""

SUPPORTING = Q(
    accepted_at__isnull=False, ended_at__isnull=True, user__is_active=True, user__role=Role.SERVICE_USER
)
"""Supporters that something can be shared with. An account that is used for work is none."""


class GrantQuerySet(models.QuerySet["ConsentGrant"]):
    def open_at(self, at: datetime) -> Self:
        """Begun, not ended, not stopped; whether the person has paused everything is not asked."""
        return self.filter(starts_at__lte=at, expires_at__gt=at, revoked_at__isnull=True)

    def in_force(self, at: datetime) -> Self:
        return self.open_at(at).filter(owner__is_active=True, owner__everything_paused_at__isnull=True)

    def given_to(self, viewer: User) -> Self:
        """By name, or as a present member of a team; never to an account that nobody has verified."""
        mine = Membership.objects.filter(PRACTISING, user=viewer)
        return self.filter(Q(membership__in=mine) | Q(team__in=mine.values("team")))

    def given_to_supporter(self, viewer: User) -> Self:
        """To somebody who stands by the person: these open the door for supporters, and no other."""
        return self.filter(supporter__in=Supporter.objects.filter(SUPPORTING, user=viewer))


class ConsentGrant(BaseModel):
    """A person's leave to see parts of their record. Never changed but to be stopped, never deleted.

    Periods are half-open: of the grant [starts_at, expires_at) on the server's clock, of the rows it opens
    [data_from, data_to) by their `recorded_at`, null for no limit.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="+")
    membership_id: UUID | None
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    team_id: UUID | None
    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, null=True, related_name="+")
    supporter_id: UUID | None
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope.choices))
    goal_ids = ArrayField(models.UUIDField(), default=list)
    """These goals only, with what hangs on them; empty: all goals."""
    data_from = models.DateTimeField(null=True)
    data_to = models.DateTimeField(null=True)
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    reminds_before_end = models.BooleanField(default=False)
    reminded_at = models.DateTimeField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(membership__isnull=False, team__isnull=True, supporter__isnull=True)
                | Q(membership__isnull=True, team__isnull=False, supporter__isnull=True)
                | Q(membership__isnull=True, team__isnull=True, supporter__isnull=False),
                name="grant_to_one_member_team_or_supporter",
            ),
            models.CheckConstraint(
                condition=Q(supporter__isnull=True) | Q(purpose=Purpose.SUPPORT),
                name="grant_to_supporter_for_support",
            ),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="grant_purpose_known"),
            models.CheckConstraint(
                condition=Q(scopes__len__gt=0, scopes__contained_by=Scope.values), name="grant_scopes_known"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("starts_at")), name="grant_ends_after_start"),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("starts_at") + Value(LONGEST)), name="grant_at_most_180_days"
            ),
            models.CheckConstraint(
                condition=Q(data_from__isnull=True) | Q(data_to__isnull=True) | Q(data_to__gt=F("data_from")),
                name="grant_data_period_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["owner", "-starts_at", "-id"], name="grant_of_person_newest"),
            models.Index(
                fields=["membership"], condition=Q(revoked_at__isnull=True), name="grant_to_member_open"
            ),
            models.Index(
                fields=["expires_at", "id"],
                condition=Q(reminds_before_end=True, reminded_at__isnull=True, revoked_at__isnull=True),
                name="grant_end_to_tell",
            ),
            models.Index(fields=["team"], condition=Q(revoked_at__isnull=True), name="grant_to_team_open"),
            models.Index(
                fields=["supporter"], condition=Q(revoked_at__isnull=True), name="grant_to_supporter_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
