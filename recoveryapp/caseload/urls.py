from typing import Any

from django.urls import path

from recoveryapp.caseload.views.practice import (
    AvailabilityView,
    CaseloadView,
    ColleaguesView,
    HandOverView,
    OneOnCaseloadView,
    PeerProfileView,
    PickUpView,
    TeamRequestsView,
    TeamRequestView,
)
from recoveryapp.caseload.views.supervision import (
    AnswerSupervisionView,
    AskSupervisionView,
    CloseSupervisionView,
    SupervisionView,
    WorkloadView,
)
from recoveryapp.caseload.views.support import (
    AnswerHandOverView,
    AskableTeamsView,
    CoverView,
    EndAssignmentView,
    FinishRequestView,
    SupportRequestViewSet,
    SupportView,
    WorkTogetherView,
)

ONE: dict[str, Any] = {"get": "retrieve", "put": "update"}

urlpatterns = [
    path("support/", SupportView.as_view(), name="support"),
    path("support/teams/", AskableTeamsView.as_view(), name="support-teams"),
    path("support/requests/<uuid:pk>/", SupportRequestViewSet.as_view(ONE), name="support-request"),
    path(
        "support/requests/<uuid:pk>/take-back/",
        SupportRequestViewSet.as_view({"post": "take_back"}),
        name="support-request-take-back",
    ),
    path("support/requests/<uuid:pk>/done/", FinishRequestView.as_view(), name="support-request-done"),
    path("support/hand-overs/<uuid:pk>/answer/", AnswerHandOverView.as_view(), name="hand-over-answer"),
    path("assignments/", WorkTogetherView.as_view(), name="assignments"),
    path("assignments/<uuid:assignment_id>/end/", EndAssignmentView.as_view(), name="assignment-end"),
    path("assignments/<uuid:assignment_id>/cover/", CoverView.as_view(), name="assignment-cover"),
    path("assignments/<uuid:assignment_id>/hand-over/", HandOverView.as_view(), name="assignment-hand-over"),
    path("caseload/", CaseloadView.as_view(), name="caseload"),
    path("caseload/requests/", TeamRequestsView.as_view(), name="team-requests"),
    path("caseload/requests/<uuid:pk>/", TeamRequestView.as_view(), name="team-request"),
    path("caseload/requests/<uuid:pk>/pick-up/", PickUpView.as_view(), name="team-request-pick-up"),
    path("caseload/profile/", PeerProfileView.as_view(), name="peer-profile"),
    path("caseload/places/<uuid:membership_id>/", AvailabilityView.as_view(), name="availability"),
    path("caseload/places/<uuid:membership_id>/colleagues/", ColleaguesView.as_view(), name="colleagues"),
    path("caseload/<uuid:assignment_id>/", OneOnCaseloadView.as_view(), name="one-on-caseload"),
    path("supervision/", SupervisionView.as_view(), name="supervision"),
    path("supervision/workload/", WorkloadView.as_view(), name="workload"),
    path("supervision/<uuid:pk>/", AskSupervisionView.as_view(), name="supervision-question"),
    path("supervision/<uuid:pk>/close/", CloseSupervisionView.as_view(), name="supervision-question-close"),
    path(
        "supervision/<uuid:pk>/answers/<uuid:answer_id>/",
        AnswerSupervisionView.as_view(),
        name="supervision-answer",
    ),
]
