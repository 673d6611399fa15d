"""Learns from the lexicon's sentences what texts about the same need have in common.

Linear discriminant analysis (Fisher 1936; Hastie, Tibshirani, Friedman 2009, section 4.3) on sentence
vectors: directions in which sentences of one need differ among themselves (style, length, mood) count less
than those in which needs differ. What people write and what directories write has its own centre, so that
the way of writing is no difference.
"""

import hashlib
import json
from dataclasses import astuple, dataclass

import numpy as np

from recoveryapp.matching.ranking.arrays import Floats, as_floats
from recoveryapp.matching.ranking.encoder import Encoder, encode, encoder_name
from recoveryapp.matching.ranking.lexicon import Examples
from recoveryapp.matching.ranking.meaning import Reader

SHORT = 128
"""Numbers of a short vector: 96 and more rank as well as all 512."""
SMOOTHING = 3.0
"""How far the spread within needs is drawn to a round one, in units of its own mean."""
TEMPERATURE = 0.45
"""Of the shares, in units of the scores' spread: what makes sentences that were left out most likely."""
WORDS_TOGETHER = 8
SAID, OFFERED, WORDS = range(3)


@dataclass(frozen=True)
class Taught:
    vectors: Floats
    needs: np.ndarray
    styles: np.ndarray


def train(examples: Examples, by: Encoder) -> Reader:
    taught = _encoded(examples, by)
    centre = taught.vectors.mean(axis=0)
    basis = np.linalg.svd(taught.vectors - centre, full_matrices=False)[2][:SHORT].T
    short = (taught.vectors - centre) @ basis
    centres = {style: short[taught.styles == style].mean(axis=0) for style in (SAID, OFFERED, WORDS)}
    level = short - np.stack([centres[style] for style in taught.styles])
    means = np.stack([level[taught.needs == need].mean(axis=0) for need in range(len(examples))])
    weights = _precision(level - means[taught.needs]) @ means.T
    constants = -0.5 * np.einsum("nd,dn->n", means, weights)
    return Reader(
        digest=digest_of(examples),
        centre=as_floats(centre),
        basis=as_floats(basis),
        said=_scorer(weights, constants, centres[SAID], short[taught.styles == SAID]),
        offered=_scorer(weights, constants, centres[OFFERED], short[taught.styles == OFFERED]),
    )


def digest_of(examples: Examples) -> str:
    """Another encoder, other sentences or another way to learn make another reader."""
    rules = [encoder_name(), SHORT, SMOOTHING, TEMPERATURE, WORDS_TOGETHER]
    taught = [[need, *astuple(example)] for need, example in examples.items()]
    return hashlib.sha256(json.dumps([rules, taught]).encode()).hexdigest()


def _encoded(examples: Examples, by: Encoder) -> Taught:
    rows = [
        (text, at, style)
        for at, need in enumerate(examples.values())
        for style, texts in ((SAID, need.said), (OFFERED, need.offered), (WORDS, _bunches(need.words)))
        for text in texts
    ]
    texts, needs, styles = zip(*rows, strict=True)
    return Taught(encode(texts, by), np.array(needs), np.array(styles))


def _bunches(words: tuple[str, ...]) -> list[str]:
    return [", ".join(words[at : at + WORDS_TOGETHER]) for at in range(0, len(words), WORDS_TOGETHER)]


def _precision(spread: np.ndarray) -> np.ndarray:
    """The inverse of the covariance within needs, smoothed: there are fewer sentences than it asks for."""
    covariance = spread.T @ spread
    round_ = np.eye(len(covariance))
    return np.linalg.inv(covariance * len(covariance) / np.trace(covariance) + SMOOTHING * round_)


def _scorer(weights: np.ndarray, constants: np.ndarray, centre: np.ndarray, own: np.ndarray) -> Floats:
    """Weights over one row of constants, at the temperature."""
    scores = (own - centre) @ weights + constants
    scale = TEMPERATURE * scores.std()
    return as_floats(np.vstack([weights, constants - centre @ weights]) / scale)
