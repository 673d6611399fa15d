from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.common.days import end_of, start_of
from recoveryapp.outcomes.models import CheckIn


def check_ins_of(person: User) -> QuerySet[CheckIn]:
    return CheckIn.objects.owned_by(person).prefetch_related("answers")


def bare_check_ins_of(person: User) -> QuerySet[CheckIn]:
    """Without their answers: for means."""
    return CheckIn.objects.owned_by(person)


def between(
    check_ins: QuerySet[CheckIn], *, since: date | None, until: date | None, zone: ZoneInfo
) -> QuerySet[CheckIn]:
    """Both days belong to it; None is no limit."""
    if since:
        check_ins = check_ins.filter(recorded_at__gte=start_of(since, zone))
    if until:
        check_ins = check_ins.filter(recorded_at__lt=end_of(until, zone))
    return check_ins
