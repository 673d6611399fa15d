from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from recoveryapp.matching.enums import DismissReason, Feature, Wish
from recoveryapp.matching.ranking.choose import choose
from recoveryapp.matching.ranking.rank import explain, rank
from recoveryapp.matching.ranking.shapes import (
    WEIGHTS,
    Asked,
    Entry,
    Learnt,
    Logic,
    Path,
    Ranked,
    Reason,
    Weights,
)
from tests.matching.conftest import IndexOf

MakeEntry = Callable[..., Entry]


def ids(rows: list[Ranked]) -> list[str]:
    return [row.entry.id for row in rows]


def test_the_goal_s_own_words_find_the_resource_that_has_them(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(
        entry("choir", description="Sing with us."), entry("debt", description="Help with bailiffs.")
    )

    assert ids(rank(Asked(words="the bailiffs are coming"), index, logic)) == ["debt", "choir"]


def test_everyday_words_find_help_that_is_put_in_other_words(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(
        entry("rest", description="A course on insomnia."),
        entry("park", description="Rough sleeping outreach.", kind="housing"),
    )

    assert ids(rank(Asked(words="wide awake in the small hours every night"), index, logic))[0] == "rest"


def test_the_kind_that_answers_the_need_goes_before_one_that_does_not(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(entry("a", kind="creative_arts"), entry("b", kind="money_advice"))

    assert ids(rank(Asked(words="I owe rent"), index, logic)) == ["b", "a"]


def test_what_is_meant_for_others_sinks_until_the_person_says_it_is_theirs(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(
        entry("theirs", kind="social_club", description="Company.", audience="Refugees"),
        entry("for all", kind="social_club", description="Company."),
    )

    assert ids(rank(Asked(words="company"), index, logic)) == ["for all", "theirs"]
    assert ids(rank(Asked(words="company for a refugee"), index, logic)) == ["theirs", "for all"]


def test_a_group_after_a_suicide_is_not_for_every_grief(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(
        entry("suicide", kind="peer_group", description="Grief.", audience="Adults bereaved by suicide"),
        entry("grief", kind="peer_group", description="Grief."),
    )

    assert ids(rank(Asked(words="my wife died"), index, logic)) == ["grief", "suicide"]
    assert ids(rank(Asked(words="my son killed himself"), index, logic)) == ["suicide", "grief"]


def test_what_nobody_checked_lately_sinks(entry: MakeEntry, index_of: IndexOf, logic: Logic) -> None:
    index = index_of(entry("a", description="Swim.", is_stale=True), entry("b", description="Swim."))

    assert ids(rank(Asked(words="swim"), index, logic)) == ["b", "a"]


@pytest.mark.parametrize(
    ("barrier", "hard"),
    [
        ("group_anxiety", {"traits": frozenset({"group"})}),
        ("leaving_home", {"delivery": frozenset({"in_person"})}),
        ("transport", {"delivery": frozenset({"in_person"})}),
        ("money", {"cost": "paid"}),
        ("no_internet", {"delivery": frozenset({"online"})}),
        ("bad_experience", {"traits": frozenset({"nhs"})}),
    ],
)
def test_what_a_barrier_stands_before_sinks_and_is_still_there(
    entry: MakeEntry, index_of: IndexOf, logic: Logic, barrier: str, hard: dict[str, Any]
) -> None:
    easy = {"delivery": frozenset({"phone"}), "kind": "helpline_crisis"}
    index = index_of(entry("a", **{**easy, **hard}), entry("b", **easy))

    assert ids(rank(Asked(words="", barriers=frozenset({barrier})), index, logic)) == ["b", "a"]


def test_the_score_is_the_sum_of_its_parts_and_equal_scores_keep_one_order(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(entry("b"), entry("a"), entry("c", description="Sleep."))

    found = rank(Asked(words="sleep", areas=frozenset({"existential.hope"})), index, logic)

    assert ids(found) == ["c", "a", "b"]
    assert all(row.score == pytest.approx(sum(row.parts.values())) for row in found)


FULL = Asked(
    words="sleep at night like a zebra",
    domains=frozenset({"existential"}),
    areas=frozenset({"existential.hope"}),
    barriers=frozenset({"money", "low_energy"}),
    place="Saltmere",
    languages=("Polish",),
    learnt=Learnt(liked=frozenset({"kept"})),
)
NOTHING = Weights(**dict.fromkeys((feature.value for feature in Feature), 0.0))


@pytest.mark.parametrize(
    ("feature", "lacks"),
    [
        (Feature.WORDS, {"description": "Sleep at night like an okapi."}),
        (Feature.NEED, {"description": "A zebra."}),
        (Feature.KIND, {"kind": "identity_specific"}),
        (Feature.DOMAIN, {"domains": ("social",)}),
        (Feature.AREA, {"areas": ("social.contact",)}),
        (Feature.BARRIER, {"kind": "identity_specific"}),
        (Feature.AFFORDABLE, {"cost": "paid"}),
        (Feature.NEAR, {"coverage": "national", "place": ""}),
        (Feature.PEER_RUN, {"traits": frozenset()}),
        (Feature.LANGUAGE, {"languages": ("English",)}),
        (Feature.LIKED, {"kind": "identity_specific"}),
    ],
)
def test_each_reason_moved_it_up_and_without_it_it_stands_lower(
    entry: MakeEntry, index_of: IndexOf, logic: Logic, feature: Feature, lacks: dict[str, Any]
) -> None:
    has = {
        "description": "Sleep at night like a zebra.", "coverage": "local", "place": "Saltmere",
        "traits": frozenset({"peer_run"}), "languages": ("Polish",),
    }  # fmt: skip
    index = index_of(
        entry("one", **has), entry("its twin without", **{**has, **lacks}), entry("kept", coverage="local")
    )
    alone = replace(NOTHING, **{feature.value: getattr(WEIGHTS, feature.value)})

    with_it, without = rank(FULL, index, logic, weights=alone), rank(FULL, index, logic, weights=NOTHING)

    assert order_of_twins(with_it) == ["one", "its twin without"]
    assert order_of_twins(without) == ["its twin without", "one"]
    assert next(row for row in with_it if row.entry.id == "one").parts.keys() == {feature}


def order_of_twins(rows: list[Ranked]) -> list[str]:
    return [id_ for id_ in ids(rows) if id_ != "kept"]


@pytest.mark.parametrize(
    ("feature", "learnt"),
    [
        (Feature.PUT_ASIDE, Learnt(put_aside=frozenset({"kept"}))),
        (Feature.AVOIDED, Learnt(avoids=frozenset({DismissReason.TOO_FAR}))),
    ],
)
def test_what_was_put_aside_or_avoided_moves_its_like_down_and_is_no_reason(
    entry: MakeEntry, index_of: IndexOf, logic: Logic, feature: Feature, learnt: Learnt
) -> None:
    like = entry("a like it", kind="nature", delivery=frozenset({"in_person"}))
    index = index_of(like, entry("b", kind="housing"), entry("kept", kind="nature"))
    asked = replace(FULL, learnt=learnt)

    found = next(row for row in rank(asked, index, logic) if row.entry is index.entries[0])

    assert found.parts[feature] < 0
    assert feature not in {reason.code for reason in explain(found, like, asked, index, logic).reasons}


def explained(asked: Asked, entry: Entry, index_of: IndexOf, logic: Logic) -> Ranked:
    index = index_of(entry)
    return explain(rank(asked, index, logic)[0], entry, asked, index, logic)


def test_reasons_are_the_three_that_moved_it_most_with_what_of_them(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    asked = Asked(words="I cannot sleep at night", areas=frozenset({"existential.hope"}))

    found = explained(asked, entry("one", description="Sleep at night."), index_of, logic)

    assert found.reasons == (
        Reason(Feature.NEED, ("sleep_night",)),
        Reason(Feature.AREA, ("existential.hope",)),
        Reason(Feature.KIND, ("self_management",)),
    )
    assert [found.parts[r.code] for r in found.reasons] == sorted(found.parts.values(), reverse=True)[:3]


def test_words_are_named_as_the_person_wrote_them(entry: MakeEntry, index_of: IndexOf, logic: Logic) -> None:
    found = explained(
        Asked(words="Zebras, and my letters"),
        entry("one", description="A letter to a zebra"),
        index_of,
        logic,
    )

    assert Reason(Feature.WORDS, ("letters", "zebras")) in found.reasons


def test_a_reason_never_names_what_the_person_did_not_say_or_choose(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    found = explained(Asked(words="zebra"), entry("one", description="Hope and work."), index_of, logic)

    assert found.reasons == ()


def test_the_path_through_the_logic_model_begins_with_what_the_person_chose(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    both = entry(
        "one",
        areas=("existential.hope", "social.contact"),
        mechanisms=("role_modelling", "increasing_choice"),
    )
    hope = Path("existential", "existential.hope", "role_modelling", "self_management")
    contact = Path("social", "social.contact", "role_modelling", "self_management")

    def paths(asked: Asked) -> tuple[Path, ...]:
        return explained(asked, both, index_of, logic).paths

    assert paths(Asked(words="")) == (hope,)
    assert paths(Asked(words="", areas=frozenset({"social.contact"}))) == (contact,)
    assert paths(Asked(words="", domains=frozenset({"social"}))) == (contact,)


@pytest.mark.parametrize("words", ["", "   ", "!!! ???", "the and of", "\n", "日本語", "x" * 500, "😀 😀"])
def test_any_words_give_an_answer(entry: MakeEntry, index_of: IndexOf, logic: Logic, words: str) -> None:
    assert len(rank(Asked(words=words), index_of(entry("a"), entry("b")), logic)) == 2


def test_an_empty_directory_gives_nothing(index_of: IndexOf, logic: Logic) -> None:
    assert rank(Asked(words="sleep"), index_of(), logic) == []
    assert choose([]) == []


def test_words_about_self_harm_are_ranked_like_any_other_words(
    entry: MakeEntry, index_of: IndexOf, logic: Logic
) -> None:
    index = index_of(entry("a", description="Sing."), entry("b", description="Paint."))

    found = rank(
        Asked(words="I do not want to be alive. I want to sing", wishes=frozenset({Wish.FREE_ONLY})),
        index,
        logic,
    )

    assert ids(found) == ["a", "b"]


def ranked(entry: Entry, score: float) -> Ranked:
    return Ranked(entry, score, {})


def test_a_set_of_five_has_three_kinds_though_one_kind_scores_best(entry: MakeEntry) -> None:
    rows = [ranked(entry(f"g{n}", kind="peer_group"), 1 - n / 100) for n in range(6)]
    rows += [
        ranked(entry(f"x{n}", kind=kind), 0.1 - n / 100)
        for n, kind in enumerate(["nature", "housing", "education"])
    ]

    chosen = choose(rows)

    assert ids(chosen) == ["g0", "g1", "x0", "x1", "x2"]


def test_a_peer_run_one_is_brought_in_where_there_is_one(entry: MakeEntry) -> None:
    kinds = ["nature", "housing", "education", "employment", "money_advice", "self_management"]
    rows = [ranked(entry(f"x{n}", kind=kind), 1 - n / 100) for n, kind in enumerate(kinds)]
    rows.append(ranked(entry("peers", kind="peer_group", traits=frozenset({"peer_run"})), 0.01))

    assert ids(choose(rows)) == ["x0", "x1", "x2", "x3", "peers"]


def test_a_small_directory_gives_what_it_has(entry: MakeEntry) -> None:
    rows = [ranked(entry(f"g{n}", kind="peer_group"), 1 - n / 100) for n in range(4)]

    assert ids(choose(rows)) == ["g0", "g1", "g2", "g3"]
