from typing import Any, ClassVar

from django.db.models import Avg, Count
from django.db.models.functions import TruncWeek
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.bench.floor.models import Entry


class EntrySerializer(serializers.ModelSerializer[Entry]):
    class Meta:
        model = Entry
        fields: ClassVar[list[str]] = ["id", "recorded_at", "level", "words", "tags"]
        extra_kwargs: ClassVar[dict[str, Any]] = {"id": {"validators": []}}


class Entries(APIView):
    """One INSERT; or the newest thirty."""

    def get(self, request: Request) -> Response:
        newest = Entry._default_manager.filter(owner=request.user).order_by("-recorded_at", "-id")[:30]
        return Response(EntrySerializer(newest, many=True).data)

    def post(self, request: Request) -> Response:
        body = EntrySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        Entry._default_manager.create(owner=request.user, **body.validated_data)
        return Response(body.data, status=201)


class Trend(APIView):
    def get(self, request: Request) -> Response:
        rows = Entry._default_manager.filter(
            owner=request.user, recorded_at__gte=request.query_params["since"]
        )
        weeks = rows.annotate(week=TruncWeek("recorded_at")).values("week")
        found = weeks.annotate(mean=Avg("level"), count=Count("id")).order_by("week")
        return Response(list(found))
