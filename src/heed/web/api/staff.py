"""The API of those who answer at the help desk: what waits, replies, corrections, who answers.

Not among what the desk's customers may reach.
"""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import deskwork as actions
from heed.plain import desk_turn_json, minutes
from heed.store import deskagents, deskturns
from heed.types import DeskAgent
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(prefix="/desk", tags=["help desk"], responses=TROUBLES)


class AgentIn(BaseModel):
    """Somebody who answers: minutes at a time, and the intents she knows best."""

    name: str = Field(max_length=200)
    minutes: float = Field(30, ge=0, le=1440)
    skills: list[str] = Field(default_factory=list, max_length=200)


class FileIn(BaseModel):
    """A file by its name and text: CSV, or Markdown for questions with answers."""

    name: str = Field(max_length=200)
    text: str = Field(max_length=4_000_000)


class ReplyIn(BaseModel):
    """An answer; intent: what was wanted; keep: the desk answers with it from now on."""

    text: str = Field(max_length=8000)
    intent: str = Field("", max_length=200)
    keep: bool = False


class IntentIn(BaseModel):
    """What a message wanted; empty: nothing this desk answers."""

    intent: str = Field("", max_length=200)


@router.get("/waiting", summary="What waits for a person")
def waiting(here: Here) -> list[dict[str, Any]]:
    """As the agents' page, oldest first."""
    with here.diet.db.read() as tx:
        turns = deskturns.waiting(tx)
    return [dict(desk_turn_json(one)) | {"agent": one.agent_id} for one in turns]


@router.get("/report", summary="What the desk did")
def report(here: Here) -> dict[str, Any]:
    """The same JSON as `heed desk report --json`."""
    return asdict(actions.report(here.desk))


@router.post("/turns/{turn_id}/reply", summary="Answer what waits")
def reply(here: Here, turn_id: Id, given: ReplyIn) -> dict[str, Any]:
    """As the agents' page."""
    turn = actions.reply(here.desk, turn_id, given.text, intent=given.intent, keep=given.keep)
    return dict(desk_turn_json(turn))


@router.post("/turns/{turn_id}/correct", summary="Say what a message wanted after all")
def correct(here: Here, turn_id: Id, given: IntentIn) -> dict[str, Any]:
    """It is learned from."""
    return dict(desk_turn_json(actions.correct(here.desk, turn_id, given.intent)))


@router.post("/answers", summary="Take in questions with answers")
def take_answers(here: Here, given: FileIn) -> dict[str, Any]:
    """As `heed desk init FILE`; a bad file is refused whole, with its line."""
    return asdict(here.desk.take_faq(given.text.encode(), given.name))


@router.post("/messages", summary="Take in messages whose intent is known")
def take_messages(here: Here, given: FileIn) -> dict[str, Any]:
    """As `heed desk init --messages FILE`; returns how many were new."""
    return {"added": here.desk.take_messages(given.text.encode(), given.name)}


@router.post("/sample", summary="Take in a small shop's questions and answers")
def take_sample(here: Here) -> dict[str, Any]:
    """As `heed desk init --sample`."""
    return asdict(here.desk.take_sample())


@router.get("/agents", summary="Who answers")
def agents(here: Here) -> list[dict[str, Any]]:
    """Everybody at the desk."""
    with here.diet.db.read() as tx:
        return [agent_json(one) for one in deskagents.all(tx)]


@router.post("/agents", status_code=201, summary="Name somebody who answers")
def add(here: Here, given: AgentIn) -> dict[str, Any]:
    """As `heed desk agent`."""
    return agent_json(actions.add_agent(here.desk, given.name, given.minutes, given.skills))


@router.delete("/agents/{agent_id}", status_code=204, summary="Let an agent go")
def leave(here: Here, agent_id: Id) -> None:
    """As `heed desk agent --leaves`; what she held goes to the others."""
    actions.remove_agent(here.desk, agent_id)


def agent_json(one: DeskAgent) -> dict[str, Any]:
    """Somebody who answers."""
    return {
        "agent": one.id,
        "name": one.name,
        "minutes": minutes(one.offer_s),
        "skills": list(one.skills),
    }
