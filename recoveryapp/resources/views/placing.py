"""What the reviewed table does not know, for a manager to place."""

from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.resources.actions.terms import place_term
from recoveryapp.resources.pagination import ByName, NewestMade
from recoveryapp.resources.permissions import KeepsDirectory
from recoveryapp.resources.queries import keeping
from recoveryapp.resources.serializers.keeping import (
    PlaceTermSerializer,
    TermFilterSerializer,
    TermSerializer,
    UnplacedServiceSerializer,
    WholeUnplacedServiceSerializer,
)
from recoveryapp.resources.views.listing import PagedView, asked_of


class UnplacedServicesView(PagedView):
    permission_classes = [IsAuthenticated, KeepsDirectory]
    pagination_class = ByName

    @extend_schema(responses=UnplacedServiceSerializer(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(keeping.services_to_place()) or []
        shown = UnplacedServiceSerializer(page, many=True, context={"terms": keeping.terms_of(page)})
        return self.get_paginated_response(shown.data)


class UnplacedServiceView(APIView):
    """With everything that its publisher says of it."""

    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(responses=WholeUnplacedServiceSerializer)
    def get(self, request: Request, service_id: UUID) -> Response:
        service = keeping.service_to_place(service_id)
        context = {"terms": keeping.terms_of([service])}
        return Response(WholeUnplacedServiceSerializer(service, context=context).data)


class TermsView(PagedView):
    permission_classes = [IsAuthenticated, KeepsDirectory]
    pagination_class = NewestMade

    @extend_schema(parameters=[TermFilterSerializer], responses=TermSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = asked_of(request, TermFilterSerializer)
        return self.answer_page(keeping.terms_to_place(**asked), TermSerializer)


class TermView(APIView):
    permission_classes = [IsAuthenticated, KeepsDirectory]

    @extend_schema(request=PlaceTermSerializer, responses=TermSerializer)
    def put(self, request: Request, term_id: UUID) -> Response:
        """What it stands for here. Services that name it are read again soon."""
        body = PlaceTermSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        term = keeping.term_to_place(term_id)
        place_term(term, values=body.validated_data, at=timezone.now(), by=viewer_of(request))
        return Response(TermSerializer(term).data)
