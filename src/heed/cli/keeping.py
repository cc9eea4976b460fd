"""`heed highlight` and `heed saved`: what you keep of what you read. Decides nothing."""

from typing import TYPE_CHECKING, Annotated

import typer

from heed.cli.opened import diet, item_id, print_json
from heed.errors import BadInput

if TYPE_CHECKING:
    from heed.diet import Diet
    from heed.types import Item

highlight_app = typer.Typer(help="Words you marked, with notes.", invoke_without_command=True)
saved_app = typer.Typer(help="Pieces you put by.", invoke_without_command=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ItemName = Annotated[str, typer.Argument(help="The item's id, or its number in today's edition.")]
SHOWN = 100


@highlight_app.callback()
def highlights(context: typer.Context, as_json: Json = False) -> None:
    """Everything you marked, the last first."""
    if context.invoked_subcommand:
        return
    from heed.plain import highlight_json
    from heed.store import highlights as rows

    opened = diet(context)
    with opened.db.read() as tx:
        kept = rows.all(tx)
    held = _items(opened, [one.item_id for one in kept])
    if as_json:
        return print_json([highlight_json(one, held.get(one.item_id)) for one in kept])
    for one in kept:
        print(f"{one.id:>4}  {one.quote}")
        print(f"      {held[one.item_id].title}{f' · note: {one.note}' if one.note else ''}")
    if not kept:
        print("Nothing is marked yet. Mark with: heed highlight add ITEM --sentence 3")


@highlight_app.command("sentences")
def sentences(context: typer.Context, item: ItemName) -> None:
    """The sentences of ITEM with their numbers."""
    from heed.actions import highlights as actions
    from heed.store import items

    opened = diet(context)
    with opened.db.read() as tx:
        piece = items.get(tx, item_id(opened, item))
    for number, text in enumerate(actions.sentences(piece), 1):
        print(f"{number:>3}  {' '.join(text.split())}")


@highlight_app.command("add")
def add(
    context: typer.Context,
    item: ItemName,
    sentence: Annotated[list[int] | None, typer.Option(help="A sentence's number.")] = None,
    quote: Annotated[str, typer.Option(help="Words as they stand in the piece.")] = "",
    note: Annotated[str, typer.Option(help="What you think of it.")] = "",
) -> None:
    """Mark sentences or words of ITEM."""
    from heed.actions import highlights as actions

    opened = diet(context)
    number = item_id(opened, item)
    if bool(quote) == bool(sentence):
        raise BadInput("Give either --sentence NUMBER or --quote WORDS.")
    if quote:
        made = [actions.mark(opened, number, quote, note)]
    else:
        made = actions.mark_sentences(opened, number, sentence or (), note)
    for one in made:
        print(f"Marked {one.id}: {one.quote}")


@highlight_app.command("note")
def note(context: typer.Context, highlight: int, text: str) -> None:
    """Write TEXT beside HIGHLIGHT, in place of what stood there."""
    from heed.actions import highlights as actions

    actions.note(diet(context), highlight, text)
    print("Noted.")


@highlight_app.command("remove")
def remove(context: typer.Context, highlight: int) -> None:
    """Unmark HIGHLIGHT; cards made of it stay."""
    from heed.actions import highlights as actions

    print(f"Unmarked: {actions.unmark(diet(context), highlight).quote}")


@saved_app.callback()
def saved(context: typer.Context, as_json: Json = False) -> None:
    """Everything you put by, the last first."""
    if context.invoked_subcommand:
        return
    from heed.store import saved as rows

    opened = diet(context)
    with opened.db.read() as tx:
        kept = rows.all(tx)
    held = _items(opened, [one.item_id for one in kept])
    if as_json:
        return print_json(
            [
                {"item": one.item_id, "title": held[one.item_id].title, "at": one.at.isoformat()}
                for one in kept
            ]
        )
    for one in kept:
        print(f"{one.item_id}  {one.at:%Y-%m-%d}  {held[one.item_id].title}")
    if not kept:
        print("Nothing is put by. Put a piece by with: heed saved add ITEM")


@saved_app.command("add")
def save(context: typer.Context, item: ItemName) -> None:
    """Put ITEM by."""
    from heed.actions import saved as actions

    opened = diet(context)
    actions.save(opened, item_id(opened, item))
    print("Put by. See: heed saved")


@saved_app.command("remove")
def drop(context: typer.Context, item: ItemName) -> None:
    """Put ITEM by no more."""
    from heed.actions import saved as actions

    opened = diet(context)
    actions.drop(opened, item_id(opened, item))
    print("Taken off the list.")


def _items(opened: "Diet", ids: list[int]) -> "dict[int, Item]":
    from heed.store import items

    with opened.db.read() as tx:
        return items.many(tx, ids)
