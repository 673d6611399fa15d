from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.outcomes.actions.check_ins import delete_check_in, put_check_in
from recoveryapp.outcomes.queries.check_ins import bare_check_ins_of, between, check_ins_of
from recoveryapp.outcomes.queries.means import then_and_now, weekly_means
from recoveryapp.outcomes.serializers.check_ins import CheckInFilterSerializer, CheckInSerializer
from recoveryapp.outcomes.serializers.means import (
    ThenAndNowFilterSerializer,
    ThenAndNowSerializer,
    TrendFilterSerializer,
    TrendSerializer,
)


class CheckInViewSet(PutViewSet):
    """How life was, newest first; and what became of it over weeks."""

    serializer_class = CheckInSerializer

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.viewer.time_zone)

    def get_queryset(self) -> QuerySet[Any]:
        return check_ins_of(self.viewer)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = CheckInFilterSerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return between(queryset, **asked.validated_data, zone=self.zone)

    @extend_schema(parameters=[CheckInFilterSerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        version, answers = data.pop("version"), data.pop("items")
        return put_check_in(row_id, version=version, values=data, answers=answers, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        delete_check_in(row_id, by=self.viewer)

    @extend_schema(parameters=[TrendFilterSerializer], responses=TrendSerializer)
    def trend(self, request: Request) -> Response:
        """Means of each week, Monday to Sunday in the person's time zone, oldest first; a gap is null."""
        asked = TrendFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        weeks = weekly_means(self.viewer, **asked.validated_data, now=timezone.now(), zone=self.zone)
        return Response(TrendSerializer({"weeks": weeks}).data)

    @extend_schema(parameters=[ThenAndNowFilterSerializer], responses=ThenAndNowSerializer)
    def then_and_now(self, request: Request) -> Response:
        """Means of the two weeks up to each of two days."""
        asked = ThenAndNowFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        own = bare_check_ins_of(self.viewer)
        return Response(ThenAndNowSerializer(then_and_now(own, **asked.validated_data, zone=self.zone)).data)
