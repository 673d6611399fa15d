"""What a person ruled out never appears, whatever the directory and whatever they wrote."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryapp.matching.entries import logic_of
from recoveryapp.matching.enums import Wish
from recoveryapp.matching.ranking.choose import choose
from recoveryapp.matching.ranking.index import build_index
from recoveryapp.matching.ranking.rank import rank
from recoveryapp.matching.ranking.shapes import Asked, Entry, Learnt
from recoveryapp.outcomes.seeds import read_logic_model

LOGIC = logic_of(read_logic_model())
WAYS = ["in_person", "online", "phone", "self_guided"]
TEXTS = ["Sing with us.", "Women only.", "We open with a prayer.", "An NHS course.", "Tickets are £4.", ""]
WORDS = ["", "sing", "I'm 24 and lonely", "as a man I want company", "I owe money", "😀 zebra"]


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    count = draw(st.integers(min_value=1, max_value=12))
    return [
        Entry(
            id=f"r{n}",
            name=f"Place {n}",
            kind=draw(st.sampled_from(sorted(LOGIC.kinds))),
            description=draw(st.sampled_from(TEXTS)),
            mechanisms=draw(st.sampled_from([(), ("role_modelling",), ("increasing_choice",)])),
            traits=frozenset(draw(st.sets(st.sampled_from(["group", "women_only", "faith_based", "nhs"])))),
            delivery=frozenset(draw(st.sets(st.sampled_from(WAYS)))),
            cost=draw(st.sampled_from(["free", "low", "paid", "unknown"])),
            coverage=draw(st.sampled_from(["local", "national", "international", "unknown"])),
            place=draw(st.sampled_from(["", "Saltmere", "Brackenford"])),
            min_age=draw(st.sampled_from([None, 18, 60])),
        )
        for n in range(count)
    ]


goals = st.builds(
    Asked,
    words=st.sampled_from(WORDS),
    wishes=st.frozensets(st.sampled_from(Wish), max_size=4),
    place=st.sampled_from(["", "Saltmere", "New Zealand"]),
    learnt=st.just(Learnt(liked=frozenset({"r0", "r1"}))),
)


def breaks(wish: Wish, entry: Entry) -> bool:
    """By the metadata and the plain words above alone: less than the ranker reads, and never more."""
    stated: dict[Wish, Any] = {
        Wish.ONLINE_ONLY: entry.delivery and not entry.delivery & {"online", "self_guided"},
        Wish.FROM_HOME: entry.delivery == {"in_person"},
        Wish.NO_INTERNET: entry.delivery == {"online"} and entry.kind != "digital_skills",
        Wish.FREE_ONLY: entry.cost != "free" or "£" in entry.description,
        Wish.LOW_COST: entry.cost == "paid",
        Wish.NOT_GROUPS: "group" in entry.traits,
        Wish.WOMEN_ONLY: "group" in entry.traits
        and "women_only" not in entry.traits
        and "Women only" not in entry.description,
        Wish.NOT_RELIGIOUS: "faith_based" in entry.traits or "prayer" in entry.description,
        Wish.NOT_NHS: "nhs" in entry.traits or "NHS" in entry.description,
    }
    return bool(stated[wish])


def is_out_of_reach(entry: Entry, place: str) -> bool:
    if place == "New Zealand":
        return entry.coverage != "international"
    return bool(place and entry.coverage == "local" and entry.place not in {"", place})


def is_too_young(entry: Entry, asked: Asked) -> bool:
    return "24" in asked.words and entry.min_age == 60


@settings(max_examples=300, deadline=None)
@given(entries(), goals)
def test_nothing_that_was_ruled_out_is_shown_or_ranked(directory: list[Entry], asked: Asked) -> None:
    whole = {entry.id: entry for entry in directory}
    every_id = frozenset(whole)  # even what is asked for by name

    found = rank(asked, build_index(directory, LOGIC), LOGIC, also=every_id)

    for entry in (whole[row.entry.id] for row in [*choose(found), *found]):
        assert [wish for wish in asked.wishes if breaks(wish, entry)] == []
        assert not is_out_of_reach(entry, asked.place)
        assert not is_too_young(entry, asked)


@settings(max_examples=100, deadline=None)
@given(entries(), goals)
def test_one_more_wish_only_ever_takes_away(directory: list[Entry], asked: Asked) -> None:
    index = build_index(directory, LOGIC)
    less = Asked(words=asked.words, place=asked.place)

    few = {row.entry.id for row in rank(asked, index, LOGIC)}

    assert few <= {row.entry.id for row in rank(less, index, LOGIC)}
