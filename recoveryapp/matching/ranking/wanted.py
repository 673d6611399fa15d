"""Hard wishes: which entries meet each."""

from collections.abc import Callable, Mapping

from recoveryapp.matching.enums import Wish
from recoveryapp.matching.ranking.shapes import Entry, Facts

REMOTE = frozenset({"online", "self_guided"})
FROM_HOME = REMOTE | {"phone"}
NO_INTERNET = frozenset({"in_person", "phone"})


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
