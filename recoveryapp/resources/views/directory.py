from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.resources import queries
from recoveryapp.resources.freshness import STALE_CRISIS_AFTER
from recoveryapp.resources.serializers import CrisisContactsSerializer, ResourceSerializer


class ResourceView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(responses=ResourceSerializer)
    def get(self, request: Request, resource_id: UUID) -> Response:
        resource = queries.resource_visible_to(viewer_of(request), resource_id)
        return Response(ResourceSerializer(resource, context={"today": timezone.now().date()}).data)


class CrisisContactsView(APIView):
    """Open to everybody, the same for everybody, and kept by browsers: it must be there without a signal."""

    permission_classes = [AllowAny]
    authentication_classes = []

    @extend_schema(responses=CrisisContactsSerializer, auth=[])
    def get(self, request: Request) -> Response:
        found = {
            "verified_before_days": STALE_CRISIS_AFTER.days,
            "countries": queries.crisis_countries(),
            "worldwide": queries.worldwide_contacts(),
        }
        answer = Response(CrisisContactsSerializer(found).data)
        answer.headers["Cache-Control"] = "public, max-age=86400"
        return answer
