"""Doors to owned rows. What a viewset forgets to say, it does not show."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.audit.actions import record_reads
from recoveryapp.common.errors import NotVisible, StaleVersion
from recoveryapp.consent.owned import OwnedModel
from recoveryapp.consent.writes import Saved

if TYPE_CHECKING:
    from recoveryapp.accounts.models import User


class OwnedViewSet(GenericViewSet[Any]):
    """List and read. Reads of another person's rows are written down with the answer, or not answered."""

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

    @transaction.atomic
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer_page(self.filter_queryset(self.get_queryset()))

    @transaction.atomic
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        self.record_reads([row])
        return Response(self.get_serializer(row).data)

    def answer_page(
        self, rows: QuerySet[Any], serializer: type[BaseSerializer[Any]] | None = None
    ) -> Response:
        page = self.paginate_queryset(rows) or []
        self.record_reads(page)
        shape = serializer or self.get_serializer_class()
        return self.get_paginated_response(shape(page, many=True, context=self.get_serializer_context()).data)

    def record_reads(self, rows: Sequence[OwnedModel]) -> None:
        if rows:
            record_reads(rows[0]._meta.label_lower, rows, viewer=self.viewer)


class PutViewSet(OwnedViewSet):
    """Adds create-or-replace and delete by client-made id; `parents` are the other ids in the address."""

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
        return Response(self.get_serializer(saved.row).data, status=201 if saved.is_new else 200)

    def destroy(self, request: Request, pk: UUID, **parents: UUID) -> Response:
        self.delete_row(pk)
        return Response(status=204)
