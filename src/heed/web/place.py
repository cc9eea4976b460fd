"""Where a request stands: the opened diet, the language and look, today's minutes. No page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from heed.actions.desk import Desk
from heed.actions.people import Entered
from heed.diet import Diet
from heed.store import cards, editions, readings, sources, verdicts
from heed.types import CARDS, GLANCE_S, Answer, Edition, Source
from heed.web.gathering import Gathering
from heed.web.look import Look, look_of
from heed.web.render import render
from heed.web.rooms import ROOMS, standing
from heed.wording import Words


@dataclass(frozen=True, slots=True)
class Today:
    """What every page says about time: seconds granted and spent today."""

    granted_s: int
    spent_s: int


@dataclass(frozen=True, slots=True)
class Progress:
    """What has happened to pieces so far: seconds read and answers, by item id."""

    read_s: Mapping[int, int]
    answers: Mapping[int, Answer]

    def done(self, item_id: int) -> bool:
        """Answered, or read for long enough to be more than a glance."""
        return item_id in self.answers or self.read_s.get(item_id, 0) >= GLANCE_S


@dataclass(frozen=True, slots=True)
class House:
    """What one running server holds for all requests of one person."""

    diet: Diet
    gathering: Gathering
    desk: Desk
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One request's view of the house. entered: who asks, None where nobody has to say so."""

    house: House
    request: Request
    look: Look
    words: Words
    shared: Diet
    entered: Entered | None = None

    @property
    def diet(self) -> Diet:
        """The opened diet."""
        return self.house.diet

    @property
    def desk(self) -> Desk:
        """The home's help desk."""
        return self.house.desk

    @property
    def now(self) -> datetime:
        """The diet's clock."""
        return self.house.diet.clock()

    def today(self) -> Today:
        """Minutes granted and spent since local midnight."""
        midnight = datetime.combine(self.diet.today(), time(), self.diet.zone)
        with self.diet.db.read() as tx:
            spent = sum(one.active_s for one in readings.all(tx, since=midnight))
        edition = self.diet.current()
        granted = edition.granted_s if edition else round(self.diet.settings.minutes * 60)
        return Today(granted, spent)

    def shows_sample(self) -> bool:
        """Whether some of what is shown is the sample, and was laid out to be shown."""
        if not self.house.sample:
            return False
        with self.diet.db.read() as tx:
            return bool(sources.all(tx, kind="sample"))

    def page(
        self, template: str, *, status: int = 200, timed: bool = True, **view: object
    ) -> HTMLResponse:
        """A whole page with its frame; not `timed` where the store may be what failed."""
        room, page = standing(self.request.url.path)
        frame = {
            "look": self.look,
            "sample": timed and self.shows_sample(),
            "here": _here(self.request),
            "today": self.today() if timed else None,
            "rooms": ROOMS if timed or self.entered else (),
            "person": self.entered.person if self.entered else None,
            "room": room,
            "page": page,
            "focus": False,
        }
        return HTMLResponse(render(template, self.words, **frame | view), status)

    def bare(self, template: str, *, status: int = 200, **view: object) -> HTMLResponse:
        """A whole page without the frame: for people who are not this home's reader."""
        return HTMLResponse(render(template, self.words, look=self.look, **view), status)

    def fragment(self, template: str, **view: object) -> HTMLResponse:
        """A part of a page, for a swap in place."""
        return HTMLResponse(render(template, self.words, **view))

    @property
    def swaps(self) -> bool:
        """Whether the page's script asks for a part instead of the whole."""
        return self.request.headers.get("hx-request") == "true"


def _here(request: Request) -> str:
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def place(request: Request) -> Place:
    """The place of a request; the dependency of every page."""
    own: House = request.app.state.house
    house: House = getattr(request.state, "house", own)
    entered: Entered | None = getattr(request.state, "entered", None)
    look = look_of(request, house.diet.settings.language)
    words = Words(look.language, house.diet.zone)
    return Place(house, request, look, words, own.diet, entered)


Here = Annotated[Place, Depends(place)]


def latest_edition(diet: Diet) -> Edition | None:
    """The edition in hand, else the last one issued; issues none."""
    current = diet.current()
    if current:
        return current
    with diet.db.read() as tx:
        return editions.latest(tx)


def progress(diet: Diet) -> Progress:
    """Every second read and every answer given so far."""
    read_s: dict[int, int] = {}
    with diet.db.read() as tx:
        for one in readings.all(tx):
            read_s[one.item_id] = read_s.get(one.item_id, 0) + one.active_s
        answers = {item_id: one.answer for item_id, one in verdicts.told(tx).items()}
        edition = editions.latest(tx)
        looked_at = cards.answered_in(tx, edition.id) if edition else 0
    planned = sum(slot.cards for slot in edition.slots) if edition else 0
    if planned and looked_at >= planned:
        read_s[CARDS] = GLANCE_S
    return Progress(read_s, answers)


def sources_by_id(diet: Diet) -> dict[int, Source]:
    """Every source, by its id."""
    with diet.db.read() as tx:
        return {source.id: source for source in sources.all(tx)}
