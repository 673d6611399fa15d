from collections.abc import Callable
from typing import Any

import pytest

from recoveryapp.matching.enums import Wish
from recoveryapp.matching.ranking.facts import facts_of
from recoveryapp.matching.ranking.rank import rank
from recoveryapp.matching.ranking.shapes import Asked, Entry, Logic
from tests.matching.conftest import IndexOf

MakeEntry = Callable[..., Entry]


@pytest.mark.parametrize(
    ("wish", "out", "still_in"),
    [
        (
            Wish.ONLINE_ONLY,
            {"delivery": frozenset({"in_person", "phone"})},
            {"delivery": frozenset({"self_guided"})},
        ),
        (Wish.FROM_HOME, {"delivery": frozenset({"in_person"})}, {"delivery": frozenset({"phone"})}),
        (Wish.NO_INTERNET, {"delivery": frozenset({"online"})}, {"delivery": frozenset({"online", "phone"})}),
        (Wish.FREE_ONLY, {"cost": "low"}, {"cost": "free"}),
        (Wish.FREE_ONLY, {"description": "Tickets are £4 each."}, {"description": "Free. Others pay £4."}),
        (Wish.LOW_COST, {"cost": "paid"}, {"cost": "low"}),
        (Wish.NOT_GROUPS, {"kind": "peer_group"}, {"kind": "peer_mentoring"}),
        (Wish.NOT_GROUPS, {"traits": frozenset({"group"})}, {"traits": frozenset({"one_to_one"})}),
        (
            Wish.NOT_GROUPS,
            {"kind": "employment", "description": "A weekly workshop."},
            {"kind": "employment"},
        ),
        (Wish.WOMEN_ONLY, {"kind": "social_club"}, {"kind": "social_club", "audience": "Women 18+"}),
        (
            Wish.WOMEN_ONLY,
            {"audience": "Men only"},
            {"description": "A guide.", "delivery": frozenset({"self_guided"})},
        ),
        (
            Wish.NOT_RELIGIOUS,
            {"description": "We open with a prayer."},
            {"description": "No prayers, no higher power."},
        ),
        (Wish.NOT_RELIGIOUS, {"traits": frozenset({"faith_based"})}, {"kind": "faith_culture"}),
        (Wish.NOT_NHS, {"description": "An NHS course."}, {"description": "We are not part of the NHS."}),
    ],
)
def test_what_a_person_ruled_out_never_appears(
    entry: MakeEntry,
    index_of: IndexOf,
    logic: Logic,
    wish: Wish,
    out: dict[str, Any],
    still_in: dict[str, Any],
) -> None:
    index = index_of(entry("ruled out", **out), entry("still in", **still_in))

    found = rank(Asked(words="company", wishes=frozenset({wish})), index, logic)

    assert [row.entry.id for row in found] == ["still in"]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("", {"here", "there", "nation", "world", "unsaid", "unsaid there"}),
        ("Saltmere", {"here", "nation", "world", "unsaid"}),
        ("saltmere town", {"here", "nation", "world", "unsaid"}),
        ("Brackenford", {"there", "nation", "world", "unsaid", "unsaid there"}),
        ("Nowhere-on-Sea", {"nation", "world", "unsaid"}),
        ("New Zealand", {"world"}),
        ("Cork, Ireland", {"world"}),
        ("Bangor, Northern Ireland", {"nation", "world", "unsaid"}),
    ],
)
def test_the_right_help_in_the_wrong_town_does_not_appear(
    entry: MakeEntry, index_of: IndexOf, logic: Logic, place: str, expected: set[str]
) -> None:
    index = index_of(
        entry("here", coverage="local", place="Saltmere"),
        entry("there", coverage="local", place="Brackenford"),
        entry("nation", coverage="national"),
        entry("world", coverage="international"),
        entry("unsaid", coverage="unknown"),
        entry("unsaid there", coverage="unknown", description="Mondays in Brackenford."),
    )

    assert {row.entry.id for row in rank(Asked(words="", place=place), index, logic)} == expected


@pytest.mark.parametrize(
    ("audience", "ages"),
    [
        ("18-25", (18, 25)),
        ("Ages 18–30", (18, 30)),
        ("Young people 16 to 24", (16, 24)),
        ("Open to all young adults; you must be 18 to 25 when you start", (18, 25)),
        ("60+", (60, None)),
        ("Over-65s", (65, None)),
        ("Aimed at people of 60 and above", (60, None)),
        ("LGBTQ+, under 26", (None, 26)),
        ("Parents of under-16s", (None, None)),
        ("Mothers with a baby under 2", (None, None)),
        ("Men & women 35+, all abilities", (35, None)),
        ("Anyone", (None, None)),
    ],
)
def test_an_age_limit_hidden_in_the_text_is_found(
    entry: MakeEntry, audience: str, ages: tuple[int | None, int | None]
) -> None:
    facts = facts_of(entry("x", audience=audience))

    assert (facts.min_age, facts.max_age) == ages


def test_somebody_of_24_is_not_sent_to_the_over_60s(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(entry("old", audience="60+"), entry("young", audience="18-25"), entry("all"))

    assert {r.entry.id for r in rank(Asked(words="im 24, want company"), index, logic)} == {"young", "all"}
    assert {r.entry.id for r in rank(Asked(words="I'm 70"), index, logic)} == {"old", "all"}
    assert {r.entry.id for r in rank(Asked(words="company"), index, logic)} == {"old", "young", "all"}


def test_a_man_is_not_sent_to_a_women_s_group_nor_a_woman_to_a_men_s(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(entry("hers", audience="Women 18+"), entry("his", audience="Men 18+"), entry("all"))

    assert {r.entry.id for r in rank(Asked(words="as a man"), index, logic)} == {"his", "all"}
    assert {r.entry.id for r in rank(Asked(words="I am a mum"), index, logic)} == {"hers", "all"}


def test_men_and_women_are_everybody(entry: MakeEntry) -> None:
    facts = facts_of(entry("x", audience="Men & women 35+"))

    assert (facts.is_men_only, facts.is_women_only) == (False, False)
