"""The door to another person's rows: one reading, one line in the access log, one answer, or nothing."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.audit.actions import Verb, record_reading
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.errors import AuditUnavailable
from recoveryapp.consent.gate import Reading, open_reading, open_supporting
from recoveryapp.consent.scopes import Purpose, Scope

if TYPE_CHECKING:
    from recoveryapp.accounts.models import User


class PurposeSerializer(serializers.Serializer[Any]):
    """What every request for another person's rows must say."""

    purpose = serializers.ChoiceField(choices=Purpose.choices)


class SharedView(APIView):
    """Answers `content(reading)`. A subclass names the `scopes` it shows, and what the log calls it."""

    permission_classes = [IsAuthenticated]
    scopes: ClassVar[frozenset[Scope]]
    noun: ClassVar[str]
    verb: ClassVar[Verb] = Verb.READ

    def content(self, reading: Reading) -> Any:
        raise NotVisible

    def scopes_of(self, content: Any, opened: list[Scope]) -> list[Scope]:
        """What the log says was shown, of what is open and this door shows."""
        return opened

    def answer(self, content: Any) -> HttpResponseBase:
        return Response(content)

    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        """`ids`: what else stands in the address; `content` finds it in `self.kwargs`."""
        return self.answer(self.read(person_id))

    def read(self, person_id: UUID) -> Any:
        """Raises NotVisible where no grant opens any of it, AuditUnavailable where it cannot be logged."""
        with transaction.atomic():
            reading = self.open(person_id, viewer=viewer_of(self.request), now=timezone.now())
            opened = [scope for scope in reading.scopes if scope in self.scopes]
            if not opened:
                raise NotVisible
            content = self.content(reading)
            self._write_down(reading, self.scopes_of(content, opened))
        return content

    def open(self, person_id: UUID, *, viewer: "User", now: datetime) -> Reading:
        asked = PurposeSerializer(data={"purpose": self.request.query_params.get("purpose")})
        asked.is_valid(raise_exception=True)
        return open_reading(person_id, viewer=viewer, purpose=asked.validated_data["purpose"], now=now)

    def _write_down(self, reading: Reading, shown: list[Scope]) -> None:
        """Last, for others who write about the same person wait from here to the end of the transaction."""
        try:
            record_reading(
                owner_id=reading.owner.pk,
                viewer=reading.viewer,
                noun=self.noun,
                scopes=shown,
                purpose=reading.purpose,
                count=1,
                verb=self.verb,
            )
        except DatabaseError as error:
            raise AuditUnavailable from error


class SupporterDoor(SharedView):
    """For family and friends, whose purpose is always support. What was given to others opens none."""

    def open(self, person_id: UUID, *, viewer: "User", now: datetime) -> Reading:
        return open_supporting(person_id, viewer=viewer, now=now)
