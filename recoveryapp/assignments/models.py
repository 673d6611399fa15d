from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from recoveryapp.accounts.models import User
from recoveryapp.assignments.enums import Began
from recoveryapp.common.models import BaseModel
from recoveryapp.teams.enums import PRACTITIONER_ROLES
from recoveryapp.teams.models import Membership
from recoveryapp.teams.queries import memberships_in_force

MOST_PEOPLE = 200
WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, at: datetime) -> Self:
        """Not ended, and both are still there: the person's account, and the practitioner in this team."""
        practising = memberships_in_force(at).filter(role__in=PRACTITIONER_ROLES)
        begun = self.filter(started_at__lte=at, ended_at__isnull=True, owner__is_active=True)
        return begun.filter(membership__in=practising)

    def of_either(self, viewer: User) -> Self:
        """Where the viewer is one of the two."""
        return self.filter(Q(owner=viewer) | Q(membership__user=viewer))

    def with_both(self) -> Self:
        """Names, teams and hours of the two, in the same statement."""
        return self.select_related(
            "owner",
            "membership__user",
            "membership__team__organisation",
            "membership__availability__cover__user",
        )


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
    cover_agreed_at = models.DateTimeField(null=True)
    """Since then whoever stands in while the practitioner is away may see the person's name, and what the
    two have fixed: when they meet next. Null: they see nothing, not even that there is somebody."""
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
        """After `with_both`, without another statement."""
        return self.membership.user


class Availability(BaseModel):
    """When a practitioner is there, for how many people they have time, and who stands in for them.

    Days and times are by the practitioner's own clocks.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="availability")
    membership_id: UUID
    capacity = models.PositiveSmallIntegerField(null=True)
    """Null: they have not said."""
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list)
    """1 Monday to 7 Sunday."""
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)
    """The last day away."""
    cover = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    cover_id: UUID | None

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1, capacity__lte=MOST_PEOPLE),
                name="availability_capacity_1_to_200",
            ),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=WEEKDAYS), name="availability_weekdays_known"
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True) | Q(ends__gt=F("begins")),
                name="availability_hours_in_order",
            ),
            models.CheckConstraint(
                condition=Q(away_from__isnull=True, away_until__isnull=True)
                | Q(away_until__gte=F("away_from")),
                name="availability_away_in_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_away(self, today: date) -> bool:
        return bool(self.away_from and self.away_until and self.away_from <= today <= self.away_until)
