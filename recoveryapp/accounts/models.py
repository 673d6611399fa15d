from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower

from recoveryapp.accounts.enums import Role, TextSize, Theme
from recoveryapp.common.ids import new_id
from recoveryapp.common.models import BaseModel


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, BaseModel):
    """A person. The e-mail address is the only identifier asked for; `called` is the name they like."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.SERVICE_USER)
    is_active = models.BooleanField(default=True)
    called = models.CharField(max_length=60, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    """An IANA name."""
    language = models.CharField(max_length=12, default="en")
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    text_size = models.CharField(max_length=10, choices=TextSize.choices, default=TextSize.NORMAL)
    is_low_energy = models.BooleanField(default=False)
    is_discreet = models.BooleanField(default=True)
    welcomed_at = models.DateTimeField(null=True, blank=True)
    """When the first-run questions were answered or put off."""
    everything_paused_at = models.DateTimeField(null=True, blank=True)
    """Since then nothing is shared with anybody and nothing is sent. Null: not paused."""
    sessions_ended_at = models.DateTimeField(null=True, blank=True)
    """Every session begun before this is over."""
    password_reset_at = models.DateTimeField(null=True, blank=True)
    """When somebody with the mailbox last chose a new password."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def get_session_auth_hash(self) -> str:
        return self._since_sessions_ended(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return map(self._since_sessions_ended, super().get_session_auth_fallback_hash())

    def _since_sessions_ended(self, session_hash: str) -> str:
        """A session holds this from sign-in on; where it differs, the session is nobody's."""
        ended_at = self.sessions_ended_at
        return f"{session_hash}.{ended_at.timestamp()}" if ended_at else session_hash


class WrappedKey(BaseModel):
    """A person's data key, wrapped by a key-encryption key that is not in the database.

    Destroying this row makes every word of the person unreadable, backups of other tables included.
    """

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    wrapped_by = models.CharField(max_length=64)
    """The id of the key-encryption key."""
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return str(self.pk)


class Session(AbstractBaseSession):
    """A browser that is signed in, or on its way to be."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    """What the person's own list calls it: the key stays in the cookie."""
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    account_id: UUID | None
    device = models.CharField(max_length=60, blank=True)
    """Browser and system in two words, as the browser says."""
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta(AbstractBaseSession.Meta):
        abstract = False


class EmailChange(BaseModel):
    """An address that was replaced: for a while, whoever has the old mailbox can put it back."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    old_email = models.EmailField(max_length=254)
    token_digest = models.CharField(max_length=64, unique=True)
    changed_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    """When it was put back, or a change before it was."""

    def __str__(self) -> str:
        return str(self.pk)


class KnownDevice(BaseModel):
    """A kind of browser that an account was signed in with: the next one of another kind is told of."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    """As `Session.device`."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "device"], name="known_device_once")]

    def __str__(self) -> str:
        return str(self.pk)
