from datetime import date

from django.db.models import Q, QuerySet

from recoveryapp.outcomes.models import Measure


def measures_in_use(*, on: date) -> QuerySet[Measure]:
    """The active version of each measure whose permission, where it needs one, holds on that day."""
    return (
        Measure.objects.filter(activated_at__isnull=False, retired_at__isnull=True)
        .filter(Q(is_own=True) | Q(permitted_until__isnull=True) | Q(permitted_until__gte=on))
        .prefetch_related("items")
        .order_by("code")
    )
