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
from recoveryapp.consent.doors import OwnedViewSet, PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.matching import actions, lessons, own_model, queries, suggesting
from recoveryapp.matching.enums import AskedState
from recoveryapp.matching.role_models import stories_for
from recoveryapp.matching.serializers import (
    AnsweredSuggestionSerializer,
    GoalFilterSerializer,
    GoalStoriesSerializer,
    LearningSerializer,
    LearnsSerializer,
    OwnIdeaSerializer,
    OwnModelSerializer,
    RespondSerializer,
    SavedResourceSerializer,
    StateFilterSerializer,
    SuggestionResponseSerializer,
    SuggestionsSerializer,
    WishesSerializer,
)


def _goal_asked_for(request: Request) -> UUID | None:
    asked = GoalFilterSerializer(data=request.query_params)
    asked.is_valid(raise_exception=True)
    goal_id: UUID | None = asked.validated_data["goal"]
    return goal_id


class SuggestionsView(APIView):
    """A set of different kinds of option for one of my goals, or for those going on together."""

    permission_classes = [IsAuthenticated]

    @extend_schema(parameters=[GoalFilterSerializer], responses=SuggestionsSerializer)
    def get(self, request: Request) -> Response:
        today = timezone.now().date()
        found = suggesting.suggestions_for(viewer_of(request), goal_id=_goal_asked_for(request), today=today)
        return Response(SuggestionsSerializer(found, context={"today": today}).data)


class GoalStoriesView(APIView):
    """Stories by people who have been there, for one of my goals."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=GoalStoriesSerializer)
    def get(self, request: Request, goal_id: UUID) -> Response:
        found = stories_for(viewer_of(request), goal_id=goal_id)
        return Response(GoalStoriesSerializer({"stories": found}).data)


class RespondView(APIView):
    """One suggestion: why, and what I said to it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="suggestion_retrieve", responses=AnsweredSuggestionSerializer)
    def get(self, request: Request, goal_id: UUID, resource_id: UUID) -> Response:
        today = timezone.now().date()
        found = suggesting.suggestion_of(
            viewer_of(request), goal_id=goal_id, resource_id=resource_id, today=today
        )
        return Response(AnsweredSuggestionSerializer(found, context={"today": today}).data)

    @extend_schema(request=RespondSerializer, responses=SuggestionResponseSerializer)
    def put(self, request: Request, goal_id: UUID, resource_id: UUID) -> Response:
        body = RespondSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        row = actions.respond(
            goal_id=goal_id,
            resource_id=resource_id,
            values=body.validated_data,
            at=timezone.now(),
            by=viewer_of(request),
        )
        taken_back = {
            "goal_id": goal_id,
            "state": AskedState.NONE,
            "reason": "",
            "reason_words": "",
            "helped": "",
        }
        return Response(SuggestionResponseSerializer(row or {**taken_back, "note": ""}).data)


class SavedResourceViewSet(OwnedViewSet):
    """Everything saved or tried, newest first; with a state, everything answered so."""

    serializer_class = SavedResourceSerializer

    def get_queryset(self) -> QuerySet[Any]:
        asked = StateFilterSerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return queries.answered_of(self.viewer, state=asked.validated_data["state"])

    @extend_schema(parameters=[StateFilterSerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "today": timezone.now().date()}


class OwnIdeaViewSet(PutViewSet):
    """What I thought of myself."""

    serializer_class = OwnIdeaSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.own_ideas_of(self.viewer)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        goal_id = _goal_asked_for(self.request)
        return queryset.filter(goal=goal_id) if goal_id else queryset

    @extend_schema(parameters=[GoalFilterSerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.put_own_idea(row_id, values=data, at=timezone.now(), by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_own_idea(row_id, by=self.viewer)


class WishesView(APIView):
    """What I rule in or out of everything that is suggested to me."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=WishesSerializer)
    def get(self, request: Request) -> Response:
        return Response(WishesSerializer(queries.wishes_of(viewer_of(request))).data)

    @extend_schema(request=WishesSerializer, responses=WishesSerializer)
    def put(self, request: Request) -> Response:
        body = WishesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        row = actions.set_wishes(values=body.validated_data, at=timezone.now(), by=viewer_of(request))
        return Response(WishesSerializer(row).data)


class LearningView(APIView):
    """What my answers have taught my own ranking; nobody else's is changed by them."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=LearningSerializer)
    def get(self, request: Request) -> Response:
        return self._said(request)

    @extend_schema(request=LearnsSerializer, responses=LearningSerializer)
    def put(self, request: Request) -> Response:
        body = LearnsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actions.set_learning(values=body.validated_data, at=timezone.now(), by=viewer_of(request))
        return self._said(request)

    @extend_schema(responses={200: LearningSerializer})
    def delete(self, request: Request) -> Response:
        """Begin anew. My answers stay."""
        actions.forget_learning(at=timezone.now(), by=viewer_of(request))
        return self._said(request)

    def _said(self, request: Request) -> Response:
        return Response(LearningSerializer(lessons.learning_of(viewer_of(request))).data)


class WhatHelpedView(APIView):
    """What I tried and what I said of it, and my days of doing beside my other days: my own logic model."""

    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="what_helped_retrieve", responses=OwnModelSerializer)
    def get(self, request: Request) -> Response:
        found = own_model.own_model_of(viewer_of(request), now=timezone.now())
        return Response(OwnModelSerializer(found).data)
