from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import ForeignObjectRel, QuerySet

from recoveryapp.accounts.models import Session, User


def language_at(email: str) -> str | None:
    """The language of whoever has this mailbox; None when it is nobody's."""
    return User.objects.filter(email__iexact=email).values_list("language", flat=True).first()


def has_verified(user: User, *, email: str) -> bool:
    """Compared here and not in the database, whose capitals make one of two letters that look alike."""
    own = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return email.lower() in {address.lower() for address in own}


def owns_anything(user: User) -> bool:
    """Whether any row of any app names this person as its owner."""
    return any(
        relation.related_model._default_manager.filter(owner=user).exists()
        for relation in user._meta.get_fields(include_hidden=True)
        if isinstance(relation, ForeignObjectRel) and relation.field.name == "owner"
    )


def sign_ins_of(user: User, *, now: datetime) -> QuerySet[Session]:
    """Where this person is signed in, the last used first."""
    rows = Session.objects.filter(account=user, expire_date__gt=now).order_by("-seen_at", "pk")
    if user.sessions_ended_at:
        rows = rows.filter(began_at__gt=user.sessions_ended_at)
    return rows
