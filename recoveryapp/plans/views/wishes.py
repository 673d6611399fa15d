from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.plans import queries
from recoveryapp.plans.actions import wishes as actions
from recoveryapp.plans.serializers import PressSerializer, SharingWishSerializer


class SharingWishViewSet(PutViewSet):
    """To whom my plan opens when I press it. Nobody else sees that there is one."""

    serializer_class = SharingWishSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.sharing_wishes_of(self.viewer)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.put_sharing_wish(row_id, version=data.pop("version"), values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_sharing_wish(row_id, by=self.viewer)

    @extend_schema(request=PressSerializer, responses=SharingWishSerializer)
    def press(self, request: Request, pk: UUID) -> Response:
        """It is open from now on, for three days. It is taken back as anything that is shared."""
        body = PressSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        grant_id = body.validated_data["grant"]
        wish = actions.press_sharing_wish(pk, grant_id=grant_id, now=timezone.now(), by=self.viewer)
        return Response(self.get_serializer(wish).data)
