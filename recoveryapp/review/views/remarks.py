from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.common.pagination import NewestFirst
from recoveryapp.common.schema import saved_as
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.scopes import Scope
from recoveryapp.consent.shared_door import PurposeSerializer, SharedView
from recoveryapp.review import queries
from recoveryapp.review.actions import remarks as actions
from recoveryapp.review.content import SHEET_SCOPES
from recoveryapp.review.serializers.remarks import (
    OwnRemarkSerializer,
    RemarkAnswerSerializer,
    RemarkSerializer,
    WriteRemarkSerializer,
)


class WrittenRemarksView(SharedView):
    """What I wrote about a person who shares with me, and what they answered, newest first."""

    scopes = SHEET_SCOPES
    noun = "review.remark"
    pagination_class = NewestFirst
    serializer_class = RemarkSerializer

    @extend_schema(parameters=[PurposeSerializer], responses=RemarkSerializer(many=True))
    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, person_id)

    def content(self, reading: Reading) -> dict[str, Any]:
        paginator = NewestFirst()
        rows = paginator.paginate_queryset(queries.remarks_shared_with(reading), self.request, self)
        return dict(paginator.get_paginated_response(RemarkSerializer(rows, many=True).data).data)

    def scopes_of(self, content: Any, opened: list[Scope]) -> list[Scope]:
        """Own words and the answers to them: nothing of the record."""
        return []


class WriteRemarkView(APIView):
    """Write about a person who shares with me. They see it at once, and can answer. It cannot be changed."""

    permission_classes = [IsAuthenticated]

    @extend_schema(
        parameters=[PurposeSerializer],
        request=WriteRemarkSerializer,
        responses=saved_as(WriteRemarkSerializer),
    )
    def put(self, request: Request, person_id: UUID, pk: UUID) -> Response:
        asked = PurposeSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        body = WriteRemarkSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        saved = actions.write_remark(
            pk,
            about_whom=person_id,
            **asked.validated_data,
            values=body.validated_data,
            now=timezone.now(),
            by=viewer_of(request),
        )
        return Response(WriteRemarkSerializer(saved.row).data, status=201 if saved.is_new else 200)


class RemarksView(ListAPIView[Any]):
    """What practitioners wrote about me, newest first."""

    permission_classes = [IsAuthenticated]
    serializer_class = OwnRemarkSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Any]:
        return queries.remarks_about(viewer_of(self.request))


class RemarkView(APIView):
    """Take a remark's words away, with what I answered. That it was written stays told, to both."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        actions.erase_remark(pk, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class RemarkAnswerView(APIView):
    """Answer a remark. An answer cannot be changed; another can follow, and it can be deleted."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=RemarkAnswerSerializer, responses=saved_as(RemarkAnswerSerializer))
    def put(self, request: Request, pk: UUID, answer_id: UUID) -> Response:
        body = RemarkAnswerSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = body.validated_data
        saved = actions.answer_remark(
            answer_id, remark_id=pk, words=said["words"], at=said["recorded_at"], by=viewer_of(request)
        )
        return Response(RemarkAnswerSerializer(saved.row).data, status=201 if saved.is_new else 200)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID, answer_id: UUID) -> Response:
        actions.delete_answer(answer_id, remark_id=pk, by=viewer_of(request))
        return Response(status=204)
