from datetime import datetime
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from recoveryapp.accounts.models import User
from recoveryapp.assignments.enums import Began
from recoveryapp.common.models import BaseModel
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.models import Membership
from recoveryapp.teams.queries import memberships_in_force


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, at: datetime) -> Self:
        """Not ended, and both are still there: the person's account, and the practitioner in this team."""
        practising = memberships_in_force(at).filter(role__in=PRACTITIONER_ROLES)
        begun = self.filter(started_at__lte=at, ended_at__isnull=True, owner__is_active=True)
        return begun.filter(membership__in=practising)

    def of_either(self, viewer: User) -> Self:
        """Where the viewer is one of the two."""
        return self.filter(Q(owner=viewer) | Q(membership__user=viewer))


class Assignment(BaseModel):
    """A person and a practitioner who work together. It is a line in two lists and opens nothing to anybody:
    what may be read is said by grants alone. Never deleted; working together again is another row."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    membership_id: UUID
    began = models.CharField(max_length=20, choices=Began.choices)
    agreed_at = models.DateTimeField()
    """When the person said yes. The practitioner's yes is `started_at`, or came before."""
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    ended_by_id: UUID | None

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "membership"],
                condition=Q(ended_at__isnull=True),
                name="assignment_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(began__in=Began.values), name="assignment_began_known"),
            models.CheckConstraint(
                condition=Q(agreed_at__lte=F("started_at")), name="assignment_after_the_persons_yes"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="assignment_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(
                fields=["membership", "started_at"],
                condition=Q(ended_at__isnull=True),
                name="assignment_of_member_open",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def practitioner(self) -> User:
        """With `with_both`, without another statement."""
        return self.membership.user
