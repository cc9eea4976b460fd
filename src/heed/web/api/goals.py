"""The API of goals: what the reader wants to grow in."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from heed.actions import goals as actions
from heed.plain import growth_json
from heed.web.api.reading import Id
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(tags=["goals"], responses=TROUBLES)


class GoalIn(BaseModel):
    """Minutes a week of a topic, and what one wants to be able to answer."""

    topic: str = Field(max_length=200)
    minutes: float = Field(gt=0, le=10_080)
    questions: list[str] = Field(default_factory=list, max_length=100)


@router.get("/goals", summary="Every goal and how it goes")
def listing(here: Here) -> list[dict[str, Any]]:
    """The same JSON as `heed goal list --json`."""
    return [dict(growth_json(one)) for one in actions.growing(here.diet)]


@router.post("/goals", status_code=201, summary="Set a goal")
def add(here: Here, given: GoalIn) -> dict[str, Any]:
    """As `heed goal add`; another goal of the topic is replaced."""
    made = actions.add(here.diet, given.topic, given.minutes, given.questions)
    grown = next(one for one in actions.growing(here.diet) if one.goal.id == made.id)
    return dict(growth_json(grown))


@router.delete("/goals/{goal_id}", status_code=204, summary="Take a goal back")
def remove(here: Here, goal_id: Id) -> None:
    """As `heed goal remove`; what was learned stays."""
    actions.remove(here.diet, goal_id)
