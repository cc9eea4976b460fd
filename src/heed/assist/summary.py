"""A text in its own most important sentences, for so many seconds of reading. Writes no sentence.

Every sentence attends to the others by how near they are in meaning; what a sentence receives,
where it stands, and how it speaks is its weight. Nothing here was trained.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.assist.words import is_cjk, sentences, words
from heed.attention import AuxRequest, attention
from heed.models.encoder import Encoder
from heed.types import Matrix, Summary, Told

Doubles = npt.NDArray[np.float64]

MOST = 200
"""Sentences of a text that are read."""
ALIKE = 0.5
"""What a sentence loses beside an equal one that is chosen already."""
_FEWEST_WORDS = 5
_AUTHORS = re.compile(r"\b(?:we|our|this paper|this work)\b|本文|我们", re.IGNORECASE)
_DID = re.compile(
    r"\b(?:we|this paper|this work) (?:\w+ )?(?:propose|introduce|present|show|develop|study|"
    r"demonstrate|describe|investigate|explore|find|design|provide|analy[sz]e)s?\b"
    "|(?:本文|我们)[^，。]{0,6}(?:提出|介绍|研究|展示|证明|设计|发现|分析)",
    re.IGNORECASE,
)
_QUOTED = re.compile('["“”「」]')
_HAN = re.compile("[\u3400-\u9fff]")
_END = re.compile(r"""[.!?。！？…][]"'”’」』)）]*$""")


@dataclass(frozen=True, slots=True)
class Signs:
    """sharpness: one over the softmax's temperature; place: how much the first sentence gains over
    what it receives; fading: sentences after which that gain is less than half; authors, did:
    what a sentence gains in which authors speak, and in which they say what they did."""

    sharpness: float
    place: float
    fading: float
    authors: float
    did: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast is read, as the settings say."""

    words_per_minute: float
    characters_per_minute: float


SIGNS = Signs(sharpness=10.0, place=1.0, fading=2.0, authors=1.0, did=2.0)
"""The best of a small table on 700 abstracts that are not reported: docs/summary.md."""


def summarise(text: str, wanted_s: float, encoder: Encoder, pace: Pace) -> Summary:
    """The sentences that matter most and take at most `wanted_s` to read; one at least."""
    spans = sentences(text)[:MOST]
    told = [text[start:end] for start, end in spans]
    seconds = np.array([reading_s(one, pace) for one in told])
    rows = read(told, encoder)
    weights = importance(rows, told)
    whole = np.array([is_whole(one) for one in told], dtype=np.bool_)
    chosen = choose(weights, seconds, wanted_s, rows, among=whole if whole.any() else None)
    return Summary(
        tuple(
            Told(one, start, end, float(s), float(weight), bool(kept))
            for one, (start, end), s, weight, kept in zip(
                told, spans, seconds, weights, chosen, strict=True
            )
        ),
        wanted_s,
    )


def reading_s(sentence: str, pace: Pace) -> float:
    """Seconds a sentence takes to read; characters are counted where there are no words."""
    characters = len(_HAN.findall(sentence))
    spoken = sum(1 for one in words(sentence) if not is_cjk(one.text))
    return 60 * (spoken / pace.words_per_minute + characters / pace.characters_per_minute)


def read(told: Sequence[str], encoder: Encoder) -> Matrix:
    """One row a sentence; those that different encoders read share no column."""
    languages = ["zh" if is_cjk(one) else "" for one in told]
    blocks = [np.zeros((len(told), 1), dtype=np.float32)]
    for part in encoder.encode(told, languages):
        block = np.zeros((len(told), part.vectors.shape[1]), dtype=np.float32)
        block[part.rows] = part.vectors
        blocks.append(block)
    return np.hstack(blocks)


def importance(rows: Matrix, told: Sequence[str], signs: Signs = SIGNS) -> Doubles:
    """The weight of each sentence, summing to 1: what it receives, more at the beginning.

    Scraps of a few words (a heading, a credit) receive, but count a tenth.
    """
    count = len(rows)
    if not count:
        return np.zeros(0)
    received = received_attention(rows, signs.sharpness)
    place = 1 + signs.place / (1 + np.arange(count) / signs.fading) ** 2
    whole = np.array([1.0 if is_whole(one) else 0.1 for one in told])
    spoken = np.array([_spoken(one, signs) for one in told])
    weights: Doubles = received * place * whole * spoken
    weights /= weights.sum()
    return weights


def _spoken(sentence: str, signs: Signs) -> float:
    """How authors of a paper speak of it; in a quotation others speak."""
    if _QUOTED.search(sentence) or not _AUTHORS.search(sentence):
        return 1.0
    return 1 + signs.authors + (signs.did if _DID.search(sentence) else 0)


def received_attention(rows: Matrix, sharpness: float) -> Doubles:
    """What every sentence receives from the others, a mean of 1; a sentence never sees itself."""
    count = len(rows)
    if count < 2:
        return np.ones(count)
    others = ~np.eye(count, dtype=np.bool_)
    _, seen = attention(
        rows, rows, rows, others, scale=sharpness, return_aux=AuxRequest(weights=True)
    )
    assert seen.weights is not None
    received: Doubles = seen.weights.astype(np.float64).sum(axis=0)
    return received


def choose(
    weights: Doubles,
    seconds: Doubles,
    wanted_s: float,
    rows: Matrix,
    among: npt.NDArray[np.bool_] | None = None,
) -> npt.NDArray[np.bool_]:
    """Which sentences fit in the seconds, the heaviest first and none twice alike.

    among: those that may be chosen; all where none is given. Where not even the heaviest fits, it
    is chosen all the same.
    """
    chosen = np.zeros(len(weights), dtype=np.bool_)
    if not len(weights):
        return chosen
    able = np.ones(len(weights), dtype=np.bool_) if among is None else among
    alike = (rows @ rows.T).clip(0, 1)
    # Weight, not weight a second: a short scrap would win otherwise.
    left, lost = wanted_s, np.zeros(len(weights))
    while True:
        gain = np.where(able & ~chosen & (seconds <= left), weights * (1 - lost), -1.0)
        best = int(gain.argmax())
        if gain[best] <= 0:
            break
        chosen[best], left = True, left - float(seconds[best])
        lost = np.maximum(lost, ALIKE * alike[best])
    if not chosen.any():
        chosen[int(np.where(able, weights, -1.0).argmax())] = True
    return chosen


def is_whole(sentence: str) -> bool:
    """Whether it is more than a heading, a credit or a row of a table."""
    return len(words(sentence)) >= _FEWEST_WORDS and bool(_END.search(sentence.rstrip()))
