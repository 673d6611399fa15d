from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.audit.actions import Verb
from recoveryapp.common.errors import StaleVersion
from recoveryapp.common.schema import saved_as
from recoveryapp.consent.doors import PutViewSet
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.scopes import Scope
from recoveryapp.consent.shared_door import PurposeSerializer, SharedView
from recoveryapp.plans import queries
from recoveryapp.plans.actions import plan as actions
from recoveryapp.plans.pagination import NewestFormer
from recoveryapp.plans.pdf.plan import plan_as_pdf
from recoveryapp.plans.serializers import (
    FormerPlanRowSerializer,
    FormerPlanSerializer,
    PlanSerializer,
    PutPlanSerializer,
)

PDF = "application/pdf"
FILE_NAME = "plan.pdf"


class PlanView(APIView):
    """My one plan. Putting it keeps the former one; a version of 0 begins it."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=PlanSerializer)
    def get(self, request: Request) -> Response:
        return Response(PlanSerializer(queries.plan_of(viewer_of(request))).data)

    @extend_schema(request=PutPlanSerializer, responses=saved_as(PlanSerializer))
    def put(self, request: Request) -> Response:
        body = PutPlanSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = {**body.validated_data}
        try:
            saved = actions.put_plan(version=values.pop("version"), values=values, by=viewer_of(request))
        except StaleVersion as stale:
            raise StaleVersion(PlanSerializer(stale.current).data) from stale
        return Response(PlanSerializer(saved.row).data, status=201 if saved.is_new else 200)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """With all former ones."""
        actions.erase_plan(by=viewer_of(request))
        return Response(status=204)


class FormerPlanViewSet(PutViewSet):
    """My plan as it was before each change, newest first; read one by one, and erased one by one."""

    serializer_class = FormerPlanSerializer
    pagination_class = NewestFormer

    def get_queryset(self) -> QuerySet[Any]:
        return queries.former_plans_of(self.viewer)

    @extend_schema(responses=FormerPlanRowSerializer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer_page(queries.former_plan_list_of(self.viewer), FormerPlanRowSerializer)

    def delete_row(self, row_id: UUID) -> None:
        actions.erase_former_plan(row_id, by=self.viewer)


def as_file(pdf: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return HttpResponse(pdf, content_type=PDF, headers=headers)


class PlanFileView(APIView):
    """My plan as a file to print."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request) -> HttpResponse:
        me = viewer_of(request)
        return as_file(plan_as_pdf(queries.plan_of(me), person=me, language=me.language))


class SharedPlanFileView(SharedView):
    """The plan that one person shares with me, to print. Taking it is a print in the person's log."""

    scopes = frozenset({Scope.WELLBEING_PLAN})
    noun = "plans.wellbeingplan"
    verb = Verb.PRINT

    @extend_schema(parameters=[PurposeSerializer], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, person_id: UUID, **ids: UUID) -> HttpResponseBase:
        return super().get(request, person_id)

    def content(self, reading: Reading) -> bytes:
        """Making it takes time: what was stopped meanwhile is not handed over."""
        plan = queries.demand_plan(reading)
        pdf = plan_as_pdf(plan, person=reading.owner, language=reading.viewer.language)
        reading.demand_in_force()
        return pdf

    def answer(self, content: bytes) -> HttpResponseBase:
        return as_file(content)
