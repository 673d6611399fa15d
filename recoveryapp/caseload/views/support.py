"""Doors of the person: whom they work with, and what they asked for."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.assignments.actions import agree_to_cover, end_assignment
from recoveryapp.caseload.actions import requests as actions
from recoveryapp.caseload.actions.together import answer_hand_over, work_together
from recoveryapp.caseload.queries.requests import requests_of
from recoveryapp.caseload.queries.support import askable_teams, support_page
from recoveryapp.caseload.serializers.support import (
    AgreesSerializer,
    AskableTeamsSerializer,
    SupportPageSerializer,
    SupportRequestSerializer,
    WorkTogetherSerializer,
)
from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.writes import Saved


class SupportView(APIView):
    """Those I work with, what I asked for, and those I have met."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SupportPageSerializer)
    def get(self, request: Request) -> Response:
        return Response(SupportPageSerializer(support_page(viewer_of(request), now=timezone.now())).data)


class AskableTeamsView(APIView):
    """Whom I can ask for support, with what they tell of themselves."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=AskableTeamsSerializer)
    def get(self, request: Request) -> Response:
        return Response(AskableTeamsSerializer({"teams": askable_teams(now=timezone.now())}).data)


class SupportRequestViewSet(PutViewSet):
    """One's own requests for support."""

    http_method_names = ["get", "put", "post", "head", "options"]
    serializer_class = SupportRequestSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return requests_of(self.viewer)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        version = data.pop("version")
        return actions.put_request(row_id, version=version, values=data, now=timezone.now(), by=self.viewer)

    @extend_schema(request=None, responses=SupportRequestSerializer)
    def take_back(self, request: Request, pk: UUID) -> Response:
        """Whoever had it no longer has its words."""
        actions.take_back_request(pk, now=timezone.now(), by=self.viewer)
        return self.retrieve(request)


class FinishRequestView(APIView):
    """What was asked for is done: mine, or one I picked up."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        actions.finish_request(pk, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class WorkTogetherView(APIView):
    """With somebody whose code I took in the room."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=WorkTogetherSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        body = WorkTogetherSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        work_together(body.validated_data["membership"], now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class EndAssignmentView(APIView):
    """Either of the two ends it. What was shared by name stops with it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, assignment_id: UUID) -> Response:
        end_assignment(assignment_id, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class CoverView(APIView):
    """Whether whoever stands in may see my name while the one I work with is away."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=AgreesSerializer, responses={204: None})
    def post(self, request: Request, assignment_id: UUID) -> Response:
        body = AgreesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        agree_to_cover(assignment_id, **body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class AnswerHandOverView(APIView):
    """Whether somebody else may go on. A yes ends what I share with the one before."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=AgreesSerializer, responses={204: None})
    def post(self, request: Request, pk: UUID) -> Response:
        body = AgreesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        answer_hand_over(pk, **body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)
