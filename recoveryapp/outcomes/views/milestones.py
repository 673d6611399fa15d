from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from recoveryapp.consent.doors import OwnedViewSet, PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.outcomes.actions.milestones import delete_milestone, put_milestone
from recoveryapp.outcomes.queries.milestones import milestones_of
from recoveryapp.outcomes.queries.timeline import rows_of, timeline_of
from recoveryapp.outcomes.serializers.milestones import MilestoneSerializer, TimelineRowSerializer


class MilestoneViewSet(PutViewSet):
    serializer_class = MilestoneSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return milestones_of(self.viewer)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return put_milestone(row_id, version=data.pop("version"), values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        delete_milestone(row_id, by=self.viewer)


class TimelineViewSet(OwnedViewSet):
    """Check-ins and milestones together, newest first."""

    serializer_class = TimelineRowSerializer

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = rows_of(self.paginate_queryset(timeline_of(self.viewer)) or [])
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)
