from django.urls import path

from recoveryapp.consent.access_log.views import AccessLogExportView, AccessLogView

urlpatterns = [
    path("access-log/", AccessLogView.as_view(), name="access-log"),
    path("access-log/export/", AccessLogExportView.as_view(), name="access-log-export"),
]
