"""The sources page: what heed reads from and how each is doing. Fetches nothing itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import sample
from heed.actions import sources as actions
from heed.actions.ledger import ledger
from heed.errors import BadInput, HeedError
from heed.store import sources, visits
from heed.types import LedgerSource, Source, Visit
from heed.web.gathering import Stage
from heed.web.place import Here, Place
from heed.wording import Words

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One source and its health in words."""

    id: int
    title: str
    url: str
    topic: str
    about: str
    health: str
    took: str
    trouble: bool
    muted: bool


@dataclass(frozen=True, slots=True)
class StageView:
    """How a gathering stands, in words; `fraction` is None while nothing can be counted."""

    running: bool
    told: str
    fraction: float | None = None
    trouble: str = ""
    troubles: tuple[tuple[str, str], ...] = ()


@router.get("/sources")
def show(here: Here) -> HTMLResponse:
    """Every source."""
    return sources_page(here)


@router.get("/gathering")
def gathering(here: Here, first: Annotated[bool, Query()] = False) -> HTMLResponse:
    """How the gathering stands, for the page to ask again while it runs. first: the page waits for
    the first edition and goes there once it is over.
    """
    stage = stage_view(here.house.gathering.stage, here.words)
    shown = here.fragment("gathering.html", stage=stage, first=first)
    if first and not stage.running:
        shown.headers["HX-Redirect"] = "/"
    return shown


@router.post("/gather")
def gather(here: Here, force: Annotated[bool, Form()] = False) -> RedirectResponse:
    """Fetch now, in the background."""
    here.house.gathering.start(here.diet, force=force)
    return RedirectResponse("/sources", status_code=303)


@router.post("/sources")
def add(
    here: Here,
    target: Annotated[str, Form(max_length=2000)] = "",
    topic: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Add an address or a folder and fetch it."""
    try:
        if not target.strip():
            raise BadInput("Nothing was named: give the address of a feed or page, or a folder.")
        actions.add(here.diet, target.strip(), topic=topic.strip())
    except HeedError as error:
        return sources_page(here, trouble=here.words.told(str(error)), target=target, topic=topic)
    return gather(here)


@router.post("/sources/opml")
def add_opml(here: Here, file: UploadFile) -> Response:
    """Add every subscription of an uploaded OPML file and fetch them."""
    try:
        actions.add_opml(here.diet, file.file.read())
    except HeedError as error:
        return sources_page(here, trouble=here.words.told(str(error)))
    return gather(here)


@router.post("/sources/sample/remove")
def put_sample_away(here: Here) -> RedirectResponse:
    """Remove the sample's sources and what of them was never read."""
    sample.put_away(here.diet)
    return RedirectResponse("/sources", status_code=303)


@router.post("/sources/{source_id}/remove")
def remove(here: Here, source_id: int) -> RedirectResponse:
    """Remove a source; what was read of it stays in the ledger."""
    actions.remove(here.diet, source_id)
    return RedirectResponse("/sources", status_code=303)


@router.post("/sources/{source_id}/mute")
def mute(here: Here, source_id: int, muted: Annotated[bool, Form()]) -> RedirectResponse:
    """Keep a source out of editions, or let it in again."""
    actions.mute(here.diet, source_id, muted=muted)
    return RedirectResponse("/sources", status_code=303)


@router.get("/sources.opml")
def export(here: Here) -> Response:
    """Every source of one's own, to take elsewhere."""
    return Response(
        actions.export_opml(here.diet),
        media_type="text/x-opml",
        headers={"content-disposition": 'attachment; filename="heed-sources.opml"'},
    )


def sources_page(
    here: Place, *, trouble: str = "", target: str = "", topic: str = ""
) -> HTMLResponse:
    """The page, with what went wrong and what was typed where something did."""
    with here.diet.db.read() as tx:
        held, seen = sources.all(tx), visits.all(tx)
    taken = {one.source_id: one for one in ledger(here.diet).sources}
    return here.page(
        "sources.html",
        status=400 if trouble else 200,
        here="/sources",
        rows=rows(held, seen, here.words, now=here.now, taken=taken),
        stage=stage_view(here.house.gathering.stage, here.words),
        trouble=trouble,
        target=target,
        topic=topic,
    )


def rows(
    held: Sequence[Source],
    seen: Mapping[int, Visit],
    words: Words,
    *,
    now: datetime,
    taken: Mapping[int | None, LedgerSource],
) -> tuple[Row, ...]:
    """Sources in trouble first, then by title. taken: what each took and gave, by its id."""
    made = [
        row(source, seen.get(source.id), words, now=now, taken=taken.get(source.id))
        for source in held
    ]
    return tuple(sorted(made, key=lambda one: (not one.trouble, one.title.casefold())))


def row(
    source: Source,
    visit: Visit | None,
    words: Words,
    *,
    now: datetime,
    taken: LedgerSource | None = None,
) -> Row:
    """One line."""
    about = [words.source_kind(source.kind), words.language_name(source.language)]
    return Row(
        id=source.id,
        title=source.title or source.url,
        url=source.url if source.url.startswith(("http://", "https://")) else "",
        topic=source.topic,
        about=" · ".join(part for part in about if part),
        health=words.health(source, visit, now),
        took=words.took(taken) if taken else "",
        trouble=bool(visit and visit.trouble and not source.muted),
        muted=source.muted,
    )


def stage_view(stage: Stage, words: Words) -> StageView:
    """What is being done and how far, or how the last gathering went."""
    if stage.running:
        fraction = stage.done / stage.total if stage.total else None
        return StageView(True, _doing(stage, words), fraction)
    if stage.result is None:
        return StageView(False, "", trouble=words.told(stage.trouble))
    told = words.ngettext("{count} new piece.", "{count} new pieces.", stage.result.new)
    troubles = tuple((one.source.title, words.told(one.trouble)) for one in stage.result.troubles)
    return StageView(False, told, troubles=troubles)


def _doing(stage: Stage, words: Words) -> str:
    if not stage.total:
        return words.gettext("Looking which sources are due …")
    doing = (
        words.gettext("Reading what came: {done} of {total} pieces …")
        if stage.step == "encode"
        else words.gettext("Asking the sources: {done} of {total} answered …")
    )
    return doing.format(done=stage.done, total=stage.total)
