from django.utils import timezone
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from recoveryapp.accounts.authentication import viewer_of
from recoveryapp.common.errors import NotVisible
from recoveryapp.resources.queries.stories import is_reader
from recoveryapp.teams.queries import managing_memberships


class KeepsDirectory(BasePermission):
    """Who runs an organisation keeps its directory. For others there is nothing behind these doors."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not managing_memberships(timezone.now()).filter(user=viewer_of(request)).exists():
            raise NotVisible
        return True


class ReadsStories(BasePermission):
    """Peer workers and those who run an organisation. For others there is nothing behind these doors."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not is_reader(viewer_of(request), now=timezone.now()):
            raise NotVisible
        return True
