from django.urls import path

from recoveryapp.resources.views import CrisisContactsView, ResourceView

urlpatterns = [
    path("resources/<uuid:resource_id>/", ResourceView.as_view(), name="resource"),
    path("crisis-contacts/", CrisisContactsView.as_view(), name="crisis-contacts"),
]
