"""Search: words and meaning fused, then the best read closely by attention. Pure; fetches nothing.

The constants were chosen on one half of SQuAD's articles and reported on the other: docs/search.md.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from heed.assist.matching import Asked, Rows
from heed.assist.sentence import Looked, look_at
from heed.types import Finding, Item, Matrix

MEANING = 0.4
"""The part of meaning in the sum; words have the rest."""
CLOSE = 0.45
"""A cosine from which a text with none of the words is shown. Of 60 questions about an article that
was taken away three in four (Chinese: nine in ten) found nothing as close."""
LOOKED_AT = 50


def nearest(
    vector: npt.NDArray[np.float32], ids: Sequence[int], matrix: Matrix, count: int
) -> dict[int, float]:
    """The `count` items closest in meaning with their cosine; rows of `matrix` are unit vectors."""
    if not len(ids):
        return {}
    cosine = matrix @ vector
    order = np.argsort(-cosine, kind="stable")[:count]
    return {ids[n]: float(cosine[n]) for n in order}


def fuse(by_words: Mapping[int, float], by_meaning: Mapping[int, float]) -> dict[int, float]:
    """BM25, as a share of the best one's, and cosine, added; best first.

    An item that holds none of the words has to be close in meaning.
    """
    best = max(by_words.values(), default=0.0) or 1.0
    close = {id for id, cosine in by_meaning.items() if cosine >= CLOSE}
    fused = {
        id: (1 - MEANING) * by_words.get(id, 0.0) / best + MEANING * max(by_meaning.get(id, 0), 0)
        for id in by_words.keys() | close
    }
    return dict(sorted(fused.items(), key=lambda pair: (-pair[1], -pair[0])))


def search(
    wanted: Asked, items: Sequence[Item], fused: Mapping[int, float], rows: Rows
) -> tuple[Finding, ...]:
    """`items` by their fused score and the share of the query their best sentence holds, added.

    Each comes with that sentence and the words that decided; on ties newest first.
    """
    looked = look_at(wanted, items, rows)
    best = _best_sentences(looked)
    findings = [
        Finding(
            item,
            fused[item.id] + looked.passage(best[item.id]).score,
            looked.passage(best[item.id]),
        )
        for item in items
        if item.id in best
    ]
    return tuple(sorted(findings, key=lambda one: (-one.score, -one.item.id)))


def _best_sentences(looked: Looked) -> dict[int, int]:
    """Item id to the number of its best sentence; of equals the later: it is no title."""
    scores = looked.scores()
    best: dict[int, int] = {}
    for number, one in enumerate(looked.sentences):
        held = best.setdefault(one.item.id, number)
        is_title = held != number and looked.sentences[held].text == one.item.title
        if scores[number] > scores[held] or (is_title and scores[number] == scores[held]):
            best[one.item.id] = number
    return best
