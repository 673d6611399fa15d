from typing import Any
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.accounts.sign_in import demand_recent
from recoveryapp.arrivals.serializers import ArrivedSerializer, refuse_large
from recoveryapp.export import actions, queries
from recoveryapp.export.serializers import (
    AskToCloseSerializer,
    BroughtSerializer,
    ClosingSerializer,
    ExportSerializer,
)
from recoveryapp.export.unpacking import MOST_BYTES

FILE_NAME = "everything.zip"


class ExportsView(APIView):
    """Everything of one's own in a file: asked for, made by a worker, fetched within two days."""

    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="exports_list", responses=ExportSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(ExportSerializer(queries.exports_of(viewer_of(request)), many=True).data)

    @extend_schema(request=None, responses={201: ExportSerializer})
    def post(self, request: Request) -> Response:
        demand_recent(request, now=timezone.now())
        export = actions.ask_for_export(now=timezone.now(), by=viewer_of(request))
        return Response(ExportSerializer(export).data, status=201)


class ExportView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        actions.take_export_away(pk, by=viewer_of(request))
        return Response(status=204)


class ExportFileView(APIView):
    """The file itself, for the person it is of and nobody else."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        demand_recent(request, now=timezone.now())
        export = actions.fetch_export(pk, now=timezone.now(), by=viewer_of(request))
        return HttpResponse(
            export.content,
            content_type="application/zip",
            headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
        )


class BroughtView(APIView):
    """A file made by this app elsewhere, read by a worker: all of it, or nothing where one thing is wrong."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=BroughtSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(BroughtSerializer(queries.import_of(pk, person=viewer_of(request))).data)

    @extend_schema(request=ArrivedSerializer, responses={201: BroughtSerializer})
    def put(self, request: Request, pk: UUID) -> Response:
        """Its pieces were sent under the same id. All of it is taken in, or nothing."""
        body = ArrivedSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        refuse_large(body.validated_data["size"], most=MOST_BYTES)
        brought = actions.bring_archive(pk, **body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(BroughtSerializer(brought).data, status=201)


class ClosingView(APIView):
    """Closing one's account: in seven days, with a way back, or at once."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ClosingSerializer)
    def get(self, request: Request) -> Response:
        return Response(closing_as_data(queries.closing_of(viewer_of(request))))

    @extend_schema(request=AskToCloseSerializer, responses={200: ClosingSerializer, 204: None})
    def put(self, request: Request) -> Response:
        demand_recent(request, now=timezone.now())
        body = AskToCloseSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        viewer = viewer_of(request)
        closing = actions.ask_to_close(**body.validated_data, now=timezone.now(), by=viewer)
        if closing is None:
            logout(request)
            return Response(status=204)
        return Response(closing_as_data(closing))

    @extend_schema(responses={200: ClosingSerializer})
    def delete(self, request: Request) -> Response:
        """The account stays, as it was before."""
        actions.keep_account(now=timezone.now(), by=viewer_of(request))
        return Response(closing_as_data(None))


def closing_as_data(closing: Any) -> dict[str, Any]:
    return dict(ClosingSerializer(closing or {"asked_at": None, "due_at": None}).data)
