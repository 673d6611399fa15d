from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, Max, OuterRef, QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.models import PRACTISING, SUPPORTING, ConsentGrant
from recoveryapp.teams.models import Connection, Membership, Supporter


def grants_of(person: User) -> QuerySet[ConsentGrant]:
    return ConsentGrant.objects.filter(owner=person).select_related(
        "membership__user", "membership__team__organisation", "team__organisation", "supporter"
    )


def grant_of(person: User, grant_id: UUID) -> ConsentGrant:
    """Whether it is open or over. Raises NotVisible."""
    grant = grants_of(person).filter(pk=grant_id).first()
    if grant is None:
        raise NotVisible
    return grant


def open_grants_of(person: User, *, now: datetime) -> QuerySet[ConsentGrant]:
    """Those that are, or will be, in force unless they are stopped."""
    return grants_of(person).filter(expires_at__gt=now, revoked_at__isnull=True).order_by("-starts_at", "-id")


def is_connected(
    person: User, *, membership_id: UUID | None, team_id: UUID | None, supporter_id: UUID | None
) -> bool:
    """With this practitioner or somebody of this team, who practises there now; or with this supporter."""
    if supporter_id:
        return Supporter.objects.filter(SUPPORTING, owner=person, pk=supporter_id).exists()
    met = Connection.objects.filter(owner=person, ended_at__isnull=True).values("membership")
    members = Membership.objects.filter(PRACTISING, pk__in=met)
    wanted = {"pk": membership_id} if membership_id else {"team": team_id}
    return members.filter(**wanted).exists()


def is_new_to(person: User, *, values: Mapping[str, Any]) -> bool:
    """Whether nothing was ever shared with this member, or this team."""
    whom = {name: values[name] for name in ("membership_id", "team_id")}
    return not ConsentGrant.objects.filter(owner=person, **whom).exists()


def people_sharing_with(viewer: User, *, now: datetime) -> QuerySet[User]:
    """Who shares anything with the viewer now; with `purposes`, `shared_until` and ids of the `grants`."""
    grants = ConsentGrant.objects.in_force(now).given_to(viewer).filter(owner=OuterRef("pk")).order_by()
    by_person = grants.values("owner")
    return (
        User.objects.filter(Exists(grants))
        .annotate(
            purposes=by_person.annotate(found=ArrayAgg("purpose", distinct=True)).values("found"),
            grants=by_person.annotate(found=ArrayAgg("pk", order_by="pk")).values("found"),
            shared_until=by_person.annotate(last=Max("expires_at")).values("last"),
        )
        .order_by("called", "pk")
    )
