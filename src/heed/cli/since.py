"""`heed since`: what is new in a piece since its story was last read."""

from typing import Annotated

import typer

from heed.cli.opened import diet as open_diet
from heed.cli.opened import item_id, print_json


def since(
    context: typer.Context,
    item: Annotated[str, typer.Argument(help="The item's id, or its number in today's edition.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """What ITEM says that no piece of its story you read before says."""
    from heed.actions import since as action
    from heed.counsel import since_json

    opened = open_diet(context)
    found = action.of_item(opened, item_id(opened, item))
    if as_json:
        return print_json(None if found is None else since_json(found))
    if found is None:
        print("You have read nothing of this story before.")
        return
    at = found.before.at.astimezone(opened.zone)
    print(f"You read about this before ({at:%Y-%m-%d %H:%M}): {found.before.pieces[0].title}")
    for one in found.fresh:
        print(f"  {one.text}")
    if not found.compared:
        print("Whether something is new here cannot be told from its sentences.")
    elif not found.fresh:
        print("Nothing here that you have not read.")
