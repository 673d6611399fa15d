from django.urls import path

from recoveryapp.teams.views.connecting import (
    ConnectionCodeView,
    ConnectionsView,
    ConnectionView,
    LookAtCodeView,
)
from recoveryapp.teams.views.joining import AcceptInvitationView, LookAtInvitationView, MyTeamView
from recoveryapp.teams.views.managing import (
    EndMemberView,
    InvitationView,
    InviteView,
    LeadMemberView,
    ResendInvitationView,
    TeamPageView,
    TeamView,
    VerifyMemberView,
)

urlpatterns = [
    path("team/", TeamPageView.as_view(), name="team-page"),
    path("team/teams/<uuid:team_id>/", TeamView.as_view(), name="team"),
    path("team/invitations/", InviteView.as_view(), name="team-invitations"),
    path("team/invitations/<uuid:invitation_id>/", InvitationView.as_view(), name="team-invitation"),
    path(
        "team/invitations/<uuid:invitation_id>/resend/",
        ResendInvitationView.as_view(),
        name="team-invitation-resend",
    ),
    path("team/members/<uuid:membership_id>/verify/", VerifyMemberView.as_view(), name="team-member-verify"),
    path("team/members/<uuid:membership_id>/lead/", LeadMemberView.as_view(), name="team-member-lead"),
    path("team/members/<uuid:membership_id>/end/", EndMemberView.as_view(), name="team-member-end"),
    path("invitations/look/", LookAtInvitationView.as_view(), name="invitation-look"),
    path("invitations/accept/", AcceptInvitationView.as_view(), name="invitation-accept"),
    path("my-team/", MyTeamView.as_view(), name="my-team"),
    path("connection-codes/", ConnectionCodeView.as_view(), name="connection-codes"),
    path("connections/look/", LookAtCodeView.as_view(), name="connection-look"),
    path("connections/", ConnectionsView.as_view(), name="connections"),
    path("connections/<uuid:membership_id>/", ConnectionView.as_view(), name="connection"),
]
