"""`heed who`: what the reader model knows, and what the reader changes about it."""

from enum import StrEnum
from typing import Annotated

import typer

from heed.cli.opened import diet as opened
from heed.cli.opened import print_json

app = typer.Typer(
    help="Who heed thinks you are; forget, pin and mute.", invoke_without_command=True
)
SHOWN = 12
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


class KindChoice(StrEnum):
    """What is pinned or muted."""

    topic = "topic"
    source = "source"
    word = "word"


Kind = Annotated[KindChoice, typer.Argument(help="topic, source or word")]


@app.callback()
def who(context: typer.Context, as_json: Json = False) -> None:
    """What your answers taught, the heaviest first; what you pinned, muted and had forgotten."""
    if context.invoked_subcommand:
        return
    from heed.actions.who import portrait
    from heed.plain import portrait_json

    found = portrait(opened(context))
    if as_json:
        return print_json(portrait_json(found))
    print(f"{found.answers} answers, on average worth {found.mean:.2f} a minute.")
    for piece in found.pieces[:SHOWN]:
        print(f"  {piece.weight:+.2f}  {piece.item_id}  {piece.title}")
    if len(found.pieces) > SHOWN:
        print(f"  and {len(found.pieces) - SHOWN} more.")
    for label, tags in (("Pinned", found.pinned), ("Muted", found.muted)):
        if tags:
            print(f"{label}: {', '.join(f'{tag.kind} {name}' for tag, name in tags)}.")
    if found.forgotten:
        print(f"Told to forget: {len(found.forgotten)}.")


@app.command()
def forget(context: typer.Context, item: int) -> None:
    """Your answer to ITEM teaches no more."""
    from heed.actions import who as actions

    actions.forget(opened(context), item)
    print("Forgotten. The next edition is made without it.")


@app.command()
def remember(context: typer.Context, item: int) -> None:
    """Your answer to ITEM teaches again."""
    from heed.actions import who as actions

    actions.remember(opened(context), item)
    print("It counts again.")


@app.command()
def pin(context: typer.Context, kind: Kind, name: str) -> None:
    """Pieces of this topic or source, or with this word in the title, start higher."""
    from heed.actions import who as actions

    actions.pin(opened(context), kind.value, name)
    print(f"Pinned: {name}.")


@app.command()
def mute(context: typer.Context, kind: Kind, name: str) -> None:
    """Nothing of it enters an edition."""
    from heed.actions import who as actions

    actions.mute(opened(context), kind.value, name)
    print(f"Muted: {name}.")


@app.command()
def clear(context: typer.Context, kind: Kind, name: str) -> None:
    """Neither pinned nor muted any more."""
    from heed.actions import who as actions

    actions.clear(opened(context), kind.value, name)
    print(f"Neither pinned nor muted: {name}.")
