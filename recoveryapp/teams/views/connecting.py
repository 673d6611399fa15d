"""Two people in a room: one shows a code, the other keeps who showed it."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.teams import queries
from recoveryapp.teams.actions.connections import connect, end_connection, look_at_code, make_code
from recoveryapp.teams.serializers import (
    CodeSerializer,
    ConnectionSerializer,
    ConnectionsSerializer,
    MakeCodeSerializer,
    ShownCodeSerializer,
)


class ConnectionCodeView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=MakeCodeSerializer, responses={201: ShownCodeSerializer})
    def post(self, request: Request) -> Response:
        body = MakeCodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        membership_id = body.validated_data["membership"]
        shown = make_code(membership_id, now=timezone.now(), by=viewer_of(request))
        return Response(ShownCodeSerializer(shown).data, status=201)


class LookAtCodeView(APIView):
    """Who shows this code and where they work. Looking changes nothing."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=CodeSerializer, responses=ConnectionSerializer)
    def post(self, request: Request) -> Response:
        body = CodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        membership = look_at_code(**body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(ConnectionSerializer(membership).data)


class ConnectionsView(APIView):
    """The practitioners I have met. They see nothing by that."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ConnectionsSerializer)
    def get(self, request: Request) -> Response:
        met = queries.connections_of(viewer_of(request), now=timezone.now())
        return Response(ConnectionsSerializer({"connections": [row.membership for row in met]}).data)

    @extend_schema(request=CodeSerializer, responses=ConnectionSerializer)
    def post(self, request: Request) -> Response:
        body = CodeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        membership = connect(**body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(ConnectionSerializer(membership).data)


class ConnectionView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, membership_id: UUID) -> Response:
        end_connection(membership_id, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)
