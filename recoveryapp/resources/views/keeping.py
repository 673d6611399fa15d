"""Doors of those who keep the directory: what is in it, and what they do to it by hand."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.resources.actions import editing
from recoveryapp.resources.pagination import ByName
from recoveryapp.resources.permissions import KeepsDirectory
from recoveryapp.resources.queries import keeping
from recoveryapp.resources.queries.duplicates import duplicates
from recoveryapp.resources.queries.links import broken_crisis_contacts
from recoveryapp.resources.serializers.keeping import (
    AddResourceSerializer,
    BrokenContactSerializer,
    ChangeResourceSerializer,
    DuplicateSerializer,
    KeepApartSerializer,
    KeptResourceSerializer,
    MergeResourceSerializer,
    ResourceFilterSerializer,
    ToDoSerializer,
)
from recoveryapp.resources.views.listing import PagedView, asked_of


class ToDoView(APIView):
    """What waits for a manager, counted."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(responses=ToDoSerializer)
    def get(self, request: Request) -> Response:
        return Response(ToDoSerializer(keeping.to_do(today=today())).data)


class BrokenContactsView(APIView):
    """Numbers for a crisis whose link is broken. They come from a reviewed file, and stay for people."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(
        operation_id="directory_broken_contacts_list", responses=BrokenContactSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        return Response(BrokenContactSerializer(broken_crisis_contacts(), many=True).data)


class KeptResourcesView(PagedView):
    """Everything that people can see, closed rows too."""

    permission_classes = [IsAuthenticated, KeepsDirectory]
    pagination_class = ByName

    @extend_schema(parameters=[ResourceFilterSerializer], responses=KeptResourceSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = asked_of(request, ResourceFilterSerializer)
        rows = keeping.resources_to_keep(today=today(), asked=asked)
        return self.answer_page(rows, KeptResourceSerializer, today=today())

    @extend_schema(request=AddResourceSerializer, responses={201: KeptResourceSerializer})
    def post(self, request: Request) -> Response:
        body = AddResourceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        resource = editing.add_resource(values.pop("key"), values=values, by=viewer_of(request))
        return Response(kept(resource.pk), status=201)


class KeptResourceView(APIView):
    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(responses=KeptResourceSerializer)
    def get(self, request: Request, resource_id: UUID) -> Response:
        return Response(kept(resource_id))

    @extend_schema(request=ChangeResourceSerializer, responses=KeptResourceSerializer)
    def put(self, request: Request, resource_id: UUID) -> Response:
        """Also gives a service its first kind: then people can see it."""
        body = ChangeResourceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        seen_at = values.pop("seen_at")
        editing.change_resource(resource_id, values=values, seen_at=seen_at, by=viewer_of(request))
        return Response(kept(resource_id))


class RetireResourceView(APIView):
    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(request=None, responses=KeptResourceSerializer)
    def post(self, request: Request, resource_id: UUID) -> Response:
        editing.retire_resource(resource_id, by=viewer_of(request))
        return Response(kept(resource_id))


class PublishResourceView(APIView):
    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(request=None, responses=KeptResourceSerializer)
    def post(self, request: Request, resource_id: UUID) -> Response:
        editing.publish_resource(resource_id, by=viewer_of(request))
        return Response(kept(resource_id))


class ConfirmResourceView(APIView):
    """Somebody made sure that all of it is so."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(request=None, responses=KeptResourceSerializer)
    def post(self, request: Request, resource_id: UUID) -> Response:
        editing.confirm_resource(resource_id, today=today(), by=viewer_of(request))
        return Response(kept(resource_id))


class MergeResourceView(APIView):
    """Close one of two that are the same. Answers the one that is kept."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(request=MergeResourceSerializer, responses=KeptResourceSerializer)
    def post(self, request: Request, resource_id: UUID) -> Response:
        body = MergeResourceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        resource = editing.merge_resource(resource_id, **body.validated_data, by=viewer_of(request))
        return Response(kept(resource.pk))


class DuplicatesView(APIView):
    """The most alike pairs, at most fifty."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(operation_id="directory_duplicates_list", responses=DuplicateSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(DuplicateSerializer(duplicates(), many=True, context={"today": today()}).data)

    @extend_schema(request=KeepApartSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        """These two are not the same: do not show them again."""
        body = KeepApartSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        editing.keep_apart(**body.validated_data, by=viewer_of(request))
        return Response(status=204)


def kept(resource_id: UUID) -> Any:
    resource = keeping.resource_to_keep(resource_id)
    return KeptResourceSerializer(resource, context={"today": today()}).data


def today() -> date:
    return timezone.now().date()
