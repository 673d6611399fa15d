from django.urls import path

from recoveryapp.journal.views import EntryViewSet, PromptsView, TagsView

urlpatterns = [
    path("journal/entries/", EntryViewSet.as_view({"get": "list"}), name="entries"),
    path("journal/entries/search/", EntryViewSet.as_view({"post": "search"}), name="entry-search"),
    path(
        "journal/entries/<uuid:pk>/",
        EntryViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="entry",
    ),
    path("journal/tags/", TagsView.as_view(), name="journal-tags"),
    path("journal/prompts/", PromptsView.as_view(), name="journal-prompts"),
]
