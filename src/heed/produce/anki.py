"""Cards as an Anki package. The only file that knows Anki's form."""

import html
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO

import genanki

from heed.types import GAP, Card, Item

DECK, CLOZE, QUESTION = 1_789_502_117, 1_789_502_118, 1_789_502_119
"""Numbers by which Anki knows heed's deck and its two kinds of card: taken in again, they match."""
_STYLE = ".card { font: 20px serif; text-align: center; } .from { font-size: 14px; color: #777; }"
_FROM = '<hr><p class="from">{{From}}</p>'


def anki(cards: Sequence[Card], pieces: Mapping[int, Item], *, at: datetime) -> bytes:
    """The package's bytes; the same cards taken in again change in place."""
    deck = genanki.Deck(DECK, "heed")
    models = {"cloze": _cloze(), "question": _question()}
    for one in cards:
        deck.add_note(
            genanki.Note(
                model=models[one.kind],
                fields=[*_sides(one), _origin(pieces.get(one.item_id))],
                guid=genanki.guid_for("heed", one.item_id, one.front, one.back),
            )
        )
    file = BytesIO()
    genanki.Package(deck).write_to_file(file, timestamp=at.timestamp())
    return file.getvalue()


def _sides(card: Card) -> list[str]:
    if card.kind == "question":
        return [html.escape(card.front), html.escape(card.back)]
    # Anki's own braces inside the hidden words would end the gap.
    hidden = html.escape(card.back).replace("}", "&#125;").replace(":", "&#58;")
    shown = html.escape(card.front).replace("{", "&#123;")
    return [shown.replace(GAP, "{{c1::" + hidden + "}}")]


def _origin(item: Item | None) -> str:
    if item is None:
        return ""
    title = html.escape(item.title)
    if not item.url.startswith(("http://", "https://")):
        return title
    return f'<a href="{html.escape(item.url)}">{title}</a>'


def _cloze() -> genanki.Model:
    side = "{{cloze:Text}}"
    return genanki.Model(
        CLOZE,
        "heed cloze",
        fields=[{"name": "Text"}, {"name": "From"}],
        templates=[{"name": "Cloze", "qfmt": side, "afmt": side + _FROM}],
        css=_STYLE,
        model_type=genanki.Model.CLOZE,
    )


def _question() -> genanki.Model:
    return genanki.Model(
        QUESTION,
        "heed question",
        fields=[{"name": "Question"}, {"name": "Answer"}, {"name": "From"}],
        templates=[
            {
                "name": "Card",
                "qfmt": "{{Question}}",
                "afmt": "{{FrontSide}}<hr>{{Answer}}" + _FROM,
            }
        ],
        css=_STYLE,
    )
