"""Search over everything the home keeps, by words and by meaning; the finding is the action's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from heed.actions import search as action
from heed.errors import BadInput
from heed.store import Sieve, items
from heed.types import Finding, Source
from heed.web.evidence import Stretch, stretches
from heed.web.place import Here, Place, sources_by_id
from heed.wording import Words, mark

MOST_HITS = 30
DAYS: Mapping[str, str] = {
    "": mark("any time"),
    "7": mark("the last week"),
    "31": mark("the last month"),
    "366": mark("the last year"),
}
TOUCHED: Mapping[str, str] = {
    "": mark("read or not"),
    "read": mark("read before"),
    "unread": mark("not read yet"),
    "worth": mark("worth their minutes"),
}
TONGUES: Mapping[str, str] = {
    "": mark("any language"),
    "en": mark("in English"),
    "zh": mark("in Chinese"),
}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One found piece with its best sentence; by_meaning: none of the words is in it."""

    when: str
    title: tuple[Stretch, ...]
    href: str
    source: str
    snippet: tuple[Stretch, ...]
    by_meaning: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Narrow:
    """What the reader narrowed the search to."""

    source: str = ""
    language: str = ""
    days: str = ""
    only: str = ""

    def sieve(self, now: datetime) -> Sieve:
        """The same, as the store sifts."""
        since = now - timedelta(days=int(self.days)) if self.days else None
        source_id = int(self.source) if self.source else None
        touched = next((one for one in ("read", "unread", "worth") if one == self.only), "")
        return Sieve(source_id, self.language, since, touched)  # type: ignore[arg-type]


@router.get("/search")
def show(
    here: Here,
    q: Annotated[str, Query()] = "",
    source: Annotated[str, Query(pattern=r"^\d{0,15}$")] = "",
    language: Annotated[Literal["", "en", "zh"], Query()] = "",
    days: Annotated[Literal["", "7", "31", "366"], Query()] = "",
    only: Annotated[Literal["", "read", "unread", "worth"], Query()] = "",
) -> HTMLResponse:
    """The form, and what was found for `q`, best first."""
    narrow = Narrow(source, language, days, only)
    try:
        found = action.search(here.diet, q, narrow.sieve(here.now), limit=MOST_HITS)
    except BadInput as error:
        trouble = here.words.told(str(error))
        return _page(here, narrow, q=q[: action.LONGEST], trouble=trouble)
    held = sources_by_id(here.diet)
    rows = tuple(row(one, held, here.words, now=here.now) for one in found)
    return _page(here, narrow, q=q.strip(), rows=rows)


def row(one: Finding, held: Mapping[int, Source], words: Words, *, now: datetime) -> Row:
    """One line."""
    source = held.get(one.item.source_id)
    looked = stretches(one.passage)
    in_title = one.passage.text == one.item.title
    return Row(
        when=words.when(one.item.published_at, now),
        title=looked if in_title else (Stretch(one.item.title, 0),),
        href=f"/story/{one.item.id}",
        source=source.title if source else "",
        snippet=() if in_title else looked,
        by_meaning=not one.passage.matches,
    )


def _page(
    here: Place,
    narrow: Narrow,
    *,
    q: str,
    rows: tuple[Row, ...] = (),
    trouble: str = "",
) -> HTMLResponse:
    with here.diet.db.read() as tx:
        empty = not items.count(tx)
    return here.page(
        "search.html",
        status=400 if trouble else 200,
        query=q,
        rows=rows,
        trouble=trouble,
        empty=empty,
        narrowed=narrow != Narrow(),
        filters=_filters(here, narrow),
        most=MOST_HITS,
        longest=action.LONGEST,
    )


def _filters(here: Place, narrow: Narrow) -> list[tuple[str, str, list[Choice]]]:
    """Name, label and choices of every filter."""
    words = here.words
    held = {"": words.gettext("every source")}
    held |= {str(id): one.title or one.url for id, one in sources_by_id(here.diet).items()}
    return [
        ("source", words.gettext("Source"), _choices(held, narrow.source)),
        ("language", words.gettext("Language"), _choices(_said(TONGUES, words), narrow.language)),
        ("days", words.gettext("Published"), _choices(_said(DAYS, words), narrow.days)),
        ("only", words.gettext("Pieces"), _choices(_said(TOUCHED, words), narrow.only)),
    ]


def _said(labels: Mapping[str, str], words: Words) -> dict[str, str]:
    return {value: words.gettext(label) for value, label in labels.items()}


def _choices(labels: Mapping[str, str], chosen: str) -> list[Choice]:
    return [Choice(value, label, value == chosen) for value, label in labels.items()]
