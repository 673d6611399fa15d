from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.assignments.side_doors import PairView
from recoveryapp.assignments.sides import Pair, pairs_of
from recoveryapp.common.schema import saved_as
from recoveryapp.consent.scopes import Scope
from recoveryapp.meetings import actions, queries
from recoveryapp.meetings.agenda import ShownLine, agenda_of, scopes_of
from recoveryapp.meetings.calendars import calendar_file
from recoveryapp.meetings.notes import as_they_stand
from recoveryapp.meetings.pagination import LatestMeetings
from recoveryapp.meetings.serializers import (
    AnswerMeetingSerializer,
    CommitmentSerializer,
    MeetingSerializer,
    NotesSerializer,
    PairsSerializer,
    ShownLineSerializer,
    WholeMeetingSerializer,
)
from recoveryapp.meetings.views.stale import without_what_is_stored

CALENDAR = "text/calendar"
FILE_NAME = "meeting.ics"


@dataclass(frozen=True)
class Whole:
    shown: dict[str, Any]
    agenda: list[ShownLine]


class PairsView(APIView):
    """Those I work with now; to the person also those they worked with. Names, and nothing they wrote."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PairsSerializer)
    def get(self, request: Request) -> Response:
        pairs = pairs_of(viewer_of(request), now=timezone.now())
        return Response(PairsSerializer({"pairs": pairs}).data)


class MeetingsView(PairView):
    """Our meetings, the latest first."""

    noun = "meetings.meeting"
    pagination_class = LatestMeetings
    serializer_class = MeetingSerializer

    @extend_schema(responses=MeetingSerializer(many=True))
    def get(self, request: Request, assignment_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, assignment_id)

    def content(self, pair: Pair) -> dict[str, Any]:
        paginator = LatestMeetings()
        rows = paginator.paginate_queryset(queries.meetings_of(pair), self.request, self)
        return dict(paginator.get_paginated_response(MeetingSerializer(rows, many=True).data).data)


class MeetingView(PairView):
    """One meeting: when and where, what the person wants to talk about, what was noted and agreed."""

    noun = "meetings.meeting"

    @extend_schema(responses=WholeMeetingSerializer)
    def get(self, request: Request, assignment_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, assignment_id)

    def content(self, pair: Pair) -> Whole:
        meeting = queries.meeting_of(pair, self.kwargs["pk"])
        agenda = agenda_of(meeting, pair)
        agreed = queries.commitments_of(pair).filter(meeting=meeting).order_by("recorded_at", "pk")
        parts = {
            "agenda": ShownLineSerializer(agenda, many=True).data,
            "notes": NotesSerializer(as_they_stand(list(meeting.notes.all()))).data,
            "commitments": CommitmentSerializer(agreed, many=True).data,
        }
        return Whole({**MeetingSerializer(meeting).data, **parts}, agenda)

    def scopes_of(self, content: Whole) -> list[Scope]:
        return scopes_of(content.agenda)

    def answer(self, content: Whole) -> HttpResponseBase:
        return Response(content.shown)

    @extend_schema(request=MeetingSerializer, responses=saved_as(MeetingSerializer))
    def put(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        """Ask for a time, or for another one."""
        body = MeetingSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        with without_what_is_stored():
            saved = actions.put_meeting(
                pk,
                assignment_id=assignment_id,
                version=body.validated_data.pop("version"),
                values=body.validated_data,
                now=timezone.now(),
                by=viewer_of(request),
            )
        return Response(MeetingSerializer(saved.row).data, status=201 if saved.is_new else 200)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        """Take it away for good, by the person: agenda and notes go with it."""
        actions.delete_meeting(pk, assignment_id=assignment_id, by=viewer_of(request))
        return Response(status=204)


class AnswerMeetingView(APIView):
    """Say yes or no to a time that the other side asked for."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=AnswerMeetingSerializer, responses=MeetingSerializer)
    def post(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        body = AnswerMeetingSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        with without_what_is_stored():
            meeting = actions.answer_meeting(
                pk,
                assignment_id=assignment_id,
                **body.validated_data,
                now=timezone.now(),
                by=viewer_of(request),
            )
        return Response(MeetingSerializer(meeting).data)


class CallOffView(APIView):
    """Call a meeting off; another time can be asked for."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=MeetingSerializer)
    def post(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        meeting = actions.call_off(pk, assignment_id=assignment_id, now=timezone.now(), by=viewer_of(request))
        return Response(MeetingSerializer(meeting).data)


class MeetingFileView(PairView):
    """The meeting for one's calendar, under a neutral title."""

    noun = "meetings.meeting"

    @extend_schema(responses={(200, CALENDAR): OpenApiTypes.BINARY})
    def get(self, request: Request, assignment_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, assignment_id)

    def content(self, pair: Pair) -> bytes:
        return calendar_file(queries.meeting_of(pair, self.kwargs["pk"]), reader=pair.viewer, now=pair.at)

    def answer(self, content: bytes) -> HttpResponseBase:
        headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
        return HttpResponse(content, content_type=f"{CALENDAR}; charset=utf-8", headers=headers)
