"""What is offered to a person: their goals and wishes meet the directory, and earlier answers count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from recoveryapp.accounts.models import User
from recoveryapp.common.errors import NotVisible
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.goals.models import Goal
from recoveryapp.goals.queries import goals_of
from recoveryapp.matching.directory import current_index, current_logic
from recoveryapp.matching.entries import as_entry
from recoveryapp.matching.enums import ResponseState, Wish
from recoveryapp.matching.lessons import learnt_from
from recoveryapp.matching.models import OwnIdea, SuggestionResponse, Wishes
from recoveryapp.matching.queries import own_ideas_of, responses_of, wishes_of
from recoveryapp.matching.ranking.choose import choose
from recoveryapp.matching.ranking.index import Index
from recoveryapp.matching.ranking.rank import explain, rank
from recoveryapp.matching.ranking.shapes import Asked, Learnt, Path, Ranked, Reason
from recoveryapp.resources.enums import Status
from recoveryapp.resources.models import Resource
from recoveryapp.resources.queries import resource_visible_to, resources_visible_to

MOST_GOALS = 5
"""Suggestions in general look at so many active goals, the newest."""

Answers = Mapping[tuple[UUID | None, UUID], SuggestionResponse]


@dataclass(frozen=True)
class Suggestion:
    """A resource offered for a goal, and why."""

    goal: UUID | None
    resource: Resource
    reasons: Sequence[Reason]
    links: Sequence[Path]
    response: SuggestionResponse | None


@dataclass(frozen=True)
class Idea:
    """As much of a suggestion as one card shows."""

    goal: UUID | None
    resource: UUID
    name: str
    description: str
    reasons: Sequence[Reason]


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


@dataclass(frozen=True)
class Person:
    """What a person wishes and has answered, read once for all their goals."""

    wishes: Wishes
    responses: Sequence[SuggestionResponse]
    """To every goal, newest first."""

    def answers_to(self, goals: Sequence[Goal]) -> Answers:
        ids = {goal.pk for goal in goals}
        return {(row.goal_id, row.resource_id): row for row in self.responses if row.goal_id in ids}


def suggestions_for(viewer: User, *, goal_id: UUID | None, today: date) -> Suggestions:
    """For one of the viewer's own goals, or for their active ones together. Raises NotVisible.

    A fixed number of statements, whatever the number of goals, answers and resources.
    """
    goals, person, index = _goals(viewer, goal_id), _person(viewer), current_index(today)
    answers = person.answers_to(goals)
    chosen = _choose(list(_offers(goals, person, index)), answers)
    ids = [offer.resource_id for offer in chosen]
    rows = resources_visible_to(viewer).filter(status=Status.ACTIVE).in_bulk(ids)
    offered = [(offer, rows[offer.resource_id]) for offer in chosen if offer.resource_id in rows]
    return Suggestions(
        goal=goal_id,
        suggestions=[_suggestion(offer, row, answers, index, today) for offer, row in offered],
        own_ideas=list(own_ideas_of(viewer).filter(goal__in=goals).order_by("-recorded_at")),
    )


def first_idea_for(viewer: User, *, goals: Sequence[Goal], today: date) -> Idea | None:
    """The best new one for one of the viewer's active goals, which are given, the newest first.

    Each day for the next of them, so that each has its turn, and one goal is read, not all of them. In three
    statements: what is shown of it stands in the index.
    """
    newest, person, index = goals[:MOST_GOALS], _person(viewer), current_index(today)
    answers = person.answers_to(newest)
    goals_or_none: Sequence[Goal | None] = _from_turn(newest, today) or [None]
    for goal in goals_or_none:
        new = _new(list(_offers([goal] if goal else [], person, index)), answers)
        if new:
            return _as_idea(max(new.values(), key=lambda offer: offer.ranked.score), index)
    return None


def _from_turn(goals: Sequence[Goal], today: date) -> list[Goal]:
    turn = today.toordinal() % max(1, len(goals))
    return [*goals[turn:], *goals[:turn]]


def _as_idea(offer: Offer, index: Index) -> Idea:
    entry = offer.ranked.entry
    reasons = explain(offer.ranked, entry, offer.asked, index, current_logic()).reasons
    return Idea(offer.goal_id, offer.resource_id, entry.name, entry.description, reasons)


def suggestion_of(viewer: User, *, goal_id: UUID, resource_id: UUID, today: date) -> Suggestion:
    """One resource for one of the viewer's own goals, whatever they answered. Raises NotVisible.

    Without reasons when it closed, or when the person's wishes leave it out by now.
    """
    goals, person, index = _goals(viewer, goal_id), _person(viewer), current_index(today)
    resource = resource_visible_to(viewer, resource_id)
    response = responses_of(viewer).filter(goal=goal_id, resource=resource_id).first()
    offers = _offers(goals, person, index, also=resource_id) if resource.status == Status.ACTIVE else iter(())
    if offer := next((offer for offer in offers if offer.resource_id == resource_id), None):
        answers: Answers = {(goal_id, resource_id): response} if response else {}
        return _suggestion(offer, resource, answers, index, today)
    return Suggestion(goal_id, resource, (), (), response)


def _goals(viewer: User, goal_id: UUID | None) -> list[Goal]:
    own = goals_of(viewer)
    if goal_id is None:
        return list(own.filter(status=GoalStatus.ACTIVE).order_by("-recorded_at", "-pk")[:MOST_GOALS])
    if not (found := list(own.filter(pk=goal_id))):
        raise NotVisible
    return found


def _person(viewer: User) -> Person:
    rows = responses_of(viewer).defer("reason_words", "note").order_by("-recorded_at", "-pk")
    return Person(wishes_of(viewer), list(rows))


def _offers(
    goals: Sequence[Goal], person: Person, index: Index, *, also: UUID | None = None
) -> Iterator[Offer]:
    """Without a goal: what the person's wishes alone leave, in the order of what is known of it."""
    learnt, logic = learnt_from(person.responses, person.wishes), current_logic()
    kept = {str(row.resource_id) for row in person.responses} | ({str(also)} if also else set())
    asked_for: Sequence[Goal | None] = goals or [None]
    for goal in asked_for:
        asked = as_asked(goal, person.wishes, learnt)
        for ranked in rank(asked, index, logic, also=kept):
            yield Offer(goal.pk if goal else None, asked, ranked)


def as_asked(goal: Goal | None, wishes: Wishes, learnt: Learnt) -> Asked:
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
        learnt=learnt,
    )


def _choose(offers: Sequence[Offer], answers: Answers) -> list[Offer]:
    """A resource once, for the goal it fits best; what was answered for any of the goals is no new idea."""
    new = _new(offers, answers)
    chosen = [new[row.entry.id] for row in choose([offer.ranked for offer in new.values()])]
    return chosen + [o for o in offers if _is_saved(answers.get((o.goal_id, o.resource_id)))]


def _new(offers: Sequence[Offer], answers: Answers) -> dict[str, Offer]:
    answered = {str(resource_id) for _, resource_id in answers}
    best: dict[str, Offer] = {}
    for offer in sorted(offers, key=lambda o: -o.ranked.score):
        best.setdefault(offer.ranked.entry.id, offer)
    return {entry_id: offer for entry_id, offer in best.items() if entry_id not in answered}


def _is_saved(response: SuggestionResponse | None) -> bool:
    return response is not None and response.state == ResponseState.SAVED


def _suggestion(offer: Offer, row: Resource, answers: Answers, index: Index, today: date) -> Suggestion:
    explained = explain(offer.ranked, as_entry(row, today), offer.asked, index, current_logic())
    return Suggestion(
        goal=offer.goal_id,
        resource=row,
        reasons=explained.reasons,
        links=explained.paths,
        response=answers.get((offer.goal_id, offer.resource_id)),
    )
