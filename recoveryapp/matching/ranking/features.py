"""What each feature gives to every entry: shares between 0 and 1, to be multiplied by its weight."""

from collections.abc import Collection, Mapping

import numpy as np

from recoveryapp.matching.enums import Feature, Wish
from recoveryapp.matching.ranking import needs, postings
from recoveryapp.matching.ranking.arrays import Flags, Floats, as_floats
from recoveryapp.matching.ranking.columns import Columns, identity_bits
from recoveryapp.matching.ranking.index import Index
from recoveryapp.matching.ranking.learning import avoided, likeness
from recoveryapp.matching.ranking.shapes import Asked, Entry, Logic, Question

MONEY_BARRIER = "money"
MONEY_WISHES = frozenset({Wish.FREE_ONLY, Wish.LOW_COST})

Shares = Mapping[Feature, Floats | Flags]


def shares_of(asked: Asked, question: Question, index: Index, logic: Logic) -> Shares:
    columns = index.columns
    return {
        Feature.NEED: np.sqrt(index.needs @ question.needs),
        Feature.MEANING: _closeness(index, question),
        Feature.WORDS: _words(index, question),
        Feature.KIND: needs.kinds_for(question.needs)[columns.kinds],
        Feature.DOMAIN: _share(asked.domains, columns.domains, index),
        Feature.AREA: _share(asked.areas, columns.areas, index),
        Feature.BARRIER: _eased(asked, logic)[columns.kinds],
        Feature.AFFORDABLE: columns.affordable * _asks_for_money(asked),
        Feature.NEAR: columns.places.is_local & bool(asked.place),
        Feature.PEER_RUN: columns.traits.get("peer_run", _none(index)),
        Feature.LANGUAGE: _share(_other_languages(asked), columns.languages, index),
        Feature.LIKED: likeness(asked.learnt.liked, index),
        Feature.PUT_ASIDE: likeness(asked.learnt.put_aside, index),
        Feature.AVOIDED: avoided(asked.learnt.avoids, columns),
        Feature.HARD: _stands_before(asked, columns, index),
        Feature.STALE: columns.is_stale,
        Feature.NOT_FOR: _is_for_others(asked, question, index),
    }


def eased_barriers(entry: Entry, asked: Asked, logic: Logic) -> list[str]:
    return [code for code in sorted(asked.barriers) if entry.kind in logic.eased_by.get(code, ())]


def _none(index: Index) -> Flags:
    return np.zeros(len(index.entries), dtype=np.bool_)


def _closeness(index: Index, question: Question) -> Floats:
    """Cosine of the two meanings; what points away from the goal counts as far, not as farther."""
    if index.meanings is None or question.meaning is None:
        return as_floats(_none(index))
    return as_floats(np.maximum(index.meanings @ question.meaning, 0.0))


def _words(index: Index, question: Question) -> Floats:
    """BM25, 1 for the entry that has most of the goal's words."""
    found = postings.scores(index.postings, question.terms, len(index.entries))
    return as_floats(found / (found.max(initial=0.0) or 1.0))


def _share(wanted: Collection[str], given: Mapping[str, Flags], index: Index) -> Floats:
    """How many of the wanted codes each entry has, of all wanted."""
    sums = as_floats(_none(index))
    for code in wanted:
        sums += given.get(code, 0.0)
    return as_floats(sums / (len(wanted) or 1))


def _eased(asked: Asked, logic: Logic) -> Floats:
    """By kind: how many of the person's barriers it may ease, of all they named."""
    count = len(asked.barriers) or 1
    kinds = [sum(kind in logic.eased_by.get(code, ()) for code in asked.barriers) for kind in needs.kinds()]
    return as_floats([*kinds, 0]) / np.float32(count)


def _asks_for_money(asked: Asked) -> bool:
    return MONEY_BARRIER in asked.barriers or bool(MONEY_WISHES & asked.wishes)


def _other_languages(asked: Asked) -> list[str]:
    return [language for language in asked.languages if language != "English"]


def _stands_before(asked: Asked, columns: Columns, index: Index) -> Flags:
    found = _none(index)
    for code in asked.barriers & columns.stands_before.keys():
        found |= columns.stands_before[code]
    return found


def _is_for_others(asked: Asked, question: Question, index: Index) -> Flags:
    """It says whom it is for, and the person said nothing of the kind."""
    identities = index.columns.identities
    speaks = _share(_other_languages(asked), index.columns.languages, index) > 0
    others: Flags = (identities != 0) & (identities & identity_bits(question.identities) == 0) & ~speaks
    return others
