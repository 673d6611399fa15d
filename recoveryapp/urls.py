"""Every address of the service."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView

from recoveryapp.common.health import live, ready
from recoveryapp.common.policy_reports import PLACE, policy_report
from recoveryapp.common.problems import bad_request, not_found, server_error
from recoveryapp.common.shell import shell

api: list[URLPattern | URLResolver] = [
    # Addresses are tried one after the other: those that phones ask for all day come first.
    path("", include("recoveryapp.today.urls")),
    path("", include("recoveryapp.outcomes.urls")),
    path("", include("recoveryapp.journal.urls")),
    path("", include("recoveryapp.goals.urls")),
    path("", include("recoveryapp.caseload.urls")),
    path("", include("recoveryapp.review.urls")),
    path("", include("recoveryapp.reminders.urls")),
    path("", include("recoveryapp.matching.urls")),
    path("", include("recoveryapp.conversations.urls")),
    path("", include("recoveryapp.meetings.urls")),
    path("", include("recoveryapp.resources.urls")),
    path("", include("recoveryapp.plans.urls")),
    path("", include("recoveryapp.accounts.urls")),
    path("", include("recoveryapp.consent.urls")),
    path("", include("recoveryapp.consent.access_log.urls")),
    path("", include("recoveryapp.consent.supporters.urls")),
    path("", include("recoveryapp.teams.urls")),
    path("", include("recoveryapp.arrivals.urls")),
    path("", include("recoveryapp.export.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
]

hooks: list[URLPattern | URLResolver] = (
    [path("hooks/mail/", include("anymail.urls"))] if settings.ANYMAIL["WEBHOOK_SECRET"] else []
)
"""What the mail service calls, once it has been told a secret."""

urlpatterns = [
    path("api/v1/", include(api)),
    path("", include("recoveryapp.reminders.open_urls")),
    *hooks,
    path("", include("recoveryapp.accounts.allauth_views")),
    path("_allauth/", include("allauth.headless.urls")),
    path(PLACE.removeprefix("/"), policy_report),
    path("health/live", live),
    path("health/ready", ready),
    re_path(r"^(?:api|_allauth|health|_app)(?:/|$)", not_found),
    re_path(r"^.*$", shell, name="shell"),
]

handler400 = bad_request
handler404 = not_found
handler500 = server_error
