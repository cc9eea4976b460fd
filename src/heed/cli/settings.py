"""`heed settings`: what a reader sets, shown and changed."""

from typing import Annotated

import typer

from heed.cli.opened import diet as _diet
from heed.cli.opened import print_json
from heed.errors import BadInput


def settings(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The one to change.")] = "",
    value: Annotated[str | None, typer.Argument(help="Its new value.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what is set, or change one: heed settings minutes 20"""
    from heed.actions import settings as actions

    diet = _diet(context, create=True)
    if name and value is None:
        raise BadInput(f"Give {name} a value: heed settings {name} VALUE")
    if value is not None:
        actions.change(diet, name, value)
    held = {one: getattr(diet.settings, one) for one in actions.CHANGEABLE}
    if as_json:
        return print_json(held)
    for one in [name] if name else held:
        print(f"{one} = {held[one]}")
