"""`heed stars` and `heed seeds`: what you liked before heed knew you. Decides nothing."""

from pathlib import Path
from typing import Annotated

import typer

from heed.cli.opened import diet, held, print_json
from heed.cli.told import count, progress
from heed.errors import BadInput


def stars(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="An export of FreshRSS, Miniflux, Pocket or Instapaper.")
    ],
) -> None:
    """Take in what you starred or saved in another reader, so that heed knows you sooner."""
    from heed.actions import stars as action

    opened = diet(context, create=True)
    with progress() as shown:
        taken = action.take(opened, file.expanduser(), shown)
    print(f"Taken: {count(taken.count, 'star')}.")
    if taken.passed:
        reasons = ", ".join(f"{number} {reason}" for reason, number in taken.passed.items())
        print(f"Passed over: {reasons}.")


def seeds(
    context: typer.Context,
    pick: Annotated[str, typer.Option(help="Numbers you would read, as 1,3,5.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show a few unlike pieces; pick those you would read, and heed knows you sooner."""
    from heed.actions import seeds as action

    opened = diet(context)
    found = action.pick(opened, _numbers(pick)) if pick else action.show(opened)
    sources = held(opened)
    if as_json:
        return print_json(
            [
                {"item": one.id, "title": one.title, "source": sources[one.source_id].title}
                for one in found
            ]
        )
    for number, one in enumerate(found, 1):
        said = "Noted: " if pick else f"{number}. "
        print(f"{said}{one.title}  [{sources[one.source_id].title}]")
    if not pick:
        print("Pick with: heed seeds --pick 1,3" if found else "Nothing new is here to pick from.")


def _numbers(text: str) -> list[int]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts or not all(part.isdecimal() for part in parts):
        raise BadInput(f"{text} are no numbers to pick; write them as 1,3,5.")
    return [int(part) for part in parts]
