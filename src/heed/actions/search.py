"""Search and questions over the whole home: what to read is fetched here, the room decides.

Writes nothing. Nothing leaves the home.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from heed.assist import ask as asking
from heed.assist import matching, words
from heed.assist import search as finding
from heed.diet import Diet
from heed.errors import BadInput
from heed.store import Sieve, Tx, items, text, vectors
from heed.types import Finding, Item, Reply

if TYPE_CHECKING:
    from heed.assist.matching import Rows

LONGEST = 400
"""Characters a query may have."""
_BY_WORDS = 200
_BY_MEANING = 200
_VECTORS = 20_000
"""The newest items' vectors are compared, at 768 bytes each; older pieces are found by words."""
_MOST_WORDS = 32


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """What a query brought up: the best items with their fused score, ready to be looked at."""

    question: asking.Question
    items: tuple[Item, ...]
    fused: Mapping[int, float]
    rows: "Rows"


def search(
    diet: Diet, query: str, sieve: Sieve | None = None, *, limit: int = 20
) -> tuple[Finding, ...]:
    """Pieces by their words and their meaning, best first. Raises BadInput for a query too long.

    "Quoted words" have to occur exactly so. Without any word nothing is found.
    """
    typed = _checked(query)
    if not words.content(typed):
        return ()
    pool = _pool(diet, typed, typed, sieve or Sieve(), at_least=limit)
    return finding.search(pool.question.wanted, pool.items, pool.fused, pool.rows)[:limit]


def ask(diet: Diet, question: str, *, before: str = "") -> Reply:
    """The sentences of the home that answer, or none; before: the question this one follows up.

    Raises BadInput for a question too long or without a word.
    """
    typed = _checked(question)
    whole = asking.following(typed, _checked(before))
    if not words.content(typed):
        raise BadInput("There is no word in this question; ask it in words.")
    pool = _pool(diet, typed, whole, Sieve(), at_least=0)
    return asking.answer(pool.question, pool.items, pool.fused, pool.rows, diet.encoder)


def _checked(typed: str) -> str:
    if len(typed) > LONGEST:
        raise BadInput(
            f"A question or search has at most {LONGEST} characters and this one has {len(typed)}; "
            "make it shorter."
        )
    return typed.strip()


def _pool(diet: Diet, typed: str, whole: str, sieve: Sieve, *, at_least: int) -> _Pool:
    language = "zh" if words.is_cjk(whole) else ""
    about = words.content(whole)[:_MOST_WORDS]
    needed = words.phrases(typed)
    encoded = diet.encoder.encode([whole], [language])
    with diet.db.read() as tx:
        by_words = dict(
            text.find_any(tx, about, _BY_WORDS, phrases=needed, among=sieve.conditions())
        )
        by_meaning: dict[int, float] = {}
        for one in encoded:
            ids, matrix = vectors.read_as(tx, one.embedder_id, sieve, limit=_VECTORS)
            by_meaning = finding.nearest(one.vectors[0], ids, matrix, _BY_MEANING)
        if needed:
            by_meaning = {id: near for id, near in by_meaning.items() if id in by_words}
        fused = finding.fuse(by_words, by_meaning)
        best = list(fused)[: max(finding.LOOKED_AT, at_least)]
        held = items.many(tx, best)
        wanted = _weighed(tx, about)
    question = asking.Question(typed, whole, language, wanted)
    for one in encoded:
        question = replace(question, embedder_id=one.embedder_id, vector=one.vectors[0])
    rows = diet.encoder.word_rows(whole, language)
    return _Pool(question, tuple(held[id] for id in best), fused, rows)


def _weighed(tx: Tx, about: tuple[str, ...]) -> matching.Asked:
    """The words with their shares: a rare word counts for more."""
    held_by = text.holding(tx, about)
    return matching.asked(about, [held_by[word] for word in about], items.count(tx))
