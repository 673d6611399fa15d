"""Doors of those who were invited, and of those who joined."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.accounts.serializers import MeSerializer
from recoveryapp.teams import queries
from recoveryapp.teams.actions.accepting import accept_invitation
from recoveryapp.teams.serializers import MyTeamSerializer, SeenInvitationSerializer, TokenSerializer


class LookAtInvitationView(APIView):
    """Public: the token is the key. Looking changes nothing."""

    permission_classes = [AllowAny]

    @extend_schema(request=TokenSerializer, responses=SeenInvitationSerializer)
    def post(self, request: Request) -> Response:
        body = TokenSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        invitation = queries.open_invitation(**body.validated_data, now=timezone.now())
        return Response(SeenInvitationSerializer(invitation).data)


class AcceptInvitationView(APIView):
    """Take the place that is held for my address."""

    permission_classes = [IsAuthenticated]
    opens_before_second_step = True

    @extend_schema(request=TokenSerializer, responses=MeSerializer)
    def post(self, request: Request) -> Response:
        body = TokenSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        user = accept_invitation(**body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(MeSerializer(user, context={"request": request}).data)


class MyTeamView(APIView):
    """Where I work, and whether a manager has confirmed it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=MyTeamSerializer)
    def get(self, request: Request) -> Response:
        return Response(MyTeamSerializer({"memberships": queries.own_memberships(viewer_of(request))}).data)
