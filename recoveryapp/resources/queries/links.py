"""Web addresses of help in a crisis, which are looked at more strictly than others."""

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import MD5

from recoveryapp.resources.enums import LinkState, Status
from recoveryapp.resources.freshness import CRISIS_KIND
from recoveryapp.resources.models import CrisisContact, Link, Resource


def crisis_links() -> QuerySet[Link]:
    """Of the numbers that everybody sees, and of helplines in the directory."""
    contacts = CrisisContact.objects.exclude(url="").values(digest=MD5("url"))
    helplines = Resource.objects.filter(kind=CRISIS_KIND, status=Status.ACTIVE).exclude(url="")
    is_crisis = Q(digest__in=contacts) | Q(digest__in=helplines.values(digest=MD5("url")))
    return Link.objects.annotate(digest=MD5("url")).filter(is_crisis)


def broken_crisis_contacts() -> QuerySet[CrisisContact]:
    """Those whose address leads nowhere, and when that was seen. People see them as before."""
    links = Link.objects.annotate(digest=MD5("url")).filter(digest=MD5(OuterRef("url")))
    broken = links.filter(state=LinkState.BROKEN).values("checked_at")[:1]
    rows = CrisisContact.objects.exclude(url="").select_related("country")
    looked = rows.annotate(looked_at=Subquery(broken)).filter(looked_at__isnull=False)
    return looked.order_by("country__position", "position", "pk")
