from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.consent.gate import Reading
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Goal
from recoveryapp.goals.queries import goals_of
from recoveryapp.matching.directory import current_index, current_logic
from recoveryapp.matching.enums import ResponseState, Wish
from recoveryapp.matching.models import OwnIdea, SuggestionResponse, Wishes
from recoveryapp.matching.ranking.choose import choose
from recoveryapp.matching.ranking.rank import explain, rank
from recoveryapp.matching.ranking.shapes import Asked, Path, Ranked, Reason
from recoveryapp.resources.enums import Status
from recoveryapp.resources.models import Resource
from recoveryapp.resources.queries import resource_visible_to, resources_visible_to

MOST_GOALS = 5
"""Suggestions in general look at so many active goals, the newest."""

Answers = Mapping[tuple[UUID, UUID], SuggestionResponse]


@dataclass(frozen=True)
class Suggestion:
    """A resource offered for a goal, and why."""

    goal: UUID | None
    resource: Resource
    reasons: Sequence[Reason]
    links: Sequence[Path]
    response: SuggestionResponse | None


@dataclass(frozen=True)
class Suggestions:
    goal: UUID | None
    """None: for all active goals together."""
    suggestions: list[Suggestion]
    """Five that the person has not answered yet, then those they saved."""
    own_ideas: list[OwnIdea]


@dataclass(frozen=True)
class Offer:
    """A ranked resource with the goal it is for, before its row is read."""

    goal_id: UUID | None
    asked: Asked
    ranked: Ranked

    @property
    def resource_id(self) -> UUID:
        return UUID(self.ranked.entry.id)


def wishes_of(viewer: User) -> Wishes:
    """The person's own, or empty ones that are not stored yet."""
    return Wishes.objects.owned_by(viewer).filter(owner=viewer).first() or Wishes(owner=viewer)


def responses_of(viewer: User) -> QuerySet[SuggestionResponse]:
    return SuggestionResponse.objects.owned_by(viewer)


def answered_of(viewer: User, *, state: ResponseState | None) -> QuerySet[SuggestionResponse]:
    """What was answered so, with the resource. Without a state what is kept: saved or tried."""
    kept = [ResponseState.SAVED, ResponseState.TRIED]
    rows = responses_of(viewer).filter(state__in=[state] if state else kept)
    return rows.select_related("resource")


def own_ideas_of(viewer: User) -> QuerySet[OwnIdea]:
    return OwnIdea.objects.owned_by(viewer)


def ideas_that_helped(reading: Reading) -> QuerySet[SuggestionResponse]:
    """Of another person, as far as a reading opens them, newest first."""
    return SuggestionResponse.objects.shared_with(reading).order_by("-recorded_at", "-id")


def suggestions_for(viewer: User, *, goal_id: UUID | None, today: date) -> Suggestions:
    """For one of the viewer's own goals, or for their active ones together. Raises NotVisible.

    A fixed number of statements, whatever the number of goals, answers and resources.
    """
    goals = _goals(viewer, goal_id)
    answers = _answers(viewer, goals)
    offers = list(_offers(viewer, goals, today))
    chosen = _choose(offers, answers)
    ids = [offer.resource_id for offer in chosen]
    rows = resources_visible_to(viewer).filter(status=Status.ACTIVE).in_bulk(ids)
    return Suggestions(
        goal=goal_id,
        suggestions=[_suggestion(offer, rows, answers) for offer in chosen if offer.resource_id in rows],
        own_ideas=list(own_ideas_of(viewer).filter(owner=viewer, goal__in=goals).order_by("-recorded_at")),
    )


def suggestion_of(viewer: User, *, goal_id: UUID, resource_id: UUID, today: date) -> Suggestion:
    """One resource for one of the viewer's own goals, whatever they answered. Raises NotVisible.

    Without reasons when it closed, or when the person's wishes leave it out by now.
    """
    goals = _goals(viewer, goal_id)
    resource = resource_visible_to(viewer, resource_id)
    response = responses_of(viewer).filter(goal=goal_id, resource=resource_id).first()
    offers = _offers(viewer, goals, today) if resource.status == Status.ACTIVE else iter(())
    if offer := next((offer for offer in offers if offer.resource_id == resource_id), None):
        answers = {(goal_id, resource_id): response} if response else {}
        return _suggestion(offer, {resource_id: resource}, answers)
    return Suggestion(goal_id, resource, (), (), response)


def _goals(viewer: User, goal_id: UUID | None) -> list[Goal]:
    own = goals_of(viewer).filter(owner=viewer)
    if goal_id is None:
        return list(own.filter(status=GoalStatus.ACTIVE).order_by("-recorded_at", "-pk")[:MOST_GOALS])
    if not (found := list(own.filter(pk=goal_id))):
        raise NotVisible
    return found


def _answers(viewer: User, goals: Sequence[Goal]) -> Answers:
    rows = responses_of(viewer).filter(owner=viewer, goal__in=goals).defer("reason_words", "note")
    return {(row.goal_id, row.resource_id): row for row in rows}


def _offers(viewer: User, goals: Sequence[Goal], today: date) -> Iterator[Offer]:
    """Without a goal: what the person's wishes alone leave, in the order of what is known of it."""
    wishes, index, logic = wishes_of(viewer), current_index(today), current_logic()
    asked_for: list[tuple[UUID | None, Asked]] = [(goal.pk, as_asked(goal, wishes)) for goal in goals]
    for goal_id, asked in asked_for or [(None, as_asked(None, wishes))]:
        for ranked in rank(asked, index, logic):
            yield Offer(goal_id, asked, ranked)


def as_asked(goal: Goal | None, wishes: Wishes) -> Asked:
    return Asked(
        words=goal.words if goal else "",
        why=goal.why if goal else "",
        domains=frozenset(goal.domains if goal else ()),
        areas=frozenset(goal.areas if goal else ()),
        barriers=frozenset(goal.barriers if goal else ()),
        own_barrier=goal.own_barrier if goal else "",
        wishes=frozenset(Wish(code) for code in wishes.wishes),
        place=wishes.place,
        languages=tuple(wishes.languages),
    )


def _choose(offers: Sequence[Offer], answers: Answers) -> list[Offer]:
    """A resource once, for the goal it fits best; what was answered for any of the goals is no new idea."""
    answered = {resource_id for _, resource_id in answers}
    best: dict[UUID, Offer] = {}
    for offer in sorted(offers, key=lambda o: -o.ranked.score):
        best.setdefault(offer.resource_id, offer)
    new = [offer for offer in best.values() if offer.resource_id not in answered]
    by_entry = {offer.ranked.entry.id: offer for offer in new}
    chosen = [by_entry[row.entry.id] for row in choose([offer.ranked for offer in new])]
    return chosen + [
        o for o in offers if _is_saved(answers.get((o.goal_id, o.resource_id)) if o.goal_id else None)
    ]


def _is_saved(response: SuggestionResponse | None) -> bool:
    return response is not None and response.state == ResponseState.SAVED


def _suggestion(offer: Offer, rows: Mapping[UUID, Resource], answers: Answers) -> Suggestion:
    explained = explain(offer.ranked, offer.asked, current_logic())
    return Suggestion(
        goal=offer.goal_id,
        resource=rows[offer.resource_id],
        reasons=explained.reasons,
        links=explained.paths,
        response=answers.get((offer.goal_id, offer.resource_id)) if offer.goal_id else None,
    )
