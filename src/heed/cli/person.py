"""`heed person`: who may enter a home that several people share."""

import sys
from typing import Annotated

import typer

from heed.cli.opened import diet as _diet

app = typer.Typer(help="Who may enter, where several people share a home.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Small letters, digits and dashes.")]


@app.command()
def add(context: typer.Context, name: Name) -> None:
    """Let somebody in by a password from now on; the first one owns the home."""
    from heed.actions import people

    diet = _diet(context, create=True)
    made = people.add(diet, name, _password())
    where = (
        "the owner of this home" if made.owner else f"with a home in {people.home_of(diet, made)}"
    )
    print(f"{name} may enter, {where}.")


@app.command("list")
def list_people(context: typer.Context) -> None:
    """Everybody who may enter."""
    from heed.store import people

    diet = _diet(context)
    with diet.db.read() as tx:
        held = people.all(tx)
    for one in held:
        print(f"{one.name}  {'owner' if one.owner else 'reader'}  since {one.joined_at:%Y-%m-%d}")
    if not held:
        print("Nobody is asked who they are. Change that with: heed person add NAME")


@app.command()
def remove(context: typer.Context, name: Name) -> None:
    """Somebody may no longer enter; her home stays as it is."""
    from heed.actions import people

    people.remove(_diet(context), name)
    print(f"{name} may no longer enter.")


@app.command()
def password(context: typer.Context, name: Name) -> None:
    """Set another password; every session of hers ends."""
    from heed.actions import people

    people.change_password(_diet(context), name, _password())
    print("Changed.")


@app.command()
def token(context: typer.Context, name: Name, label: str) -> None:
    """Make a token for a program; it is shown this once."""
    from heed.actions import people

    print(people.make_token(_diet(context), name, label))


@app.command()
def invite(context: typer.Context) -> None:
    """Make an invitation: the end of an address that works once, within a week."""
    from heed.actions import people

    print(f"/join/{people.invite(_diet(context))}")


def _password() -> str:
    """As typed, unseen; where nobody types, the first line that comes in."""
    if sys.stdin.isatty():
        asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\n")
