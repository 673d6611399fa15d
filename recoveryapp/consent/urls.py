from django.urls import path

from recoveryapp.consent.views import (
    GrantListView,
    GrantView,
    PauseView,
    PeopleView,
    RevokeView,
    SharingView,
)

urlpatterns = [
    path("sharing/", SharingView.as_view(), name="sharing"),
    path("sharing/pause/", PauseView.as_view(), name="sharing-pause"),
    path("sharing/grants/", GrantListView.as_view(), name="grants"),
    path("sharing/grants/<uuid:pk>/", GrantView.as_view(), name="grant"),
    path("sharing/grants/<uuid:pk>/revoke/", RevokeView.as_view(), name="grant-revoke"),
    path("people/", PeopleView.as_view(), name="people"),
]
