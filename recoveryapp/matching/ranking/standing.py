"""What stands before what: a barrier makes some entries harder. They sink and may still be shown."""

from collections.abc import Callable, Mapping

from recoveryapp.matching.ranking.shapes import Candidate


def _is_away_from_home(candidate: Candidate) -> bool:
    return candidate.facts.ways == {"in_person"}


STANDS_BEFORE: Mapping[str, Callable[[Candidate], bool]] = {
    "group_anxiety": lambda c: c.facts.is_group,
    "noise_and_crowds": lambda c: c.facts.is_group and _is_away_from_home(c),
    "money": lambda c: c.facts.is_paid,
    "transport": _is_away_from_home,
    "leaving_home": _is_away_from_home,
    "no_childcare": _is_away_from_home,
    "no_internet": lambda c: c.facts.ways == {"online"},
    "bad_experience": lambda c: c.facts.is_nhs,
    "school_memories": lambda c: c.entry.kind == "education",
}
