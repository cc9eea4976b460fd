"""Marking words of a piece, noting beside them, and unmarking. Cards are made elsewhere."""

from collections.abc import Sequence

from heed import consume
from heed.assist.words import sentences as spans
from heed.diet import Diet
from heed.errors import BadInput
from heed.store import highlights, items
from heed.types import Highlight, Item

LONGEST_NOTE = 4000


def sentences(item: Item) -> list[str]:
    """The sentences of a piece in order: what can be marked by its number, from 1."""
    text = _body(item)
    return [text[start:end] for start, end in spans(text)]


def mark(diet: Diet, item_id: int, quote: str, note: str = "") -> Highlight:
    """Mark these words of a piece; marking the same words again keeps one. Raises BadInput."""
    with diet.db.read() as tx:
        item = items.get(tx, item_id)
    start, spelled = consume.found(quote, _body(item))
    with diet.db.write() as tx:
        for one in highlights.of_item(tx, item_id):
            if (one.start, one.quote) == (start, spelled):
                return one
        return highlights.add(
            tx, item_id=item_id, quote=spelled, note=_checked(note), start=start, at=diet.clock()
        )


def mark_sentences(
    diet: Diet, item_id: int, numbers: Sequence[int], note: str = ""
) -> list[Highlight]:
    """Mark the sentences with these numbers; neighbours become one highlight. Raises BadInput."""
    with diet.db.read() as tx:
        told = sentences(items.get(tx, item_id))
    wanted = sorted(set(numbers))
    if not wanted:
        raise BadInput("Nothing is marked: choose a sentence or some words.")
    for number in wanted:
        if not 1 <= number <= len(told):
            raise BadInput(f"There is no sentence {number} in this piece; it has {len(told)}.")
    runs: list[list[int]] = []
    for number in wanted:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [mark(diet, item_id, " ".join(told[n - 1] for n in run), note) for run in runs]


def note(diet: Diet, highlight_id: int, text: str) -> None:
    """Write a note beside a highlight. Raises NotFound, BadInput."""
    with diet.db.write() as tx:
        highlights.set_note(tx, highlight_id, _checked(text))


def unmark(diet: Diet, highlight_id: int) -> Highlight:
    """Take a highlight away; cards made of it stay. Raises NotFound."""
    with diet.db.write() as tx:
        gone = highlights.get(tx, highlight_id)
        highlights.remove(tx, highlight_id)
    return gone


def _body(item: Item) -> str:
    return item.text or item.lead or item.title


def _checked(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise BadInput(f"A note has at most {LONGEST_NOTE} characters; make it shorter.")
    return text.strip()
