"""The API of the letter, and of sending it or the edition to one's own address."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from heed.actions import letter as letters
from heed.actions import post
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here

router = APIRouter(tags=["post"], responses=TROUBLES)
Until = Annotated[date | None, Query(description="Its last day; today where none is given.")]


@router.get("/letter", summary="What your attention bought in seven days")
def letter(here: Here, until: Until = None) -> dict[str, Any]:
    """The Markdown of `heed letter`, in the language asked for."""
    sheet = letters.letter(here.diet, here.words, until)
    return {
        "title": sheet.title,
        "language": sheet.language,
        "markdown": letters.as_markdown(sheet),
    }


@router.post("/letter/send", summary="Send the letter to your own address")
def send_letter(here: Here, until: Until = None) -> dict[str, str]:
    """As `heed letter --send`."""
    return {"to": post.send_sheet(here.diet, letters.letter(here.diet, here.words, until))}


@router.post("/edition/send", summary="Send today's edition to your own address")
def send_edition(here: Here) -> dict[str, str]:
    """As `heed send`; today's edition is issued where it was not."""
    return {"to": post.send_edition(here.diet, here.diet.edition(), here.words)}
