from django.urls import path

from recoveryapp.reminders import open_doors

urlpatterns = [
    path("stop/<str:token>", open_doors.stop, name="stop"),
    path("calendar/<str:secret>.ics", open_doors.calendar, name="calendar"),
    path("health/reminders", open_doors.health, name="health-reminders"),
    path("health/metrics", open_doors.metrics, name="health-metrics"),
]
