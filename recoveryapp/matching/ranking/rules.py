"""Hard rules: what a person ruled out, or cannot use, never appears."""

from recoveryapp.matching.ranking.arrays import Flags
from recoveryapp.matching.ranking.columns import Columns
from recoveryapp.matching.ranking.index import Index
from recoveryapp.matching.ranking.person import Gender, Said
from recoveryapp.matching.ranking.shapes import Asked


def allowed(asked: Asked, said: Said, index: Index) -> Flags:
    """The entries that nothing rules out."""
    columns = index.columns
    found = columns.places.can_be_reached_from(asked.place) & _admits(columns, said)
    for wish in asked.wishes:
        found &= columns.meets[wish]
    return found


def _admits(columns: Columns, said: Said) -> Flags:
    found = columns.min_age >= 0
    if said.gender is Gender.MAN:
        found &= ~columns.is_women_only
    if said.gender is Gender.WOMAN:
        found &= ~columns.is_men_only
    if said.age is not None:
        found &= (columns.min_age <= said.age) & (said.age <= columns.max_age)
    return found
