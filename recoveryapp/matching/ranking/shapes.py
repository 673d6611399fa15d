"""What goes into the ranker and what comes out: plain values, so that it can be read, tested and replaced."""

from collections.abc import Mapping
from dataclasses import dataclass

from recoveryapp.matching.enums import Feature, Wish


@dataclass(frozen=True)
class Entry:
    """One resource, as far as ranking looks at it. Codes are those of the logic model."""

    id: str
    name: str
    kind: str
    description: str = ""
    audience: str = ""
    """For whom, in the publisher's words."""
    areas: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    traits: frozenset[str] = frozenset()
    delivery: frozenset[str] = frozenset()
    cost: str = "unknown"
    cost_text: str = ""
    coverage: str = "unknown"
    place: str = ""
    languages: tuple[str, ...] = ("English",)
    min_age: int | None = None
    max_age: int | None = None
    is_stale: bool = False


@dataclass(frozen=True)
class Asked:
    """A goal and the person's wishes. The words are the person's own; ranking keeps none of them."""

    words: str
    why: str = ""
    domains: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    own_barrier: str = ""
    wishes: frozenset[Wish] = frozenset()
    place: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindFacts:
    name: str
    plain: str
    areas: tuple[str, ...]
    mechanisms: tuple[str, ...]


@dataclass(frozen=True)
class Logic:
    """The part of the logic model that ranking uses."""

    kinds: Mapping[str, KindFacts]
    barriers: Mapping[str, str]
    """Barrier -> its plain words."""
    eased_by: Mapping[str, frozenset[str]]
    """Barrier -> kinds that may ease it."""


@dataclass(frozen=True)
class Path:
    """One way through the logic model from the goal to the resource."""

    domain: str
    area: str
    mechanism: str
    kind: str


@dataclass(frozen=True)
class Reason:
    """Why: a feature that moved the score, and what of it. The screen's catalogue has the sentence."""

    code: Feature
    about: tuple[str, ...] = ()
    """Words of the person, or codes of the logic model."""


@dataclass(frozen=True)
class Ranked:
    entry: Entry
    score: float
    parts: Mapping[Feature, float]
    """How much each feature gave; they sum to the score."""
    reasons: tuple[Reason, ...] = ()
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Weights:
    """How much each feature may give: between 0 and its number, or down to it where it is below 0."""

    words: float = 1.0
    need: float = 0.8
    domain: float = 0.12
    area: float = 0.25
    barrier: float = 0.12
    affordable: float = 0.06
    near: float = 0.05
    peer_run: float = 0.05
    language: float = 0.25
    hard: float = -0.4
    stale: float = -0.15
    not_for: float = -0.45


WEIGHTS = Weights()
