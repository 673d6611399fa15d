from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.outcomes.days import end_of, start_of
from recoveryapp.outcomes.models import CheckIn


def check_ins_visible_to(viewer: User) -> QuerySet[CheckIn]:
    return CheckIn.objects.visible_to(viewer).prefetch_related("answers")


def check_ins_of(owner: User, *, viewer: User) -> QuerySet[CheckIn]:
    """One person's, as far as the viewer may see them: for means, which must not mix people."""
    return CheckIn.objects.visible_to(viewer).filter(owner=owner)


def between(
    check_ins: QuerySet[CheckIn], *, since: date | None, until: date | None, zone: ZoneInfo
) -> QuerySet[CheckIn]:
    """Both days belong to it; None is no limit."""
    if since:
        check_ins = check_ins.filter(recorded_at__gte=start_of(since, zone))
    if until:
        check_ins = check_ins.filter(recorded_at__lt=end_of(until, zone))
    return check_ins
