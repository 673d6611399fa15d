from uuid import UUID

from django.db.models import QuerySet

from recoveryapp.audit.models import IS_READING_BY_ANOTHER, AuditEvent


def reads_by_others(owner_id: UUID) -> QuerySet[AuditEvent]:
    """Each time somebody else was shown something of this person's: the access log."""
    return AuditEvent.objects.filter(IS_READING_BY_ANOTHER, owner_id=owner_id).order_by("-at", "-id")
