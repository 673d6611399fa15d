"""Tells a person who asked for it that something they share ends soon: no name, no word of what it is.

It is shown in the app once, in the transaction that claims it. The mail follows, and is tried again for a
while; the notice stands whatever becomes of it.
"""

from collections.abc import Sequence
from datetime import datetime
from email.utils import formataddr, parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.consent.ends import claim_ends, end_to_mail
from recoveryapp.notifications.email import NEUTRAL_NAMES, send
from recoveryapp.reminders.models import Notice

AT_ONCE = 500
WORDS = {
    "en": "Something you share ends in a few days. If that is fine, there is nothing to do.",
    "es": "Algo que compartes termina en unos días. Si te parece bien, no tienes que hacer nada.",
}


@transaction.atomic
def show_ends(*, now: datetime) -> Sequence[UUID]:
    """Which grants the mail is to follow for, once this is committed."""
    claimed = claim_ends(now=now, limit=AT_ONCE)
    for grant in claimed:
        Notice.objects.create(owner=grant.owner, recorded_at=now, words=_words(grant.owner))
    return [grant.pk for grant in claimed]


def mail_of_end(grant_id: UUID, *, now: datetime) -> None:
    """Raises NotVisible where sharing was stopped or paused since, Undelivered."""
    owner = end_to_mail(grant_id, now=now).owner
    subject = NEUTRAL_NAMES.get(owner.language, NEUTRAL_NAMES["en"])
    message = EmailMessage(
        subject=subject,
        body=f"{_words(owner)}\n\n{settings.PUBLIC_URL}\n",
        from_email=formataddr((subject, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[owner.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    send(message)


def _words(owner: User) -> str:
    return WORDS.get(owner.language, WORDS["en"])
