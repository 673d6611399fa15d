from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.consent.access_log import queries, sheet
from recoveryapp.consent.access_log.pagination import NewestReadings
from recoveryapp.consent.access_log.serializers import AccessLogFilterSerializer, LogLineSerializer

FILE_NAME = "access-log.csv"


def reads_asked_for(request: Request) -> QuerySet[Any]:
    asked = AccessLogFilterSerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return queries.reads_of(viewer_of(request), **asked.validated_data)


class AccessLogView(ListAPIView[Any]):
    """Who else read what of mine, when and why, newest first."""

    permission_classes = [IsAuthenticated]
    serializer_class = LogLineSerializer
    pagination_class = NewestReadings

    def get_queryset(self) -> QuerySet[Any]:
        return reads_asked_for(self.request)

    def paginate_queryset(self, queryset: Any) -> list[Any]:
        return queries.named(super().paginate_queryset(queryset) or [])

    @extend_schema(parameters=[AccessLogFilterSerializer])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)


class AccessLogExportView(APIView):
    """The same as a file for a spreadsheet, whole."""

    permission_classes = [IsAuthenticated]

    @extend_schema(parameters=[AccessLogFilterSerializer], responses={(200, "text/csv"): OpenApiTypes.STR})
    def get(self, request: Request) -> StreamingHttpResponse:
        zone = ZoneInfo(viewer_of(request).time_zone)
        return StreamingHttpResponse(
            sheet.lines(queries.all_named(reads_asked_for(request)), zone=zone),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
        )
