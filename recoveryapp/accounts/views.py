from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts import actions
from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.accounts.serializers import MeSerializer


class MeView(APIView):
    """The person signed in, and how the app should look and speak to them."""

    permission_classes = [IsAuthenticated]

    @method_decorator(ensure_csrf_cookie)
    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(request.user).data)

    @extend_schema(request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        body = MeSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        viewer = viewer_of(request)
        user = actions.change_preferences(viewer, values=body.validated_data, by=viewer)
        return Response(MeSerializer(user).data)


class WelcomedView(APIView):
    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=MeSerializer)
    def post(self, request: Request) -> Response:
        viewer = viewer_of(request)
        user = actions.finish_first_run(viewer, now=timezone.now(), by=viewer)
        return Response(MeSerializer(user).data)
