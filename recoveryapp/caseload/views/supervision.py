"""Doors of supervision: questions without names, and counts for those who lead."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.caseload.actions import supervision as actions
from recoveryapp.caseload.queries import supervision as queries
from recoveryapp.caseload.serializers.practice import (
    AnswerSupervisionSerializer,
    AskSupervisionSerializer,
    CloseSupervisionSerializer,
    SupervisionQuestionSerializer,
    SupervisionSerializer,
    WorkloadSerializer,
)


class SupervisionView(APIView):
    """My questions, and those of teams I lead."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SupervisionSerializer)
    def get(self, request: Request) -> Response:
        me = viewer_of(request)
        page = queries.supervision_page(me, now=timezone.now())
        return Response(SupervisionSerializer(page, context={"viewer": me, "leads": page.leads}).data)


def _question(request: Request, question_id: UUID, now: datetime, status: int = 200) -> Response:
    me = viewer_of(request)
    found = queries.whole_question(question_id, viewer=me, now=now)
    return Response(SupervisionQuestionSerializer(found, context={"viewer": me}).data, status=status)


class AskSupervisionView(APIView):
    """Ask those who lead my team, without names."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=AskSupervisionSerializer, responses=SupervisionQuestionSerializer)
    def put(self, request: Request, pk: UUID) -> Response:
        body, now = _valid(AskSupervisionSerializer, request), timezone.now()
        actions.ask_question(pk, **body, now=now, by=viewer_of(request))
        return _question(request, pk, now)


class AnswerSupervisionView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=AnswerSupervisionSerializer, responses=SupervisionQuestionSerializer)
    def put(self, request: Request, pk: UUID, answer_id: UUID) -> Response:
        body, now = _valid(AnswerSupervisionSerializer, request), timezone.now()
        actions.answer_question(pk, answer_id=answer_id, **body, now=now, by=viewer_of(request))
        return _question(request, pk, now)


class CloseSupervisionView(APIView):
    """It is answered; or it is open again."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=CloseSupervisionSerializer, responses=SupervisionQuestionSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        body, now = _valid(CloseSupervisionSerializer, request), timezone.now()
        actions.close_question(pk, **body, now=now, by=viewer_of(request))
        return _question(request, pk, now)


class WorkloadView(APIView):
    """How much work the teams I lead have: counts only, small ones not told."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=WorkloadSerializer)
    def get(self, request: Request) -> Response:
        found = queries.workload_for(viewer_of(request), now=timezone.now())
        return Response(WorkloadSerializer({"teams": found}).data)


def _valid(shape: Any, request: Request) -> dict[str, Any]:
    body = shape(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)
