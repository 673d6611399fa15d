"""One goal against directories of three sizes, from the words to five suggestions with their reasons.

The plain scan looks for each of the goal's words in every text and sorts by how many it found.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import files
from itertools import islice
from pathlib import Path
from random import Random

import numpy as np

from recoveryapp.matching.entries import logic_of
from recoveryapp.matching.judged import asked_from, entry_from, read_lines
from recoveryapp.matching.meanings import meanings_of
from recoveryapp.matching.ranking.arrays import as_floats
from recoveryapp.matching.ranking.choose import choose
from recoveryapp.matching.ranking.encoder import PACKAGE, encode, encoder
from recoveryapp.matching.ranking.index import Index, Meanings, build_index, text_of
from recoveryapp.matching.ranking.lexicon import FILE as LEXICON
from recoveryapp.matching.ranking.meaning import FILE as NEEDS
from recoveryapp.matching.ranking.rank import explain, rank
from recoveryapp.matching.ranking.shapes import Asked, Entry, Logic
from recoveryapp.matching.ranking.words import telling, tokens
from recoveryapp.outcomes.seeds import read_logic_model
from tests.bench.measuring import Row, median_ms, watching

JUDGED = Path(__file__).parents[1] / "matching" / "held_out"
SIZES = {300: 5.0, 10_000: 20.0, 100_000: 100.0}
"""Resources, and the goal in milliseconds for one person's goal."""
TOWNS = 200
SPREAD = 0.05
"""How far the copies of a text are from it in meaning."""


@dataclass(frozen=True)
class Directory:
    entries: list[Entry]
    meanings: Meanings


def rows() -> Iterator[Row]:
    logic = logic_of(read_logic_model())
    goals = [asked_from(row) for row in read_lines(JUDGED / "goals.jsonl")]
    yield Row("encoder on disk", _package_mb(), "MB")
    yield Row("lexicon and what was learnt from it, on disk", _size_mb(LEXICON, NEEDS), "MB")
    with watching() as first:
        by = encoder()
        assert by
        encode(["A first text"], by)
    yield Row("encoder in memory, a worker", first["mb"], "MB")
    yield Row("encoder, to begin with", first["seconds"] * 1_000)
    yield Row("the meaning of one goal", median_ms(lambda goal: encode([goal.words], by), goals))
    seed = [entry_from(row, logic) for row in read_lines(JUDGED / "resources.jsonl")]
    known = meanings_of(seed)
    assert known
    for size, most in SIZES.items():
        directory = _grown(seed, known, size)
        with watching() as took:
            index = build_index(directory.entries, logic, directory.meanings)
        yield Row(f"{size:,}: one goal", *_compared(goals, directory, index, logic), most=most)
        yield Row(f"{size:,}: one goal by words only", _by_words(goals, directory, logic))
        yield Row(f"{size:,}: index made", took["seconds"] * 1_000)
        yield Row(f"{size:,}: index in memory, a worker", took["mb"], "MB")


def _compared(
    goals: Sequence[Asked], directory: Directory, index: Index, logic: Logic
) -> tuple[float, str, float]:
    texts = [text_of(entry).lower() for entry in directory.entries]
    plain = median_ms(lambda goal: _plain_scan(goal, texts), goals, rounds=1)
    return median_ms(_answering(directory, index, logic), goals), "ms", plain


def _by_words(goals: Sequence[Asked], directory: Directory, logic: Logic) -> float:
    index = build_index(directory.entries, logic)
    return median_ms(_answering(directory, index, logic), goals)


def _answering(directory: Directory, index: Index, logic: Logic) -> Callable[[Asked], object]:
    def answer(goal: Asked) -> object:
        shown = choose(rank(goal, index, logic))
        return [
            explain(row, directory.entries[index.order[row.entry.id]], goal, index, logic) for row in shown
        ]

    return answer


def _plain_scan(goal: Asked, texts: Sequence[str]) -> list[int]:
    words = telling(tokens(goal.words))
    found = [(-sum(word in text for word in words), at) for at, text in enumerate(texts)]
    return [at for _, at in islice(sorted(found), 10)]


def _grown(seed: Sequence[Entry], known: Meanings, size: int) -> Directory:
    """Each text again and again, in other towns and a little off in meaning; the same in every run."""
    draw, spread = Random(4), np.random.default_rng(4)
    entries, meanings = [], {}
    for at in range(size):
        first, second = seed[at % len(seed)], draw.choice(seed)
        sentences = [*first.description.split(". "), draw.choice(second.description.split(". "))]
        draw.shuffle(sentences)
        town = f"Town {draw.randrange(TOWNS)}" if first.coverage == "local" else ""
        entries.append(
            replace(
                first, id=f"e{at:06}", name=f"{first.name} {at}", description=". ".join(sentences), place=town
            )
        )
        near = known[first.id] + spread.normal(0, SPREAD, len(known[first.id]))
        meanings[f"e{at:06}"] = as_floats(near)
    return Directory(entries, meanings)


def _package_mb() -> float:
    return _size_mb(*[Path(str(file.locate())) for file in files(PACKAGE) or []])


def _size_mb(*paths: Path) -> float:
    return sum(path.stat().st_size for path in paths if path.exists()) / 1_000_000
