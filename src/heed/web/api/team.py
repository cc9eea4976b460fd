"""The API of the team's market day: clearing, parts, passing on, notes, exchanges, the audit.

Where people have to enter, each acts for herself and the owner for all, as on the pages.
"""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import team as actions
from heed.briefing import audit_json, note_json, part_json, swap_json
from heed.team import Mode
from heed.types import ITEM_ID_END
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here
from heed.web.teamdoor import me, own_part, owner_only
from heed.wording import Words

router = APIRouter(prefix="/team", tags=["team"], responses=TROUBLES)


class ClearIn(BaseModel):
    """How to share out; again: anew, while nobody has begun."""

    mode: Mode = "split"
    again: bool = False


class TeamNote(BaseModel):
    """Two lines to all."""

    text: str = Field(max_length=2000)


class SwapIn(BaseModel):
    """Two assignments of one exchange."""

    first: int = Field(ge=0, lt=ITEM_ID_END)
    second: int = Field(ge=0, lt=ITEM_ID_END)


@router.get("", summary="The last market day: who read what for all")
def market(here: Here) -> dict[str, Any]:
    """me: the number of the member called as the one who asks; open: nothing shared out today."""
    day = actions.current(here.shared)
    held = actions.held(here.shared, day) if day else []
    return {
        "me": me(here) or None,
        "open": day is None or day.day < here.shared.today(),
        "date": day.day.isoformat() if day else None,
        "mode": day.mode if day else None,
        "notes": [dict(note_json(one, day)) for one in held if day and one.state == "read"],
    }


@router.post("/clear", summary="Close the offers and share out today's reading")
def clear(here: Here, given: ClearIn) -> dict[str, Any]:
    """As `heed team clear`; the owner's."""
    owner_only(here)
    day = actions.clear(here.shared, given.mode, again=given.again)
    return dict(audit_json(day, actions.coverage(here.shared, day)))


@router.get("/audit", summary="How good and how fair the last market day was")
def audit(here: Here) -> dict[str, Any]:
    """The same JSON as `heed team audit --json`."""
    day = actions.last(here.shared)
    return dict(audit_json(day, actions.coverage(here.shared, day)))


@router.get("/members/{member_id}/parts", summary="What a member reads for the team")
def parts(here: Here, member_id: Id) -> list[dict[str, Any]]:
    """The same JSON as `heed team mine NAME --json`."""
    day, words = actions.last(here.shared), Words("en", here.shared.zone)
    return [dict(part_json(one, day, words)) for one in actions.mine(here.shared, member_id)]


@router.post("/parts/{part_id}/pass", summary="Pass a piece on, within its hour")
def pass_on(here: Here, part_id: Id) -> dict[str, str | None]:
    """As `heed team pass`; taker: who has it now, null: nobody is left to take it."""
    own_part(here, part_id)
    seat = actions.pass_on(here.shared, part_id)
    return {"taker": seat.name if seat else None}


@router.post("/parts/{part_id}/note", status_code=204, summary="Read, with two lines to all")
def note(here: Here, part_id: Id, given: TeamNote) -> None:
    """As `heed team note`."""
    own_part(here, part_id)
    actions.note(here.shared, part_id, given.text)


@router.get("/swaps", summary="Exchanges that would better both members")
def swaps(here: Here) -> list[dict[str, Any]]:
    """As `heed team swap`."""
    day = actions.last(here.shared)
    held = actions.held(here.shared, day)
    return [dict(swap_json(one, day, held)) for one in actions.exchanges(here.shared, day)]


@router.post("/swaps", status_code=204, summary="Carry out an exchange")
def swap(here: Here, given: SwapIn) -> None:
    """As `heed team swap NUMBER`, by the numbers of its two assignments."""
    own_part(here, given.first, given.second)
    actions.swap(here.shared, given.first, given.second)
