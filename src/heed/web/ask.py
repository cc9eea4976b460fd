"""The ask page: a question, the sentences that answer it, and why these. The action answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from heed.actions import search as action
from heed.errors import BadInput
from heed.store import items
from heed.types import Finding, Source
from heed.web.evidence import Part, Stretch, parts, stretches
from heed.web.place import Here, Place, sources_by_id

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
    return _page(here, q=q.strip(), before=before.strip(), answers=answers, about=about)


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
        trouble=trouble,
        empty=empty,
        most=action.LONGEST,
    )
