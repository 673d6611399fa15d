"""Hard rules: what a person ruled out, or cannot use, never appears."""

from collections.abc import Callable, Iterator, Mapping

from recoveryapp.matching.enums import Wish
from recoveryapp.matching.ranking.countries import is_abroad
from recoveryapp.matching.ranking.facts import Facts
from recoveryapp.matching.ranking.index import Index
from recoveryapp.matching.ranking.person import Gender, Said
from recoveryapp.matching.ranking.shapes import Asked, Entry

REMOTE = frozenset({"online", "self_guided"})
FROM_HOME = REMOTE | {"phone"}
NO_INTERNET = frozenset({"in_person", "phone"})


def allowed(asked: Asked, said: Said, index: Index) -> Iterator[int]:
    """Positions of the entries that nothing rules out."""
    place = asked.place.strip().lower()
    for at, entry in enumerate(index.entries):
        facts = index.facts[at]
        if _can_reach(entry, facts, place, index) and _admits(facts, said) and _wanted(entry, facts, asked):
            yield at


def _can_reach(entry: Entry, facts: Facts, place: str, index: Index) -> bool:
    """Abroad only what is international; elsewhere also what is national, and what is in the person's town.

    Without a place nothing is ruled out by it.
    """
    if not place or entry.coverage == "international":
        return True
    if is_abroad(place):
        return False
    if entry.coverage == "national":
        return True
    there = entry.place.lower()
    if not there:
        return not _names_another_town(entry, place, index)
    return there in place or place in there


def _names_another_town(entry: Entry, place: str, index: Index) -> bool:
    """The directory does not say where it is, but its text does."""
    text = f"{entry.name} {entry.description} {entry.audience}".lower()
    towns = {town for town in index.places if town in text}
    return bool(towns) and not any(town in place or place in town for town in towns)


def _admits(facts: Facts, said: Said) -> bool:
    if said.gender is Gender.MAN and facts.is_women_only:
        return False
    if said.gender is Gender.WOMAN and facts.is_men_only:
        return False
    if said.age is None:
        return True
    return (facts.min_age or 0) <= said.age and (facts.max_age is None or said.age <= facts.max_age)


def _wanted(entry: Entry, facts: Facts, asked: Asked) -> bool:
    return all(MEETS[wish](entry, facts) for wish in asked.wishes)


def _works_without_internet(entry: Entry, facts: Facts) -> bool:
    return not facts.ways or bool(facts.ways & NO_INTERNET) or entry.kind == "digital_skills"


def _is_safe_for_women(entry: Entry, facts: Facts) -> bool:
    """Alone with it, or one to one, or with women only."""
    return not facts.is_men_only and (facts.is_women_only or not facts.is_group)


MEETS: Mapping[Wish, Callable[[Entry, Facts], bool]] = {
    Wish.ONLINE_ONLY: lambda entry, facts: bool(facts.ways & REMOTE),
    Wish.FROM_HOME: lambda entry, facts: bool(facts.ways & FROM_HOME),
    Wish.NO_INTERNET: _works_without_internet,
    Wish.FREE_ONLY: lambda entry, facts: facts.is_free,
    Wish.LOW_COST: lambda entry, facts: not facts.is_paid,
    Wish.NOT_GROUPS: lambda entry, facts: not facts.is_group,
    Wish.WOMEN_ONLY: _is_safe_for_women,
    Wish.NOT_RELIGIOUS: lambda entry, facts: not facts.is_religious,
    Wish.NOT_NHS: lambda entry, facts: not facts.is_nhs,
}
