"""Doors to what two people wrote for each other. Each read by whoever works with a person is written down."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.assignments.sides import Pair, open_pair
from recoveryapp.audit.actions import record_reading
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.errors import AuditUnavailable
from recoveryapp.consent.scopes import Purpose, Scope


class PairView(APIView):
    """Answers `content(pair)` to either of the two. A subclass names what the log calls it."""

    permission_classes = [IsAuthenticated]
    noun: ClassVar[str]

    def content(self, pair: Pair) -> Any:
        raise NotVisible

    def scopes_of(self, content: Any) -> Sequence[Scope]:
        """What the log says was shown of the record."""
        return []

    def answer(self, content: Any) -> HttpResponseBase:
        return Response(content)

    def get(self, request: Request, assignment_id: UUID, **ids: UUID) -> HttpResponseBase:
        return self.answer(self.read(assignment_id))

    def read(self, assignment_id: UUID) -> Any:
        """Raises NotVisible, AuditUnavailable where it cannot be logged."""
        with transaction.atomic():
            pair = open_pair(assignment_id, viewer=viewer_of(self.request), now=timezone.now())
            content = self.content(pair)
            self._write_down(pair, self.scopes_of(content))
        return content

    def _write_down(self, pair: Pair, shown: Sequence[Scope]) -> None:
        """Last, for others who write about the same person wait from here to the end of the transaction."""
        try:
            record_reading(
                owner_id=pair.owner.pk,
                viewer=pair.viewer,
                noun=self.noun,
                scopes=shown,
                purpose=Purpose.SUPPORT,
                count=1,
            )
        except DatabaseError as error:
            raise AuditUnavailable from error
