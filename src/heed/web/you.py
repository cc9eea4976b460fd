"""Who heed thinks the reader is, and every means to change it. Weighs nothing itself."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import who as actions
from heed.errors import BadInput, HeedError
from heed.types import TAG_KINDS, PastPiece, Portrait, Tag
from heed.web.place import Here, Place, sources_by_id
from heed.wording import Words

SHOWN = 15
WIDTH = 100.0  # half of the picture of a weight
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Pull:
    """One past piece; the bar from `x`, `width` wide, on a line from -100 to 100."""

    item_id: int
    title: str
    answer: str
    weight: str
    x: float
    width: float
    up: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """One pinned or muted topic, source or word; `subject` is what a form sends back."""

    subject: str
    told: str


@dataclass(frozen=True, slots=True)
class YouView:
    """The whole page."""

    told: str
    pulls: tuple[Pull, ...]
    more: int
    forgotten: tuple[Pull, ...]
    sources: tuple[tuple[str, str, str, str], ...]
    pinned: tuple[Marked, ...]
    muted: tuple[Marked, ...]


@router.get("/you")
def show(here: Here) -> HTMLResponse:
    """What the answers taught."""
    return you_page(here)


@router.post("/you/forget")
def forget(here: Here, item: Annotated[int, Form()]) -> Response:
    """An answer teaches no more."""
    actions.forget(here.diet, item)
    return RedirectResponse("/you", status_code=303)


@router.post("/you/remember")
def remember(here: Here, item: Annotated[int, Form()]) -> Response:
    """An answer teaches again."""
    actions.remember(here.diet, item)
    return RedirectResponse("/you", status_code=303)


@router.post("/you/mark")
def mark(
    here: Here,
    does: Annotated[str, Form(max_length=10)],
    subject: Annotated[str, Form(max_length=300)] = "",
    word: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Pin, mute or clear a topic, a source (by id) or a word of titles."""
    change = {"pin": actions.pin, "mute": actions.mute, "clear": actions.clear}.get(does)
    kind, _, name = ("word", "", word) if word.strip() else subject.partition(":")
    known = next((one for one in TAG_KINDS if one == kind), None)
    try:
        if change is None or known is None:
            raise BadInput("Say which topic, source or word is meant.")
        change(here.diet, known, name)
    except HeedError as error:
        return you_page(here, trouble=here.words.told(str(error)))
    return RedirectResponse("/you", status_code=303)


def you_page(here: Place, *, trouble: str = "") -> HTMLResponse:
    """The page, with what went wrong where something did."""
    held = sources_by_id(here.diet)
    return here.page(
        "you.html",
        status=400 if trouble else 200,
        view=you_view(actions.portrait(here.diet), here.words),
        topics=sorted({one.topic for one in held.values() if one.topic}),
        held=sorted(held.values(), key=lambda one: one.title.casefold()),
        here="/you",
        trouble=trouble,
    )


def you_view(found: Portrait, words: Words) -> YouView:
    """Everything the page says."""
    heaviest = max((abs(one.weight) for one in found.pieces), default=0.0) or 1.0
    return YouView(
        told=told(found, words),
        pulls=tuple(pull(one, heaviest, words) for one in found.pieces[:SHOWN]),
        more=max(0, len(found.pieces) - SHOWN),
        forgotten=tuple(pull(one, heaviest, words) for one in found.forgotten),
        sources=tuple(
            (
                f"source:{id}",
                title or words.gettext("a source since removed"),
                f"{beyond:+.2f}",
                words.number(count),
            )
            for id, title, beyond, count in found.sources
        ),
        pinned=tuple(marked(*one, words) for one in found.pinned),
        muted=tuple(marked(*one, words) for one in found.muted),
    )


def told(found: Portrait, words: Words) -> str:
    """In one sentence what heed starts from."""
    if not found.answers:
        return words.gettext("You have answered nothing yet, so heed knows nothing of you.")
    return words.ngettext(
        "One answer taught heed what follows. A minute starts at {mean} for you.",
        "{count} answers taught heed what follows. A minute starts at {mean} for you.",
        found.answers,
        mean=words.worth(found.mean),
    )


def pull(one: PastPiece, heaviest: float, words: Words) -> Pull:
    """A line of the list."""
    width = round(WIDTH * abs(one.weight) / heaviest, 1)
    return Pull(
        item_id=one.item_id,
        title=one.title,
        answer=words.answered(one.answer),
        weight=f"{one.weight:+.2f}",
        x=WIDTH if one.weight >= 0 else round(WIDTH - width, 1),
        width=width,
        up=one.weight >= 0,
    )


def marked(tag: Tag, name: str, words: Words) -> Marked:
    """A pin or mute, as a person would say it."""
    kinds = {
        "topic": words.gettext("topic: {name}", name=name),
        "source": words.gettext("source: {name}", name=name),
        "word": words.gettext("word: {name}", name=name),
    }
    return Marked(f"{tag.kind}:{tag.name}", kinds[tag.kind])
