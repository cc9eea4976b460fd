"""The agents' side of the help desk: what waits, what was answered lately, who answers, counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import deskwork as actions
from heed.errors import HeedError
from heed.store import deskagents, deskentries, deskturns
from heed.types import DeskReport, DeskTurn
from heed.web.place import Here, Place
from heed.wording import Words

router = APIRouter(include_in_schema=False)
LATELY = 30
WAITING = 100


@dataclass(frozen=True, slots=True)
class TurnView:
    """One message on the agents' page; kind: "trouble" where the answer was wrong."""

    id: int
    when: str
    asked: tuple[str, ...]
    language: str
    intent: str
    read: str
    agent: str
    answer: tuple[str, ...]
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class AgentView:
    """One agent and how much she holds."""

    id: int
    name: str
    held: str
    skills: str


@router.get("/desk")
def show(here: Here) -> HTMLResponse:
    """What waits, what was answered lately, who answers."""
    return desk_page(here)


@router.get("/desk/report")
def report(here: Here) -> HTMLResponse:
    """What the desk did since it was opened."""
    found = actions.report(here.desk)
    return here.page(
        "desk_report.html",
        found=found,
        told=told(found, here.words),
        rate=here.words.minutes(found.each_s),
    )


@router.post("/desk/turns/{turn_id}/reply")
def reply(
    here: Here,
    turn_id: int,
    text: Annotated[str, Form()] = "",
    intent: Annotated[str, Form(max_length=200)] = "",
    keep: Annotated[bool, Form()] = False,
) -> Response:
    """A person answers."""
    return _tried(here, lambda: actions.reply(here.desk, turn_id, text, intent=intent, keep=keep))


@router.post("/desk/turns/{turn_id}/correct")
def correct(
    here: Here, turn_id: int, intent: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """What it wanted after all."""
    return _tried(here, lambda: actions.correct(here.desk, turn_id, intent))


@router.post("/desk/agents")
def add_agent(
    here: Here,
    name: Annotated[str, Form(max_length=200)],
    minutes: Annotated[float, Form()] = 30,
    skills: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Somebody new."""
    able = skills.replace("，", ",").split(",")
    return _tried(here, lambda: actions.add_agent(here.desk, name, minutes, able))


@router.post("/desk/agents/{agent_id}/leave")
def leave(here: Here, agent_id: int) -> Response:
    """She goes; what she held goes to the others."""
    return _tried(here, lambda: actions.remove_agent(here.desk, agent_id))


def _tried(here: Place, action: Callable[[], object]) -> Response:
    """Do it and show the page again, with what went wrong where something did."""
    try:
        action()
    except HeedError as error:
        return desk_page(here, trouble=here.words.told(str(error)))
    return RedirectResponse("/desk", status_code=303)


def desk_page(here: Place, *, trouble: str = "") -> HTMLResponse:
    """The page as the desk stands now."""
    with here.diet.db.read() as tx:
        waiting, lately = deskturns.waiting(tx), deskturns.latest(tx, LATELY + WAITING)
        people, entries = deskagents.all(tx), deskentries.count(tx)
    names = {one.id: one.name for one in people}
    held, words = actions.loads(here.desk), here.words
    settled = [one for one in lately if one.state != "waiting"][:LATELY]
    return here.page(
        "desk.html",
        status=400 if trouble else 200,
        here="/desk",
        trouble=trouble,
        entries=entries,
        told=told(actions.report(here.desk), words),
        waiting=turn_views(waiting[:WAITING], names, here),
        unseen=len(waiting[WAITING:]),
        lately=turn_views(settled, names, here),
        intents=actions.intents(here.desk),
        agents=[
            AgentView(
                one.id,
                one.name,
                words.gettext(
                    "{held} of {offer} min",
                    held=words.number(round(held.get(one.id, 0) / 60)),
                    offer=words.number(round(one.offer_s / 60)),
                ),
                ", ".join(one.skills),
            )
            for one in people
        ],
    )


def turn_views(turns: Sequence[DeskTurn], names: Mapping[int, str], here: Place) -> list[TurnView]:
    """Messages as the page shows them."""
    words = here.words
    states = {
        "answered": words.gettext("answered by the desk"),
        "waiting": words.gettext("waiting"),
        "replied": words.gettext("answered by a person"),
    }
    return [
        TurnView(
            id=one.id,
            when=words.when(one.asked_at, here.now),
            asked=tuple(one.asked.splitlines()),
            language=one.language,
            intent=one.intent,
            read=read(one, words),
            agent=names.get(one.agent_id or 0, ""),
            answer=tuple(one.answer.splitlines()),
            state=words.gettext("the desk's answer was wrong") if one.wrong else states[one.state],
            kind="trouble" if one.wrong else "",
        )
        for one in turns
    ]


def read(turn: DeskTurn, words: Words) -> str:
    """What the desk took the message for."""
    if not turn.intent:
        return words.gettext("like nothing the desk knows")
    return words.gettext(
        "read as {intent}, {percent} % sure",
        intent=turn.intent,
        percent=words.number(round(100 * turn.confidence)),
    )


def told(found: DeskReport, words: Words) -> str:
    """The counts in two sentences."""
    if not found.asked:
        return words.gettext("Nobody has asked anything yet.")
    counts = words.ngettext(
        "One message came: {answered} answered by the desk, {handed} handed over, {wrong} wrong.",
        "{count} messages came: {answered} answered by the desk, {handed} handed over, "
        "{wrong} wrong.",
        found.asked,
        answered=words.number(found.answered),
        handed=words.number(found.handed),
        wrong=words.number(found.wrong),
    )
    saved = words.gettext(
        "That saved {saved} of people's time.", saved=words.minutes(found.saved_s)
    )
    return words.joined([counts, saved])
