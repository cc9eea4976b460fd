"""The question a week later, at the foot of an edition: one piece, four answers, or not now."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse, Response

from heed.actions import hindsight as actions
from heed.types import ANSWERS, Answer
from heed.web.place import Here, Place

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class HindsightView:
    """The whole question."""

    item_id: int
    title: str
    question: str
    choices: tuple[tuple[Answer, str], ...]


@router.post("/hindsight/{item_id}")
def answered(
    here: Here, item_id: int, answer: Annotated[Answer | Literal["skip"], Form()]
) -> Response:
    """A second thought, or none."""
    if answer == "skip":
        actions.skip(here.diet, item_id)
    else:
        actions.answer(here.diet, item_id, answer)
    return RedirectResponse("/#hindsight", status_code=303)


def hindsight_view(here: Place) -> HindsightView | None:
    """The piece to ask about today, if there is one."""
    item = actions.due(here.diet)
    if item is None:
        return None
    return HindsightView(
        item_id=item.id,
        title=item.title,
        question=here.words.ngettext(
            "Looking back: would you spend this minute again?",
            "Looking back: would you spend these {count} minutes again?",
            max(1, round(item.seconds / 60)),
        ),
        choices=tuple((one, here.words.answer(one)) for one in ANSWERS),
    )
