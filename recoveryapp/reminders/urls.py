from typing import Any

from django.urls import path

from recoveryapp.reminders import reach_views
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
    path("reminders/reach/", reach_views.ReachView.as_view(), name="reach"),
    path("reminders/devices/", reach_views.DeviceListView.as_view(), name="devices"),
    path("reminders/devices/<uuid:pk>/", reach_views.DeviceView.as_view(), name="device"),
    path("reminders/phone/", reach_views.PhoneView.as_view(), name="phone"),
    path("reminders/phone/code/", reach_views.PhoneCodeView.as_view(), name="phone-code"),
    path("reminders/go-on/", reach_views.GoOnView.as_view(), name="go-on"),
    path("reminders/test/", reach_views.TestView.as_view(), name="reminder-test"),
    path("reminders/snooze/", reach_views.SnoozeView.as_view(), name="reminder-snooze"),
    path("reminders/calendar/", reach_views.CalendarView.as_view(), name="calendar-feed"),
    path("reminders/digest/", reach_views.DigestView.as_view(), name="digest"),
    path("reminders/news/", reach_views.NewsChoiceView.as_view(), name="news-choice"),
    path("notices/", NoticeViewSet.as_view({"get": "list"}), name="notices"),
    path("notices/<uuid:pk>/read/", NoticeViewSet.as_view({"post": "read"}), name="notice-read"),
]
