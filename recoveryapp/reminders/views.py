from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from recoveryapp.consent.doors import OwnedViewSet, PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.notifications.queries import deliveries_of
from recoveryapp.reminders import actions, queries
from recoveryapp.reminders.pagination import LatestDueFirst, UnreadFirst
from recoveryapp.reminders.serializers import (
    NoticeSerializer,
    OccurrenceSerializer,
    PauseAllSerializer,
    ReminderSerializer,
    SnoozeSerializer,
)


class ReminderViewSet(PutViewSet):
    """When to nudge, by the clocks of wherever the person is."""

    serializer_class = ReminderSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.reminders_of(self.viewer)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        version = data.pop("version")
        return actions.put_reminder(row_id, version=version, values=data, now=timezone.now(), by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_reminder(row_id, now=timezone.now(), by=self.viewer)

    @extend_schema(request=PauseAllSerializer, responses=ReminderSerializer(many=True))
    def pause_all(self, request: Request) -> Response:
        body = PauseAllSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actions.pause_all(**body.validated_data, now=timezone.now(), by=self.viewer)
        return self.answer_page(self.get_queryset())

    @extend_schema(request=None, responses=ReminderSerializer(many=True))
    def resume_all(self, request: Request) -> Response:
        actions.resume_all(now=timezone.now(), by=self.viewer)
        return self.answer_page(self.get_queryset())


class OccurrenceViewSet(OwnedViewSet):
    """What became of each reminder in the last 30 days, and why."""

    serializer_class = OccurrenceSerializer
    pagination_class = LatestDueFirst

    def get_queryset(self) -> QuerySet[Any]:
        return queries.recent_occurrences_of(self.viewer, now=timezone.now())

    def answer_page(
        self, rows: QuerySet[Any], serializer: type[BaseSerializer[Any]] | None = None
    ) -> Response:
        page = self.paginate_queryset(rows) or []
        context = {"deliveries": deliveries_of([row.pk for row in page])}
        shown = OccurrenceSerializer(page, many=True, context=context)
        return self.get_paginated_response(shown.data)

    @extend_schema(request=SnoozeSerializer, responses=ReminderSerializer)
    def snooze(self, request: Request, pk: UUID) -> Response:
        body = SnoozeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        reminder = actions.snooze(pk, **body.validated_data, now=timezone.now(), by=self.viewer)
        return Response(ReminderSerializer(reminder).data)


class NoticeViewSet(OwnedViewSet):
    """Messages shown in the app, unread ones first."""

    serializer_class = NoticeSerializer
    pagination_class = UnreadFirst

    def get_queryset(self) -> QuerySet[Any]:
        return queries.notices_of(self.viewer)

    @extend_schema(request=None, responses=NoticeSerializer)
    def read(self, request: Request, pk: UUID) -> Response:
        notice = actions.read_notice(pk, now=timezone.now(), by=self.viewer)
        return Response(NoticeSerializer(notice).data)
