"""What is new since its story was last read: the API, and what the story page shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path

from heed.actions import since as action
from heed.counsel import since_json
from heed.types import ITEM_ID_END, Item, Since
from heed.web.api.troubles import TROUBLES
from heed.web.place import Here, Place
from heed.wording import Words

router = APIRouter(prefix="/api", tags=["heed"], responses=TROUBLES)


@dataclass(frozen=True, slots=True)
class SinceView:
    """The line above a later piece; `href` asks for the sentences, empty where they are here."""

    told: str
    last_title: str
    last_href: str
    href: str
    new: tuple[str, ...] = ()
    fine: str = ""


@router.get("/items/{item_id}/since", summary="What is new in a piece since its story was read")
def of_item(
    here: Here, item_id: Annotated[int, Path(ge=0, lt=ITEM_ID_END)]
) -> dict[str, Any] | None:
    """The same JSON as `heed since ITEM --json`; null where nothing of its story was read."""
    found = action.of_item(here.diet, item_id)
    return None if found is None else dict(since_json(found))


def since_view(
    here: Place, item: Item, told: Sequence[Item], *, asked: bool = False
) -> SinceView | None:
    """What stands above a piece whose story was read before; asked: with its new sentences."""
    read = action.before(here.diet, item, told)
    if read is None:
        return None
    last, words = read.pieces[0], here.words
    when = words.when(read.at, here.now)
    view = SinceView(
        words.gettext("You read about this before ({when}):", when=when),
        last.title,
        f"/story/{last.id}",
        "" if asked else f"/story/{item.id}?since=1",
    )
    return with_new(view, action.since(here.diet, item, read), words) if asked else view


def with_new(view: SinceView, found: Since, words: Words) -> SinceView:
    """The view with the sentences, or with what to say where there are none."""
    new = tuple(one.text for one in found.fresh)
    return SinceView(view.told, view.last_title, view.last_href, "", new, fine(found, words))


def fine(found: Since, words: Words) -> str:
    """How it was told, where something is new; else that nothing is, or that none can be told."""
    if not found.compared:
        return words.gettext("Whether something is new here cannot be told from its sentences.")
    if not found.fresh:
        return words.gettext("Nothing here that you have not read.")
    return words.ngettext(
        "Compared by meaning with the piece you read; heed may be wrong.",
        "Compared by meaning with the {count} pieces you read; heed may be wrong.",
        len(found.before.pieces),
    )
