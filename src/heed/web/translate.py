"""The page that translates a text and writes down a recording, by models the reader has.

Without a model it says what to install. Keeps nothing of what is given.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse

from heed.actions import plugins as actions
from heed.errors import BadInput, HeedError
from heed.web.place import Here, Place

LONGEST = 20_000
"""Characters of a text: minutes of work for a small model."""
MOST_BYTES = 8_000_000
"""Of a recording: four minutes at 16,000 samples a second."""
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Told:
    """What a model made: of a text or of a recording."""

    of: str
    text: str


@router.get("/translate")
def show(here: Here) -> HTMLResponse:
    """Both forms, or what is missing for each."""
    return _page(here)


@router.post("/translate")
def translate(
    here: Here,
    text: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> HTMLResponse:
    """A text, typed or as a file of plain text, in the model's other language."""
    typed = text.replace("\r\n", "\n")
    try:
        given = _read(file) if file is not None and file.filename else typed
        if len(given) > LONGEST:
            raise BadInput(
                f"A text to translate has at most {LONGEST} characters and this one has "
                f"{len(given)}; give a part of it."
            )
        made = actions.translated(given, _folder(here, actions.TRANSLATORS))
    except HeedError as error:
        return _page(here, typed=typed[:LONGEST], trouble=here.words.told(str(error)))
    return _page(here, typed=typed, told=Told("text", made))


@router.post("/translate/recording")
def transcribe(here: Here, file: UploadFile) -> HTMLResponse:
    """What is said in a WAV file."""
    try:
        body = file.file.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise BadInput(
                f"A recording has at most {MOST_BYTES // 10**6} MB here; give a part of it, or "
                "type: heed transcribe"
            )
        made = actions.heard(body, _folder(here, actions.TRANSCRIBERS))
    except HeedError as error:
        return _page(here, trouble=here.words.told(str(error)))
    return _page(here, told=Told("sound", made))


def _read(file: UploadFile) -> str:
    """A file's text; a byte order mark is no part of it."""
    body = file.file.read(4 * LONGEST + 4)
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if len(body) == 4 * LONGEST + 4:
            return body.decode("utf-8", "replace")  # cut in the middle, and too long anyway
        raise BadInput("This file is no plain text in UTF-8; save it as such.") from error


def _folder(here: Place, group: str) -> Path:
    return actions.chosen(group, _named(here, group))


def _named(here: Place, group: str) -> str:
    settings = here.diet.settings
    return settings.translate_model if group == actions.TRANSLATORS else settings.transcribe_model


def _page(
    here: Place, *, typed: str = "", told: Told | None = None, trouble: str = ""
) -> HTMLResponse:
    def lacks(group: str) -> str:
        return here.words.told(actions.lacks(group, _named(here, group)))

    return here.page(
        "translate.html",
        status=400 if trouble else 200,
        here="/translate",
        typed=typed,
        told=told,
        trouble=trouble,
        no_translator=lacks(actions.TRANSLATORS),
        no_transcriber=lacks(actions.TRANSCRIBERS),
        install="pip install 'heed-reader[models]'",
        longest=LONGEST,
        megabytes=MOST_BYTES // 10**6,
    )
