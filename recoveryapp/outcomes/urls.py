from typing import Any

from django.urls import path

from recoveryapp.outcomes.views.check_ins import CheckInViewSet
from recoveryapp.outcomes.views.items import CheckInItemsView, ChosenItemsView, OwnItemViewSet
from recoveryapp.outcomes.views.logic_model import LogicModelView, MeasuresView
from recoveryapp.outcomes.views.milestones import MilestoneViewSet, TimelineViewSet

LIST: dict[str, Any] = {"get": "list"}
ONE: dict[str, Any] = {"get": "retrieve", "put": "update", "delete": "destroy"}
PART: dict[str, Any] = {"put": "update", "delete": "destroy"}
TREND: dict[str, Any] = {"get": "trend"}
THEN_AND_NOW: dict[str, Any] = {"get": "then_and_now"}

urlpatterns = [
    path("logic-model/", LogicModelView.as_view(), name="logic-model"),
    path("measures/", MeasuresView.as_view(), name="measures"),
    path("check-in-items/", CheckInItemsView.as_view(), name="check-in-items"),
    path("check-in-items/chosen/", ChosenItemsView.as_view(), name="chosen-items"),
    path("check-in-items/own/<uuid:pk>/", OwnItemViewSet.as_view(PART), name="own-item"),
    path("check-ins/", CheckInViewSet.as_view(LIST), name="check-ins"),
    path("check-ins/trend/", CheckInViewSet.as_view(TREND), name="trend"),
    path("check-ins/then-and-now/", CheckInViewSet.as_view(THEN_AND_NOW), name="then-and-now"),
    path("check-ins/<uuid:pk>/", CheckInViewSet.as_view(ONE), name="check-in"),
    path("milestones/", MilestoneViewSet.as_view(LIST), name="milestones"),
    path("milestones/<uuid:pk>/", MilestoneViewSet.as_view(ONE), name="milestone"),
    path("timeline/", TimelineViewSet.as_view(LIST), name="timeline"),
]
