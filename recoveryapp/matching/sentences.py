"""Reasons in English. A screen in another language has its own sentence for each code."""

from collections.abc import Callable, Sequence

from recoveryapp.matching.enums import Feature
from recoveryapp.matching.ranking.lexicon import lexicon
from recoveryapp.matching.ranking.shapes import Reason
from recoveryapp.outcomes import catalogue

SAID: dict[Feature, Callable[[Sequence[str]], str]] = {
    Feature.WORDS: lambda about: f"You wrote {_and([f'“{word}”' for word in about])}.",
    Feature.NEED: lambda about: f"It is about {_and([need_name(code) for code in about])}.",
    Feature.MEANING: lambda about: "It is close in meaning to what you wrote.",
    Feature.KIND: lambda about: f"This kind of help often fits what you wrote: {_names(about)}.",
    Feature.DOMAIN: lambda about: f"You chose this area of life: {_names(about)}.",
    Feature.AREA: lambda about: f"It may help with what you chose: {_names(about)}.",
    Feature.BARRIER: lambda about: f"It may make this easier: {_names(about)}.",
    Feature.AFFORDABLE: lambda about: "It is free." if "free" in about else "It costs little.",
    Feature.NEAR: lambda about: f"It is in {_and(about)}.",
    Feature.PEER_RUN: lambda about: "It is run by people who have been there themselves.",
    Feature.LANGUAGE: lambda about: f"It is in {_and(about)}.",
    Feature.LIKED: lambda about: "It is like something you kept.",
}


def sentence(reason: Reason) -> str:
    return SAID[reason.code](reason.about)


def need_name(code: str) -> str:
    return lexicon().concepts[code].name


def _names(codes: Sequence[str]) -> str:
    parts = catalogue.current()
    named = [*parts.domains, *parts.areas, *parts.kinds, *parts.barriers]
    names = {part.code: part.name for part in named}
    return _and([names.get(code, code) for code in codes])


def _and(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
