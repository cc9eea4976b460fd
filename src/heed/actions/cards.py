"""Making cards, answering them, taking them away. When one fades is decided in learn."""

from dataclasses import replace
from typing import NamedTuple

from heed import consume, learn
from heed.diet import Diet
from heed.errors import BadInput
from heed.learn import memory
from heed.store import cards, entries, highlights, items
from heed.types import Card, CardKind, Grade, Memory, Review

LONGEST = 2000


class Waiting(NamedTuple):
    """What is due today. left: how many of those the edition planned are not looked at yet."""

    cards: tuple[Card, ...]
    planned: int
    left: int
    next: Card | None


def make(
    diet: Diet, highlight_id: int, *, hidden: str = "", question: str = "", answer: str = ""
) -> Card:
    """A card of marked words: a question where one is given, else a cloze. Raises BadInput.

    hidden: the words to hide; empty: heed proposes. answer: empty: the marked words.
    """
    with diet.db.read() as tx:
        marked = highlights.get(tx, highlight_id)
    if question.strip():
        front, back = _checked(question), _checked(answer) or marked.quote
        return _keep(diet, marked.item_id, highlight_id, (front, back), question=True)
    sides = learn.cloze(marked.quote, hidden)
    return _keep(diet, marked.item_id, highlight_id, sides)


def make_of_sentence(diet: Diet, item_id: int, sentence: str, hidden: str = "") -> Card:
    """A cloze of a sentence of a piece, without marking it. Raises BadInput, NotFound."""
    with diet.db.read() as tx:
        item = items.get(tx, item_id)
    _, spelled = consume.found(sentence, item.text or item.lead or item.title)
    return _keep(diet, item_id, None, learn.cloze(spelled, hidden))


def answer(diet: Diet, card_id: int, grade: Grade, seconds: int | None = None) -> Card:
    """Keep an answer; its minutes are spent. seconds None: as long as cards take this reader.

    Raises NotFound.
    """
    now, current = diet.clock(), diet.current()
    with diet.db.write() as tx:
        card = cards.get(tx, card_id)
        each = learn.seconds_each(cards.reviews(tx))
        spent_s = each if seconds is None else min(seconds, learn.LONGEST_CARD_S)
        planned = sum(slot.cards for slot in current.slots) if current else 0
        within = current is not None and cards.answered_in(tx, current.id) < planned
        edition_id = current.id if current and within else None
        after = _with(card, memory.answered(card.memory, grade, now))
        foretold = memory.recall(card.memory, now)
        cards.answer(tx, after, Review(card_id, now, grade, spent_s, foretold, edition_id))
        lines = consume.recalled(spent_s, edition_id, tx=entries.next_tx(tx), at=now)
        entries.post(tx, lines)
    return after


def remove(diet: Diet, card_id: int) -> Card:
    """Take a card away; what was answered to it stays. Raises NotFound."""
    with diet.db.write() as tx:
        gone = cards.get(tx, card_id)
        cards.remove(tx, card_id)
    return gone


def waiting(diet: Diet) -> Waiting:
    """Today's cards, those of which a look keeps most first."""
    due = [one.card_id for one in diet.due(diet.today())]
    current = diet.current()
    with diet.db.read() as tx:
        held = {one.id: one for one in cards.all(tx)}
        done = cards.answered_in(tx, current.id) if current else 0
    planned = sum(slot.cards for slot in current.slots) if current else 0
    later = [one for id, one in held.items() if id not in set(due)]
    following = min(later, key=lambda one: (one.due_at, one.id), default=None)
    left = min(max(0, planned - done), len(due))
    return Waiting(tuple(held[id] for id in due), planned, left, following)


def intervals(diet: Diet, card: Card) -> dict[Grade, int]:
    """Days until the card comes again, by answer."""
    now = diet.clock()
    grades: tuple[Grade, ...] = ("forgot", "hard", "good", "easy")
    return {one: (memory.answered(card.memory, one, now).due_at - now).days for one in grades}


def recall(diet: Diet, card: Card) -> float:
    """The probability that the reader knows it now."""
    return memory.recall(card.memory, diet.clock())


def _keep(
    diet: Diet,
    item_id: int,
    highlight_id: int | None,
    sides: tuple[str, str],
    *,
    question: bool = False,
) -> Card:
    """A new card; the same sides of the same piece are one card."""
    now = diet.clock()
    met = memory.first(now)
    kind: CardKind = "question" if question else "cloze"
    made = _with(Card(0, kind, item_id, highlight_id, *sides, now, 0, 0, now, now), met)
    with diet.db.write() as tx:
        for one in cards.all(tx):
            if (one.item_id, one.front, one.back) == (item_id, *sides):
                return one
        return cards.add(tx, made)


def _with(card: Card, met: Memory) -> Card:
    return replace(
        card,
        stability_days=met.stability_days,
        difficulty=met.difficulty,
        reviewed_at=met.reviewed_at,
        due_at=met.due_at,
    )


def _checked(text: str) -> str:
    if len(text) > LONGEST:
        raise BadInput(f"One side of a card has at most {LONGEST} characters; make it shorter.")
    return text.strip()
