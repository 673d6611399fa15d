"""What people say was wrong. Managers read what, never who."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.resources.actions.reports import close_report, read_report, report_resource
from recoveryapp.resources.pagination import NewestMade
from recoveryapp.resources.permissions import KeepsDirectory
from recoveryapp.resources.queries import keeping, resource_visible_to
from recoveryapp.resources.serializers.reports import (
    CloseReportSerializer,
    ReportFilterSerializer,
    ReportResourceSerializer,
    ReportSerializer,
    WholeReportSerializer,
)
from recoveryapp.resources.views.listing import PagedView, asked_of


class ReportResourceView(APIView):
    """Say that something of a resource is not so. Said twice is said once."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=ReportResourceSerializer, responses={204: None})
    def post(self, request: Request, resource_id: UUID) -> Response:
        body = ReportResourceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        viewer = viewer_of(request)
        resource = resource_visible_to(viewer, resource_id)
        report_resource(resource, **body.validated_data, now=timezone.now(), by=viewer)
        return Response(status=204)


class ReportsView(PagedView):
    permission_classes = [IsAuthenticated, KeepsDirectory]
    pagination_class = NewestMade

    @extend_schema(parameters=[ReportFilterSerializer], responses=ReportSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = asked_of(request, ReportFilterSerializer)
        return self.answer_page(keeping.reports_to_answer(**asked), ReportSerializer)


class ReportView(APIView):
    """With its words. That a manager read it, whoever wrote it can see."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(responses=WholeReportSerializer)
    def get(self, request: Request, report_id: UUID) -> Response:
        with transaction.atomic():
            report = read_report(report_id, viewer=viewer_of(request))
        return Response(WholeReportSerializer(report).data)


class CloseReportView(APIView):
    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(request=CloseReportSerializer, responses=ReportSerializer)
    def post(self, request: Request, report_id: UUID) -> Response:
        body = CloseReportSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        report = close_report(report_id, **body.validated_data, at=timezone.now(), by=viewer_of(request))
        return Response(ReportSerializer(report).data)
