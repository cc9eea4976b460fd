"""Answers from a library: the sentences that hold them, or none. No language model.

The weights are a logistic regression's, fitted to sentences of one half of SQuAD and CMRC; how
often it is right on the other half is in docs/search.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.assist.matching import Asked, Floats, Rows
from heed.assist.sentence import Looked, look_at
from heed.assist.wanted import holds, kind
from heed.assist.words import content
from heed.models.encoder import Encoder
from heed.types import Finding, Item, Matrix, Reply

MOST_SENTENCES = 3
ENOUGH = 0.08
"""Below this nothing is answered; from it on 9 in 100 English questions without an answer get one,
14 of Chinese ones."""
AS_GOOD = 0.5
"""A second sentence is told where it is at least half as likely."""
_READ = 12
"""Sentences that are read as a whole, by the encoder."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign adds to the log-odds that a sentence holds the answer.

    sentence, window: share of the question in it, and in it with the one before; meaning: how near
    it is; kind: it has what was asked for, a time, a number or a name (1), or lacks it (-1).
    """

    sentence: float
    window: float
    meaning: float
    kind: float
    base: float


IN_CONTEXT = Weights(sentence=0.0, window=2.27, meaning=9.09, kind=0.09, base=-8.19)
"""Meaning: every word piece of the question looks for the nearest of the sentence, as both stand
in their text; the mean of what they find (Khattab and Zaharia 2020)."""
AS_A_WHOLE = Weights(sentence=2.01, window=3.01, meaning=3.70, kind=0.57, base=-6.56)
"""Meaning: the cosine of question and sentence, 0 where nothing read the question."""


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
    """One to three sentences of `items`, each likely enough to hold it, or none."""
    looked = look_at(question.wanted, items, rows)
    read = _promising(looked, fused)
    weights, near = _near(question, looked, read, encoder)
    likely = _likely(question, looked, dict(zip(read, near, strict=True)), weights)
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


def _near(
    question: Question, looked: Looked, read: Sequence[int], encoder: Encoder
) -> tuple[Weights, list[float]]:
    """How near each sentence is to the question in meaning, and the weights made for such numbers.

    In English word piece by word piece; else as a whole, 0 where other eyes read a sentence.
    """
    texts = [looked.sentences[number].text for number in read]
    rows = encoder.in_context([question.whole, *texts], question.language)
    if rows is None:
        return AS_A_WHOLE, _cosines(question, texts, encoder)
    asked, *told = rows
    return IN_CONTEXT, [_found(asked, one) for one in told]


def _found(asked: Matrix, told: Matrix) -> float:
    """What every row of `asked` finds that is nearest in `told`, on average; 0 in nothing."""
    return float((asked @ told.T).max(axis=1).mean()) if len(asked) and len(told) else 0.0


def _cosines(question: Question, texts: Sequence[str], encoder: Encoder) -> list[float]:
    cosines = [0.0] * len(texts)
    if question.vector is None or not texts:
        return cosines
    for one in encoder.encode(texts, [question.language] * len(texts)):
        if one.embedder_id == question.embedder_id:
            for row, cosine in zip(one.rows, one.vectors @ question.vector, strict=True):
                cosines[row] = float(cosine)
    return cosines


def _likely(
    question: Question,
    looked: Looked,
    near: Mapping[int, float],
    weights: Weights,
) -> list[float]:
    """The chance that each sentence of `near` holds the answer."""
    wanted, shares, found = kind(question.text), looked.wanted.shares, looked.seen.found
    likely = []
    for number, nearness in near.items():
        one = looked.sentences[number]
        sign = (1 if holds(wanted, one.text, question.whole) else -1) if wanted else 0
        odds = (
            weights.base
            + weights.sentence * float(found[number] @ shares)
            + weights.window * float(np.maximum(found[number], found[one.before]) @ shares)
            + weights.meaning * nearness
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
