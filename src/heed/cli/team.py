"""`heed team`: a team's reading on the command line. Members are named; nobody logs in."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import day as read_day
from heed.cli.opened import diet as open_diet
from heed.cli.opened import print_json
from heed.cli.opened import words as words_of
from heed.errors import BadInput, NotFound

if TYPE_CHECKING:
    from heed.diet import Diet
    from heed.team import Assignment, MarketDay, Member
    from heed.wording import Words

app = typer.Typer(help="Share out what a team must read, by minutes offered.", no_args_is_help=True)

ACTING = "heed.team.acting"


@app.callback()
def acting(
    context: typer.Context,
    as_: Annotated[str, typer.Option("--as", help="Act as this person, in her role.")] = "",
) -> None:
    """Share out what a team must read, by minutes offered.

    Without --as one acts as the owner: whoever types here can open every file of the home anyway.
    """
    context.meta[ACTING] = as_


Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(help="The member's name.")]
Place = Annotated[int, typer.Argument(min=1, help="The piece's number in the list.")]


class ModeChoice(StrEnum):
    """How a day is shared out."""

    split = "split"  # type: ignore[assignment]  # a mode, and no method of str
    best = "best"
    private = "private"


class ScopeChoice(StrEnum):
    """What a need is about."""

    source = "source"
    topic = "topic"
    words = "words"
    watch = "watch"
    piece = "piece"


@app.command()
def member(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="None: list all.")] = "",
    wants: Annotated[
        list[str] | None, typer.Option(help="A few words or a title; give it again for more.")
    ] = None,
    skill: Annotated[list[str] | None, typer.Option(help="What this member can read.")] = None,
    leave: Annotated[bool, typer.Option("--leave", help="The member leaves the team.")] = False,
) -> None:
    """List the members, add one, say what one wants and can read, or let one leave."""
    from heed.actions import members, roles

    diet = open_diet(context, create=bool(name))
    if not name:
        return _list_members(diet)
    roles.acts_for(diet, _who(context), name)
    if leave:
        members.leave(diet, members.named(diet, name).id)
        print(f"{name} left the team. What was read keeps the name.")
        return
    one = _member(diet, name, _who(context))
    if wants is not None or skill is not None:
        one = members.want(
            diet,
            one.id,
            one.interests if wants is None else wants,
            one.skills if skill is None else skill,
        )
    print(_told(one, words_of(diet)))


@app.command("roles")
def list_roles(context: typer.Context) -> None:
    """Who owns the team, who is a member, and who reads along as a guest."""
    from heed.actions import roles

    for name, role in roles.everybody(open_diet(context)):
        print(f"{name}  {role}")


@app.command()
def offer(context: typer.Context, name: Name, minutes: float) -> None:
    """Offer the team so many minutes a day, from the next clearing on."""
    from heed.actions import members, roles

    diet = open_diet(context)
    roles.acts_for(diet, _who(context), name)
    one = members.offer(diet, members.named(diet, name).id, minutes)
    print(_told(one, words_of(diet)))


@app.command()
def need(
    context: typer.Context,
    scope: Annotated[ScopeChoice | None, typer.Argument(help="None: list all.")] = None,
    subject: Annotated[
        str, typer.Argument(help="A source, topic, words, watch, or a piece's link.")
    ] = "",
    least: Annotated[int, typer.Option(help="Readers it must have; 0: it may be read.")] = 1,
    most: Annotated[int | None, typer.Option(help="Readers it may have.")] = None,
    until: Annotated[str | None, typer.Option(help="Its last day, as 2026-11-20.")] = None,
    skill: Annotated[list[str] | None, typer.Option(help="What a reader must know.")] = None,
    barred: Annotated[list[str] | None, typer.Option("--not", help="Who must not read it.")] = None,
    drop: Annotated[int | None, typer.Option(help="Take back the need of this number.")] = None,
) -> None:
    """List what must be read, declare a need, or take one back."""
    from heed.actions import needs, roles

    diet = open_diet(context)
    if drop is not None or scope is not None:
        roles.owns(diet, _who(context))
    if drop is not None:
        needs.remove(diet, drop)
        print("Taken back.")
    elif scope is None:
        _list_needs(diet)
    else:
        one = needs.add(
            diet,
            scope.value,
            subject,
            least=least,
            most=most,
            until=read_day(until),
            skills=skill or (),
            barred=barred or (),
        )
        _list_needs(diet, only=one.id)


@app.command()
def clear(
    context: typer.Context,
    mode: Annotated[ModeChoice, typer.Option(help="How to share out.")] = ModeChoice.split,
    again: Annotated[
        bool, typer.Option(help="Clear today anew; only while nobody has begun.")
    ] = False,
) -> None:
    """Close the offers and share out today's reading."""
    from heed.actions import roles, team

    diet = open_diet(context)
    roles.owns(diet, _who(context))
    words, day = words_of(diet), team.clear(diet, mode.value, again=again)
    held = team.held(diet, day)
    seconds = {one.item_id: one.seconds for one in day.wanted}
    for seat in day.seats:
        theirs = [one for one in held if one.member_id == seat.member_id]
        used = words.minutes(sum(seconds[one.item_id] for one in theirs))
        print(f"{seat.name}: {len(theirs)} pieces, {used} of {words.minutes(seat.offer_s)}")
    for one in team.coverage(diet, day):
        if one.missing:
            print(f"Missing {one.missing}: {one.wanted.title}")


@app.command()
def mine(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """What a member reads for the team today, with the reason and the price."""
    from heed.actions import members, team

    diet = open_diet(context)
    day, one = team.last(diet), members.named(diet, name)
    words, parts = words_of(diet), team.mine(diet, one.id)
    if as_json:
        from heed.briefing import part_json

        return print_json([part_json(part, day, words) for part in parts])
    _print_parts(day, one, parts, words)


@app.command("pass")
def pass_on(context: typer.Context, name: Name, place: Place) -> None:
    """Give a piece back within the hour; the next picker gets it."""
    from heed.actions import roles, team

    diet = open_diet(context)
    roles.acts_for(diet, _who(context), name)
    taker = team.pass_on(diet, _part(diet, name, place).id)
    print(f"{taker.name} has it now." if taker else "Nobody is left to take it.")


@app.command()
def note(context: typer.Context, name: Name, place: Place, text: str) -> None:
    """You read it: two lines to all."""
    from heed.actions import roles, team

    diet = open_diet(context)
    roles.acts_for(diet, _who(context), name)
    team.note(diet, _part(diet, name, place).id, text.replace("\\n", "\n"))
    print("Noted, for all.")


@app.command()
def swap(
    context: typer.Context,
    number: Annotated[int | None, typer.Argument(min=1, help="None: list them.")] = None,
) -> None:
    """List the exchanges that would better both members, or carry one out."""
    from heed.actions import roles, team

    diet = open_diet(context)
    day = team.last(diet)
    open_ = team.exchanges(diet, day)
    if number is not None:
        if number > len(open_):
            raise NotFound(f"There is no exchange {number}; there are {len(open_)}.")
        given = {one.id: one.member_id for one in team.held(diet, day)}
        called = {one.member_id: one.name for one in day.seats}
        pair = open_[number - 1].assignments
        roles.acts_for(diet, _who(context), *(called[given[one]] for one in pair))
        team.swap(diet, *pair)
        print("Exchanged.")
        return
    held = {one.id: one for one in team.held(diet, day)}
    titles = {one.item_id: one.title for one in day.wanted}
    names = {one.member_id: one.name for one in day.seats}
    for place, one in enumerate(open_, 1):
        (a, b) = (held[id] for id in one.assignments)
        print(
            f"{place}  {names[a.member_id]}: {titles[a.item_id]}  for  "
            f"{names[b.member_id]}: {titles[b.item_id]}"
        )
    if not open_:
        print("No exchange would better two members.")


@app.command()
def audit(context: typer.Context, as_json: Json = False) -> None:
    """How good and how fair the last clearing was, and what other rules would have done."""
    from heed.actions import team
    from heed.briefing import RULES, audit_json, audit_rows, audit_told, covered

    diet = open_diet(context)
    day, words = team.last(diet), words_of(diet)
    covering = team.coverage(diet, day)
    if as_json:
        return print_json(audit_json(day, covering))
    for sentence in audit_told(day, words):
        print(sentence)
    if len(day.audits) > 1:
        print(" " * 24 + "".join(f"{words.gettext(RULES[one.rule]):>24}" for one in day.audits))
        for label, *cells in audit_rows(day, words):
            print(f"{label:<24}" + "".join(f"{cell:>24}" for cell in cells))
    for one in covering:
        if one.wanted.least:
            print(f"  {one.wanted.title}: {covered(one, words)}")


def _part(diet: "Diet", name: str, place: int) -> "Assignment":
    from heed.actions import members, team

    parts = team.mine(diet, members.named(diet, name).id)
    if place > len(parts):
        raise NotFound(f"{name} has no piece {place} today; the list has {len(parts)}.")
    part = parts[place - 1]
    if part.state != "open":
        raise BadInput(f"{name} has read piece {place} already.")
    return part


def _who(context: typer.Context) -> str:
    """Whom --as named."""
    return str(context.meta.get(ACTING, ""))


def _member(diet: "Diet", name: str, who: str) -> "Member":
    """The member of this name, added by the owner where there is none."""
    from heed.actions import members, roles

    try:
        return members.named(diet, name)
    except NotFound:
        roles.owns(diet, who)
        return members.add(diet, name)


def _list_members(diet: "Diet") -> None:
    from heed.store import members

    words = words_of(diet)
    with diet.db.read() as tx:
        held = members.all(tx)
    for one in held:
        print(_told(one, words))
    if not held:
        print('No members yet. Add one with: heed team member NAME --wants "a few words"')


def _told(one: "Member", words: "Words") -> str:
    wants = "; ".join(one.interests) or "anything"
    able = f"  can: {', '.join(one.skills)}" if one.skills else ""
    return f"{one.name}  offers {words.minutes(one.offer_s)} a day  wants: {wants}{able}"


def _list_needs(diet: "Diet", *, only: int | None = None) -> None:
    from heed.briefing import need_told
    from heed.store import items, members, needs, sources

    words = words_of(diet)
    with diet.db.read() as tx:
        held = [one for one in needs.all(tx) if only in (None, one.id)]
        linked = items.many(tx, [int(one.subject) for one in held if one.scope == "piece"])
        known, people = sources.ever(tx), members.ever(tx)
    titles = {id: one.title for id, one in linked.items()}
    for one in held:
        told = need_told(one, words, titles=titles, sources=known, people=people)
        print(f"{one.id}  {told}")
    if not held:
        print("No needs. Declare one with: heed team need topic Markets --least 1 --most 2")


def _print_parts(
    day: "MarketDay", one: "Member", parts: "list[Assignment]", words: "Words"
) -> None:
    pieces = {piece.item_id: piece for piece in day.wanted}
    used = words.minutes(sum(pieces[part.item_id].seconds for part in parts))
    seat = next((seat for seat in day.seats if seat.member_id == one.id), None)
    print(f"{one.name}, {words.date(day.day)}: {len(parts)} pieces, {used}")
    if seat and seat.price is not None:
        print(f"One more minute of yours would be worth {seat.price:.2f}.")
    for place, part in enumerate(parts, 1):
        piece = pieces[part.item_id]
        done = "read" if part.state == "read" else words.minutes(piece.seconds)
        print(f"{place:>3}  {done:>14}  {piece.title}")
        print(" " * 21 + " ".join(words.reason(reason) for reason in part.reasons))
