from uuid import UUID

from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from recoveryapp.accounts import actions, queries
from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.accounts.email_changes import undo_email_change
from recoveryapp.accounts.serializers import MeSerializer, PutBackSerializer, SignInsSerializer


class MeView(APIView):
    """The person signed in, and how the app should look and speak to them."""

    permission_classes = [IsAuthenticated]
    opens_before_second_step = True

    @method_decorator(ensure_csrf_cookie)
    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(request.user, context={"request": request}).data)

    @extend_schema(request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        body = MeSerializer(data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        viewer = viewer_of(request)
        user = actions.change_preferences(viewer, values=body.validated_data, by=viewer)
        return Response(MeSerializer(user, context={"request": request}).data)


class WelcomedView(APIView):
    permission_classes = [IsAuthenticated]
    opens_before_second_step = True

    @extend_schema(request=None, responses=MeSerializer)
    def post(self, request: Request) -> Response:
        viewer = viewer_of(request)
        user = actions.finish_first_run(viewer, now=timezone.now(), by=viewer)
        return Response(MeSerializer(user, context={"request": request}).data)


class SignInsView(APIView):
    """Where I am signed in."""

    permission_classes = [IsAuthenticated]

    @extend_schema(responses=SignInsSerializer)
    def get(self, request: Request) -> Response:
        rows = queries.sign_ins_of(viewer_of(request), now=timezone.now())
        return Response(SignInsSerializer({"sign_ins": rows}, context=_this(request)).data)


class EndOtherSignInsView(APIView):
    """Everywhere but here I am signed out at once."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses=SignInsSerializer)
    def post(self, request: Request) -> Response:
        viewer = viewer_of(request)
        actions.end_other_sign_ins(viewer, this=request.session.session_key, by=viewer)
        rows = queries.sign_ins_of(viewer, now=timezone.now())
        return Response(SignInsSerializer({"sign_ins": rows}, context=_this(request)).data)


class SignInView(APIView):
    """One of them."""

    permission_classes = [IsAuthenticated]

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, pk: UUID) -> Response:
        """Signed out there."""
        viewer = viewer_of(request)
        actions.end_sign_in(viewer, pk, by=viewer)
        return Response(status=204)


class PutBackEmailView(APIView):
    """Public: the token from the old mailbox is the key. Following a link changes nothing, pressing does."""

    permission_classes = [AllowAny]

    @extend_schema(request=PutBackSerializer, responses={204: None})
    def post(self, request: Request) -> Response:
        body = PutBackSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        undo_email_change(**body.validated_data, now=timezone.now())
        return Response(status=204)


def _this(request: Request) -> dict[str, str | None]:
    return {"this": request.session.session_key}
