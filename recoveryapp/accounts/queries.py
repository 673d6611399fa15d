from allauth.account.models import EmailAddress
from django.db.models import ForeignObjectRel

from recoveryapp.accounts.models import User


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
