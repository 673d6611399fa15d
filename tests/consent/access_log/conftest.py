from datetime import datetime
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.audit.actions import record_reading
from recoveryapp.audit.models import AuditEvent
from recoveryapp.consent.scopes import Purpose
from tests.audit.tampering import EVENTS, change_row
from tests.consent.access_log.reading import Look


@pytest.fixture
def look(alice: User) -> Look:
    """`look(cleo, Scope.GOALS)`: Cleo was shown that much of Alice's record for a review."""

    def read(
        viewer: User, *scopes: str, of: User = alice, at: datetime | None = None, **changes: Any
    ) -> AuditEvent:
        told: dict[str, Any] = {"noun": "review", "purpose": Purpose.REVIEW, "count": 1, **changes}
        record_reading(owner_id=of.pk, viewer=viewer, scopes=scopes, **told)
        event = AuditEvent.objects.filter(owner_id=of.pk).latest("number")
        if at:
            change_row(EVENTS, event.pk, at=at)
        return event

    return read
