"""The API of a team's members and needs: who offers and wants what, and what must be read."""

from datetime import date
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import members as member_actions
from heed.actions import needs as need_actions
from heed.briefing import member_json, need_json
from heed.store import members, needs
from heed.team import NeedScope
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here
from heed.web.teamdoor import own_member, owner_only

router = APIRouter(prefix="/team", tags=["team"], responses=TROUBLES)


class MemberIn(BaseModel):
    """A new member, and the minutes a day she offers."""

    name: str = Field(max_length=400)
    minutes: float = Field(0, ge=0, le=1440)


class OfferIn(BaseModel):
    """Minutes a day, from the next market day on."""

    minutes: float = Field(ge=0, le=1440)


class WantsIn(BaseModel):
    """What a member says she wants, and what she can read."""

    interests: list[str] = Field(default_factory=list, max_length=100)
    skills: list[str] = Field(default_factory=list, max_length=100)


class NeedIn(BaseModel):
    """What must be read (least 1 or more) or may be (least 0), by how many, until when."""

    scope: NeedScope
    subject: str = Field(max_length=400)
    least: int = 1
    most: int | None = None
    until: date | None = None
    skills: list[str] = Field(default_factory=list, max_length=50)
    barred: list[str] = Field(default_factory=list, max_length=50)


@router.get("/members", summary="Everybody in the team")
def listing(here: Here) -> list[dict[str, Any]]:
    """As `heed team member`."""
    with here.shared.db.read() as tx:
        return [dict(member_json(one)) for one in members.all(tx)]


@router.post("/members", status_code=201, summary="Make somebody a member")
def join(here: Here, given: MemberIn) -> dict[str, Any]:
    """As `heed team member NAME`; the owner's."""
    owner_only(here)
    return dict(member_json(member_actions.add(here.shared, given.name, given.minutes)))


@router.put("/members/{member_id}/offer", summary="Offer the team minutes a day")
def offer(here: Here, member_id: Id, given: OfferIn) -> dict[str, Any]:
    """As `heed team offer`."""
    own_member(here, member_id)
    return dict(member_json(member_actions.offer(here.shared, member_id, given.minutes)))


@router.put("/members/{member_id}/wants", summary="Say what one wants and can read")
def want(here: Here, member_id: Id, given: WantsIn) -> dict[str, Any]:
    """As `heed team member NAME --wants … --skill …`."""
    own_member(here, member_id)
    made = member_actions.want(here.shared, member_id, given.interests, given.skills)
    return dict(member_json(made))


@router.delete("/members/{member_id}", status_code=204, summary="Leave the team")
def leave(here: Here, member_id: Id) -> None:
    """As `heed team member NAME --leave`; what was read keeps the name."""
    own_member(here, member_id)
    member_actions.leave(here.shared, member_id)


@router.get("/needs", summary="What must be read")
def needed(here: Here) -> list[dict[str, Any]]:
    """As `heed team need`."""
    with here.shared.db.read() as tx:
        return [dict(need_json(one)) for one in needs.all(tx)]


@router.post("/needs", status_code=201, summary="Declare a need")
def declare(here: Here, given: NeedIn) -> dict[str, Any]:
    """As `heed team need SCOPE SUBJECT`; the owner's."""
    owner_only(here)
    made = need_actions.add(
        here.shared,
        given.scope,
        given.subject,
        least=given.least,
        most=given.most,
        until=given.until,
        skills=given.skills,
        barred=given.barred,
    )
    return dict(need_json(made))


@router.delete("/needs/{need_id}", status_code=204, summary="Take a need back")
def remove(here: Here, need_id: Id) -> None:
    """As `heed team need --drop`; the owner's."""
    owner_only(here)
    need_actions.remove(here.shared, need_id)
