"""The attention page: which words the encoder looks at, head by head, with the numbers."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

import numpy as np
import numpy.typing as npt
from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from heed.errors import HeedError
from heed.models.encoder import Attended
from heed.store import items
from heed.web.place import Here, Place, latest_edition
from heed.wording import Words

EXAMPLE = "The harbour turned its cranes off at night, and the herring came back."
MOST_CHARACTERS = 600
MOST_TOKENS = 64
FAINTEST = 0.02
CELL, GLYPH, GAP = 24, 7.2, 12
"""Pixels of the map: a square, a letter of its labels, the space beside them."""
Floats = npt.NDArray[np.floating]
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of the map, counted in squares; `dark` is its weight over the largest one."""

    x: int
    y: int
    dark: float
    title: str


@dataclass(frozen=True, slots=True)
class Word:
    """One token: its share of all looking in per cent, and where it looked most.

    bar: the share over the largest one, from 0 to 100.
    """

    text: str
    share: str
    bar: float
    looked: str
    weight: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to another layer or head."""

    label: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AttentionView:
    """The whole picture."""

    words: tuple[Word, ...]
    cells: tuple[Cell, ...]
    side: int
    cell: int
    margin: int
    darkest: str
    layers: tuple[Choice, ...]
    heads: tuple[Choice, ...]
    caption: str
    cut: bool


@router.get("/attention")
def show(
    here: Here,
    text: Annotated[str, Query(max_length=MOST_CHARACTERS)] = "",
    item: Annotated[int, Query(ge=0, lt=2**53)] = 0,
    layer: Annotated[int, Query(ge=0, le=99)] = 0,
    head: Annotated[int, Query(ge=0, le=99)] = 0,
) -> HTMLResponse:
    """Look into one text; layer 0 is the last one, head 0 all heads together."""
    chosen = text.strip() or _text_of(here, item) or EXAMPLE
    view, trouble = None, ""
    try:
        view = attention_view(here.diet.encoder.attend(chosen), chosen, layer, head, here.words)
    except HeedError as error:
        trouble = here.words.told(str(error))
    return here.page(
        "attention.html",
        text=chosen,
        view=view,
        trouble=trouble,
        stories=_stories(here),
        reads=here.diet.encoder.describe(),
        most=MOST_CHARACTERS,
    )


def _text_of(here: Place, item_id: int) -> str:
    if not item_id:
        return ""
    with here.diet.db.read() as tx:
        item = items.get(tx, item_id)
    return f"{item.title}. {item.lead}"[:MOST_CHARACTERS]


def _stories(here: Place) -> tuple[tuple[str, str], ...]:
    """Today's pieces to pick from."""
    edition = latest_edition(here.diet)
    slots = edition.slots if edition else ()
    return tuple(
        (f"/attention?item={slot.item_id}", slot.title) for slot in slots if not slot.cards
    )


def attention_view(
    attended: Attended, text: str, layer: int, head: int, words: Words
) -> AttentionView:
    """One layer's weights, of one head or averaged over its heads."""
    layers, heads = attended.weights.shape[:2]
    layer, head = min(layer or layers, layers), min(head, heads)
    stack = attended.weights[layer - 1]
    looked = stack.mean(axis=0) if head == 0 else stack[head - 1]
    tokens = attended.tokens[:MOST_TOKENS]
    shown = looked[: len(tokens), : len(tokens)]
    return AttentionView(
        words=words_of(attended.tokens, looked),
        cells=cells(tokens, shown),
        side=len(tokens),
        cell=CELL,
        margin=round(GLYPH * max(map(len, tokens)) + GAP),
        darkest=f"{float(shown.max()):.2f}",
        layers=choices(text, "layer", range(1, layers + 1), layer, {"head": head}),
        heads=choices(text, "head", range(heads + 1), head, {"layer": layer}),
        caption=caption(layer, head, words),
        cut=len(attended.tokens) > MOST_TOKENS,
    )


def caption(layer: int, head: int, words: Words) -> str:
    """What is shown."""
    if head == 0:
        return words.gettext("Layer {layer}, all heads together", layer=layer)
    return words.gettext("Layer {layer}, head {head}", layer=layer, head=head)


def choices(
    text: str, name: str, numbers: range, chosen: int, others: dict[str, int]
) -> tuple[Choice, ...]:
    """Links that change one choice and keep the rest; 0 is labelled by the template."""
    return tuple(
        Choice(
            str(number) if number else "",
            "/attention?" + urlencode({"text": text, **others, name: number}) + "#map",
            number == chosen,
        )
        for number in numbers
    )


def words_of(tokens: tuple[str, ...], looked: Floats) -> tuple[Word, ...]:
    """Every token with the share of looking it received; shares sum to 100."""
    shares = looked.mean(axis=0) * 100
    most = looked.argmax(axis=1)
    return tuple(
        Word(
            text=token,
            share=f"{shares[n]:.1f}",
            bar=round(float(100 * shares[n] / shares.max()), 1),
            looked=tokens[int(most[n])],
            weight=f"{float(looked[n, most[n]]):.2f}",
        )
        for n, token in enumerate(tokens)
    )


def cells(tokens: tuple[str, ...], looked: Floats) -> tuple[Cell, ...]:
    """The squares dark enough to be seen."""
    most = float(looked.max())
    return tuple(
        Cell(
            x=int(column) * CELL,
            y=int(row) * CELL,
            dark=round(float(looked[row, column]) / most, 2),
            title=f"{tokens[row]} → {tokens[column]}: {looked[row, column]:.2f}",
        )
        for row, column in np.argwhere(looked >= FAINTEST * most)
    )
