"""What goes into the ranker and what comes out: plain values, so that it can be read, tested and replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from recoveryapp.matching.enums import DismissReason, Feature, Wish
from recoveryapp.matching.ranking.arrays import Floats


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What a resource really is, by its text as well as its metadata."""

    min_age: int | None
    max_age: int | None
    is_women_only: bool
    is_men_only: bool
    is_group: bool
    """One is with others there."""
    is_religious: bool
    is_nhs: bool
    is_free: bool
    is_paid: bool
    """Costs more than a little."""
    ways: frozenset[str]
    """in_person, online, phone, self_guided; empty when nothing says so."""


@dataclass(frozen=True, slots=True)
class Candidate:
    entry: Entry
    facts: Facts
    identities: frozenset[str]
    """Whom it says it is for."""


@dataclass(frozen=True)
class Learnt:
    """What the person's own answers teach, and only to their own ranking. Ids of entries."""

    liked: frozenset[str] = frozenset()
    put_aside: frozenset[str] = frozenset()
    avoids: frozenset[DismissReason] = frozenset()


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
    learnt: Learnt = Learnt()


@dataclass(frozen=True, eq=False)
class Question:
    """A goal as the index understands it."""

    terms: Mapping[str, float]
    """Stems and needs, each with how much it counts."""
    needs: Floats
    """Shares, in the order of `needs.codes()`."""
    meaning: Floats | None
    """A short vector of length 1; None for no words, or without the encoder."""
    identities: frozenset[str]
    """What the person says they are or live with."""


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
    question: Question | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Weights:
    """How much each feature may give: between 0 and its number, or down to it where it is below 0.

    Chosen with goals held out, and for directories and wordings that nobody has seen: ADR 0010.
    """

    need: float = 1.0
    meaning: float = 0.8
    words: float = 0.25
    kind: float = 0.25
    domain: float = 0.2
    area: float = 0.25
    barrier: float = 0.1
    affordable: float = 0.05
    near: float = 0.1
    peer_run: float = 0.03
    language: float = 0.25
    liked: float = 0.3
    put_aside: float = -0.35
    avoided: float = -0.4
    hard: float = -0.1
    stale: float = -0.15
    not_for: float = -0.15


WEIGHTS = Weights()
