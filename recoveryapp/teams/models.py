from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from recoveryapp.accounts.enums import Role
from recoveryapp.common.encryption import EncryptedTextField
from recoveryapp.common.models import BaseModel
from recoveryapp.teams.enums import INVITED_ROLES, MEMBER_ROLES

NAME = 200
INVITATION_HOLDS = timedelta(days=7)


def hint_of(email: str) -> str:
    """Enough for its owner to know the mailbox by."""
    name, _, domain = email.rpartition("@")
    return f"{name[0]}…@{domain}"


class Organisation(BaseModel):
    """Who runs the teams: a charity, a health service. (An organisation of the directory is another noun.)"""

    name = models.CharField(max_length=NAME)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="organisation_name_once")]

    def __str__(self) -> str:
        return self.name


class Team(BaseModel):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    organisation_id: UUID
    name = models.CharField(max_length=NAME)

    class Meta:
        constraints = [models.UniqueConstraint("organisation", Lower("name"), name="team_name_once")]

    def __str__(self) -> str:
        return self.name


class Membership(BaseModel):
    """What somebody is in a team. Never deleted: what they read and wrote as its member stays told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    user_id: UUID
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    team_id: UUID
    role = models.CharField(max_length=20, choices=Role.choices)
    job_title = models.CharField(max_length=NAME, blank=True)
    verified_at = models.DateTimeField(null=True)
    """When a manager confirmed that this is really them. Until then nothing can be shared with them."""
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    lead_since = models.DateTimeField(null=True)
    """Since then they answer questions of their team and see how much work it has. It opens no record."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "team", "role"],
                condition=Q(ended_at__isnull=True),
                name="membership_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(role__in=MEMBER_ROLES), name="membership_role_known"),
        ]
        indexes = [models.Index(fields=["team", "ended_at"], name="membership_of_team")]

    def __str__(self) -> str:
        return str(self.pk)


class Invitation(BaseModel):
    """A place in a team, or an account as a service user, held for one address. Consumed by POST only."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    organisation_id: UUID
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, related_name="+")
    team_id: UUID | None
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices)
    job_title = models.CharField(max_length=NAME, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the 128-bit token, which only the mail holds."""
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_by_operator = models.BooleanField(default=False)
    """Whoever runs the server vouches for this person: accepting it verifies them."""
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    mail_trouble = models.CharField(max_length=20, blank=True)
    """Why the last mail did not leave; a code."""
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    accepted_by_id: UUID | None
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=INVITED_ROLES), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(role=Role.SERVICE_USER) | Q(team__isnull=False), name="invitation_names_a_team"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_ends_one_way",
            ),
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="invitation_open_once",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="invitation_newest")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def team_name(self) -> str:
        return self.team.name if self.team else ""

    @property
    def email_hint(self) -> str:
        return hint_of(self.email)

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at


class ConnectionCode(BaseModel):
    """What a practitioner shows in the room: one at a time, for minutes, for one person."""

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="+")
    membership_id: UUID
    code_digest = models.CharField(max_length=64, unique=True)
    """Keyed with a secret outside the database: a code is too short to be safe behind a plain digest."""
    expires_at = models.DateTimeField()
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    used_by_id: UUID | None

    def __str__(self) -> str:
        return str(self.pk)


class Connection(BaseModel):
    """A person has met this practitioner and may share with them. By itself it opens nothing to anybody."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    membership_id: UUID
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "membership"], name="connection_once")]

    def __str__(self) -> str:
        return str(self.pk)


class Supporter(BaseModel):
    """Family or a friend whom a person asked to stand by them. By itself it opens nothing to anybody.

    It begins as an invitation, under the rules of all: 128 bits, seven days, one use, for one address.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    owner_id: UUID
    name = EncryptedTextField()
    """What the person calls them."""
    email = models.EmailField(max_length=254)
    token_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the 128-bit token, which only the mail holds."""
    expires_at = models.DateTimeField()
    """Of the invitation; whoever has accepted it stays."""
    mails = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)
    mail_trouble = models.CharField(max_length=20, blank=True)
    """Why the last mail did not leave; a code."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    user_id: UUID | None
    """Who accepted it."""
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "owner", Lower("email"), condition=Q(ended_at__isnull=True), name="supporter_invited_once"
            ),
            models.UniqueConstraint(
                fields=["owner", "user"], condition=Q(ended_at__isnull=True), name="supporter_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True, accepted_at__isnull=True)
                | Q(user__isnull=False, accepted_at__isnull=False),
                name="supporter_accepted_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["user", "ended_at"], name="supporter_of_somebody")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def email_hint(self) -> str:
        return hint_of(self.email)
