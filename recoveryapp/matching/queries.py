"""A person's own rows, and those of another that a reading opens."""

from django.db.models import QuerySet

from recoveryapp.accounts.models import User
from recoveryapp.consent.gate import Reading
from recoveryapp.matching.enums import ResponseState
from recoveryapp.matching.models import OwnIdea, SuggestionResponse, Wishes


def wishes_of(viewer: User) -> Wishes:
    """The person's own, or empty ones that are not stored yet."""
    return Wishes.objects.owned_by(viewer).first() or Wishes(owner=viewer)


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
