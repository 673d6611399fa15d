from typing import Any

from django.urls import path

from recoveryapp.goals.attainment.views import AttainedView, AttainmentScaleViewSet, AttainmentViewSet
from recoveryapp.goals.views import GoalHistoryViewSet, GoalRatingViewSet, GoalStepViewSet, GoalViewSet

ONE: dict[str, Any] = {"get": "retrieve", "put": "update", "delete": "destroy"}
PART: dict[str, Any] = {"put": "update", "delete": "destroy"}

urlpatterns = [
    path("goals/", GoalViewSet.as_view({"get": "list"}), name="goals"),
    path("goals/<uuid:pk>/", GoalViewSet.as_view(ONE), name="goal"),
    path("goals/<uuid:pk>/status/", GoalViewSet.as_view({"post": "change_status"}), name="goal-status"),
    path("goals/<uuid:goal_id>/history/", GoalHistoryViewSet.as_view({"get": "list"}), name="goal-history"),
    path("goals/<uuid:goal_id>/steps/<uuid:pk>/", GoalStepViewSet.as_view(PART), name="goal-step"),
    path("goals/<uuid:goal_id>/ratings/", GoalRatingViewSet.as_view({"get": "list"}), name="goal-ratings"),
    path("goals/<uuid:goal_id>/ratings/<uuid:pk>/", GoalRatingViewSet.as_view(PART), name="goal-rating"),
    path(
        "goals/<uuid:goal_id>/ratings/series/",
        GoalRatingViewSet.as_view({"get": "series"}),
        name="goal-rating-series",
    ),
    path("goals/attained/", AttainedView.as_view(), name="attained"),
    path("goals/<uuid:pk>/scale/", AttainmentScaleViewSet.as_view(ONE), name="attainment-scale"),
    path(
        "goals/<uuid:goal_id>/attainments/",
        AttainmentViewSet.as_view({"get": "list"}),
        name="attainments",
    ),
    path(
        "goals/<uuid:goal_id>/attainments/<uuid:pk>/",
        AttainmentViewSet.as_view(PART),
        name="attainment",
    ),
]
