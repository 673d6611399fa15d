"""Files that come in and go out: uploads, what imports did, sources that are fetched, the export."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.arrivals.serializers import refuse_large
from recoveryapp.resources.actions.sources import put_source
from recoveryapp.resources.actions.uploads import keep_upload
from recoveryapp.resources.hsds.document import FileRefused
from recoveryapp.resources.hsds.exporting import pieces_of_page
from recoveryapp.resources.pagination import NewestMade
from recoveryapp.resources.permissions import KeepsDirectory
from recoveryapp.resources.queries import keeping
from recoveryapp.resources.queries.exporting import count_to_export, licences, services_to_export
from recoveryapp.resources.queries.uploads import open_uploads, upload_of
from recoveryapp.resources.serializers.files import (
    ExportFilterSerializer,
    ImportSerializer,
    PutSourceSerializer,
    SourceSerializer,
    UploadFileSerializer,
    UploadSerializer,
    WholeImportSerializer,
)
from recoveryapp.resources.views.listing import PagedView, asked_of

MAX_UPLOAD_BYTES = 64 * 1024 * 1024
"""A larger directory is sent as an archive, or lies in the operator's folder."""
FILE_NAME = "directory.hsds.json"


class UploadsView(APIView):
    """Files that were given and are not read yet."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(operation_id="directory_uploads_list", responses=UploadSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(UploadSerializer(open_uploads(), many=True).data)


class UploadView(APIView):
    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(responses=UploadSerializer)
    def get(self, request: Request, upload_id: UUID) -> Response:
        return Response(UploadSerializer(upload_of(upload_id)).data)

    @extend_schema(request=UploadFileSerializer, responses={201: UploadSerializer})
    def put(self, request: Request, upload_id: UUID) -> Response:
        """Give a file, whose pieces came under the same id. A worker reads it; ask again how far it is."""
        body = UploadFileSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        refuse_large(body.validated_data["size"], most=MAX_UPLOAD_BYTES)
        with said_beside_the_file():
            keep_upload(upload_id, **body.validated_data, by=viewer_of(request))
        return Response(UploadSerializer(upload_of(upload_id)).data, status=201)


@contextmanager
def said_beside_the_file() -> Iterator[None]:
    """Why it is refused, beside the field that a form has for it."""
    try:
        yield
    except FileRefused as refused:
        raise ValidationError({"file": [ErrorDetail(str(refused), "file_refused")]}) from refused


class ImportsView(PagedView):
    permission_classes = [IsAuthenticated, KeepsDirectory]
    pagination_class = NewestMade

    @extend_schema(responses=ImportSerializer(many=True))
    def get(self, request: Request) -> Response:
        return self.answer_page(keeping.imports(), ImportSerializer)


class ImportView(APIView):
    """What it took, changed, closed, left out and refused, with the place of each in the file."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(responses=WholeImportSerializer)
    def get(self, request: Request, import_id: UUID) -> Response:
        return Response(WholeImportSerializer(keeping.import_of(import_id)).data)


class SourcesView(APIView):
    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(operation_id="directory_sources_list", responses=SourceSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(SourceSerializer(keeping.sources(), many=True).data)


class SourceView(APIView):
    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(request=PutSourceSerializer, responses=SourceSerializer)
    def put(self, request: Request, source_id: UUID) -> Response:
        """Its turn comes at once, then every so many hours."""
        body = PutSourceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values: dict[str, Any] = body.validated_data
        source = put_source(source_id, values=values, now=timezone.now(), by=viewer_of(request))
        return Response(SourceSerializer(source).data)


class ExportView(APIView):
    """The open directory as one page of HSDS 3.0, so that other directories can use it."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(
        parameters=[ExportFilterSerializer], responses={(200, "application/json"): OpenApiTypes.OBJECT}
    )
    def get(self, request: Request) -> StreamingHttpResponse:
        asked = asked_of(request, ExportFilterSerializer)
        pieces = pieces_of_page(
            services_to_export(**asked), total=count_to_export(**asked), licences=licences(**asked)
        )
        return StreamingHttpResponse(
            pieces,
            content_type="application/json",
            headers={"Content-Disposition": f'attachment; filename="{FILE_NAME}"'},
        )
