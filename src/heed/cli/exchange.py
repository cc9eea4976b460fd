"""`heed exchange`: homes of one person or team give each other what they have fetched and read."""

import sys
from typing import Annotated

import typer

from heed.cli.opened import diet as open_diet
from heed.cli.opened import print_json
from heed.cli.told import count
from heed.cli.told import progress as progress_bar
from heed.errors import Unreachable

app = typer.Typer(
    help="Take from another home of yours what this one lacks, instead of fetching it again.",
    no_args_is_help=True,
)

Address = Annotated[str, typer.Argument(metavar="URL", help="The other home's address.")]
Bytes = Annotated[int | None, typer.Option("--bytes", min=1, help="Most bytes over the line.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def secret(
    context: typer.Context,
    forget: Annotated[bool, typer.Option("--forget", help="Exchange nothing any more.")] = False,
) -> None:
    """Set the secret both homes share; it is asked for, or read from the standard input."""
    from heed.actions import giving

    diet = open_diet(context)
    if forget:
        giving.forget_secret(diet)
        print("This home exchanges nothing now.")
        return
    typed = sys.stdin.isatty()
    words = typer.prompt("Secret", hide_input=True) if typed else sys.stdin.readline()
    path = giving.set_secret(diet, words)
    print(f"Kept in {path}. Set the same one in the other home.")


@app.command()
def offer(context: typer.Context, url: Address, most: Bytes = None, as_json: Json = False) -> None:
    """What the other home has, and what a pull under so many bytes would take of it."""
    from heed.actions import pulling

    pieces, chosen = pulling.look(open_diet(context), url, most_bytes=most)
    if as_json:
        return print_json(
            {
                "pieces": pieces,
                "take": len(chosen.parts),
                "bytes": chosen.size_bytes,
                "left": chosen.left,
                "price": chosen.price,
            }
        )
    print(
        f"It has {count(pieces, 'piece')}. A pull would take {count(len(chosen.parts), 'part')} "
        f"of them, {chosen.size_bytes} bytes, and leave {chosen.left}."
    )
    if chosen.left:
        print(f"One more kilobyte would be worth {1000 * chosen.price:.2f} minutes.")


@app.command()
def pull(context: typer.Context, url: Address, most: Bytes = None, as_json: Json = False) -> None:
    """Take what is worth most within so many bytes; what is here is not asked for again."""
    from dataclasses import asdict

    from heed.actions import pulling

    with progress_bar() as progress:
        came = pulling.pull(open_diet(context), url, most_bytes=most, progress=progress)
    if as_json:
        print_json(asdict(came))
    else:
        print(
            f"{count(came.items, 'piece')}, {count(came.texts, 'text')} and "
            f"{count(came.vectors, 'vector')} came in {came.took_bytes} bytes; "
            f"{count(came.left, 'part')} left."
        )
    if came.trouble:
        raise Unreachable(f"{came.trouble} What came is kept; pull again to go on.")
