from django.urls import path

from recoveryapp.accounts.views import (
    EndOtherSignInsView,
    MeView,
    PutBackEmailView,
    SignInsView,
    SignInView,
    WelcomedView,
)

urlpatterns = [
    path("me/", MeView.as_view(), name="me"),
    path("me/welcomed/", WelcomedView.as_view(), name="me-welcomed"),
    path("me/sign-ins/", SignInsView.as_view(), name="sign-ins"),
    path("me/sign-ins/end-others/", EndOtherSignInsView.as_view(), name="sign-ins-end-others"),
    path("me/sign-ins/<uuid:pk>/", SignInView.as_view(), name="sign-in"),
    path("email/put-back/", PutBackEmailView.as_view(), name="email-put-back"),
]
