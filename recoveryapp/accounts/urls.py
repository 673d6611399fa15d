from django.urls import path

from recoveryapp.accounts.views import MeView, WelcomedView

urlpatterns = [
    path("me/", MeView.as_view(), name="me"),
    path("me/welcomed/", WelcomedView.as_view(), name="me-welcomed"),
]
