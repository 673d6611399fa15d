from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.audit.actions import Verb
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.pagination import NewestFirst
from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.gate import Reading, own_reading
from recoveryapp.consent.preview import reading_through
from recoveryapp.consent.queries import grant_of
from recoveryapp.consent.scopes import Scope
from recoveryapp.consent.shared_door import PurposeSerializer, SharedView
from recoveryapp.consent.writes import Saved
from recoveryapp.review import queries
from recoveryapp.review.actions import sheets as actions
from recoveryapp.review.content import SHEET_SCOPES, review_of
from recoveryapp.review.pdf.sheet import sheet_as_pdf
from recoveryapp.review.serializers.page import ReviewFilterSerializer
from recoveryapp.review.serializers.sheets import (
    HandedSheetSerializer,
    MeetingSheetSerializer,
    SheetPageSerializer,
    TickableSerializer,
    sheet_as_data,
)
from recoveryapp.review.sheet import SheetPage, sheet_page

PDF = "application/pdf"
FILE_NAME = "sheet.pdf"


class MeetingSheetViewSet(PutViewSet):
    """My sheets for meetings, newest first."""

    serializer_class = MeetingSheetSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.sheets_of(self.viewer)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        version = data.pop("version")
        return actions.put_sheet(row_id, version=version, values=data, now=timezone.now(), by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_sheet(row_id, by=self.viewer)


class TickableView(APIView):
    """Everything of mine that can be ticked for a sheet."""

    permission_classes = [IsAuthenticated]

    @extend_schema(parameters=[ReviewFilterSerializer], responses=TickableSerializer)
    def get(self, request: Request) -> Response:
        asked = ReviewFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        review = review_of(own_reading(viewer_of(request), now=timezone.now()), **asked.validated_data)
        return Response(TickableSerializer(review, context={"zone": review.zone}).data)


def own_page(request: Request, sheet_id: UUID) -> SheetPage:
    """With everything the person ticked, whether or not anybody else may see it."""
    me = viewer_of(request)
    return sheet_page(queries.sheet_of(me, sheet_id), own_reading(me, now=timezone.now()))


class OwnSheetPageView(APIView):
    """The sheet as I have it, all that I ticked."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SheetPageSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(sheet_as_data(own_page(request, pk)))


class LookAtSheetView(APIView):
    """The sheet as whoever I handed it to sees it now. 404 where nobody does."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SheetPageSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        me = viewer_of(request)
        sheet = queries.sheet_of(me, pk)
        if sheet.grant_id is None:
            raise NotVisible
        reading = reading_through(grant_of(me, sheet.grant_id), now=timezone.now())
        return Response(sheet_as_data(sheet_page(queries.sheet_shared_with(reading, pk), reading)))


class HandedSheetsView(SharedView):
    """The sheets that one person handed to me, newest first."""

    scopes = SHEET_SCOPES
    noun = "review.meetingsheet"
    pagination_class = NewestFirst
    serializer_class = HandedSheetSerializer

    @extend_schema(parameters=[PurposeSerializer], responses=HandedSheetSerializer(many=True))
    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, person_id)

    def content(self, reading: Reading) -> dict[str, Any]:
        paginator = NewestFirst()
        rows = paginator.paginate_queryset(queries.sheets_shared_with(reading), self.request, self) or []
        context = {"zone": ZoneInfo(reading.owner.time_zone)}
        shapes = HandedSheetSerializer(rows, many=True, context=context)
        return dict(paginator.get_paginated_response(shapes.data).data)

    def scopes_of(self, content: Any, opened: list[Scope]) -> list[Scope]:
        """That there are sheets, and for when: nothing of the record."""
        return []


class HandedSheetView(SharedView):
    """One sheet that was handed to me: of what is ticked, what I may see now."""

    scopes = SHEET_SCOPES
    noun = "review.meetingsheet"

    @extend_schema(parameters=[PurposeSerializer], responses=SheetPageSerializer)
    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, person_id)

    def answer(self, content: SheetPage) -> HttpResponseBase:
        return Response(sheet_as_data(content))

    def content(self, reading: Reading) -> SheetPage:
        page = sheet_page(queries.sheet_shared_with(reading, self.kwargs["pk"]), reading)
        reading.demand_in_force()
        return page

    def scopes_of(self, content: SheetPage, opened: list[Scope]) -> list[Scope]:
        return content.scopes


@dataclass(frozen=True)
class Printed:
    page: SheetPage
    pdf: bytes


def as_file(pdf: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(pdf, content_type=PDF, headers=headers)


class OwnSheetFileView(APIView):
    """My sheet as a file to print."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        shown = sheet_as_data(own_page(request, pk))
        return as_file(sheet_as_pdf(shown, language=viewer_of(request).language))


class HandedSheetFileView(SharedView):
    """A sheet that was handed to me, as a file to print. Taking it is a print in the person's log."""

    scopes = SHEET_SCOPES
    noun = "review.meetingsheet"
    verb = Verb.PRINT

    @extend_schema(parameters=[PurposeSerializer], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, person_id)

    def content(self, reading: Reading) -> Printed:
        """Making it takes time: what was stopped meanwhile is not handed over."""
        page = sheet_page(queries.sheet_shared_with(reading, self.kwargs["pk"]), reading)
        pdf = sheet_as_pdf(sheet_as_data(page), language=reading.viewer.language)
        reading.demand_in_force()
        return Printed(page, pdf)

    def scopes_of(self, content: Printed, opened: list[Scope]) -> list[Scope]:
        return content.page.scopes

    def answer(self, content: Printed) -> HttpResponseBase:
        return as_file(content.pdf)
