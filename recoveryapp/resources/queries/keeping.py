"""What managers see of the directory: all of it, with what has to be done."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from recoveryapp.common.errors import NotVisible
from recoveryapp.resources.enums import Status
from recoveryapp.resources.freshness import CRISIS_KIND, STALE_AFTER, STALE_CRISIS_AFTER, STORY_KIND
from recoveryapp.resources.models import (
    STORIES,
    DirectoryImport,
    DirectorySource,
    Resource,
    ResourceReport,
    Service,
    Term,
)
from recoveryapp.resources.queries.links import broken_crisis_contacts


def resources_to_keep(*, today: date, asked: Mapping[str, Any]) -> QuerySet[Resource]:
    """By name. `asked` may hold q (part of the name), kind, status, source, and needs: what to look for."""
    exact = {name: asked[name] for name in ("kind", "status", "source") if asked.get(name)}
    rows = _whole_resources().filter(**exact).order_by("name", "pk")
    if asked.get("q"):
        rows = rows.filter(name__icontains=asked["q"])
    return rows.filter(_needs(today)[asked["needs"]]) if asked.get("needs") else rows


def to_do(*, today: date) -> Mapping[str, int]:
    """What waits for a manager, counted."""
    offered = Resource.objects.filter(status=Status.ACTIVE)
    checked = offered.annotate(checked_on=Greatest("assured_on", "last_checked_on"))
    needs = _needs(today)
    counted = checked.aggregate(
        open=Count("pk"), check=Count("pk", needs["check"]), link=Count("pk", needs["link"])
    )
    return {
        **counted,
        "services": Service.objects.filter(is_placed=False).count(),
        "terms": Term.objects.filter(placed_at__isnull=True).count(),
        "reports": ResourceReport.objects.filter(closed_at__isnull=True).count(),
        "crisis": broken_crisis_contacts().count(),
    }


def resource_to_keep(resource_id: UUID) -> Resource:
    """Raises NotVisible."""
    if (row := _whole_resources().filter(pk=resource_id).first()) is None:
        raise NotVisible
    return row


def _whole_resources() -> QuerySet[Resource]:
    open_reports = ResourceReport.objects.filter(resource=OuterRef("pk"), closed_at__isnull=True).order_by()
    counted = open_reports.values("resource").annotate(count=Count("pk")).values("count")
    rows = Resource.objects.exclude(source=STORIES).select_related("service").defer("service__raw")
    return rows.annotate(
        open_reports=Coalesce(Subquery(counted), 0), checked_on=Greatest("assured_on", "last_checked_on")
    )


def _needs(today: date) -> Mapping[str, Q]:
    """`check` is the rule of `freshness.is_stale`, in the database."""
    old = (Q(checked_on__lt=today - STALE_AFTER) | Q(checked_on=None)) & ~Q(kind=STORY_KIND)
    old_crisis = Q(kind=CRISIS_KIND, checked_on__lt=today - STALE_CRISIS_AFTER)
    broken = Q(link_broken_on__isnull=False)
    return {"check": old | old_crisis | broken, "link": broken, "answer": Q(open_reports__gt=0)}


def services_to_place() -> QuerySet[Service]:
    """Those without a kind, by name: nobody but managers sees them."""
    return Service.objects.filter(is_placed=False).select_related("organisation").order_by("name", "pk")


def service_to_place(service_id: UUID) -> Service:
    """Raises NotVisible."""
    if (row := services_to_place().filter(pk=service_id).first()) is None:
        raise NotVisible
    return row


def terms_of(services: list[Service]) -> Mapping[UUID, Term]:
    """The terms of some services that the reviewed table does not know."""
    return Term.objects.in_bulk({term for service in services for term in service.unknown_terms})


def terms_to_place(*, is_placed: bool) -> QuerySet[Term]:
    """With the number of services that name each."""
    rows = _counted_terms().filter(placed_at__isnull=not is_placed)
    return rows.order_by("-created_at", "-pk")


def _counted_terms() -> QuerySet[Term]:
    naming = Service.objects.filter(unknown_terms__contains=[OuterRef("pk")]).order_by()
    counted = naming.annotate(count=Func("pk", function="COUNT")).values("count")
    return Term.objects.annotate(services=Subquery(counted))


def term_to_place(term_id: UUID) -> Term:
    """Raises NotVisible."""
    if (row := _counted_terms().filter(pk=term_id).first()) is None:
        raise NotVisible
    return row


def reports_to_answer(*, is_closed: bool) -> QuerySet[ResourceReport]:
    """Newest first, without the words: each is opened by itself."""
    rows = ResourceReport.objects.filter(closed_at__isnull=not is_closed).select_related("resource")
    return rows.defer("words").order_by("-created_at", "-pk")


def report_to_answer(report_id: UUID) -> ResourceReport:
    """Raises NotVisible."""
    if (row := ResourceReport.objects.select_related("resource").filter(pk=report_id).first()) is None:
        raise NotVisible
    return row


def imports() -> QuerySet[DirectoryImport]:
    """Newest first."""
    return DirectoryImport.objects.order_by("-created_at", "-pk")


def import_of(import_id: UUID) -> DirectoryImport:
    """Raises NotVisible."""
    if (row := imports().filter(pk=import_id).first()) is None:
        raise NotVisible
    return row


def sources() -> QuerySet[DirectorySource]:
    return DirectorySource.objects.order_by("name")
