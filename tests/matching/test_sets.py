"""A set, not a list: whatever the directory, the five are of different kinds and bring what there is."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from recoveryapp.matching.ranking.choose import KINDS_AT_LEAST, SHOWN, choose
from recoveryapp.matching.ranking.shapes import Entry, Ranked

MECHANISMS = ["increasing_choice", "information_skills", "role_modelling", "working_alliance"]
KINDS = ["peer_group", "nature", "housing", "education", "self_management"]


@st.composite
def directories(draw: st.DrawFn) -> list[Ranked]:
    """Up to nine ranked entries, best first."""
    count = draw(st.integers(min_value=1, max_value=9))
    return [
        Ranked(
            Entry(
                id=f"r{n}",
                name="",
                kind=draw(st.sampled_from(KINDS)),
                mechanisms=tuple(draw(st.sets(st.sampled_from(MECHANISMS), max_size=3))),
                traits=frozenset(draw(st.sets(st.just("peer_run")))),
            ),
            1 - n / 10,
            {},
        )
        for n in range(count)
    ]


def brings(rows: list[Ranked]) -> set[str]:
    peer_run = {"peer_run"} if any("peer_run" in row.entry.traits for row in rows) else set()
    return {mechanism for row in rows for mechanism in row.entry.mechanisms} | peer_run


def kinds(rows: list[Ranked]) -> int:
    return len({row.entry.kind for row in rows})


@settings(max_examples=400, deadline=None)
@given(directories())
def test_five_bring_every_mechanism_peers_and_three_kinds_wherever_five_could(rows: list[Ranked]) -> None:
    shown = min(SHOWN, len(rows))
    chosen = choose(rows)

    could = [
        five
        for rest in combinations(rows[1:], shown - 1)
        if kinds(five := [rows[0], *rest]) >= min(KINDS_AT_LEAST, kinds(rows))
        and brings(five) == brings(rows)
    ]

    assert len(chosen) == shown
    assert chosen == sorted(chosen, key=lambda row: -row.score)
    assert chosen[0] == rows[0]
    assert kinds(chosen) >= min(KINDS_AT_LEAST, kinds(rows))
    assert brings(chosen) == brings(rows) or not could
