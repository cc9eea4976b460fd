"""The team page: the market day, one member's part, what must be read, and the notes to all.

Shares nothing out. Members are chosen by name; where people have to enter, each acts for herself.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import team as actions
from heed.briefing import MODES, covered, rate
from heed.errors import HeedError
from heed.store import members
from heed.team import Assignment, Coverage, MarketDay, Member, Mode, Seat, TeamSwap, Wanted
from heed.web.place import Here, Place
from heed.web.teamdoor import is_free, me, own_part, owner_only
from heed.web.why import Why, said
from heed.wording import Words

router = APIRouter(include_in_schema=False)
HREF = "/team/story/{}"
SEEN_SAY = 1.005
"""Influence below it is not worth a sentence."""
SEEN_CREDIT = 0.005
SHOWN = 50
"""Lines of a list on the page; the command line has them all."""


@dataclass(frozen=True, slots=True)
class PartView:
    """One piece of a member's list."""

    id: int
    number: int
    minutes: str
    title: str
    href: str
    source: str
    why: Why
    note: tuple[str, ...]
    read: bool
    pass_until: str


@dataclass(frozen=True, slots=True)
class PartsView:
    """One member's part of the day."""

    name: str
    total: str
    price: str
    parts: tuple[PartView, ...]
    done: bool


@dataclass(frozen=True, slots=True)
class SwapView:
    """An exchange that would better the member and another one."""

    first: int
    second: int
    other: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class NeededView:
    """One piece that must be read, and what was written about it."""

    title: str
    href: str
    asks: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """One note to all."""

    title: str
    href: str
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """The whole market day."""

    told: str
    missing: tuple[NeededView, ...]
    needed: tuple[NeededView, ...]
    unseen: int
    notes: tuple[NoteView, ...]
    mine: PartsView | None
    swaps: tuple[SwapView, ...]


@router.get("/team")
def show(here: Here, member: Annotated[int, Query(alias="as")] = 0) -> HTMLResponse:
    """The last market day, and the part of the member who was chosen."""
    return team_page(here, member or me(here))


@router.post("/team/clear")
def clear(here: Here, mode: Annotated[Mode, Form()] = "split") -> Response:
    """Close the offers and share out."""

    def act() -> None:
        owner_only(here)
        actions.clear(here.shared, mode)

    return _tried(here, 0, act)


@router.post("/team/parts/{part_id}/note")
def note(
    here: Here,
    part_id: int,
    text: Annotated[str, Form(max_length=2000)],
    member: Annotated[int, Form()] = 0,
) -> Response:
    """Read, with two lines to all."""

    def act() -> None:
        own_part(here, part_id)
        actions.note(here.shared, part_id, text)

    return _tried(here, member, act)


@router.post("/team/parts/{part_id}/pass")
def pass_on(here: Here, part_id: int, member: Annotated[int, Form()] = 0) -> Response:
    """Give a piece back; the next picker gets it."""

    def act() -> None:
        own_part(here, part_id)
        actions.pass_on(here.shared, part_id)

    return _tried(here, member, act)


@router.post("/team/swap")
def swap(
    here: Here,
    first: Annotated[int, Form()],
    second: Annotated[int, Form()],
    member: Annotated[int, Form()] = 0,
) -> Response:
    """Carry out an exchange."""

    def act() -> None:
        own_part(here, first, second)
        actions.swap(here.shared, first, second)

    return _tried(here, member, act)


def _tried(here: Place, member: int, action: Callable[[], object]) -> Response:
    """Do it and show the page again, with what went wrong where something did."""
    try:
        action()
    except HeedError as error:
        return team_page(here, member, trouble=here.words.told(str(error)))
    return RedirectResponse(f"/team?as={member}" if member else "/team", status_code=303)


def team_page(here: Place, chosen: int, *, trouble: str = "") -> HTMLResponse:
    """The page as the home stands now."""
    with here.shared.db.read() as tx:
        people = members.all(tx)
    day = actions.current(here.shared)
    offered = sum(one.offer_s for one in people)
    return here.page(
        "team.html",
        status=400 if trouble else 200,
        here=f"/team?as={chosen}" if chosen else "/team",
        trouble=trouble,
        people=people,
        chosen=chosen,
        is_owner=is_free(here),
        is_mine=is_free(here) or chosen == me(here),
        is_open=day is None or day.day < here.shared.today(),
        offers=offers(people, offered, here.words),
        modes=[(one, here.words.gettext(label)) for one, label in MODES.items()],
        view=day_view(here, day, chosen) if day else None,
    )


def offers(people: Sequence[Member], offered_s: int, words: Words) -> str:
    """What can be shared out today."""
    return words.ngettext(
        "One member is in the team and offers {minutes} a day.",
        "{count} members are in the team and offer {minutes} a day.",
        len(people),
        minutes=words.minutes(offered_s),
    )


def day_view(here: Place, day: MarketDay, chosen: int) -> DayView:
    """Everything the page says of a market day."""
    words, held = here.words, actions.held(here.shared, day)
    pieces = {one.item_id: one for one in day.wanted}
    names = {one.member_id: one.name for one in day.seats}
    seat = next((one for one in day.seats if one.member_id == chosen), None)
    given = {one.id: one for one in held}
    swaps = actions.exchanges(here.shared, day) if seat else []
    told = [
        NoteView(
            pieces[one.item_id].title,
            HREF.format(one.item_id),
            names[one.member_id],
            tuple(one.note.splitlines()),
        )
        for one in held
        if one.state == "read"
    ]
    asked = [one for one in actions.coverage(here.shared, day) if one.wanted.least]
    short, met = [o for o in asked if o.missing], [o for o in asked if not o.missing]
    return DayView(
        told=day_told(day, held, here),
        missing=tuple(needed(one, words) for one in short[:SHOWN]),
        needed=tuple(needed(one, words) for one in met[:SHOWN]),
        unseen=len(short[SHOWN:]) + len(met[SHOWN:]),
        notes=tuple(told[-SHOWN:]),
        mine=parts_view(seat, held, pieces, here) if seat else None,
        swaps=tuple(
            found
            for one in swaps[:20]
            if (found := swap_view(one, chosen, given, names, pieces=pieces))
        )[:3],
    )


def day_told(day: MarketDay, held: Sequence[Assignment], here: Place) -> str:
    """When and how it was shared out."""
    words = here.words
    seconds = {one.item_id: one.seconds for one in day.wanted}
    asked = sum(seconds[one.item_id] for one in held if one.state in ("open", "read"))
    return words.gettext(
        "Shared out {date} at {time}, {mode}: {asked} of {offered} offered.",
        date=words.date(day.day),
        time=words.clock(day.at),
        mode=words.gettext(MODES[day.mode]),
        asked=words.minutes(asked),
        offered=words.minutes(sum(one.offer_s for one in day.seats)),
    )


def needed(one: Coverage, words: Words) -> NeededView:
    """One line of what must be read."""
    asks = words.ngettext("{count} reader needed", "{count} readers needed", one.wanted.least)
    until = one.wanted.until
    if until:
        asks += " · " + words.gettext("until {date}", date=words.short_date(until))
    kind = "trouble" if one.missing else "read" if one.closed else ""
    return NeededView(
        one.wanted.title, HREF.format(one.wanted.item_id), asks, covered(one, words), kind
    )


def parts_view(
    seat: Seat, held: Sequence[Assignment], pieces: Mapping[int, Wanted], here: Place
) -> PartsView:
    """One member's list, and what her minutes were worth to the team."""
    words = here.words
    mine = [o for o in held if o.member_id == seat.member_id and o.state in ("open", "read")]
    total = sum(pieces[one.item_id].seconds for one in mine)
    count = words.ngettext("{count} piece", "{count} pieces", len(mine))
    return PartsView(
        name=seat.name,
        total=f"{count}, {words.minutes(total)}" if mine else "",
        price=priced(seat, words),
        parts=tuple(
            part_view(number, one, pieces[one.item_id], here) for number, one in enumerate(mine, 1)
        ),
        done=bool(mine) and all(one.state == "read" for one in mine),
    )


def priced(seat: Seat, words: Words) -> str:
    """What one more minute of hers would bring, and what her credits give her."""
    told: list[str] = []
    if seat.price is not None:
        told.append(
            words.gettext(
                "One more minute of yours would be worth {price}.", price=rate(seat.price)
            )
            if seat.price > 0
            else words.gettext("More minutes of yours would bring nothing today.")
        )
    if seat.influence >= SEEN_SAY:
        told.append(
            words.gettext(
                "Credits for must-reads gave you {share} more say.",
                share=f"{100 * (seat.influence - 1):.0f} %",
            )
        )
    return words.joined(told)


def part_view(number: int, one: Assignment, piece: Wanted, here: Place) -> PartView:
    """One piece of the list; it can be passed on while its hour lasts."""
    words, until = here.words, actions.pass_until(one)
    open_ = one.state == "open" and here.now <= until
    return PartView(
        id=one.id,
        number=number,
        minutes=words.number(max(1, round(piece.seconds / 60))),
        title=piece.title,
        href=HREF.format(one.item_id),
        source=piece.source,
        why=Why(said(one.reasons, words), weighed(one, piece, words)),
        note=tuple(one.note.splitlines()),
        read=one.state == "read",
        pass_until=words.clock(until) if open_ else "",
    )


def weighed(one: Assignment, piece: Wanted, words: Words) -> str:
    """Worth against price, and the credit of a must-read."""
    told: list[str] = []
    if one.worth is not None:
        told.append(
            words.gettext("Worth {worth} a minute by what you said.", worth=rate(one.worth))
        )
    if piece.price:
        told.append(
            words.gettext(
                "One more reader of it would take {price} from others.", price=rate(piece.price)
            )
        )
    if one.credit >= SEEN_CREDIT:
        told.append(
            words.gettext("Reading it earns a credit of {credit}.", credit=rate(one.credit))
        )
    return words.joined(told)


def swap_view(
    one: TeamSwap,
    chosen: int,
    given: Mapping[int, Assignment],
    names: Mapping[int, str],
    *,
    pieces: Mapping[int, Wanted],
) -> SwapView | None:
    """The exchange from the member's side, if it is hers."""
    pair = [given[id] for id in one.assignments]
    if pair[1].member_id == chosen:
        pair.reverse()
    if pair[0].member_id != chosen:
        return None
    mine, theirs = pair
    return SwapView(
        first=mine.id,
        second=theirs.id,
        other=names[theirs.member_id],
        mine=pieces[mine.item_id].title,
        theirs=pieces[theirs.item_id].title,
    )
