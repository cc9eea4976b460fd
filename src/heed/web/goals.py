"""The goals page: what the reader wants to grow in, and how it goes. Adds nothing up."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import goals as actions
from heed.errors import HeedError
from heed.types import Growth
from heed.web.place import Here, Place, sources_by_id
from heed.wording import Words

WIDTH = 200
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One goal; `width` of its bar is this week's share of what was wished, at most all."""

    id: int
    topic: str
    week: str
    month: str
    cards: str
    price: str
    questions: tuple[str, ...]
    width: float


@router.get("/goals")
def show(here: Here) -> HTMLResponse:
    """Every goal."""
    return goals_page(here)


@router.post("/goals")
def add(
    here: Here,
    topic: Annotated[str, Form(max_length=200)],
    minutes: Annotated[float, Form(gt=0, le=10080)],
    questions: Annotated[str, Form(max_length=5000)] = "",
) -> Response:
    """Set a goal; one question a line."""
    try:
        actions.add(here.diet, topic, minutes, questions.splitlines())
    except HeedError as error:
        return goals_page(here, trouble=here.words.told(str(error)))
    return RedirectResponse("/goals", status_code=303)


@router.post("/goals/{goal_id}/remove")
def remove(here: Here, goal_id: int) -> Response:
    """Take a goal back."""
    actions.remove(here.diet, goal_id)
    return RedirectResponse("/goals", status_code=303)


def goals_page(here: Place, *, trouble: str = "") -> HTMLResponse:
    """The page, with what went wrong where something did."""
    return here.page(
        "goals.html",
        status=400 if trouble else 200,
        here="/goals",
        rows=tuple(row(one, here.words) for one in actions.growing(here.diet)),
        topics=sorted({one.topic for one in sources_by_id(here.diet).values() if one.topic}),
        trouble=trouble,
    )


def row(one: Growth, words: Words) -> Row:
    """One goal, as a person would say it."""
    wanted = words.minutes(one.goal.weekly_s)
    return Row(
        id=one.goal.id,
        topic=one.goal.topic,
        week=words.gettext(
            "{spent} of {wanted} in the last seven days",
            spent=words.minutes(one.week_s),
            wanted=wanted,
        ),
        month=words.gettext(
            "{spent} a week over the last four weeks",
            spent=words.minutes(round(one.month_s / 4)),
        ),
        cards=words.ngettext(
            "One card of it: you know {known}.",
            "{count} cards of it: you know {known}.",
            one.cards,
            known=one.known,
        )
        if one.cards
        else words.gettext("No card of it yet."),
        price=price(one, words),
        questions=one.goal.questions,
        width=round(WIDTH * min(1.0, one.week_s / one.goal.weekly_s), 1),
    )


def price(one: Growth, words: Words) -> str:
    """What the goal cost in the edition in hand."""
    if one.price is None:
        return words.gettext("Today's edition was not bound by it.")
    if not one.met:
        return words.gettext("It could not hold today: too little was there.")
    if round(one.price, 1) == 0:
        return words.gettext("It cost nothing today.")
    return words.gettext("Each minute of it cost {price} today.", price=words.worth(one.price))
