"""The story page: one piece, then the question and what comes next. Times nothing itself."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.store import items
from heed.types import ANSWERS, Answer, Edition, Item, Slot, Source
from heed.web.bar import href
from heed.web.margin import Margin, margin
from heed.web.marking import marked, with_place
from heed.web.place import Here, Place, Progress, latest_edition, progress, sources_by_id
from heed.web.since import SinceView, since_view
from heed.web.summary import ComparedView, SummaryView, compared_view, summary_view
from heed.web.why import Why, why_chosen
from heed.wording import Words

KEYS = {"none": "1 n", "half": "2 h", "all": "3 a", "more": "4 m"}
router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the four answers; `keys` are the keys that give it."""

    answer: Answer
    label: str
    keys: str
    given: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """What stands below the text: the question, the answers, and what comes next."""

    item_id: int
    question: str
    choices: tuple[Choice, ...]
    thanks: str
    next_href: str
    next_title: str
    in_edition: bool
    focus: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """Another outlet's piece about the same event."""

    title: str
    source: str
    href: str
    lead: str
    when: str


@dataclass(frozen=True, slots=True)
class StoryView:
    """The whole page."""

    title: str
    over: str
    language: str
    html: str
    lead: str
    original: str
    outlets: tuple[Outlet, ...]
    short_href: str
    summary: SummaryView | None
    compared: ComparedView | None
    since: SinceView | None
    why: Why | None
    ending: Ending
    margin: Margin


@router.get("/story/{item_id}")
def show(
    here: Here,
    item_id: int,
    short: Annotated[bool, Query()] = False,
    since: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """One piece to read, with its summary where one waits; short: the summary made now and the
    outlets compared, a moment's work; since: what is new to somebody who read of it before,
    another moment's.
    """
    with here.diet.db.read() as tx:
        item = items.get(tx, item_id)
        told = items.of_story(tx, item.story_id) if item.story_id else [item]
    return here.page("story.html", view=story_view(here, item, told, short=short, since=since))


@router.post("/story/{item_id}/verdict")
def answered(
    here: Here,
    item_id: int,
    answer: Annotated[Answer, Form()],
    active_s: Annotated[str, Form(max_length=6)] = "",
    focus: Annotated[bool, Form()] = False,
) -> Response:
    """Keep an answer; `active_s` is what the page measured, empty where nothing could measure."""
    seconds = int(active_s) if active_s.isdecimal() else None
    here.diet.read(item_id, active_s=seconds, answer=answer)
    if not here.swaps:
        after = "/focus" if focus else f"/story/{item_id}#verdict"
        return RedirectResponse(after, status_code=303)
    with here.diet.db.read() as tx:
        item = items.get(tx, item_id)
    return here.fragment("verdict.html", ending=ending_here(here, item, focus=focus))


@router.post("/reading", status_code=204)
def timed(
    here: Here,
    item: Annotated[int, Form()],
    seconds: Annotated[int, Form(ge=0)],
) -> Response:
    """Seconds of active reading, measured by the page since it last told."""
    if seconds:
        here.diet.read(item, active_s=seconds)
    return Response(status_code=204)


def story_view(
    here: Place,
    item: Item,
    told: list[Item],
    *,
    focus: bool = False,
    short: bool = False,
    since: bool = False,
) -> StoryView:
    """Everything the page says."""
    words, held = here.words, sources_by_id(here.diet)
    edition = latest_edition(here.diet)
    slot = slot_of(edition, item)
    beside = margin(here, item)
    again = since_view(here, item, told, asked=since or short)
    html = marked(item.html, again.new, kind="new") if again else item.html
    html = marked(html, [one.quote for one in beside.marks])
    in_short = summary_view(here, item, now=short)
    more = item.text and not short and (in_short is None or len(told) > 1)
    return StoryView(
        title=item.title,
        over=over(item, held, here),
        language=item.language,
        html=with_place(html, beside.share),
        lead=item.lead if not item.text else "",
        original=item.url if item.url.startswith(("https://", "http://")) else "",
        outlets=tuple(outlet(one, held, here) for one in told if one.id != item.id),
        short_href=f"/story/{item.id}?short=1" if more else "",
        summary=in_short,
        compared=compared_view(here, told) if short else None,
        since=again,
        why=why_chosen(slot, edition.price, words) if slot and edition else None,
        ending=ending_here(here, item, focus=focus),
        margin=beside,
    )


def over(item: Item, held: dict[int, Source], here: Place) -> str:
    """The line above the title: source, author, time, length."""
    source = held.get(item.source_id)
    parts = [
        source.title if source else "",
        item.author,
        here.words.when(item.published_at, here.now),
        here.words.minutes(item.seconds),
    ]
    return " · ".join(part for part in parts if part)


def outlet(item: Item, held: dict[int, Source], here: Place) -> Outlet:
    """One line of the folded list."""
    source = held.get(item.source_id)
    return Outlet(
        title=item.title,
        source=source.title if source else "",
        href=f"/story/{item.id}",
        lead=item.lead,
        when=here.words.when(item.published_at, here.now),
    )


def slot_of(edition: Edition | None, item: Item) -> Slot | None:
    """The item's place in an edition, if it has one."""
    slots = edition.slots if edition else ()
    return next((slot for slot in slots if slot.item_id == item.id), None)


def ending_here(here: Place, item: Item, *, focus: bool = False) -> Ending:
    """The ending as the home stands now; in the focus view it leads on to the next piece there."""
    made = ending(item, here.diet.current(), progress(here.diet), here.words)
    return replace(made, focus=True, next_href="/focus") if focus else made


def ending(item: Item, edition: Edition | None, so_far: Progress, words: Words) -> Ending:
    """The question, what was answered, and the next piece of the edition not read yet."""
    given = so_far.answers.get(item.id)
    following = next_slot(edition, item, so_far)
    return Ending(
        item_id=item.id,
        question=words.ngettext(
            "Would you spend this minute again?",
            "Would you spend these {count} minutes again?",
            max(1, round(item.seconds / 60)),
        ),
        choices=tuple(Choice(one, words.answer(one), KEYS[one], one == given) for one in ANSWERS),
        thanks=words.gettext("Noted. Tomorrow's edition will know.") if given else "",
        next_href=href(following) if following else "",
        next_title=words.title(following) if following else "",
        in_edition=slot_of(edition, item) is not None,
        asks=asks(item, edition, words),
    )


def asks(item: Item, edition: Edition | None, words: Words) -> str:
    """Whether heed asks about this piece, and what becomes of the answer."""
    if slot_of(edition, item) is None or edition is None:
        return ""
    if any(one.item_id == item.id for one in edition.questions):
        return words.gettext(
            "heed asks: this piece was drawn by chance, and your answer judges it."
        )
    return words.gettext("heed does not ask here. If you say it all the same, heed learns from it.")


def next_slot(edition: Edition | None, item: Item, so_far: Progress) -> Slot | None:
    """The first unread piece after this one, else the first unread before it."""
    slots = list(edition.slots) if edition else []
    here = next((n for n, slot in enumerate(slots) if slot.item_id == item.id), -1)
    order = [*slots[here + 1 :], *slots[: max(here, 0)]]
    return next((slot for slot in order if not so_far.done(slot.item_id)), None)
