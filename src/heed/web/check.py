"""A short check after reading: one sentence with a gap. What is asked is decided elsewhere."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import check as actions
from heed.store import items
from heed.types import GRADES, Grade
from heed.web.place import Here

router = APIRouter(include_in_schema=False)


@router.get("/story/{item_id}/check")
def show(here: Here, item_id: int) -> HTMLResponse:
    """The sentence the piece's others attend to most, with a gap."""
    asked = actions.check(here.diet, item_id)
    with here.diet.db.read() as tx:
        item = items.get(tx, item_id)
    grades = tuple((grade, here.words.grade(grade), key) for grade, key in GRADES.items())
    return here.page("check.html", asked=asked, item_id=item_id, title=item.title, grades=grades)


@router.post("/story/{item_id}/check")
def answered(
    here: Here,
    item_id: int,
    grade: Annotated[Grade, Form()],
    seconds: Annotated[str, Form(max_length=6)] = "",
) -> Response:
    """The sentence becomes a card with its first answer."""
    actions.answer(here.diet, item_id, grade, int(seconds) if seconds.isdecimal() else None)
    return RedirectResponse(f"/story/{item_id}#verdict", status_code=303)
