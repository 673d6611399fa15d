from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.outcomes.actions.items import archive_own_item, choose_items, put_own_item
from recoveryapp.outcomes.queries.items import check_in_items_of
from recoveryapp.outcomes.serializers.items import (
    CheckInItemsSerializer,
    ChosenItemsSerializer,
    OwnItemSerializer,
)


class CheckInItemsView(APIView):
    """What the person is asked beyond the three domains: chosen items, and their own."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=CheckInItemsSerializer)
    def get(self, request: Request) -> Response:
        items = check_in_items_of(viewer_of(request), on=timezone.now().date())
        return Response(CheckInItemsSerializer(items).data)


class ChosenItemsView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=ChosenItemsSerializer, responses=CheckInItemsSerializer)
    def put(self, request: Request) -> Response:
        body = ChosenItemsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        viewer, now = viewer_of(request), timezone.now()
        choose_items(body.validated_data["chosen"], at=now, by=viewer)
        return Response(CheckInItemsSerializer(check_in_items_of(viewer, on=now.date())).data)


class OwnItemViewSet(PutViewSet):
    """An item is read with all others; here it is written or put away."""

    serializer_class = OwnItemSerializer

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return put_own_item(row_id, **data, at=timezone.now(), by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        archive_own_item(row_id, at=timezone.now(), by=self.viewer)
