from typing import Any

from django.urls import path

from recoveryapp.matching.views import (
    GoalStoriesView,
    LearningView,
    OwnIdeaViewSet,
    RespondView,
    SavedResourceViewSet,
    SuggestionsView,
    WhatHelpedView,
    WishesView,
)

PUT: dict[str, Any] = {"put": "update", "delete": "destroy"}

urlpatterns = [
    path("suggestions/", SuggestionsView.as_view(), name="suggestions"),
    path("suggestions/<uuid:goal_id>/<uuid:resource_id>/", RespondView.as_view(), name="suggestion"),
    path("goals/<uuid:goal_id>/stories/", GoalStoriesView.as_view(), name="goal-stories"),
    path("saved-resources/", SavedResourceViewSet.as_view({"get": "list"}), name="saved-resources"),
    path("own-ideas/", OwnIdeaViewSet.as_view({"get": "list"}), name="own-ideas"),
    path("own-ideas/<uuid:pk>/", OwnIdeaViewSet.as_view(PUT), name="own-idea"),
    path("suggestions/learning/", LearningView.as_view(), name="learning"),
    path("what-helped/", WhatHelpedView.as_view(), name="what-helped"),
    path("wishes/", WishesView.as_view(), name="wishes"),
]
