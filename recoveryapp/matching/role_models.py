"""Stories of people who have been there, for one goal: role modelling."""

from uuid import UUID

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.goals.queries import goals_of
from recoveryapp.matching.enums import ResponseState
from recoveryapp.matching.queries import responses_of
from recoveryapp.resources.enums import Status
from recoveryapp.resources.models import STORIES, Resource
from recoveryapp.resources.queries import resources_visible_to

MOST = 5


def stories_for(viewer: User, *, goal_id: UUID) -> list[Resource]:
    """Told here, about an area that the viewer’s own goal is about; the nearest first, then the newest.

    Without those they have put aside for this goal. Three statements. Raises NotVisible.
    """
    goal = goals_of(viewer).only("owner", "areas").filter(pk=goal_id).first()
    if goal is None:
        raise NotVisible
    aside = responses_of(viewer).filter(goal=goal_id, state=ResponseState.DISMISSED).values("resource")
    told = resources_visible_to(viewer).filter(
        source=STORIES, status=Status.ACTIVE, areas__overlap=goal.areas
    )
    about = frozenset(goal.areas)
    stories = sorted(told.exclude(pk__in=aside).order_by("-pk"), key=lambda row: -len(about & {*row.areas}))
    return stories[:MOST]
