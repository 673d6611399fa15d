"""The directory made ready for search. Built once for all people; nothing of a person is in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recoveryapp.matching.ranking import needs
from recoveryapp.matching.ranking.arrays import Floats, as_floats, unit
from recoveryapp.matching.ranking.columns import Columns, columns_of
from recoveryapp.matching.ranking.facts import facts_of
from recoveryapp.matching.ranking.lexicon import IDENTITIES, KIND_IS_FOR, NARROWER, lexicon
from recoveryapp.matching.ranking.meaning import reader
from recoveryapp.matching.ranking.postings import Postings, postings_of
from recoveryapp.matching.ranking.shapes import Candidate, Entry, Logic
from recoveryapp.matching.ranking.words import stems, telling, tokens

FOR_SOME = frozenset({"identity_specific", "faith_culture", "peer_group"})
"""Kinds whose name tells whom they are for."""
NAME, DESCRIPTION, AUDIENCE, KIND = 2.0, 1.0, 1.0, 0.7
"""How much a word counts by where it stands."""
BY_WORDS = 0.2
"""How much a directory's words decide what it speaks of, beside its meaning."""
ANY_KIND = 0.5
"""A kind that is not thought of for a need still answers it, where its text says so."""

Meanings = Mapping[str, Floats]
"""Entry's id -> its short vector."""


def need_term(need: str) -> str:
    """A need is one more word of the text, and cannot be mistaken for a written one."""
    return f"#{need}"


@dataclass(frozen=True)
class Index:
    entries: Sequence[Entry]
    """Without their long texts."""
    order: Mapping[str, int]
    """Id -> place in `entries`."""
    by_id: Floats
    """Place of each entry when ids are put in order."""
    columns: Columns
    postings: Postings
    needs: Floats
    """Entries by needs: shares."""
    meanings: Floats | None
    """Entries by a short vector of length 1; zeros where none is known yet."""


def build_index(entries: Sequence[Entry], logic: Logic, meanings: Meanings | None = None) -> Index:
    """Without `meanings` words alone are matched."""
    candidates = [Candidate(entry, facts_of(entry), _identities(entry)) for entry in entries]
    columns = columns_of(candidates)
    short = _stacked(entries, meanings) if meanings else None
    ids = [entry.id for entry in entries]
    return Index(
        entries=[replace(entry, description="", audience="") for entry in entries],
        order={id_: at for at, id_ in enumerate(ids)},
        by_id=as_floats(np.argsort(np.argsort(ids))),
        columns=columns,
        postings=postings_of([_terms(entry, logic) for entry in entries]),
        needs=_needs(entries, short, columns),
        meanings=None if short is None else unit(short),
    )


def text_of(entry: Entry) -> str:
    """What its meaning is taken from."""
    return f"{entry.name}. {entry.description} {entry.audience}"


def _stacked(entries: Sequence[Entry], meanings: Meanings) -> Floats:
    rows = np.zeros((len(entries), len(next(iter(meanings.values())))), dtype=np.float32)
    for at, entry in enumerate(entries):
        if entry.id in meanings:
            rows[at] = meanings[entry.id]
    return rows


def _needs(entries: Sequence[Entry], short: Floats | None, columns: Columns) -> Floats:
    """Shares of needs in each text, more of those that its kind is thought of for."""
    rows = [needs.shares_of(lexicon().needs(text_of(entry))) for entry in entries]
    by_words = as_floats(rows).reshape(len(entries), len(needs.codes()))
    known = None if short is None else _by_meaning(short, by_words)
    found = needs.blend(known, by_words, BY_WORDS) * (ANY_KIND + needs.readiness().T[columns.kinds])
    sums = found.sum(axis=1, keepdims=True)
    return as_floats(found / np.where(sums == 0, 1, sums))


def _by_meaning(short: Floats, by_words: Floats) -> Floats:
    """By words where nothing was read yet."""
    is_read = short.any(axis=1, keepdims=True)
    return as_floats(np.where(is_read, reader().needs_offered(short), by_words))


def _terms(entry: Entry, logic: Logic) -> dict[str, float]:
    kind = logic.kinds.get(entry.kind)
    fields = [
        (entry.name, NAME),
        (entry.description, DESCRIPTION),
        (entry.audience, AUDIENCE),
        (f"{kind.name} {kind.plain}" if kind else "", KIND),
    ]
    terms: dict[str, float] = {}
    for text, weight in fields:
        said = tokens(text)
        for term in telling(said):
            terms[term] = terms.get(term, 0.0) + weight
        for need in {found.concept for found in lexicon().find(stems(said))}:
            terms[need_term(need)] = terms.get(need_term(need), 0.0) + weight
    return terms


def _identities(entry: Entry) -> frozenset[str]:
    """Named kinds of audience; who names both men and women excludes neither."""
    names = entry.name if entry.kind in FOR_SOME else ""
    found = frozenset(lexicon().needs(f"{names} . {entry.audience}")) & IDENTITIES
    found |= KIND_IS_FOR.get(entry.kind, frozenset())
    found -= {wider for narrower, wider in NARROWER.items() if narrower in found}
    return found - {"men", "women"} if {"men", "women"} <= found else found
