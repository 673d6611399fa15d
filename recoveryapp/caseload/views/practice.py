"""Doors of practitioners: their list, their team's requests, hand-over, hours and profile."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.assignments.actions import set_availability
from recoveryapp.assignments.queries import own_place
from recoveryapp.caseload.actions.profiles import set_profile
from recoveryapp.caseload.actions.requests import pick_up_request, read_request
from recoveryapp.caseload.actions.together import offer_hand_over, withdraw_hand_over
from recoveryapp.caseload.queries.lists import caseload_of, colleagues, one_on_caseload
from recoveryapp.caseload.queries.profiles import own_profile
from recoveryapp.caseload.queries.requests import team_requests
from recoveryapp.caseload.serializers.practice import (
    AvailabilitySerializer,
    CaseloadSerializer,
    ColleaguesSerializer,
    OfferHandOverSerializer,
    OneOnCaseloadSerializer,
    PeerProfileSerializer,
    PlaceSerializer,
    TeamRequestSerializer,
    TeamRequestsSerializer,
    WholeTeamRequestSerializer,
)


class CaseloadView(APIView):
    """Those I work with, in the order of what is agreed; and those who share something beside them."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=CaseloadSerializer)
    def get(self, request: Request) -> Response:
        return Response(CaseloadSerializer(caseload_of(viewer_of(request), now=timezone.now())).data)


class OneOnCaseloadView(APIView):
    """One of them. What they share is behind another door."""

    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="one_on_caseload_retrieve", responses=OneOnCaseloadSerializer)
    def get(self, request: Request, assignment_id: UUID) -> Response:
        one = one_on_caseload(assignment_id, viewer=viewer_of(request), now=timezone.now())
        return Response(OneOnCaseloadSerializer(one).data)


class ColleaguesView(APIView):
    """Who could stand in for me, or go on instead of me, by the place where I practise."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ColleaguesSerializer)
    def get(self, request: Request, membership_id: UUID) -> Response:
        found = colleagues(membership_id, viewer=viewer_of(request), now=timezone.now())
        return Response(ColleaguesSerializer({"colleagues": found}).data)


class HandOverView(APIView):
    """Ask the person whether a colleague may go on; or take the question back."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=OfferHandOverSerializer, responses={204: None})
    def put(self, request: Request, assignment_id: UUID) -> Response:
        body = OfferHandOverSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = {**body.validated_data, "hand_over_id": body.validated_data["id"]}
        del said["id"]
        offer_hand_over(assignment_id, **said, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, assignment_id: UUID) -> Response:
        withdraw_hand_over(assignment_id, now=timezone.now(), by=viewer_of(request))
        return Response(status=204)


class TeamRequestsView(APIView):
    """What my teams were asked for, and what I have picked up. Their words are behind each."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=TeamRequestsSerializer)
    def get(self, request: Request) -> Response:
        return Response(TeamRequestsSerializer(team_requests(viewer_of(request), now=timezone.now())).data)


class TeamRequestView(APIView):
    """With its words. That I read them, whoever asked can see."""

    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="team_request_retrieve", responses=WholeTeamRequestSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        found = read_request(pk, viewer=viewer_of(request), now=timezone.now())
        return Response(WholeTeamRequestSerializer(found).data)


class PickUpView(APIView):
    """From now on I work with whoever asked; one of the team does."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=TeamRequestSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        found = pick_up_request(pk, now=timezone.now(), by=viewer_of(request))
        return Response(TeamRequestSerializer(found).data)


class AvailabilityView(APIView):
    """For how many I have time, when I am there, and who stands in while I am away."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=AvailabilitySerializer, responses=PlaceSerializer)
    def put(self, request: Request, membership_id: UUID) -> Response:
        body = AvailabilitySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        now, me = timezone.now(), viewer_of(request)
        set_availability(membership_id, values=body.validated_data, now=now, by=me)
        return Response(PlaceSerializer(own_place(membership_id, practitioner=me, now=now)).data)


class PeerProfileView(APIView):
    """What I tell of myself. It is mine: shown while I want it shown."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PeerProfileSerializer)
    def get(self, request: Request) -> Response:
        return Response(PeerProfileSerializer(own_profile(viewer_of(request), now=timezone.now())).data)

    @extend_schema(request=PeerProfileSerializer, responses=PeerProfileSerializer)
    def put(self, request: Request) -> Response:
        body = PeerProfileSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        is_shown = values.pop("is_shown")
        row = set_profile(values=values, is_shown=is_shown, now=timezone.now(), by=viewer_of(request))
        return Response(PeerProfileSerializer(row).data)
