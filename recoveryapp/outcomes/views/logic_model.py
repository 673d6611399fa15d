import hashlib
from functools import cache
from typing import Any

from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.catalogue import Catalogue
from recoveryapp.outcomes.queries.measures import measures_in_use
from recoveryapp.outcomes.serializers.logic_model import LogicModelSerializer, MeasureSerializer

KEPT_SECONDS = 3600


@cache
def shape(logic_model: Catalogue) -> dict[str, Any]:
    return dict(LogicModelSerializer(logic_model).data)


@cache
def entity_tag(logic_model: Catalogue) -> str:
    return f'"{hashlib.sha256(JSONRenderer().render(shape(logic_model))).hexdigest()}"'


def current_entity_tag(request: object) -> str:
    return entity_tag(catalogue.current())


@method_decorator(cache_control(public=True, max_age=KEPT_SECONDS), name="dispatch")
class LogicModelView(APIView):
    """Public: what the app believes helps, and why. It holds nothing of anybody."""

    authentication_classes = []
    permission_classes = [AllowAny]

    @extend_schema(responses=LogicModelSerializer)
    @method_decorator(condition(etag_func=current_entity_tag))
    def get(self, request: Request) -> Response:
        return Response(shape(catalogue.current()))


class MeasuresView(APIView):
    """The sets of items in use now."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=MeasureSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(MeasureSerializer(measures_in_use(on=timezone.now().date()), many=True).data)
