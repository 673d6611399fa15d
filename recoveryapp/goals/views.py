from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from recoveryapp.consent.doors import OwnedViewSet, PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.goals import actions, queries
from recoveryapp.goals.pagination import ActiveFirst
from recoveryapp.goals.serializers import (
    ChangeGoalStatusSerializer,
    GoalFilterSerializer,
    GoalRatingSerializer,
    GoalRatingSeriesSerializer,
    GoalSerializer,
    GoalStatusChangeSerializer,
    GoalStepSerializer,
)
from recoveryapp.goals.series import series_of


class GoalViewSet(PutViewSet):
    """Goals with their steps and newest rating: active ones first, then the newest."""

    serializer_class = GoalSerializer
    pagination_class = ActiveFirst

    def get_queryset(self) -> QuerySet[Any]:
        return queries.whole_goals_of(self.viewer)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = GoalFilterSerializer(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        return queryset.filter(**asked.validated_data)

    @extend_schema(parameters=[GoalFilterSerializer])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.put_goal(row_id, version=data.pop("version"), values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_goal(row_id, by=self.viewer)

    @extend_schema(request=ChangeGoalStatusSerializer, responses=GoalSerializer)
    def change_status(self, request: Request, pk: UUID) -> Response:
        body = ChangeGoalStatusSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        goal = actions.change_status(pk, **body.validated_data, at=timezone.now(), by=self.viewer)
        return Response(GoalSerializer(goal).data)


class GoalHistoryViewSet(OwnedViewSet):
    """Each status the goal has had since it was first changed, newest first."""

    serializer_class = GoalStatusChangeSerializer

    def get_queryset(self) -> QuerySet[Any]:
        goal = queries.goal_of(self.viewer, self.kwargs["goal_id"])
        return queries.status_changes_of(self.viewer, goal=goal)


class GoalStepViewSet(PutViewSet):
    """A step is read with its goal; here it is written or taken away."""

    serializer_class = GoalStepSerializer

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        goal_id = self.kwargs["goal_id"]
        return actions.put_step(row_id, goal_id=goal_id, values=data, at=timezone.now(), by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_step(row_id, goal_id=self.kwargs["goal_id"], by=self.viewer)


class GoalRatingViewSet(PutViewSet):
    """How close the goal felt, newest first. A rating is added or taken back, never edited."""

    serializer_class = GoalRatingSerializer

    def get_queryset(self) -> QuerySet[Any]:
        goal = queries.goal_of(self.viewer, self.kwargs["goal_id"])
        return queries.ratings_of(self.viewer, goal=goal)

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.rate_goal(row_id, goal_id=self.kwargs["goal_id"], values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_rating(row_id, goal_id=self.kwargs["goal_id"], by=self.viewer)

    @extend_schema(responses=GoalRatingSeriesSerializer)
    def series(self, request: Request, goal_id: UUID) -> Response:
        """All ratings as at most 200 points, thinned to means of whole weeks where there are more."""
        goal = queries.goal_of(self.viewer, goal_id)
        ratings = queries.ratings_of(self.viewer, goal=goal)
        series = series_of(ratings, zone=ZoneInfo(self.viewer.time_zone))
        return Response(GoalRatingSeriesSerializer(series).data)
