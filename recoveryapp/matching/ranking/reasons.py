"""Why a suggestion is where it is: the features that moved it up most, and the logic model's way to it."""

from collections.abc import Callable, Iterable, Mapping

from recoveryapp.matching.enums import Feature
from recoveryapp.matching.ranking.features import eased_barriers
from recoveryapp.matching.ranking.lexicon import Lexicon, lexicon
from recoveryapp.matching.ranking.shapes import Asked, Entry, Logic, Path, Reason
from recoveryapp.matching.ranking.words import STOP_WORDS, stem, stems, tokens

MOST_REASONS, MOST_PATHS, MOST_WORDS = 3, 2, 3
WORTH_SAYING = 0.02


def reasons_for(
    entry: Entry, parts: Mapping[Feature, float], asked: Asked, logic: Logic
) -> tuple[Reason, ...]:
    moved = sorted((f for f, value in parts.items() if value >= WORTH_SAYING), key=lambda f: (-parts[f], f))
    reasons = (Reason(feature, tuple(ABOUT[feature](entry, asked, logic))) for feature in moved)
    sayable = [r for r in reasons if r.about or r.code is Feature.PEER_RUN]
    return tuple(sayable[:MOST_REASONS])


About = Callable[[Entry, Asked, Logic], Iterable[str]]

ABOUT: Mapping[Feature, About] = {
    Feature.WORDS: lambda entry, asked, logic: _shared_words(asked.words, entry),
    Feature.NEED: lambda entry, asked, logic: [entry.kind],
    Feature.DOMAIN: lambda entry, asked, logic: [d for d in entry.domains if d in asked.domains],
    Feature.AREA: lambda entry, asked, logic: [a for a in entry.areas if a in asked.areas],
    Feature.BARRIER: eased_barriers,
    Feature.NEAR: lambda entry, asked, logic: [entry.place],
    Feature.AFFORDABLE: lambda entry, asked, logic: [entry.cost],
    Feature.LANGUAGE: lambda entry, asked, logic: [x for x in entry.languages if x in asked.languages],
    Feature.PEER_RUN: lambda entry, asked, logic: [],
}


def _shared_words(words: str, entry: Entry) -> tuple[str, ...]:
    """Words as the person wrote them that the entry has too, or says in other words; phrases first."""
    said = tokens(words)
    there = stems(tokens(f"{entry.name} {entry.description} {entry.audience}"))
    needs_there = {found.concept for found in lexicon().find(there)}
    shared = _phrases_of(said, needs_there, lexicon())
    shared += [w for w in said if w not in STOP_WORDS and len(w) > 1 and stem(w) in set(there)]
    return tuple(_without_parts(shared))[:MOST_WORDS]


def _without_parts(shared: list[str]) -> list[str]:
    """“back to work” says “work” already."""
    longest_first = sorted(dict.fromkeys(shared), key=len, reverse=True)
    kept = [
        x for at, x in enumerate(longest_first) if not any(f" {x} " in f" {y} " for y in longest_first[:at])
    ]
    return [x for x in dict.fromkeys(shared) if x in kept]


def _phrases_of(said: list[str], needs: set[str], words: Lexicon) -> list[str]:
    found = [f for f in words.find(stems(said)) if f.concept in needs]
    return [" ".join(said[f.start : f.start + f.length]) for f in found]


def paths_for(entry: Entry, asked: Asked) -> tuple[Path, ...]:
    """From the areas the person chose, else from their domains, else from the first area of the kind."""
    chosen = [a for a in entry.areas if a in asked.areas]
    chosen = chosen or [a for a in entry.areas if a.split(".")[0] in asked.domains] or list(entry.areas[:1])
    pairs = zip(chosen, [*entry.mechanisms, *entry.mechanisms[:1] * len(chosen)], strict=False)
    paths = (Path(area.split(".")[0], area, mechanism, entry.kind) for area, mechanism in pairs)
    return tuple(paths)[:MOST_PATHS]
