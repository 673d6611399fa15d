import json
from pathlib import Path

import pytest

from recoveryapp.matching.ranking import needs
from recoveryapp.matching.ranking.lexicon import IDENTITIES, lexicon
from recoveryapp.matching.ranking.person import Gender, Said, said_in
from recoveryapp.matching.ranking.shapes import Logic
from recoveryapp.matching.ranking.words import stem, telling, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("letters", "letter"),
        ("worries", "worry"),
        ("stopped", "stop"),
        ("coming", "come"),
        ("sleeping", "sleep"),
        ("badly", "bad"),
        ("classes", "class"),
    ],
)
def test_words_that_people_use_alike_meet(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("bus", "bu"), ("this", "thi"), ("sing", "s"), ("red", "r")])
def test_short_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_apostrophes_of_any_kind_are_no_difference() -> None:
    assert tokens("Can't") == tokens("can’t") == tokens("cant") == ["cant"]


def test_words_that_say_nothing_are_left_out() -> None:
    assert telling(tokens("I just want to get some sleep")) == ["sleep"]


@pytest.mark.parametrize(
    ("words", "need"),
    [
        ("I can't open the post", "letters_fear"),
        ("bailiffs came, I owe everyone", "debt"),
        ("get on a bus again", "travel_fear"),
        ("somebody to come with me", "one_person"),
        ("finger painting", "art"),
        ("they want to section me", "rights_section"),
    ],
)
def test_everyday_words_speak_of_a_need(words: str, need: str) -> None:
    assert need in lexicon().needs(words)


def test_a_need_points_to_kinds_of_the_logic_model() -> None:
    shares = needs.kinds_for(needs.shares_of({"debt": 1.0}))

    assert dict(zip(needs.kinds(), shares, strict=False))["money_advice"] == max(shares) == 1.0


def test_nothing_said_is_no_need() -> None:
    assert lexicon().needs("") == {}
    assert not needs.kinds_for(needs.shares_of({})).any()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("I'm 24 and bored", Said(24, None)),
        ("im 61", Said(61, None)),
        ("aged 30, a new mum", Said(30, Gender.WOMAN)),
        ("As a quiet man I", Said(None, Gender.MAN)),
        ("45, bloke", Said(45, Gender.MAN)),
        ("22, moved here and know nobody", Said(22, None)),
        ("10, 20 or 30 steps more", Said(None, None)),
        ("call at 10, then walk", Said(None, None)),
        ("I'm 17 stone", Said(None, None)),
        ("I am 12 weeks sober", Said(None, None)),
        ("diagnosed at 39", Said(None, None)),
        ("my husband left and my son is 24", Said(None, None)),
        ("", Said(None, None)),
    ],
)
def test_only_what_is_plainly_said_of_age_and_gender_counts(words: str, said: Said) -> None:
    assert said_in(words) == said


def test_every_need_points_to_kinds_that_the_logic_model_has(logic: Logic) -> None:
    concepts = lexicon().concepts

    assert {kind for concept in concepts.values() for kind in concept.kinds} == logic.kinds.keys()
    assert concepts.keys() >= IDENTITIES


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_need_has_its_name_in_each_language(language: str) -> None:
    """In English the one that reasons are told with where a screen has no words of its own."""
    folder = Path(__file__).parents[2] / "frontend" / "src" / "lib" / "i18n" / "messages" / language
    names = json.loads((folder / "needs.json").read_text(encoding="utf-8"))

    assert names.keys() == lexicon().concepts.keys()
    assert all(names.values())
    if language == "en":
        assert names == {code: concept.name for code, concept in lexicon().concepts.items()}
