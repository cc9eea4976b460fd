"""`heed trade`: quotes and offers between minutes, CPU-seconds and bytes, and their book."""

from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import diet as open_diet
from heed.cli.opened import print_json
from heed.errors import BadInput

if TYPE_CHECKING:
    from heed.types import Kind, Quote, Side, Terms

app = typer.Typer(
    help="Exchange minutes, CPU-seconds and bytes where it betters both sides.",
    no_args_is_help=True,
)
File = Annotated[Path, typer.Argument(metavar="FILE", help="The two sides, TOML.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
UNITS = {"minutes": "min", "cpu_s": "CPU-s", "bytes": "bytes"}


@app.command()
def quote(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(help="The two sides, TOML; without: heed's own work.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What one kind costs in another: between two sides, or for heed's own computing."""
    from dataclasses import asdict

    from heed.actions import trade
    from heed.types import KINDS

    if file is None:
        return _home(context, as_json=as_json)
    diet = open_diet(context)
    one, other = trade.sides_at(diet, file)
    found = [
        trade.quote(*pair, *kinds)
        for pair in ((one, other), (other, one))
        for kinds in permutations(KINDS, 2)
    ]
    possible = [told for told in found if told.possible]
    if as_json:
        return print_json([asdict(told) for told in possible])
    for told in possible:
        print(_told(told))
    if not possible:
        print("No kind for another betters both: their prices stand alike.")


@app.command()
def offer(
    context: typer.Context,
    file: File,
    give: Annotated[str, typer.Option(help="What the giver hands over, as 'cpu_s 40'.")],
    take: Annotated[str, typer.Option(help="What the giver gets, as 'minutes 3'.")],
    by: Annotated[str, typer.Option(help="The giver's name; the first side if not said.")] = "",
) -> None:
    """Carry a trade out if it betters both sides, or refuse it and say why."""
    from heed.actions import trade

    diet = open_diet(context)
    one, other = trade.sides_at(diet, file)
    if by and by not in (one.name, other.name):
        raise BadInput(f"No side is called {by}; there are {one.name} and {other.name}.")
    giver, taker = (other, one) if by == other.name else (one, other)
    terms = _terms(give, take)
    deal = trade.offer(diet, giver, taker, terms)
    gains = (
        f"{giver.name} {deal.giver_gain:+.3g} and {taker.name} {deal.taker_gain:+.3g} "
        f"minutes of worth ({deal.known})"
    )
    if deal.refused == "short":
        print(f"Refused: {_who_lacks(giver, terms)} has not so much to give.")
    elif deal.refused:
        loser = giver if deal.refused == "worse for the giver" else taker
        print(f"Refused: {loser.name} would not be better off. It would bring {gains}.")
    else:
        print(f"Booked. It brings {gains}.")


@app.command()
def book(context: typer.Context, as_json: Json = False) -> None:
    """Every leg of every trade so far."""
    from heed.actions import trade

    legs = trade.book(open_diet(context))
    if as_json:
        rows = [
            {
                "tx": one.tx,
                "at": one.at.isoformat(),
                "party": one.party,
                "kind": one.kind,
                "amount": one.amount,
                "known": one.known,
            }
            for one in legs
        ]
        return print_json(rows)
    for one in legs:
        print(
            f"{one.tx:>4}  {one.at:%Y-%m-%d %H:%M}  {one.party:<16} "
            f"{one.amount:>+12.3g} {UNITS[one.kind]:<6} {one.known}"
        )
    if not legs:
        print("Nothing was traded yet.")


def _home(context: typer.Context, *, as_json: bool) -> None:
    from dataclasses import asdict

    from heed.actions import trade
    from heed.actions.value import prices_of

    diet = open_diet(context)
    found = trade.grouping_quote(diet, prices_of(diet.settings.home))
    if as_json:
        return print_json(asdict(found) | {"gain": found.gain})
    print(
        f"{found.cpu_s:.2g} CPU-s of story grouping over {found.pieces} pieces (measured) save "
        f"{found.saved_min:.0f} of your minutes at most ({found.known}); "
        f"a minute is worth {found.minute_price:.2f} today."
    )
    if found.gain is None:
        print("What a CPU-second costs you is not known; put hour and cpu_hour into prices.toml.")
    else:
        print(f"It brings {found.gain:+.3g} minutes of worth over what it costs.")


def _told(one: "Quote") -> str:
    most = "any number" if one.most is None else f"up to {one.most:.3g}"
    least = "no" if not one.least else f"at least {one.least:.3g}"
    return (
        f"{one.giver} gives 1 {UNITS[one.give]} for {least} {UNITS[one.take]}; "
        f"{one.taker} pays {most} ({one.known})"
    )


def _terms(give: str, take: str) -> "Terms":
    from heed.types import Terms

    return Terms(*_amount(give), *_amount(take))


def _amount(text: str) -> "tuple[Kind, float]":
    from heed.types import KINDS

    name, _, number = text.strip().partition(" ")
    kind = next((one for one in KINDS if one == name), None)
    try:
        amount = float(number)
    except ValueError:
        amount = -1.0
    if kind is None or not 0 < amount < 1e15:
        raise BadInput(f"{text} is no kind and amount; write it as 'cpu_s 40'.")
    return kind, amount


def _who_lacks(giver: "Side", terms: "Terms") -> str:
    return giver.name if giver.amounts[terms.give] < terms.give_amount else "the other side"
