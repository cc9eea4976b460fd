"""What every verb begins and ends with: the home opened, its words, JSON printed. No verbs."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from heed.errors import BadInput, NotFound

if TYPE_CHECKING:
    from heed.diet import Diet
    from heed.types import Slot, Source
    from heed.wording import Words


def diet(context: typer.Context, *, create: bool = False) -> "Diet":
    """The home the options name; create: made first where there is none."""
    from heed.actions.home import create_home, open_home
    from heed.settings import default_home

    home = context.obj or default_home()
    if create:
        create_home(home)
    return open_home(home)


def words(opened: "Diet") -> "Words":
    """What heed says, in the home's language."""
    from heed.wording import LANGUAGES, Words

    wanted = opened.settings.language
    return Words(next((one for one in LANGUAGES if one == wanted), "en"), opened.zone)


def held(opened: "Diet") -> "dict[int, Source]":
    """Every source there ever was, by its id."""
    from heed.store import sources

    with opened.db.read() as tx:
        return sources.ever(tx)


def day(text: str | None) -> date | None:
    """A day as it is typed. Raises BadInput."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(f"{text} is not a day; write it as 2026-11-20.") from error


def item_id(diet: "Diet", text: str) -> int:
    """An item's id, or the number of a slot in today's edition."""
    if not text.isdecimal():
        raise BadInput(f"{text} is not an item; give its id or its number in today's edition.")
    number = int(text)
    if number > 999:
        return number
    current = diet.current()
    if current is None:
        raise NotFound("You have seen no edition today; make one with: heed edition")
    slots: tuple[Slot, ...] = current.slots
    if not 1 <= number <= len(slots):
        raise NotFound(f"Today's edition has no piece {number}; it has {len(slots)}.")
    if slots[number - 1].kind == "review":
        raise BadInput(f"Number {number} are cards; look at them with: heed cards")
    return slots[number - 1].item_id


def print_json(value: Any) -> None:
    """Print a plain value as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=2))
