"""The customers' side of the help desk: one conversation on a page of its own. No home is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import desk as actions
from heed.actions import deskwork
from heed.errors import BadInput, HeedError
from heed.store import deskentries, deskturns
from heed.types import DeskTurn
from heed.web.evidence import Part, Stretch, parts, stretches
from heed.web.place import Here, Place

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One message and what came of it; evidence only under the last answer."""

    id: int
    asked: tuple[str, ...]
    answer: tuple[str, ...]
    state: str
    question: str
    sentence: tuple[Stretch, ...]
    parts: tuple[Part, ...]


@router.get("/desk/talk")
def show(here: Here, talk: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """The conversation so far, and where to write."""
    return talk_page(here, talk)


@router.post("/desk/talk")
def ask(
    here: Here,
    message: Annotated[str, Form()] = "",
    talk: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """One more message."""
    try:
        turn, _ = here.desk.ask(message, talk=talk)
    except BadInput as error:
        shown = here.words.told(str(error))
        return talk_page(here, talk, trouble=shown, message=message[: actions.LONGEST])
    return RedirectResponse(f"/desk/talk?talk={turn.talk}#last", status_code=303)


@router.post("/desk/talk/object")
def object_to(
    here: Here, turn: Annotated[int, Form()], talk: Annotated[str, Form(max_length=200)]
) -> Response:
    """The answer was none: a person takes over."""
    try:
        deskwork.object_to(here.desk, turn, talk)
    except HeedError as error:
        return talk_page(here, talk, trouble=here.words.told(str(error)))
    return RedirectResponse(f"/desk/talk?talk={talk}#last", status_code=303)


def talk_page(here: Place, talk: str, *, trouble: str = "", message: str = "") -> HTMLResponse:
    """The page as the conversation stands now."""
    try:
        actions.named(talk)
    except BadInput as error:
        talk, trouble = "", trouble or here.words.told(str(error))
    with here.diet.db.read() as tx:
        turns = deskturns.of_talk(tx, talk) if talk else []
        questions = {one.id: one.question for one in deskentries.all(tx)}
    return here.bare(
        "desk_talk.html",
        status=400 if trouble else 200,
        talk=talk,
        trouble=trouble,
        message=message,
        most=actions.LONGEST,
        ready=bool(questions),
        said=[
            said(one, questions.get(one.entry_id or 0, ""), here if one is turns[-1] else None)
            for one in turns
        ],
        waiting=any(one.state == "waiting" for one in turns),
    )


def said(turn: DeskTurn, question: str, here: Place | None) -> Said:
    """One message; here: where the words that decided are looked up again, None for none."""
    sentence: tuple[Stretch, ...] = ()
    why: Sequence[Part] = ()
    if here is not None and turn.state == "answered":
        found = here.desk.look(turn.asked)
        if found.passage and found.entry and found.entry.id == turn.entry_id:
            sentence, why = stretches(found.passage), parts(found.passage)
    return Said(
        id=turn.id,
        asked=tuple(turn.asked.splitlines()),
        answer=tuple(turn.answer.splitlines()),
        state=turn.state,
        question=question,
        sentence=sentence,
        parts=tuple(why),
    )
