"""The one way to another person's rows: a reading, opened for one person and purpose by grants in force.

Each condition it makes asks the database again, in the same statement as the rows, whether the grant is still
in force. So a grant that is stopped while a page is made stops the next statement, and nothing is kept.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, Model, Q, Value, When

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.models import ConsentGrant, GrantQuerySet
from recoveryapp.consent.scopes import Purpose, Scope

NOTHING = Q(pk__in=[])
MOST_GRANTS = 100
"""Between two people, in force at once."""


@dataclass(frozen=True)
class Reading:
    viewer: User
    owner: User
    purpose: Purpose
    at: datetime
    grants: tuple[ConsentGrant, ...]

    @property
    def scopes(self) -> list[Scope]:
        """What is open at all, in the order in which they are shown."""
        open_ = {scope for grant in self.grants for scope in grant.scopes}
        return [scope for scope in Scope if scope in open_]

    @property
    def until(self) -> datetime:
        """When the last of it ends."""
        return max(grant.expires_at for grant in self.grants)

    def opens(self, scope: Scope, *, goal: str = "", begins: str = "recorded_at", ends: str = "") -> Q:
        """Whether a row may be seen. `goal` names its field with the goal's id, where it belongs to one;
        `begins` and `ends` the times it spans, a moment where `ends` is left out."""
        chosen = [grant for grant in self.grants if scope in grant.scopes]
        each = (self._opened_by(grant, goal, begins, ends or begins) for grant in chosen)
        return Q(owner=self.owner.pk) & reduce(or_, each, NOTHING)

    def is_open(self) -> Q:
        """Whether rows of this person may be seen at all: while one of its grants is in force."""
        return Q(Exists(self._own_grants_in_force()), owner=self.owner.pk)

    def opens_given(self, field: str) -> Q:
        """Whether a row may be seen that was given together with one grant, which `field` names."""
        return Q(owner=self.owner.pk, **{f"{field}__in": self._own_grants_in_force()})

    def demand_in_force(self) -> None:
        """Before what took time is handed over. Raises NotVisible where a grant was stopped meanwhile."""
        if self._own_grants_in_force().count() < len(self.grants):
            raise NotVisible

    def hold(self) -> None:
        """Whoever stops one of its grants waits for the end of this transaction. Raises as above."""
        held = self._own_grants_in_force().select_for_update(of=("self",), no_key=True).order_by("pk")
        if len(held) < len(self.grants):
            raise NotVisible

    def shown(self, model: type[Model], name: str, scope: Scope, hidden: Any, **spans: str) -> Case:
        """A field in rows where `scope` is open; in others `hidden`, as the database would hold it."""
        field: Any = model._meta.get_field(name)
        instead = Value(hidden, output_field=field)
        return Case(When(self.opens(scope, **spans), then=F(name)), default=instead)

    def _opened_by(self, grant: ConsentGrant, goal: str, begins: str, ends: str) -> Q:
        opened = Q(Exists(self._in_force().filter(pk=grant.pk)))
        if grant.data_from:
            opened &= Q(**{f"{ends}__gte": grant.data_from})
        if grant.data_to:
            opened &= Q(**{f"{begins}__lt": grant.data_to})
        if goal and grant.goal_ids:
            opened &= Q(**{f"{goal}__in": grant.goal_ids})
        return opened

    def _own_grants_in_force(self) -> Any:
        return self._in_force().filter(pk__in=[grant.pk for grant in self.grants])

    def _in_force(self) -> Any:
        return ConsentGrant.objects.in_force(self.at).given_to(self.viewer)


class SupporterReading(Reading):
    """Opened by what was given to a supporter, for whom there is one door of their own."""

    def _in_force(self) -> Any:
        return ConsentGrant.objects.in_force(self.at).given_to_supporter(self.viewer)


class OwnReading(Reading):
    """A person's own record, put together by the very code that shows it to others."""

    @property
    def scopes(self) -> list[Scope]:
        return list(Scope)

    def opens(self, scope: Scope, **spans: str) -> Q:
        return Q(owner=self.owner.pk)

    def opens_given(self, field: str) -> Q:
        return Q(owner=self.owner.pk)


def own_reading(person: User, *, now: datetime) -> Reading:
    return OwnReading(viewer=person, owner=person, purpose=Purpose.REVIEW, at=now, grants=())


def open_reading(owner_id: UUID, *, viewer: User, purpose: Purpose, now: datetime) -> Reading:
    """In one statement. Raises NotVisible without a grant in force, whether or not there is such a person."""
    found = _found(ConsentGrant.objects.in_force(now).given_to(viewer), owner_id, purpose)
    return Reading(viewer=viewer, owner=found[0].owner, purpose=purpose, at=now, grants=found)


def open_supporting(owner_id: UUID, *, viewer: User, now: datetime) -> Reading:
    """The same by what was given to the viewer as a supporter."""
    purpose = Purpose.SUPPORT
    found = _found(ConsentGrant.objects.in_force(now).given_to_supporter(viewer), owner_id, purpose)
    return SupporterReading(viewer=viewer, owner=found[0].owner, purpose=purpose, at=now, grants=found)


def _found(grants: GrantQuerySet, owner_id: UUID, purpose: Purpose) -> tuple[ConsentGrant, ...]:
    wanted = grants.filter(owner=owner_id, purpose=purpose).select_related("owner")
    found = tuple(wanted.order_by("-expires_at", "pk")[:MOST_GRANTS])
    if not found:
        raise NotVisible
    return found
