"""Doors to one's own rows. (Another person's are reached through `shared_door`.)"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.common.errors import NotVisible, StaleVersion
from recoveryapp.common.schema import PutSchema
from recoveryapp.consent.writes import Saved

if TYPE_CHECKING:
    from recoveryapp.accounts.models import User


class OwnedViewSet(GenericViewSet[Any]):
    """List and read one's own. What a viewset forgets to say, it does not show."""

    permission_classes = [IsAuthenticated]
    lookup_value_converter = "uuid"
    http_method_names = ["get", "put", "post", "delete", "head", "options"]

    @property
    def viewer(self) -> "User":
        return viewer_of(self.request)

    def get_queryset(self) -> QuerySet[Any]:
        raise NotVisible

    def get_object(self) -> Any:
        row = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if row is None:
            raise NotVisible
        return row

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer_page(self.filter_queryset(self.get_queryset()))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return Response(self.get_serializer(self.get_object()).data)

    def answer_page(
        self, rows: QuerySet[Any], serializer: type[BaseSerializer[Any]] | None = None
    ) -> Response:
        page = self.paginate_queryset(rows) or []
        shape = serializer or self.get_serializer_class()
        return self.get_paginated_response(shape(page, many=True, context=self.get_serializer_context()).data)


class PutViewSet(OwnedViewSet):
    """Adds create-or-replace and delete by client-made id; `parents` are the other ids in the address."""

    schema = PutSchema()

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        raise NotVisible

    def delete_row(self, row_id: UUID) -> None:
        raise NotVisible

    def update(self, request: Request, pk: UUID, **parents: UUID) -> Response:
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        try:
            saved = self.put_row(pk, body.validated_data)
        except StaleVersion as stale:
            raise StaleVersion(self.get_serializer(stale.current).data) from stale
        body.instance = saved.row  # the same serializer: to make another costs as much as to check the body
        return Response(body.data, status=201 if saved.is_new else 200)

    def destroy(self, request: Request, pk: UUID, **parents: UUID) -> Response:
        self.delete_row(pk)
        return Response(status=204)
