from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import Verb, record, record_reading
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.writes import in_one_go
from recoveryapp.resources.enums import ReportOutcome, ReportReason
from recoveryapp.resources.errors import TooManyReports
from recoveryapp.resources.models import Resource, ResourceReport
from recoveryapp.resources.queries.keeping import report_to_answer

NOUN = "resources.resourcereport"
A_DAY = timedelta(days=1)
MOST_A_DAY = 20


@in_one_go
def report_resource(
    resource: Resource, *, reason: ReportReason, words: str, now: datetime, by: User
) -> ResourceReport:
    """Said twice is said once: a report that is still open takes the newer words. Raises TooManyReports."""
    rows = ResourceReport.objects.select_for_update()
    said = rows.filter(owner=by, resource=resource, reason=reason, closed_at__isnull=True).first()
    if said is None:
        _refuse_many(by, now)
    report = said or ResourceReport(owner=by, resource=resource, reason=reason)
    report.words, report.has_words = words, bool(words)
    report.save()
    record(Verb.CHANGE if said else Verb.CREATE, NOUN, object_id=report.pk, owner_id=by.pk, by=by)
    return report


def _refuse_many(person: User, now: datetime) -> None:
    """However many arrive at once: one after another is counted."""
    User.objects.select_for_update(no_key=True).filter(pk=person.pk).first()
    if ResourceReport.objects.filter(owner=person, created_at__gt=now - A_DAY).count() >= MOST_A_DAY:
        raise TooManyReports


@transaction.atomic
def read_report(report_id: UUID, *, viewer: User) -> ResourceReport:
    """Its words, and the line that tells their writer who read them. Raises NotVisible."""
    report = report_to_answer(report_id)
    record_reading(owner_id=report.owner_id, viewer=viewer, noun=NOUN, scopes=[], purpose="", count=1)
    return report


@transaction.atomic
def close_report(report_id: UUID, *, outcome: ReportOutcome, at: datetime, by: User) -> ResourceReport:
    """Closed twice is closed once: the first outcome stands. Raises NotVisible."""
    rows = ResourceReport.objects.select_for_update(of=("self",)).select_related("resource").defer("words")
    report = rows.filter(pk=report_id).first()
    if report is None:
        raise NotVisible
    if report.closed_at is None:
        report.closed_at, report.outcome = at, outcome
        report.save(update_fields=["closed_at", "outcome", "updated_at"])
        record(Verb.CHANGE, NOUN, object_id=report.pk, owner_id=report.owner_id, by=by)
    return report
