from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.today import queries
from recoveryapp.today.serializers import TodaySerializer


class TodayView(APIView):
    """The first screen in one request: when I checked in, what I set out to do, what is new, one idea."""

    permission_classes = [IsAuthenticated]

    @extend_schema(operation_id="today_retrieve", responses=TodaySerializer)
    def get(self, request: Request) -> Response:
        return Response(TodaySerializer(queries.today_of(viewer_of(request), now=timezone.now())).data)
