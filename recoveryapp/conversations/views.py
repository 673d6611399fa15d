from dataclasses import dataclass
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
from recoveryapp.common.pagination import NewestFirst
from recoveryapp.common.schema import saved_as
from recoveryapp.consent.scopes import Scope
from recoveryapp.conversations import actions, queries
from recoveryapp.conversations.attachments import Attached, attachable_by, attached_to, scopes_of
from recoveryapp.conversations.serializers import (
    AttachableSerializer,
    ConversationSerializer,
    MessageSerializer,
    ReadUpToSerializer,
    SendMessageSerializer,
    ToldBySerializer,
    UnreadSerializer,
)


@dataclass(frozen=True)
class MessagePage:
    shown: dict[str, Any]
    attached: list[Attached]


class ConversationView(PairView):
    """Whether it is open, how many messages wait for me, and how I hear of new ones."""

    noun = "conversations.conversation"

    @extend_schema(responses=ConversationSerializer)
    def get(self, request: Request, assignment_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, assignment_id)

    def content(self, pair: Pair) -> dict[str, Any]:
        return ConversationSerializer(queries.standing_of(pair)).data


class MessagesView(PairView):
    """What we wrote to each other, newest first. Looking marks nothing as read."""

    noun = "conversations.message"
    pagination_class = NewestFirst
    serializer_class = MessageSerializer

    @extend_schema(responses=MessageSerializer(many=True))
    def get(self, request: Request, assignment_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, assignment_id)

    def content(self, pair: Pair) -> MessagePage:
        paginator = NewestFirst()
        rows = paginator.paginate_queryset(queries.messages_of(pair), self.request, self) or []
        attached = attached_to(rows, pair)
        shapes = MessageSerializer(rows, many=True, context={"attached": attached})
        return MessagePage(dict(paginator.get_paginated_response(shapes.data).data), list(attached.values()))

    def scopes_of(self, content: MessagePage) -> list[Scope]:
        return scopes_of(content.attached)

    def answer(self, content: MessagePage) -> HttpResponseBase:
        return Response(content.shown)


class AttachableView(PairView):
    """What can be sent with a message: what is shared already with whoever works with the person."""

    noun = "conversations.attachable"

    @extend_schema(responses=AttachableSerializer)
    def get(self, request: Request, assignment_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, assignment_id)

    def content(self, pair: Pair) -> list[Attached]:
        return attachable_by(pair)

    def scopes_of(self, content: list[Attached]) -> list[Scope]:
        return scopes_of(content)

    def answer(self, content: list[Attached]) -> HttpResponseBase:
        return Response(AttachableSerializer({"things": content}).data)


class MessageView(APIView):
    """Send one message. It cannot be changed; the person can take it away, for both."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=SendMessageSerializer, responses=saved_as(SendMessageSerializer))
    def put(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        body = SendMessageSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        saved = actions.send_message(
            pk,
            assignment_id=assignment_id,
            values=body.validated_data,
            now=timezone.now(),
            by=viewer_of(request),
        )
        return Response(SendMessageSerializer(saved.row).data, status=201 if saved.is_new else 200)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, assignment_id: UUID, pk: UUID) -> Response:
        actions.delete_message(pk, assignment_id=assignment_id, by=viewer_of(request))
        return Response(status=204)


class ReadView(APIView):
    """I have read up to this message; the other side sees that."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=ReadUpToSerializer, responses={204: None})
    def post(self, request: Request, assignment_id: UUID) -> Response:
        body = ReadUpToSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actions.mark_read(
            body.validated_data["message"],
            assignment_id=assignment_id,
            now=timezone.now(),
            by=viewer_of(request),
        )
        return Response(status=204)


class CloseView(APIView):
    """Close the conversation; nothing more can be sent until the person opens it again."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=ConversationSerializer)
    def post(self, request: Request, assignment_id: UUID) -> Response:
        pair = actions.close_conversation(
            assignment_id=assignment_id, now=timezone.now(), by=viewer_of(request)
        )
        return Response(ConversationSerializer(queries.standing_of(pair)).data)


class ReopenView(APIView):
    """Open it again, by the person."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=ConversationSerializer)
    def post(self, request: Request, assignment_id: UUID) -> Response:
        pair = actions.reopen_conversation(
            assignment_id=assignment_id, now=timezone.now(), by=viewer_of(request)
        )
        return Response(ConversationSerializer(queries.standing_of(pair)).data)


class ToldByView(APIView):
    """How I hear that there is something new; never what."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=ToldBySerializer, responses=ConversationSerializer)
    def put(self, request: Request, assignment_id: UUID) -> Response:
        body = ToldBySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        pair = actions.be_told_by(
            body.validated_data["channels"],
            assignment_id=assignment_id,
            now=timezone.now(),
            by=viewer_of(request),
        )
        return Response(ConversationSerializer(queries.standing_of(pair)).data)


class UnreadView(APIView):
    """How many messages wait for me, by assignment."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=UnreadSerializer)
    def get(self, request: Request) -> Response:
        counts = queries.unread_of(viewer_of(request), now=timezone.now())
        return Response({"counts": {str(pk): count for pk, count in counts.items()}})
