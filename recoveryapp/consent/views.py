from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.accounts.sign_in import demand_recent
from recoveryapp.common.schema import saved_as
from recoveryapp.consent import actions, queries
from recoveryapp.consent.pagination import ByName, NewestGrants
from recoveryapp.consent.serializers import (
    GrantSerializer,
    PausedSerializer,
    PauseSerializer,
    SharingPersonSerializer,
    SharingSerializer,
)


class SharingView(APIView):
    """What I share now, or have planned to."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SharingSerializer)
    def get(self, request: Request) -> Response:
        me = viewer_of(request)
        grants = queries.open_grants_of(me, now=timezone.now())
        return Response(
            SharingSerializer({"everything_paused_at": me.everything_paused_at, "grants": grants}).data
        )


class PauseView(APIView):
    """Pause everything, or go on."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=PauseSerializer, responses=PausedSerializer)
    def post(self, request: Request) -> Response:
        body = PauseSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        me = actions.pause_everything(**body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(PausedSerializer(me).data)


class GrantListView(ListAPIView[Any]):
    """Everything I ever shared, newest first."""

    permission_classes = [IsAuthenticated]
    serializer_class = GrantSerializer
    pagination_class = NewestGrants

    def get_queryset(self) -> QuerySet[Any]:
        return queries.grants_of(viewer_of(self.request))


class GrantView(APIView):
    """Share with somebody. It can be stopped, not changed: another wish is another grant."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=GrantSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(GrantSerializer(queries.grant_of(viewer_of(request), pk)).data)

    @extend_schema(request=GrantSerializer, responses=saved_as(GrantSerializer))
    def put(self, request: Request, pk: UUID) -> Response:
        body = GrantSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by = viewer_of(request)
        if queries.is_new_to(by, values=body.validated_data):
            demand_recent(request, now=timezone.now())
        saved = actions.grant_consent(pk, values=body.validated_data, now=timezone.now(), by=by)
        return Response(GrantSerializer(saved.row).data, status=201 if saved.is_new else 200)


class RevokeView(APIView):
    """Stop sharing; it holds from the next request of anybody."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=GrantSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        grant = actions.revoke_grant(pk, now=timezone.now(), by=viewer_of(request))
        return Response(GrantSerializer(grant).data)


class PeopleView(ListAPIView[Any]):
    """Who shares with me now: their names, for what purpose and until when. Nothing of what they share."""

    permission_classes = [IsAuthenticated]
    serializer_class = SharingPersonSerializer
    pagination_class = ByName

    def get_queryset(self) -> QuerySet[Any]:
        return queries.people_sharing_with(viewer_of(self.request), now=timezone.now())
