from django.urls import path

from recoveryapp.export.views import BroughtView, ClosingView, ExportFileView, ExportsView, ExportView

urlpatterns = [
    path("me/exports/", ExportsView.as_view(), name="exports"),
    path("me/exports/<uuid:pk>/", ExportView.as_view(), name="export"),
    path("me/exports/<uuid:pk>/file/", ExportFileView.as_view(), name="export-file"),
    path("me/brought/<uuid:pk>/", BroughtView.as_view(), name="brought"),
    path("me/closing/", ClosingView.as_view(), name="closing"),
]
