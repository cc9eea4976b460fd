"""The page of help: how a day goes, what the words mean, and the keys."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.web.place import Here
from heed.wording import mark

router = APIRouter(include_in_schema=False)
KEYS = (
    ("j  k", mark("the next piece, the one before")),
    ("o  Enter", mark("open it")),
    ("1 2 3 4", mark("at the end of a piece: none, half, all, more of these minutes again")),
    ("n h a m", mark("the same by its first letter")),
    ("s", mark("put it by, or take it off that list")),
    ("v", mark("read it at the source")),
    ("/", mark("search")),
    ("g t", mark("go to today's edition")),
    ("g l", mark("go to what was left out")),
    ("g n", mark("go to newest first")),
    ("g s", mark("go to the sources")),
    ("g r", mark("go to the rules")),
    ("g f", mark("go to search")),
    ("g a", mark("go to ask")),
    ("g e", mark("go to the ledger")),
    ("g y", mark("go to who heed thinks you are")),
    ("g m", mark("go to the team")),
    ("?", mark("this page")),
)
WORDS = (
    (
        mark("Worth"),
        mark(
            "What you would say to: would you spend these minutes again? 0 is no, 1 is yes, "
            "all of them, 2 is gladly twice."
        ),
    ),
    (
        mark("Price of a minute"),
        mark(
            "What one more minute would bring today. It is high where much good was left out,"
            " and 0 where minutes are left over."
        ),
    ),
    (
        mark("Given back"),
        mark("Minutes nothing was worth. heed does not fill them."),
    ),
    (
        mark("Outside your habits"),
        mark(
            "One piece in ten is chosen against what heed knows of you, so that it can find "
            "out that you changed. It is always labelled."
        ),
    ),
    (
        mark("Left out"),
        mark("Everything else of today, with the minutes at which it would enter."),
    ),
)


@router.get("/help")
def show(here: Here) -> HTMLResponse:
    """Everything at once; it is short."""
    told: dict[str, Any] = {
        "keys": [(keys.split("  "), here.words.gettext(does)) for keys, does in KEYS],
        "words_told": [
            (here.words.gettext(word), here.words.gettext(meaning)) for word, meaning in WORDS
        ],
    }
    return here.page("help.html", **told)
