"""A help desk: what a message wants, the answer that fits it best, or a person. Pure.

An answer is the owner's own text, never written here. Reading files is deskfile.py's, who takes
over is handover.py's.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from heed.assist.matching import Asked, Floats, Rows, asked, look
from heed.assist.words import Word, content, sentences, words
from heed.models.intent import Foretold, Intents, error, train
from heed.types import (
    DeskAnswer,
    DeskEntry,
    DeskExample,
    DeskLike,
    DeskTrained,
    Match,
    Matrix,
    Passage,
)

SEED = 0
MOST_LIKES = 3
MEANING = 0.5
"""The part of meaning in choosing among the answers of one intent; words have the rest."""
ENOUGH_TESTED = 50
_MOST_WORDS = 32
_MOST_LOOKED_AT = 8
_LIGHTEST = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class Lane:
    """What one encoder reads: examples with their rows (n, d), and the head trained on them."""

    embedder_id: str
    examples: tuple[DeskExample, ...]
    rows: Matrix
    head: Intents
    foretold: Foretold


@dataclass(frozen=True, slots=True, eq=False)
class Helpdesk:
    """A desk ready to answer. held_by: how many entries hold each word."""

    entries: tuple[DeskEntry, ...]
    lanes: Mapping[str, Lane]
    held_by: Mapping[str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """A customer's message as it was read; embedder_id "": nothing could read it."""

    text: str
    language: str
    embedder_id: str
    row: Floats
    word_rows: Rows


def lane(
    embedder_id: str,
    examples: Sequence[DeskExample],
    rows: Matrix,
    names: tuple[Sequence[str], Matrix],
) -> Lane:
    """Train one encoder's part; names: intents whose own name it read too, with those rows.

    A name is one more example, which matters where an intent has few.
    """
    every = np.vstack([rows, names[1]]) if len(names[0]) else rows
    labels = [*(one.intent for one in examples), *names[0]]
    head, foretold = train(every, labels, seed=SEED, hints=len(names[0]))
    return Lane(embedder_id, tuple(examples), rows, head, foretold)


def helpdesk(entries: Sequence[DeskEntry], lanes: Sequence[Lane]) -> Helpdesk:
    """Put the parts together."""
    held_by = Counter(
        word for one in entries for word in {w.text for w in words(f"{one.question} {one.answer}")}
    )
    return Helpdesk(tuple(entries), {one.embedder_id: one for one in lanes}, held_by)


def answer(desk: Helpdesk, message: Message) -> DeskAnswer:
    """The intent, how sure that is, and the entry that answers; no entry where it hands over."""
    part = desk.lanes.get(message.embedder_id)
    if part is None:
        return DeskAnswer(message.text, "", 0.0, 0.0)
    likely = part.head.read(message.row[None])[0]
    best = int(likely.argmax())
    intent, confidence, sure = part.head.names[best], float(likely[best]), part.head.sure
    likes = _likes(part, message.row, best)
    fitting = [one for one in desk.entries if one.intent == intent]
    if confidence < sure or not intent or not fitting:
        return DeskAnswer(message.text, intent, confidence, sure, likes=likes)
    entry, passage = _chosen(desk, part, message, _in_language(fitting, message.language))
    return DeskAnswer(message.text, intent, confidence, sure, entry, passage, likes)


def trained(desk: Helpdesk) -> DeskTrained:
    """What the desk knows and how well it foretells it."""
    told = [one.foretold for one in desk.lanes.values()]
    right = np.concatenate([np.zeros(0, dtype=np.bool_), *(one.right for one in told)])
    confidence = np.concatenate([np.zeros(0, dtype=np.float32), *(one.confidence for one in told)])
    handed = sum(
        int((one.foretold.confidence < one.head.sure).sum()) for one in desk.lanes.values()
    )
    return DeskTrained(
        entries=len(desk.entries),
        examples=sum(len(one.examples) for one in desk.lanes.values()),
        intents=len({name for one in desk.lanes.values() for name in one.head.names if name}),
        tested=len(right),
        right=int(right.sum()),
        handed=handed,
        error=error(confidence, right) if len(right) >= ENOUGH_TESTED else None,
    )


def _likes(part: Lane, row: Floats, intent: int) -> tuple[DeskLike, ...]:
    """The known messages that spoke most for the intent, by their part of what spoke for it."""
    spoke = part.head.leaned_on(row, intent).clip(0)
    total = float(spoke.sum()) or 1.0
    likes = []
    for key in np.argsort(-spoke, kind="stable")[:MOST_LIKES]:
        place = int(part.head.drawn[key])
        if spoke[key] > 0 and place < len(part.examples):
            one = part.examples[place]
            likes.append(DeskLike(one.text, one.intent, float(spoke[key]) / total))
    return tuple(likes)


def _in_language(entries: Sequence[DeskEntry], language: str) -> Sequence[DeskEntry]:
    """Those in the customer's language, where there are any."""
    chinese = language.startswith("zh")
    return [one for one in entries if one.language.startswith("zh") == chinese] or entries


def _chosen(
    desk: Helpdesk, part: Lane, message: Message, entries: Sequence[DeskEntry]
) -> tuple[DeskEntry, Passage]:
    """The entry nearest in meaning and words, and its best sentence with the words that decided."""
    near = {one.entry_id: number for number, one in enumerate(part.examples) if one.entry_id}
    cosines = [
        float(part.rows[near[one.id]] @ message.row) if one.id in near else 0.0 for one in entries
    ]
    nearest = np.argsort(-np.array(cosines), kind="stable")[:_MOST_LOOKED_AT]
    about = content(message.text)[:_MOST_WORDS]
    wanted = asked(about, [desk.held_by.get(word, 0) for word in about], len(desk.entries))
    passages = _passages(wanted, [entries[n] for n in nearest], message.word_rows)
    scores = [
        MEANING * cosines[n] + (1 - MEANING) * passage.score
        for n, passage in zip(nearest, passages, strict=True)
    ]
    best = int(np.argmax(scores))
    return entries[nearest[best]], passages[best]


def _passages(wanted: Asked, entries: Sequence[DeskEntry], rows: Rows) -> list[Passage]:
    """The sentence of each entry that holds most of what was asked; of equals the question.

    All are looked at in one go: what single words mean is costly to ask for, not to compare.
    """
    texts = [
        [one.question, *(one.answer[start:end] for start, end in sentences(one.answer))]
        for one in entries
    ]
    found = [words(text) for some in texts for text in some]
    seen = look(wanted, found, rows)
    scores = seen.found @ wanted.shares
    passages, first = [], 0
    for some in texts:
        best = first + int(scores[first : first + len(some)].argmax())
        matches = tuple(_matches(wanted, found[best], seen.parts[best]))
        passages.append(Passage(some[best - first], float(scores[best]), matches))
        first += len(some)
    return passages


def _matches(wanted: Asked, found: Sequence[Word], parts: Floats) -> Iterator[Match]:
    """The words that gave something, each with the asked word it gave most to."""
    shared = parts * wanted.shares[:, None]
    for place, word in enumerate(found):
        row = int(shared[:, place].argmax())
        if (weight := float(shared[row, place])) >= _LIGHTEST:
            yield Match(wanted.words[row], word.start, word.end, weight)
