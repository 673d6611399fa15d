"""Words as the ranker sees them: small letters, no apostrophes, endings taken off, the same on both sides."""

import json
import re
from functools import lru_cache
from pathlib import Path

TOKEN = re.compile(r"[^\W_]+(?:\+)?")
APOSTROPHES = re.compile(r"['’‘`]")
VOWELS = frozenset("aeiouy")
SHORTEST_STEM = 3

STOP_WORDS = frozenset(json.loads((Path(__file__).parent.parent / "seed" / "stop_words.json").read_text()))


def tokens(text: str) -> list[str]:
    """Every word, stop words too, unstemmed, in order."""
    return TOKEN.findall(APOSTROPHES.sub("", text.lower()))


def stems(words: list[str]) -> list[str]:
    return [stem(word) for word in words]


def telling(words: list[str]) -> list[str]:
    """Stems of the words that say something."""
    return [stem(word) for word in words if word not in STOP_WORDS and len(word) > 1]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Takes plural, -ing, -ed, -ly and a last e off, so that "letters" meets "letter" and "coming" "come".

    Light on purpose: a stemmer that cuts more joins words that people keep apart.
    """
    word = _without_plural(word)
    for ending in ("ing", "ed", "ly"):
        cut = word.removesuffix(ending)
        if cut != word and len(cut) >= SHORTEST_STEM and VOWELS & set(cut):
            word = _undoubled(cut)
            break
    return word.removesuffix("e") if len(word) > SHORTEST_STEM else word


def _without_plural(word: str) -> str:
    if len(word) <= SHORTEST_STEM or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.removesuffix("s")


def _undoubled(word: str) -> str:
    is_double = word[-1] == word[-2] and word[-1] not in "lsz"
    return word[:-1] if is_double and len(word) > SHORTEST_STEM else word
