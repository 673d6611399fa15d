from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.writes import Saved
from recoveryapp.goals.attainment import actions, queries
from recoveryapp.goals.attainment.scoring import t_score
from recoveryapp.goals.attainment.serializers import (
    AttainedSerializer,
    AttainmentScaleSerializer,
    AttainmentSerializer,
)


class AttainedView(APIView):
    """The number of my goals that have a scale."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=AttainedSerializer)
    def get(self, request: Request) -> Response:
        attained = queries.attained_by(viewer_of(request))
        return Response(AttainedSerializer({"t": t_score(attained), "goals": len(attained)}).data)


class AttainmentScaleViewSet(PutViewSet):
    """The scale of one goal. Without it there is no number, and nothing asks for one."""

    serializer_class = AttainmentScaleSerializer

    def get_object(self) -> Any:
        return queries.scale_of(self.viewer, self.kwargs["pk"])

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.put_scale(row_id, version=data.pop("version"), values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.delete_scale(row_id, by=self.viewer)


class AttainmentViewSet(PutViewSet):
    """Where on its scale the goal was, newest first. It is added or taken back, never edited."""

    serializer_class = AttainmentSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.attainments_of(self.viewer, self.kwargs["goal_id"])

    def put_row(self, row_id: UUID, data: dict[str, Any]) -> Saved[Any]:
        return actions.say_attained(row_id, goal_id=self.kwargs["goal_id"], values=data, by=self.viewer)

    def delete_row(self, row_id: UUID) -> None:
        actions.take_back(row_id, goal_id=self.kwargs["goal_id"], by=self.viewer)
