"""The ask page: a question, the sentences that answer it, and why these. The action answers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from heed.actions import search as action
from heed.actions.phrase import phrase
from heed.errors import BadInput
from heed.store import items
from heed.types import Finding, Phrased, Source
from heed.web.evidence import Part, Stretch, parts, stretches
from heed.web.guard import asked_here
from heed.web.place import Here, Place, sources_by_id

REFERENCE = re.compile(r"\[(\d{1,3})\]")
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """One sentence of the library, where it stands, and the words that decided; held in percent."""

    text: tuple[Stretch, ...]
    language: str
    title: str
    href: str
    over: str
    held: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PhrasedView:
    """What the reader's endpoint wrote, cut at its references: words and the sentence they name.

    why_not: why nothing stands there; model, host: whose words they are.
    """

    parts: tuple[tuple[str, str], ...]
    why_not: str
    model: str
    host: str


@router.get("/ask")
def show(
    here: Here,
    q: Annotated[str, Query()] = "",
    before: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """The form and, for a question `q`, its answer; `before`: the words it follows up."""
    if not q.strip():
        return _page(here, q="", before=before[: action.LONGEST])
    try:
        reply = action.ask(here.diet, q, before=before)
    except BadInput as error:
        trouble = here.words.told(str(error))
        return _page(here, q=q[: action.LONGEST], trouble=trouble)
    held = sources_by_id(here.diet)
    answers = tuple(answer(one, held, here) for one in reply.findings)
    about = " ".join(reply.about)[: action.LONGEST]
    phrased = phrase(here.diet, reply, meant=asked_here(here.request.headers))
    return _page(
        here,
        q=q.strip(),
        before=before.strip(),
        answers=answers,
        about=about,
        phrased=phrased_view(phrased, here) if phrased.sent else None,
    )


def phrased_view(phrased: Phrased, here: Place) -> PhrasedView:
    """The phrased answer as the page shows it, or the sentence in its place."""
    cut = [*REFERENCE.split(phrased.text), ""]
    return PhrasedView(
        parts=tuple(zip(cut[::2], cut[1::2], strict=True)) if phrased.text else (),
        why_not=here.words.told(phrased.why_not),
        model=here.diet.settings.phrase_model,
        host=urlsplit(here.diet.settings.phrase_address).hostname or "",
    )


def answer(one: Finding, held: Mapping[int, Source], here: Place) -> Answer:
    """One sentence as the page shows it."""
    source = held.get(one.item.source_id)
    told = (source.title if source else "", here.words.when(one.item.published_at, here.now))
    return Answer(
        text=stretches(one.passage),
        language=one.item.language,
        title=one.item.title,
        href=f"/story/{one.item.id}",
        over=" · ".join(part for part in told if part),
        held=round(100 * one.passage.score),
        parts=parts(one.passage),
    )


def _page(
    here: Place,
    *,
    q: str,
    before: str = "",
    answers: tuple[Answer, ...] = (),
    about: str = "",
    phrased: PhrasedView | None = None,
    trouble: str = "",
) -> HTMLResponse:
    with here.diet.db.read() as tx:
        empty = not items.count(tx)
    return here.page(
        "ask.html",
        status=400 if trouble else 200,
        q=q,
        before=before,
        answers=answers,
        about=about,
        phrased=phrased,
        endpoint=here.diet.settings.phrase_address,
        trouble=trouble,
        empty=empty,
        most=action.LONGEST,
    )
