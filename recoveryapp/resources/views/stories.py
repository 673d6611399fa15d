"""Doors to stories: one's own, those that wait for a reader, and one that was published."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.resources.actions import stories as actions
from recoveryapp.resources.pagination import LongestWait
from recoveryapp.resources.permissions import ReadsStories
from recoveryapp.resources.queries import stories as queries
from recoveryapp.resources.serializers.stories import (
    AskForStorySerializer,
    JudgeStorySerializer,
    PublishedStorySerializer,
    StorySerializer,
    WaitingStorySerializer,
    WholeWaitingStorySerializer,
)
from recoveryapp.resources.views.listing import PagedView


class StoryViewSet(PutViewSet):
    """One's own stories, newest first."""

    serializer_class = StorySerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.stories_of(self.viewer)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.put_story(row_id, version=data.pop("version"), values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_story(row_id, now=timezone.now(), by=self.viewer)

    @extend_schema(request=AskForStorySerializer, responses=StorySerializer)
    def ask(self, request: Request, pk: UUID) -> Response:
        """Give it to its readers, with one's consent to publish it."""
        body = AskForStorySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wording = body.validated_data["wording"]
        actions.ask_for_story(pk, wording=wording, at=timezone.now(), by=self.viewer)
        return self.retrieve(request)

    @extend_schema(request=None, responses=StorySerializer)
    def take_back(self, request: Request, pk: UUID) -> Response:
        """In force at once, wherever it stands."""
        actions.take_back_story(pk, now=timezone.now(), by=self.viewer)
        return self.retrieve(request)


class WaitingStoriesView(PagedView):
    permission_classes = [IsAuthenticated, ReadsStories]
    pagination_class = LongestWait

    @extend_schema(responses=WaitingStorySerializer(many=True))
    def get(self, request: Request) -> Response:
        rows = queries.stories_to_read(viewer_of(request), now=timezone.now())
        return self.answer_page(rows, WaitingStorySerializer)


class WaitingStoryView(APIView):
    """With its words. That somebody read it, its writer can see."""

    permission_classes = [IsAuthenticated, ReadsStories]

    @extend_schema(responses=WholeWaitingStorySerializer)
    def get(self, request: Request, story_id: UUID) -> Response:
        with transaction.atomic():
            story = actions.read_story(story_id, viewer=viewer_of(request), now=timezone.now())
        return Response(WholeWaitingStorySerializer(story).data)


class JudgeStoryView(APIView):
    """Say that it is fine, or what its writer may want to look at again."""

    permission_classes = [IsAuthenticated, ReadsStories]

    @extend_schema(request=JudgeStorySerializer, responses={204: None})
    def post(self, request: Request, story_id: UUID) -> Response:
        body = JudgeStorySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actions.judge_story(story_id, **body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class PublishedStoryView(APIView):
    """For everybody who is signed in, by what stands for it among the ideas."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PublishedStorySerializer)
    def get(self, request: Request, resource_id: UUID) -> Response:
        return Response(PublishedStorySerializer(queries.published_story(resource_id)).data)
