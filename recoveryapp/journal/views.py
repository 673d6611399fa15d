from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.accounts.sign_in import demand_recent
from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.journal import actions, queries
from recoveryapp.journal.prompts import prompts
from recoveryapp.journal.serializers import (
    EntryFilterSerializer,
    EntrySearchSerializer,
    EntrySerializer,
    LineFilterSerializer,
    PromptSerializer,
    SealingKeySerializer,
    SharedLineSerializer,
    TagsSerializer,
)


class EntryViewSet(PutViewSet):
    """Diary pages, newest first."""

    serializer_class = EntrySerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.entries_of(self.viewer)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = EntryFilterSerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return queries.narrowed(queryset, **asked.validated_data)

    @extend_schema(parameters=[EntryFilterSerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.put_entry(row_id, version=data.pop("version"), values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_entry(row_id, by=self.viewer)

    @extend_schema(request=EntrySearchSerializer, responses=EntrySerializer(many=True))
    def search(self, request: Request) -> Response:
        """Entries in which every word occurs, in any case and with or without accents; `next` is asked with
        the same body."""
        asked = EntrySearchSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.answer_page(queries.narrowed(self.get_queryset(), **asked.validated_data))


class SharedLineViewSet(PutViewSet):
    """Lines taken out of pages to be shared, newest first."""

    serializer_class = SharedLineSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.lines_of(self.viewer)

    @extend_schema(parameters=[LineFilterSerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = LineFilterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return self.answer_page(queries.lines_of(self.viewer, **asked.validated_data))

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.put_line(row_id, version=data.pop("version"), values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_line(row_id, by=self.viewer)


class SealingKeyViewSet(PutViewSet):
    """Keys to sealed pages, each wrapped under a recovery code. To wrap one anew or to delete it asks for a
    recent sign-in: either could shut the pages for good."""

    serializer_class = SealingKeySerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.sealing_keys_of(self.viewer)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        if data["version"]:
            demand_recent(self.request, now=timezone.now())
        return actions.put_sealing_key(row_id, version=data.pop("version"), values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        demand_recent(self.request, now=timezone.now())
        actions.delete_sealing_key(row_id, by=self.viewer)


class TagsView(APIView):
    """The person's tags, the most used first."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=TagsSerializer)
    def get(self, request: Request) -> Response:
        tags = queries.tags_of(viewer_of(request))
        return Response(TagsSerializer({"tags": tags}).data)


class PromptsView(APIView):
    """Questions to write to, for whoever is signed in."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PromptSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(PromptSerializer(prompts(), many=True).data)
