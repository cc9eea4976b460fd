"""Answers from a library: the sentences that hold them, or none. No language model.

The weights of `BY_MEANING` and `BY_SPELLING` are a logistic regression's, fitted to sentences of
one half of SQuAD and CMRC; how often it is right on the other half is in docs/search.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.assist.matching import Asked, Floats, Rows
from heed.assist.sentence import Looked, look_at
from heed.assist.wanted import holds, kind
from heed.assist.words import content
from heed.models.encoder import Encoded, Encoder, is_english
from heed.types import Finding, Item, Reply

MOST_SENTENCES = 3
ENOUGH = 0.1
"""Below this nothing is answered; from it on 6 in 100 questions without an answer get one."""
AS_GOOD = 0.5
"""A second sentence is told where it is at least half as likely."""
_READ = 12
"""Sentences that are read as a whole, by the encoder."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign adds to the log-odds that a sentence holds the answer.

    sentence, window: share of the question in it, and in it with the one before; meaning: cosine;
    kind: it has what was asked for, a time, a number or a name (1), or lacks it (-1).
    """

    sentence: float
    window: float
    meaning: float
    kind: float
    base: float


BY_MEANING = Weights(sentence=1.06, window=3.34, meaning=7.37, kind=0.55, base=-8.21)
BY_SPELLING = Weights(sentence=2.01, window=3.01, meaning=3.70, kind=0.57, base=-6.56)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """A question as it is put to a library; vector None: nothing could read it.

    whole: with the words of the question before it, where it follows one up.
    """

    text: str
    whole: str
    language: str
    wanted: Asked
    embedder_id: str = ""
    vector: npt.NDArray[np.float32] | None = None


def following(question: str, before: str) -> str:
    """`question` with the content words of the one before that it does not say itself."""
    said = set(content(question))
    kept = [word for word in content(before) if word not in said] if before.strip() else []
    return f"{question.strip()} {' '.join(kept)}".strip()


def answer(
    question: Question,
    items: Sequence[Item],
    fused: Mapping[int, float],
    rows: Rows,
    encoder: Encoder,
) -> Reply:
    """One to three sentences of `items`, each at least `ENOUGH` likely to hold it, or none."""
    looked = look_at(question.wanted, items, rows)
    read = _promising(looked, fused)
    likely = _likely(question, looked, read, _cosines(question, looked, read, encoder))
    least = max(ENOUGH, AS_GOOD * max(likely, default=0.0))
    order = sorted(zip(likely, read, strict=True), key=lambda pair: (-pair[0], pair[1]))
    told = [(chance, number) for chance, number in order if chance >= least]
    findings = [
        Finding(looked.sentences[number].item, chance, looked.passage(number))
        for chance, number in _different(looked, told)
    ]
    return Reply(question.text, question.wanted.words, tuple(findings[:MOST_SENTENCES]))


def _promising(looked: Looked, fused: Mapping[int, float]) -> list[int]:
    """The sentences worth reading whole, by their words and by what their item holds of them."""
    covered: dict[int, Floats] = {}
    for one, found in zip(looked.sentences, looked.seen.found, strict=True):
        covered[one.item.id] = np.maximum(covered.get(one.item.id, found), found)
    shares = looked.wanted.shares
    rank = [
        float(score + 0.5 * fused[one.item.id] + 0.3 * (covered[one.item.id] @ shares))
        for one, score in zip(looked.sentences, looked.scores(), strict=True)
    ]
    return sorted(range(len(rank)), key=lambda number: (-rank[number], number))[:_READ]


def _cosines(
    question: Question, looked: Looked, read: Sequence[int], encoder: Encoder
) -> list[float]:
    """How close each sentence is to the question in meaning; 0 where other eyes read it."""
    cosines = [0.0] * len(read)
    if question.vector is None or not read:
        return cosines
    texts = [looked.sentences[number].text for number in read]
    encoded: list[Encoded] = encoder.encode(texts, [question.language] * len(texts))
    for one in encoded:
        if one.embedder_id == question.embedder_id:
            for row, cosine in zip(one.rows, one.vectors @ question.vector, strict=True):
                cosines[row] = float(cosine)
    return cosines


def _likely(
    question: Question, looked: Looked, read: Sequence[int], cosines: Sequence[float]
) -> list[float]:
    weights = BY_MEANING if is_english(question.embedder_id) else BY_SPELLING
    wanted, shares, found = kind(question.text), looked.wanted.shares, looked.seen.found
    likely = []
    for number, cosine in zip(read, cosines, strict=True):
        one = looked.sentences[number]
        sign = (1 if holds(wanted, one.text, question.whole) else -1) if wanted else 0
        odds = (
            weights.base
            + weights.sentence * float(found[number] @ shares)
            + weights.window * float(np.maximum(found[number], found[one.before]) @ shares)
            + weights.meaning * cosine
            + weights.kind * sign
        )
        likely.append(float(1 / (1 + np.exp(-odds))))
    return likely


def _different(looked: Looked, told: Sequence[tuple[float, int]]) -> list[tuple[float, int]]:
    """The same without sentences that several outlets print word for word."""
    texts: dict[str, tuple[float, int]] = {}
    for chance, number in told:
        texts.setdefault(looked.sentences[number].text, (chance, number))
    return list(texts.values())
