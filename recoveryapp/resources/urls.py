from django.urls import path

from recoveryapp.resources.views import directory, files, keeping, placing, reports, stories

urlpatterns = [
    path("resources/<uuid:resource_id>/", directory.ResourceView.as_view(), name="resource"),
    path(
        "resources/<uuid:resource_id>/reports/",
        reports.ReportResourceView.as_view(),
        name="resource-report",
    ),
    path("directory/", keeping.ToDoView.as_view(), name="directory"),
    path(
        "directory/broken-contacts/", keeping.BrokenContactsView.as_view(), name="directory-broken-contacts"
    ),
    path("directory/resources/", keeping.KeptResourcesView.as_view(), name="directory-resources"),
    path(
        "directory/resources/<uuid:resource_id>/",
        keeping.KeptResourceView.as_view(),
        name="directory-resource",
    ),
    path(
        "directory/resources/<uuid:resource_id>/retire/",
        keeping.RetireResourceView.as_view(),
        name="directory-resource-retire",
    ),
    path(
        "directory/resources/<uuid:resource_id>/publish/",
        keeping.PublishResourceView.as_view(),
        name="directory-resource-publish",
    ),
    path(
        "directory/resources/<uuid:resource_id>/confirm/",
        keeping.ConfirmResourceView.as_view(),
        name="directory-resource-confirm",
    ),
    path(
        "directory/resources/<uuid:resource_id>/merge/",
        keeping.MergeResourceView.as_view(),
        name="directory-resource-merge",
    ),
    path("directory/duplicates/", keeping.DuplicatesView.as_view(), name="directory-duplicates"),
    path("directory/services/", placing.UnplacedServicesView.as_view(), name="directory-services"),
    path(
        "directory/services/<uuid:service_id>/",
        placing.UnplacedServiceView.as_view(),
        name="directory-service",
    ),
    path("directory/terms/", placing.TermsView.as_view(), name="directory-terms"),
    path("directory/terms/<uuid:term_id>/", placing.TermView.as_view(), name="directory-term"),
    path("directory/uploads/", files.UploadsView.as_view(), name="directory-uploads"),
    path("directory/uploads/<uuid:upload_id>/", files.UploadView.as_view(), name="directory-upload"),
    path("directory/imports/", files.ImportsView.as_view(), name="directory-imports"),
    path("directory/imports/<uuid:import_id>/", files.ImportView.as_view(), name="directory-import"),
    path("directory/sources/", files.SourcesView.as_view(), name="directory-sources"),
    path("directory/sources/<uuid:source_id>/", files.SourceView.as_view(), name="directory-source"),
    path("directory/export/", files.ExportView.as_view(), name="directory-export"),
    path("stories/", stories.StoryViewSet.as_view({"get": "list"}), name="stories"),
    path(
        "stories/<uuid:pk>/",
        stories.StoryViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="story",
    ),
    path("stories/<uuid:pk>/ask/", stories.StoryViewSet.as_view({"post": "ask"}), name="story-ask"),
    path(
        "stories/<uuid:pk>/take-back/",
        stories.StoryViewSet.as_view({"post": "take_back"}),
        name="story-take-back",
    ),
    path("waiting-stories/", stories.WaitingStoriesView.as_view(), name="waiting-stories"),
    path("waiting-stories/<uuid:story_id>/", stories.WaitingStoryView.as_view(), name="waiting-story"),
    path(
        "waiting-stories/<uuid:story_id>/readings/",
        stories.JudgeStoryView.as_view(),
        name="waiting-story-readings",
    ),
    path(
        "resources/<uuid:resource_id>/story/",
        stories.PublishedStoryView.as_view(),
        name="published-story",
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
