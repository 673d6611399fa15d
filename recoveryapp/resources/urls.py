from django.urls import path

from recoveryapp.resources.views import directory, reports

urlpatterns = [
    path("resources/<uuid:resource_id>/", directory.ResourceView.as_view(), name="resource"),
    path(
        "resources/<uuid:resource_id>/reports/",
        reports.ReportResourceView.as_view(),
        name="resource-report",
    ),
    path("crisis-contacts/", directory.CrisisContactsView.as_view(), name="crisis-contacts"),
    path("directory/reports/", reports.ReportsView.as_view(), name="directory-reports"),
    path("directory/reports/<uuid:report_id>/", reports.ReportView.as_view(), name="directory-report"),
    path(
        "directory/reports/<uuid:report_id>/close/",
        reports.CloseReportView.as_view(),
        name="directory-report-close",
    ),
]
