"""Doors of those who ask for support, and of those who give it."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.consent.supporters import actions, queries
from recoveryapp.consent.supporters.serializers import (
    InviteSupporterSerializer,
    SeenSupportSerializer,
    SupporterSerializer,
    SupportersSerializer,
    SupportingSerializer,
)
from recoveryapp.teams.actions.supporters import accept_supporting, invite_supporter, resend_to_supporter
from recoveryapp.teams.queries import open_supporter_invitation, standing_supporters_of
from recoveryapp.teams.serializers import TokenSerializer


class SupportersView(APIView):
    """Whom I asked to stand by me."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SupportersSerializer)
    def get(self, request: Request) -> Response:
        asked = standing_supporters_of(viewer_of(request))
        return Response(SupportersSerializer({"supporters": asked}).data)

    @extend_schema(request=InviteSupporterSerializer, responses={201: SupporterSerializer})
    def post(self, request: Request) -> Response:
        body = InviteSupporterSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        supporter = invite_supporter(**body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(SupporterSerializer(supporter).data, status=201)


class SupporterView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, supporter_id: UUID) -> Response:
        """All that I share with them ends with it."""
        actions.part_from(supporter_id, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class ResendSupporterView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=SupporterSerializer)
    def post(self, request: Request, supporter_id: UUID) -> Response:
        supporter = resend_to_supporter(supporter_id, now=timezone.now(), by=viewer_of(request))
        return Response(SupporterSerializer(supporter).data)


class LookAtSupportView(APIView):
    """Public: the token is the key. Looking changes nothing."""

    permission_classes = [AllowAny]

    @extend_schema(request=TokenSerializer, responses=SeenSupportSerializer)
    def post(self, request: Request) -> Response:
        body = TokenSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        asked = open_supporter_invitation(**body.validated_data, now=timezone.now())
        return Response(SeenSupportSerializer(asked).data)


class AcceptSupportView(APIView):
    """Stand by whoever asked. It opens nothing; they say what they share."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=TokenSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        body = TokenSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        accept_supporting(**body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class SupportingView(APIView):
    """Who lets me support them, and until when. Nothing of what they share."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SupportingSerializer)
    def get(self, request: Request) -> Response:
        people = queries.supported_by(viewer_of(request), now=timezone.now())
        return Response(SupportingSerializer({"supporting": people}).data)


class StopSupportingView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, supporter_id: UUID) -> Response:
        actions.stop_supporting(supporter_id, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)
