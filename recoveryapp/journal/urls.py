from django.urls import path

from recoveryapp.journal.views import (
    EntryViewSet,
    PromptsView,
    SealingKeyViewSet,
    SharedLineViewSet,
    TagsView,
)

urlpatterns = [
    path("journal/entries/", EntryViewSet.as_view({"get": "list"}), name="entries"),
    path("journal/entries/search/", EntryViewSet.as_view({"post": "search"}), name="entry-search"),
    path(
        "journal/entries/<uuid:pk>/",
        EntryViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="entry",
    ),
    path("journal/lines/", SharedLineViewSet.as_view({"get": "list"}), name="shared-lines"),
    path(
        "journal/lines/<uuid:pk>/",
        SharedLineViewSet.as_view({"put": "update", "delete": "destroy"}),
        name="shared-line",
    ),
    path("journal/sealing-keys/", SealingKeyViewSet.as_view({"get": "list"}), name="sealing-keys"),
    path(
        "journal/sealing-keys/<uuid:pk>/",
        SealingKeyViewSet.as_view({"put": "update", "delete": "destroy"}),
        name="sealing-key",
    ),
    path("journal/tags/", TagsView.as_view(), name="journal-tags"),
    path("journal/prompts/", PromptsView.as_view(), name="journal-prompts"),
]
