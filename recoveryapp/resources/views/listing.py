from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer

PAGING = ("cursor", "page_size")


class PagedView(GenericAPIView[Any]):
    """A list by cursor. The rows come from the one query that its method calls."""

    queryset = None

    def answer_page(self, rows: QuerySet[Any], shape: type[BaseSerializer[Any]], **context: Any) -> Response:
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(shape(page, many=True, context=context).data)


def asked_of(request: Request, shape: type[Serializer[Any]]) -> Mapping[str, Any]:
    """The query of the address, without what belongs to the paging."""
    query = {name: value for name, value in request.query_params.items() if name not in PAGING}
    asked = shape(data=query)
    asked.is_valid(raise_exception=True)
    found: Mapping[str, Any] = asked.validated_data
    return found
