from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.common.pagination import NewestFirst
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.preview import as_if_granted, reading_through
from recoveryapp.consent.queries import grant_of
from recoveryapp.consent.scopes import Scope
from recoveryapp.consent.serializers import GrantSerializer
from recoveryapp.consent.shared_door import PurposeSerializer, SharedView, SupporterDoor
from recoveryapp.journal.shared import as_pages, pages_shared_with
from recoveryapp.review.content import REVIEW_SCOPES, review_of
from recoveryapp.review.serializers.page import (
    LookFilterSerializer,
    ReviewFilterSerializer,
    ReviewPageSerializer,
    SharedPageSerializer,
    review_as_data,
)


def review_as_asked(request: Request, reading: Reading) -> dict[str, Any]:
    """The one answer, whether the reading is a practitioner's or made by the person who looks as them."""
    asked = ReviewFilterSerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    return review_as_data(review_of(reading, **asked.validated_data))


class ReviewView(SharedView):
    """What one person shares with me, on one page."""

    scopes = REVIEW_SCOPES
    noun = "review.review"

    @extend_schema(parameters=[LookFilterSerializer], responses=ReviewPageSerializer)
    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, person_id)

    def content(self, reading: Reading) -> dict[str, Any]:
        """It takes several statements: what was stopped between them is not handed over."""
        shown = review_as_asked(self.request, reading)
        reading.demand_in_force()
        return shown


class SupportedView(SupporterDoor, ReviewView):
    """What one person shares with me, who stand by them."""

    noun = "review.supported"

    @extend_schema(
        operation_id="supported_retrieve", parameters=[ReviewFilterSerializer], responses=ReviewPageSerializer
    )
    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, person_id)


class SharedPagesView(SharedView):
    """Pages marked for sharing and lines taken out of pages, whole, newest first."""

    scopes = frozenset({Scope.JOURNAL})
    noun = "journal.entry"
    pagination_class = NewestFirst
    serializer_class = SharedPageSerializer

    @extend_schema(parameters=[PurposeSerializer], responses=SharedPageSerializer(many=True))
    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, person_id)

    def content(self, reading: Reading) -> dict[str, Any]:
        paginator = NewestFirst()
        rows = paginator.paginate_queryset(pages_shared_with(reading), self.request, self) or []
        context = {"zone": ZoneInfo(reading.owner.time_zone)}
        shapes = SharedPageSerializer(as_pages(rows), many=True, context=context)
        return dict(paginator.get_paginated_response(shapes.data).data)


class LookAsView(APIView):
    """What the other will see if I share this: nothing is shared, and nothing is written down."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        parameters=[ReviewFilterSerializer], request=GrantSerializer, responses=ReviewPageSerializer
    )
    def post(self, request: Request) -> Response:
        body = GrantSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        now = timezone.now()
        with as_if_granted(body.validated_data, now=now, by=viewer_of(request)) as grant:
            shown = review_as_asked(request, reading_through(grant, now=now))
        return Response(shown)


class LookThroughGrantView(APIView):
    """What the other sees now by what I share."""

    permission_classes = [IsAuthenticated]

    @extend_schema(parameters=[ReviewFilterSerializer], responses=ReviewPageSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        grant = grant_of(viewer_of(request), pk)
        return Response(review_as_asked(request, reading_through(grant, now=timezone.now())))
