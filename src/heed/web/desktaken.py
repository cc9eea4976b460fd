"""What a help desk answers with, taken in from a browser: files of its owner, or a small shop's."""

from typing import Annotated

from fastapi import APIRouter, File, UploadFile
from fastapi.responses import RedirectResponse, Response

from heed.errors import BadInput, HeedError
from heed.web.desk import desk_page
from heed.web.place import Here

router = APIRouter(include_in_schema=False)
Given = Annotated[UploadFile | None, File()]


@router.post("/desk/files")
def take(here: Here, faq: Given = None, messages: Given = None) -> Response:
    """Questions with answers, known messages, or both. A bad file is refused whole."""
    try:
        if not (_named(faq) or _named(messages)):
            raise BadInput("No file was given; choose one with your questions and answers.")
        if faq is not None and _named(faq):
            here.desk.take_faq(faq.file.read(), _named(faq))
        if messages is not None and _named(messages):
            here.desk.take_messages(messages.file.read(), _named(messages))
    except HeedError as error:
        return desk_page(here, trouble=here.words.told(str(error)))
    return RedirectResponse("/desk#answers", status_code=303)


@router.post("/desk/sample")
def take_sample(here: Here) -> Response:
    """A small shop's questions and answers, to look around."""
    here.desk.take_sample()
    return RedirectResponse("/desk#answers", status_code=303)


def _named(file: UploadFile | None) -> str:
    """The name of a file that was really chosen."""
    return (file.filename or "").strip() if file is not None else ""
