"""The team's market day: cleared once a day, then passed on, exchanged and read with a note.

What is shared out and how is decided in heed.exchange. Nobody's own readings or answers are asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from heed import exchange, filter
from heed.actions import watches
from heed.diet import Diet
from heed.errors import BadInput, NotFound
from heed.exchange.liking import Said, Vector
from heed.exchange.team import Likings
from heed.store import Tx, assignments, items, marketdays, members, needs, sources, vectors
from heed.team import (
    Assignment,
    Coverage,
    MarketDay,
    Member,
    Mode,
    Need,
    Seat,
    TeamSwap,
    Wanted,
)
from heed.types import Item, Reason, Source

WORDS_FOUND = 1000
NOTE_LINES, NOTE_LENGTH = 2, 280


# -- the clearing --------------------------------------------------------------------------------


def clear(diet: Diet, mode: Mode = "split", *, again: bool = False) -> MarketDay:
    """Today's market day: the one there is, else the offers close and a new one is issued.

    again: clear anew, while nothing of it was read, passed on or exchanged. Raises BadInput.
    """
    before = current(diet)
    if before and before.day == diet.today():
        if not again:
            return before
        if any(one.state != "open" for one in held(diet, before)):
            raise BadInput("Somebody has begun today's list; it stays as it is until tomorrow.")
    now = diet.clock()
    with diet.db.read() as tx:
        past, people = assignments.settled(tx), members.all(tx)
        seats = [_seat(one, past, now) for one in people if one.offer_s]
        pieces = _wanted(diet, tx, people, past)
    if not seats:
        raise BadInput("Nobody offers the team minutes yet; an offer comes first.")
    if not pieces:
        raise BadInput("Nothing is asked to be read: no need fits a piece that came lately.")
    seed = diet.today().toordinal()
    shared = exchange.share_out(
        seats, pieces, _likings(diet, seats, pieces), mode=mode, seed=seed, at=now
    )
    made = MarketDay(0, diet.today(), now, mode, seed, shared.seats, shared.pieces, shared.audits)
    with diet.db.write() as tx:
        issued = marketdays.save(tx, made)
        assignments.add(tx, shared.assignments, issued.id)
    return issued


def current(diet: Diet) -> MarketDay | None:
    """The last market day, which may be an earlier day's."""
    with diet.db.read() as tx:
        return marketdays.latest(tx)


def last(diet: Diet) -> MarketDay:
    """The same. Raises NotFound where there was none yet."""
    day = current(diet)
    if day is None:
        raise NotFound("Nothing has been shared out yet; do it with: heed team clear")
    return day


def held(diet: Diet, day: MarketDay) -> list[Assignment]:
    """Every assignment of a market day."""
    with diet.db.read() as tx:
        return assignments.of_market(tx, day.id)


def coverage(diet: Diet, day: MarketDay) -> list[Coverage]:
    """How far every wanted piece of the day is, those that lack readers first."""
    return exchange.coverage(day, held(diet, day))


def balances(diet: Diet) -> dict[int, float]:
    """Every member's credits now, in minutes times worth."""
    with diet.db.read() as tx:
        past = assignments.settled(tx)
        return {one.id: exchange.balance(past, one.id, diet.clock()) for one in members.all(tx)}


# -- afterwards ----------------------------------------------------------------------------------


def mine(diet: Diet, member_id: int) -> list[Assignment]:
    """What a member is or was asked to read on the last market day, without what she gave away."""
    day = current(diet)
    given = held(diet, day) if day else []
    return [one for one in given if one.member_id == member_id and one.state in ("open", "read")]


def pass_until(given: Assignment) -> datetime:
    """Until when a piece can be passed on."""
    return exchange.pass_until(given)


def note(diet: Diet, assignment_id: int, text: str) -> None:
    """The member has read it and tells all, in two lines at most. Raises BadInput, NotFound."""
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    told = "\n".join(lines)
    if not 0 < len(lines) <= NOTE_LINES or len(told) > NOTE_LENGTH:
        raise BadInput(
            f"A note to all is one or {NOTE_LINES} lines, of at most {NOTE_LENGTH} characters."
        )
    with diet.db.write() as tx:
        assignments.settle(tx, assignment_id, "read", at=diet.clock(), note=told)


def pass_on(diet: Diet, assignment_id: int) -> Seat | None:
    """Give a piece back; the next picker gets it. None where nobody is left to take it.

    Raises BadInput once its hour is over, NotFound where it is not open.
    """
    now = diet.clock()
    with diet.db.read() as tx:
        given = assignments.get(tx, assignment_id)
    over = exchange.pass_until(given)
    if now > over:
        at = f"{over.astimezone(diet.zone):%H:%M}"
        raise BadInput(f"A piece can be passed on for an hour; for this one that was until {at}.")
    day, piece = _on_the_table(diet, given)
    likings = _likings(diet, day.seats, [piece])
    own = {seat.member_id: row[0] for seat, row in zip(day.seats, likings, strict=True)}
    worth = {member_id: exchange.worth(parts) for member_id, parts in own.items()}
    with diet.db.write() as tx:
        assignments.settle(tx, given.id, "passed", at=now)
        given_out, still = assignments.of_market(tx, day.id), {one.id for one in members.all(tx)}
        there = replace(day, seats=tuple(one for one in day.seats if one.member_id in still))
        seat = exchange.next_picker(there, given_out, piece, worth, must=given.must)
        if seat:
            made = _handed(day, seat, piece, own[seat.member_id], given, now)
            assignments.add(tx, [made], day.id)
    return seat


def exchanges(diet: Diet, day: MarketDay) -> list[TeamSwap]:
    """Exchanges of open pieces that would better both members, the largest gains first.

    A private market knows no values, so it knows of none.
    """
    if day.mode == "private":
        return []
    given, likings = held(diet, day), _likings(diet, day.seats, day.wanted)
    return exchange.exchanges(day, given, likings)


def swap(diet: Diet, first: int, second: int) -> None:
    """Carry out one of the exchanges; both members should have agreed. Raises BadInput."""
    day = current(diet)
    open_ = exchanges(diet, day) if day else []
    if day is None or not any({*one.assignments} == {first, second} for one in open_):
        raise BadInput("This exchange would not better both any more; nothing was changed.")
    now = diet.clock()
    seats = {one.member_id: one for one in day.seats}
    with diet.db.read() as tx:
        pair = assignments.get(tx, first), assignments.get(tx, second)
    made = []
    for given, taker in (pair, pair[::-1]):
        piece, seat = _piece(day, given), seats[taker.member_id]
        own = _likings(diet, [seat], [piece])[0][0]
        made.append(_handed(day, seat, piece, own, given, now))
    with diet.db.write() as tx:
        for one in pair:
            assignments.settle(tx, one.id, "swapped", at=now)
        assignments.add(tx, made, day.id)


def _handed(
    day: MarketDay,
    seat: Seat,
    piece: Wanted,
    own: tuple[Reason, ...],
    given: Assignment,
    at: datetime,
) -> Assignment:
    """A piece that another member had before."""
    before = next(one.name for one in day.seats if one.member_id == given.member_id)
    return exchange.assignment(
        seat,
        piece,
        own,
        must=given.must,
        at=at,
        known=day.mode != "private",
        passer=before,
    )


def _on_the_table(diet: Diet, given: Assignment) -> tuple[MarketDay, Wanted]:
    """The market day and the piece of an open assignment. Raises NotFound."""
    day = current(diet)
    if day is None or given.market_id != day.id or given.state != "open":
        raise NotFound(f"There is no open assignment {given.id} in this home's team.")
    return day, _piece(day, given)


def _piece(day: MarketDay, given: Assignment) -> Wanted:
    return next(one for one in day.wanted if one.item_id == given.item_id)


# -- what the room is told -----------------------------------------------------------------------


def _seat(member: Member, past: Sequence[Assignment], now: datetime) -> Seat:
    earned = exchange.balance(past, member.id, now)
    say = exchange.influence(earned, member.offer_s)
    return Seat(member.id, member.name, member.offer_s, say)


def _wanted(
    diet: Diet, tx: Tx, people: Sequence[Member], past: Sequence[Assignment]
) -> list[Wanted]:
    """The pieces of the last days and those a need names, as far as needs ask for them."""
    declared, days = needs.all(tx), diet.settings.window_days
    recent = items.recent(tx, since=diet.clock() - timedelta(days=days))
    linked = [int(one.subject) for one in declared if one.scope == "piece"]
    found = {one.id: one for one in recent} | items.many(tx, linked)
    return exchange.wanted(
        filter.stories(list(found.values())),
        declared,
        people,
        past,
        sources=sources.ever(tx),
        holding={one.id: held for one in declared if (held := _holding(diet, tx, one, days))},
        today=diet.today(),
    )


def _holding(diet: Diet, tx: Tx, need: Need, days: int) -> set[int]:
    """Pieces the words of a need stand in, or its watch sees."""
    if need.scope == "words":
        return {hit.item.id for hit in items.search(tx, need.subject, limit=WORDS_FOUND)}
    if need.scope == "watch":
        return watches.seen_ids(diet, need.subject, days=days)
    return set()


def _likings(diet: Diet, seats: Sequence[Seat], pieces: Sequence[Wanted]) -> Likings:
    """What each piece is worth to each seat, from what its member says she wants."""
    ids = [one.item_id for one in pieces]
    with diet.db.read() as tx:
        people, held_items = members.ever(tx), items.many(tx, ids)
        seen, known = vectors.load(tx, ids), sources.ever(tx)
    said = _said(diet, [people[one.member_id] for one in seats])
    faces = [_face(one, held_items, seen, known) for one in pieces]
    return [
        [exchange.liking(people[seat.member_id], face, said) for face in faces] for seat in seats
    ]


def _face(
    piece: Wanted,
    found: Mapping[int, Item],
    seen: Mapping[int, tuple[str, Vector]],
    known: Mapping[int, Source],
) -> exchange.Piece:
    item = found.get(piece.item_id)
    source = known.get(item.source_id) if item else None
    embedder_id, vector = seen.get(piece.item_id, ("", None))
    topic = source.topic if source else ""
    return exchange.Piece(piece.title, piece.source, topic, embedder_id, vector)


def _said(diet: Diet, people: Sequence[Member]) -> Said:
    """Every interest by every encoder that can read it: English by meaning, and by the home's own
    for what is in other languages."""
    texts = list(dict.fromkeys(text for one in people for text in one.interests))
    said: dict[str, dict[str, Vector]] = {text: {} for text in texts}
    for language in ("", "und"):
        for read in diet.encoder.encode(texts, [language] * len(texts)):
            for row, vector in zip(read.rows.tolist(), read.vectors, strict=True):
                said[texts[row]][read.embedder_id] = vector
    return said
