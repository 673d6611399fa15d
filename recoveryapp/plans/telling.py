"""Tells whoever a plan was opened to that something is there: no name, no word of what it is."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.ends import end_to_mail
from recoveryapp.notifications.channels import Message
from recoveryapp.notifications.email import EmailCarrier
from recoveryapp.plans.models import SharingWish

WORDS = {
    "en": "Something was opened for you, for three days. Sign in to see it.",
    "es": "Se ha abierto algo para ti, durante tres días. Entra para verlo.",
}


def tell_of_opening(wish_id: UUID, grant_id: UUID, *, now: datetime) -> None:
    """Asked again right before the mail goes out. Raises NotVisible where it was stopped, paused, taken away
    or told of since, Undelivered."""
    waiting = SharingWish.objects.filter(pk=wish_id, grant=grant_id, told_at__isnull=True)
    wish = waiting.select_related("membership__user", "supporter__user").first()
    reader = _reader(wish) if wish else None
    if reader is None or not reader.is_active:
        raise NotVisible
    end_to_mail(grant_id, now=now)
    EmailCarrier().carry(_message(grant_id, reader, now), reader.email)
    waiting.update(told_at=now)


def _reader(wish: SharingWish) -> User | None:
    if wish.membership:
        return wish.membership.user
    return wish.supporter.user if wish.supporter else None


def _message(grant_id: UUID, reader: User, now: datetime) -> Message:
    words = WORDS.get(reader.language, WORDS["en"])
    return Message(
        id=grant_id,
        owner_id=reader.pk,
        at=now,
        words=f"{words}\n\n{settings.PUBLIC_URL}",
        is_discreet=True,
        language=reader.language,
    )
