"""As an operator has them who told a secret to their mail service."""

from django.urls import include, path

urlpatterns = [path("hooks/mail/", include("anymail.urls"))]
