from datetime import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, OuterRef, QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.teams.models import Supporter
from recoveryapp.teams.queries import supporting_of


def supported_by(viewer: User, *, now: datetime) -> QuerySet[Supporter]:
    """The people this one stands by, with `shared_until` and ids of the `grants`: null where nothing is open,
    for whatever reason."""
    grants = ConsentGrant.objects.in_force(now).given_to_supporter(viewer)
    by_one = grants.filter(supporter=OuterRef("pk")).order_by().values("supporter")
    return supporting_of(viewer).annotate(
        shared_until=by_one.annotate(last=Max("expires_at")).values("last"),
        grants=by_one.annotate(found=ArrayAgg("pk", order_by="pk")).values("found"),
    )
