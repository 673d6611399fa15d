"""Doors of those who run an organisation. Nobody else finds anything behind them."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.teams import queries
from recoveryapp.teams.actions.inviting import invite, resend_invitation, revoke_invitation
from recoveryapp.teams.actions.memberships import end_membership, mark_as_lead, verify_membership
from recoveryapp.teams.actions.organisations import put_team
from recoveryapp.teams.serializers import (
    InvitationSerializer,
    InviteSerializer,
    LeadSerializer,
    MemberSerializer,
    NamedSerializer,
    PutTeamSerializer,
    TeamPageSerializer,
)


class TeamPageView(APIView):
    """The organisation I run: its teams, who works in them, and who was asked to."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=TeamPageSerializer)
    def get(self, request: Request) -> Response:
        page = queries.team_page(viewer_of(request), now=timezone.now())
        return Response(TeamPageSerializer(page).data)


class TeamView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=PutTeamSerializer, responses=NamedSerializer)
    def put(self, request: Request, team_id: UUID) -> Response:
        body = PutTeamSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        team = put_team(team_id, **body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(NamedSerializer(team).data)


class InviteView(APIView):
    """Hold a place for an address and write to it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=InviteSerializer, responses={201: InvitationSerializer})
    def post(self, request: Request) -> Response:
        body = InviteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        invitation = invite(values=body.validated_data, now=timezone.now(), by=viewer_of(request))
        return Response(InvitationSerializer(invitation).data, status=201)


class InvitationView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, invitation_id: UUID) -> Response:
        revoke_invitation(invitation_id, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class ResendInvitationView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=InvitationSerializer)
    def post(self, request: Request, invitation_id: UUID) -> Response:
        invitation = resend_invitation(invitation_id, now=timezone.now(), by=viewer_of(request))
        return Response(InvitationSerializer(invitation).data)


class VerifyMemberView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=MemberSerializer)
    def post(self, request: Request, membership_id: UUID) -> Response:
        member = verify_membership(membership_id, now=timezone.now(), by=viewer_of(request))
        return Response(MemberSerializer(member).data)


class EndMemberView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=MemberSerializer)
    def post(self, request: Request, membership_id: UUID) -> Response:
        member = end_membership(membership_id, now=timezone.now(), by=viewer_of(request))
        return Response(MemberSerializer(member).data)


class LeadMemberView(APIView):
    """Who answers their team's questions. A manager says so."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=LeadSerializer, responses=MemberSerializer)
    def post(self, request: Request, membership_id: UUID) -> Response:
        body = LeadSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        now, by = timezone.now(), viewer_of(request)
        return Response(
            MemberSerializer(mark_as_lead(membership_id, **body.validated_data, now=now, by=by)).data
        )
