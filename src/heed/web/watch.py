"""The watches: what each looks for and how today stands against its usual. Decides no alert."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import watches as actions
from heed.errors import HeedError
from heed.store import alerts, watches
from heed.types import Watch, WatchReport
from heed.web.place import Here, Place
from heed.web.timeline import Timeline, timeline
from heed.wording import Words

LATEST = 10
SPOKEN = 3
"""How far tones lie apart is for the JSON and the alert, not for a glance."""
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One watch in the list."""

    id: int
    name: str
    looks_for: str
    standing: str
    raised: bool
    marks: str
    muted: bool
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form, so that a mistake costs nothing typed."""

    name: str = ""
    words: str = ""
    entities: str = ""
    examples: str = ""
    urgent: bool = False


@router.get("/watch")
def show(here: Here) -> HTMLResponse:
    """Every watch, its last four weeks, and the last alerts."""
    return watch_page(here)


@router.post("/watch")
def add(
    here: Here,
    name: Annotated[str, Form(max_length=200)] = "",
    words: Annotated[str, Form(max_length=4000)] = "",
    entities: Annotated[str, Form(max_length=4000)] = "",
    examples: Annotated[str, Form(max_length=12000)] = "",
    urgent: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Keep an eye on something; words by commas, companies and sentences by lines."""
    typed = Typed(name, words, entities, examples, bool(urgent))
    try:
        made = actions.add(
            here.diet,
            name,
            words=words.replace("，", ",").replace("\n", ",").split(","),
            entities=[actions.entity(one) for one in entities.splitlines() if one.strip()],
            examples=examples.splitlines(),
            urgent=bool(urgent),
        )
    except HeedError as error:
        return watch_page(here, typed=typed, trouble=here.words.told(str(error)))
    return RedirectResponse(f"/watch/{made.id}", status_code=303)


@router.post("/watch/{watch_id}/mute")
def mute(here: Here, watch_id: int, muted: Annotated[bool, Form()] = True) -> Response:
    """Let a watch be silent, or speak again."""
    return _done(lambda: actions.mute(here.diet, watch_id, muted), f"/watch/{watch_id}")


@router.post("/watch/{watch_id}/remove")
def remove(here: Here, watch_id: int) -> Response:
    """Forget a watch and its alerts."""
    return _done(lambda: actions.remove(here.diet, watch_id), "/watch")


def _done(action: Callable[[], object], back: str) -> Response:
    action()
    return RedirectResponse(back, status_code=303)


def watch_page(here: Place, *, typed: Typed | None = None, trouble: str = "") -> HTMLResponse:
    """The page as the home stands now."""
    with here.diet.db.read() as tx:
        kept, said = watches.all(tx), alerts.latest(tx, LATEST)
    names = {one.id: one.name for one in kept}
    return here.page(
        "watch.html",
        status=400 if trouble else 200,
        here="/watch",
        rows=tuple(row(one, here.words, here) for one in actions.reports(here.diet, kept)),
        said=[
            (
                one,
                here.words.when(one.at, here.now),
                here.words.alert_title(names[one.watch_id], one),
            )
            for one in said
        ],
        typed=typed or Typed(),
        trouble=trouble,
    )


def row(report: WatchReport, words: Words, here: Place) -> Row:
    """One line of the list."""
    watch = report.watch
    marks = [words.gettext("muted")] if watch.muted else []
    marks += [words.gettext("urgent")] if watch.urgent else []
    return Row(
        id=watch.id,
        name=watch.name,
        looks_for=looks_for(watch),
        standing=standing(report, words),
        raised=any(one.raised for one in report.signals),
        marks=" · ".join(marks),
        muted=watch.muted,
        timeline=timeline(report.days, words, here.diet.zone),
    )


def looks_for(watch: Watch) -> str:
    """Names with their aliases, words, and example sentences in quotation marks."""
    names = [" = ".join([one.name, *one.aliases]) for one in watch.entities]
    return " · ".join([*names, *watch.words, *(f"“{one}”" for one in watch.examples)])


def standing(report: WatchReport, words: Words) -> str:
    """Today against the usual, or that too little is known."""
    if not report.signals:
        return words.gettext("Too few days are known to say what is usual; seven are needed.")
    if any(one.raised for one in report.signals):
        return words.signals(report.signals[:SPOKEN])
    return words.joined(
        [words.gettext("Nothing out of the ordinary."), words.signals(report.signals[:2])]
    )
