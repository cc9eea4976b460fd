"""What was kept as Markdown notes, one a piece, as Obsidian and others read them. Writes nothing.

A cloze is a sentence with its words ==highlighted==, a question `front :: back`: the forms the
spaced-repetition plugin of Obsidian takes.
"""

import json
import re
from collections.abc import Mapping, Sequence

from heed.produce.markdown import SPECIAL
from heed.types import GAP, Card, Highlight, Item

_UNFIT = re.compile(r'[\\/:*?"<>|#^\[\]\x00-\x1f]+')
LONGEST_NAME = 80


def notes(
    pieces: Mapping[int, Item], marks: Sequence[Highlight], cards: Sequence[Card]
) -> dict[str, str]:
    """File name to text, for every piece with something kept."""
    touched = {one.item_id for one in marks} | {one.item_id for one in cards}
    ids = sorted(touched & pieces.keys())
    return {
        _name(pieces[id]): _note(
            pieces[id],
            sorted((one for one in marks if one.item_id == id), key=lambda one: one.start),
            [one for one in cards if one.item_id == id],
        )
        for id in ids
    }


def _name(item: Item) -> str:
    """The title as a file name, with the item's number so that two of one title stay two."""
    plain = " ".join(_UNFIT.sub(" ", item.title).split())[:LONGEST_NAME].strip(" .")
    return f"{plain or 'untitled'} {item.id}.md"


def _note(item: Item, marks: Sequence[Highlight], cards: Sequence[Card]) -> str:
    head = [
        "---",
        f"title: {json.dumps(item.title, ensure_ascii=False)}",
        f"source: {json.dumps(item.url, ensure_ascii=False)}",
        f"published: {item.published_at:%Y-%m-%d}",
        "tags: [heed]",
        "---",
        "",
        f"# {item.title.translate(SPECIAL)}",
        "",
    ]
    return "\n".join([*head, *(line for one in marks for line in _mark(one)), *_cards(cards)])


def _mark(one: Highlight) -> list[str]:
    note = [*one.note.splitlines(), ""] if one.note else []
    return [f"> {one.quote.translate(SPECIAL)} ^h{one.id}", "", *note]


def _cards(cards: Sequence[Card]) -> list[str]:
    return ["## Cards #flashcards", "", *(line for one in cards for line in _card(one))] * bool(
        cards
    )


def _card(one: Card) -> list[str]:
    if one.kind == "cloze":
        hidden = f"=={one.back.translate(SPECIAL)}=="
        return [hidden.join(part.translate(SPECIAL) for part in one.front.split(GAP)), ""]
    front, back = (" ".join(side.split()).translate(SPECIAL) for side in (one.front, one.back))
    return [f"{front} :: {back}", ""]
