"""The page of what a reader sets: one line and one button each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import settings as actions
from heed.errors import HeedError
from heed.web.place import Here, Place
from heed.wording import Words, mark

router = APIRouter(include_in_schema=False)
LABELS: Mapping[str, tuple[str, str]] = {
    "minutes": (mark("Minutes a day"), mark("How long an edition may be.")),
    "reservation_rate": (
        mark("What a minute must be worth"),
        mark("Below it the minute is yours again. 1 means worth what it costs you."),
    ),
    "explore_share": (
        mark("Outside your habits"),
        mark("Which part of the pieces; 0.1 is one in ten."),
    ),
    "source_share": (
        mark("Most one source may take"),
        mark("Which part of an edition; 0.4 is four minutes of ten."),
    ),
    "piece_share": (
        mark("Most one piece may take"),
        mark("Which part of an edition; longer pieces stay out."),
    ),
    "window_days": (
        mark("Days an unread piece may still enter"),
        mark("Older ones are found by search only."),
    ),
    "words_per_minute": (
        mark("Words you read a minute"),
        mark("238 is usual in English. Known pieces keep their minutes."),
    ),
    "characters_per_minute": (
        mark("Characters you read a minute"),
        mark("For Chinese and Japanese."),
    ),
    "language": (
        mark("Language of the pages"),
        mark("The feeds and the letter speak it too."),
    ),
    "timezone": (
        mark("Time zone"),
        mark("Such as Europe/Berlin; nothing: as the machine."),
    ),
    "send_at": (
        mark("When the edition is mailed to you"),
        mark("Such as 7:30, while heed is open, once a day; nothing: never. Needs a mail server."),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One setting: its name, what it means, its value as it is typed."""

    name: str
    label: str
    told: str
    value: str
    numeric: bool
    choices: tuple[tuple[str, str], ...] = ()


@router.get("/settings")
def show(here: Here) -> HTMLResponse:
    """Everything a reader sets."""
    return settings_page(here)


@router.post("/settings")
def change(
    here: Here,
    name: Annotated[str, Form(max_length=40)],
    value: Annotated[str, Form(max_length=60)] = "",
) -> Response:
    """Set one."""
    try:
        actions.change(here.diet, name, value)
    except HeedError as error:
        return settings_page(here, trouble=here.words.told(str(error)))
    return RedirectResponse(f"/settings#{name}", status_code=303)


def languages(words: Words) -> tuple[tuple[str, str], ...]:
    """What the pages may speak, by the words it is kept under."""
    return (("", words.gettext("as the browser asks")), ("en", "English"), ("zh", "中文"))


def settings_page(here: Place, *, trouble: str = "") -> HTMLResponse:
    """The page, with what went wrong where something did."""
    held, words = here.diet.settings, here.words
    lines = [
        Line(
            name,
            words.gettext(label),
            words.gettext(told),
            f"{value:g}" if isinstance(value, int | float) else str(value),
            isinstance(value, int | float),
            languages(words) if name == "language" else (),
        )
        for name, (label, told) in LABELS.items()
        for value in (getattr(held, name),)
    ]
    return here.page(
        "settings.html",
        status=400 if trouble else 200,
        here="/settings",
        lines=lines,
        file=str(held.home / "heed.toml"),
        trouble=trouble,
    )
