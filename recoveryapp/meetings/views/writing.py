from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.assignments.side_doors import PairView
from recoveryapp.assignments.sides import Pair
from recoveryapp.common.schema import saved_as
from recoveryapp.meetings import actions, commitments, queries
from recoveryapp.meetings.agenda import tickable_by
from recoveryapp.meetings.pagination import OpenFirst
from recoveryapp.meetings.serializers import (
    AgendaLineSerializer,
    CommitmentSerializer,
    MakeStepSerializer,
    MarkCommitmentSerializer,
    NoteSerializer,
    TickableLinesSerializer,
)
from recoveryapp.meetings.views.stale import without_what_is_stored


class TickableLinesView(APIView):
    """What of mine I can put on an agenda, each as it would stand there."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=TickableLinesSerializer)
    def get(self, request: Request) -> Response:
        return Response(TickableLinesSerializer({"lines": tickable_by(viewer_of(request))}).data)


class AgendaLineView(APIView):
    """One line of what I want to talk about. The other side sees this line, and nothing beside it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=AgendaLineSerializer, responses=saved_as(AgendaLineSerializer))
    def put(self, request: Request, assignment_id: UUID, meeting_id: UUID, pk: UUID) -> Response:
        body = AgendaLineSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        saved = actions.put_line(
            pk,
            meeting_id=meeting_id,
            assignment_id=assignment_id,
            values=body.validated_data,
            now=timezone.now(),
            by=viewer_of(request),
        )
        return Response(AgendaLineSerializer(saved.row).data, status=201 if saved.is_new else 200)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, assignment_id: UUID, meeting_id: UUID, pk: UUID) -> Response:
        actions.delete_line(pk, meeting_id=meeting_id, assignment_id=assignment_id, by=viewer_of(request))
        return Response(status=204)


class NoteView(APIView):
    """Write a version of the notes. Where the other side wrote at the same time, both texts stay."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=NoteSerializer, responses=saved_as(NoteSerializer))
    def put(self, request: Request, assignment_id: UUID, meeting_id: UUID, pk: UUID) -> Response:
        body = NoteSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        saved = actions.write_note(
            pk,
            meeting_id=meeting_id,
            assignment_id=assignment_id,
            **body.validated_data,
            now=timezone.now(),
            by=viewer_of(request),
        )
        return Response(NoteSerializer(saved.row).data, status=201 if saved.is_new else 200)


class NotesView(APIView):
    """Take every version of the notes away for good, by the person."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, assignment_id: UUID, meeting_id: UUID) -> Response:
        actions.erase_notes(meeting_id, assignment_id=assignment_id, by=viewer_of(request))
        return Response(status=204)


class CommitmentsView(PairView):
    """What both agreed to do: what is open first, then the newest."""

    noun = commitments.NOUN
    pagination_class = OpenFirst
    serializer_class = CommitmentSerializer

    @extend_schema(responses=CommitmentSerializer(many=True))
    def get(self, request: Request, assignment_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, assignment_id)

    def content(self, pair: Pair) -> dict[str, Any]:
        paginator = OpenFirst()
        rows = paginator.paginate_queryset(queries.commitments_of(pair), self.request, self)
        return dict(paginator.get_paginated_response(CommitmentSerializer(rows, many=True).data).data)


class CommitmentView(APIView):
    """Write down what one of us will do, or another day or wording for it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=CommitmentSerializer, responses=saved_as(CommitmentSerializer))
    def put(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        body = CommitmentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        with without_what_is_stored():
            saved = commitments.put_commitment(
                pk,
                assignment_id=assignment_id,
                version=body.validated_data.pop("version"),
                values=body.validated_data,
                now=timezone.now(),
                by=viewer_of(request),
            )
        return Response(CommitmentSerializer(saved.row).data, status=201 if saved.is_new else 200)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        commitments.delete_commitment(pk, assignment_id=assignment_id, by=viewer_of(request))
        return Response(status=204)


class MarkCommitmentView(APIView):
    """Say that it happened, let it go, or open it again."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=MarkCommitmentSerializer, responses=CommitmentSerializer)
    def post(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        body = MarkCommitmentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        row = commitments.mark_commitment(
            pk, assignment_id=assignment_id, **body.validated_data, now=timezone.now(), by=viewer_of(request)
        )
        return Response(CommitmentSerializer(row).data)


class MakeStepView(APIView):
    """Make what I will do a step of one of my goals."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=MakeStepSerializer, responses=CommitmentSerializer)
    def post(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        body = MakeStepSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        row = commitments.make_step(
            pk,
            assignment_id=assignment_id,
            goal_id=body.validated_data["goal"],
            step_id=body.validated_data["step"],
            now=timezone.now(),
            by=viewer_of(request),
        )
        return Response(CommitmentSerializer(row).data)
