"""How well a card is remembered, by FSRS, and what a look at it now would keep. No clock.

Recall fades as (1 + factor * days / stability) ** -decay and is 0.9 after `stability` days
(FSRS-6, open-spaced-repetition.github.io). Its usual parameters are kept: a few hundred answers of
one reader are too few to fit 21 of them.
"""

from datetime import datetime, timedelta

import fsrs

from heed.types import GRADES, Grade, Memory

SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
"""One look a day at most, and no chance: the same answers give the same days."""
AHEAD = timedelta(days=30)
"""What a look keeps is counted a month from now: the loss of a week is too small to see."""


def first(at: datetime) -> Memory:
    """Making a card is the first meeting with it, remembered as if answered `hard`."""
    return _memory(SCHEDULER.review_card(fsrs.Card(card_id=1, due=at), fsrs.Rating.Hard, at)[0])


def answered(memory: Memory, grade: Grade, at: datetime) -> Memory:
    """The memory after an answer."""
    rating = fsrs.Rating(GRADES[grade])
    return _memory(SCHEDULER.review_card(_state(memory), rating, at)[0])


def recall(memory: Memory, at: datetime) -> float:
    """The probability of knowing it at a moment, in [0, 1]; whole days count."""
    return float(SCHEDULER.get_card_retrievability(_state(memory), at))


def kept(memory: Memory, at: datetime) -> float:
    """How much likelier it is known a month from now if it is looked at now, in [0, 1]."""
    then, known = at + AHEAD, recall(memory, at)
    with_look = known * recall(answered(memory, "good", at), then)
    with_look += (1 - known) * recall(answered(memory, "forgot", at), then)
    return max(0.0, with_look - recall(memory, then))


def _state(memory: Memory) -> fsrs.Card:
    return fsrs.Card(
        card_id=1,
        state=fsrs.State.Review,
        stability=memory.stability_days,
        difficulty=memory.difficulty,
        due=memory.due_at,
        last_review=memory.reviewed_at,
    )


def _memory(state: fsrs.Card) -> Memory:
    assert state.stability is not None
    assert state.difficulty is not None
    assert state.last_review is not None
    return Memory(state.stability, state.difficulty, state.last_review, state.due)
