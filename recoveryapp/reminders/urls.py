from typing import Any

from django.urls import path

from recoveryapp.reminders.views import NoticeViewSet, OccurrenceViewSet, ReminderViewSet

ONE: dict[str, Any] = {"get": "retrieve", "put": "update", "delete": "destroy"}

urlpatterns = [
    path("reminders/", ReminderViewSet.as_view({"get": "list"}), name="reminders"),
    path("reminders/<uuid:pk>/", ReminderViewSet.as_view(ONE), name="reminder"),
    path("reminders/pause-all/", ReminderViewSet.as_view({"post": "pause_all"}), name="reminders-pause-all"),
    path(
        "reminders/resume-all/", ReminderViewSet.as_view({"post": "resume_all"}), name="reminders-resume-all"
    ),
    path("reminders/occurrences/", OccurrenceViewSet.as_view({"get": "list"}), name="reminder-occurrences"),
    path(
        "reminders/occurrences/<uuid:pk>/snooze/",
        OccurrenceViewSet.as_view({"post": "snooze"}),
        name="reminder-occurrence-snooze",
    ),
    path("notices/", NoticeViewSet.as_view({"get": "list"}), name="notices"),
    path("notices/<uuid:pk>/read/", NoticeViewSet.as_view({"post": "read"}), name="notice-read"),
]
