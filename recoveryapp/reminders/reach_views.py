"""How a person can be reached: their devices, their number, what they stopped, a test, their calendar."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.reminders import (
    actions,
    calendars,
    devices,
    digests,
    news_choice,
    phones,
    reach,
    stops,
    trying,
)
from recoveryapp.reminders.enums import ReminderChannel
from recoveryapp.reminders.reach_serializers import (
    CalendarSerializer,
    ChannelSerializer,
    DeviceSerializer,
    DigestSerializer,
    NewsChoiceSerializer,
    NumberSerializer,
    PhoneCodeSerializer,
    PhoneSerializer,
    ReachSerializer,
    SnoozeByTokenSerializer,
    SubscriptionSerializer,
    TrySerializer,
)


def read(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    body = serializer(data=request.data)
    body.is_valid(raise_exception=True)
    return dict(body.validated_data)


class ReachView(APIView):
    """By which ways I can be reached now, and why not by others."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ReachSerializer)
    def get(self, request: Request) -> Response:
        found = reach.reach_of(viewer_of(request), session_key=_session_key(request), now=timezone.now())
        return Response(ReachSerializer(found).data)


class DeviceListView(APIView):
    """Send notifications to this browser, for as long as I am signed in on it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=SubscriptionSerializer, responses={201: DeviceSerializer})
    def post(self, request: Request) -> Response:
        subscription = read(SubscriptionSerializer, request)
        device = devices.register_device(
            subscription, session_key=_session_key(request), now=timezone.now(), by=viewer_of(request)
        )
        shown = {"id": device.pk, "registered_at": device.registered_at, "is_this": True}
        return Response(DeviceSerializer(shown).data, status=201)


class DeviceView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        devices.forget_device(pk, by=viewer_of(request))
        return Response(status=204)


class PhoneView(APIView):
    """The number for text messages: a code is sent to it first."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=NumberSerializer, responses=PhoneSerializer)
    def put(self, request: Request) -> Response:
        asked = read(NumberSerializer, request)
        phone = phones.ask_for_code(**asked, now=timezone.now(), by=viewer_of(request))
        return Response(PhoneSerializer(phone).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        phones.forget_phone(by=viewer_of(request))
        return Response(status=204)


class PhoneCodeView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=PhoneCodeSerializer, responses=PhoneSerializer)
    def post(self, request: Request) -> Response:
        phone = phones.show_code(
            **read(PhoneCodeSerializer, request), now=timezone.now(), by=viewer_of(request)
        )
        return Response(PhoneSerializer(phone).data)


class GoOnView(APIView):
    """Take back a stop: messages may go to my present address again."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=ChannelSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        stops.go_on(ReminderChannel(read(ChannelSerializer, request)["channel"]), by=viewer_of(request))
        return Response(status=204)


class TestView(APIView):
    """Send me a test, now; answers what each gateway said."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=ChannelSerializer, responses=TrySerializer(many=True))
    def post(self, request: Request) -> Response:
        channel = ReminderChannel(read(ChannelSerializer, request)["channel"])
        tries = trying.send_test(channel, clock=timezone.now, by=viewer_of(request))
        return Response(TrySerializer(tries, many=True).data)


class SnoozeView(APIView):
    """From a notification: what it carries opens this one thing, without a sign-in, for a day."""

    permission_classes = [AllowAny]
    authentication_classes = ()

    @extend_schema(request=SnoozeByTokenSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        actions.snooze_by_token(**read(SnoozeByTokenSerializer, request), now=timezone.now())
        return Response(status=204)


class CalendarView(APIView):
    """A new address for my calendar, or none any more."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=CalendarSerializer)
    def post(self, request: Request) -> Response:
        secret = calendars.open_feed(by=viewer_of(request))
        address = f"{settings.PUBLIC_URL}/calendar/{secret}.ics"
        return Response(CalendarSerializer({"address": address}).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        calendars.close_feed(by=viewer_of(request))
        return Response(status=204)


class DigestView(APIView):
    """For practitioners: the weekly mail about who shares with me."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=DigestSerializer)
    def get(self, request: Request) -> Response:
        return Response(DigestSerializer(digests.choice_of(viewer_of(request))).data)

    @extend_schema(request=DigestSerializer, responses=DigestSerializer)
    def put(self, request: Request) -> Response:
        asked = read(DigestSerializer, request)
        chosen = digests.choose(**asked, now=timezone.now(), by=viewer_of(request))
        return Response(DigestSerializer(chosen).data)


class NewsChoiceView(APIView):
    """How I hear that something new waits for me; never what."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=NewsChoiceSerializer)
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        channels = news_choice.channels_of({viewer.pk})[viewer.pk]
        return Response(NewsChoiceSerializer({"channels": channels}).data)

    @extend_schema(request=NewsChoiceSerializer, responses=NewsChoiceSerializer)
    def put(self, request: Request) -> Response:
        chosen = news_choice.choose_channels(**read(NewsChoiceSerializer, request), by=viewer_of(request))
        return Response(NewsChoiceSerializer({"channels": chosen}).data)


def _session_key(request: Request) -> str:
    return str(request.session.session_key or "")
