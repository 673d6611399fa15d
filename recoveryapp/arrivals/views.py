from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.arrivals import actions, queries
from recoveryapp.arrivals.parsers import PieceParser
from recoveryapp.arrivals.serializers import ArrivingSerializer
from recoveryapp.common.parsers import RAW


class ArrivingView(APIView):
    """A file of one's own that is on its way."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ArrivingSerializer)
    def get(self, request: Request, file_id: UUID) -> Response:
        """What is here of it: whoever lost the signal sends only the rest."""
        numbers = queries.numbers_here(file_id, person=viewer_of(request))
        return Response(ArrivingSerializer({"numbers": numbers}).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, file_id: UUID) -> Response:
        """The rest is not going to come."""
        actions.drop_file(file_id, by=viewer_of(request))
        return Response(status=204)


class PieceView(APIView):
    permission_classes = [IsAuthenticated]
    parser_classes = [PieceParser]

    @extend_schema(request={RAW: OpenApiTypes.BINARY}, responses={204: None})
    def put(self, request: Request, file_id: UUID, number: int) -> Response:
        """A part of a file, counted from 0. Sent again it takes the place of itself."""
        content = content_of(request)
        actions.keep_piece(file_id, number, content, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


def content_of(request: Request) -> bytes:
    """Where nothing was sent, no parser is asked."""
    content: Any = request.data
    if not content:
        raise ValidationError([ErrorDetail("There is nothing in it.", "empty")])
    return bytes(content)
