"""Every reason of a piece, to the thousandth, and what taking out each past piece would change."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from heed.actions.why import explain
from heed.types import Explained, Removal
from heed.web.place import Here
from heed.web.why import Said
from heed.wording import Words

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """One past piece: its part of the sum, the worth without it, and the change that makes."""

    item_id: int
    title: str
    part: str
    worth: str
    change: str


@dataclass(frozen=True, slots=True)
class ReasonsView:
    """The whole page."""

    item_id: int
    title: str
    worth: str
    sd: str
    likely: str
    said: tuple[Said, ...]
    taken: tuple[Taken, ...]


@router.get("/story/{item_id}/why")
def show(here: Here, item_id: int) -> HTMLResponse:
    """What the piece is worth as things stand now, and why."""
    view = reasons_view(item_id, explain(here.diet, item_id), here.words)
    return here.page("reasons.html", view=view)


def reasons_view(item_id: int, found: Explained, words: Words) -> ReasonsView:
    """Everything the page says."""
    scored = found.scored
    heaviest = sorted(scored.reasons, key=lambda one: -abs(one.weight))
    return ReasonsView(
        item_id=item_id,
        title=scored.story.lead.title,
        worth=f"{scored.worth:.3f}",
        sd=f"{scored.sd:.3f}",
        likely=words.gettext(
            "By how wrong heed has been with you, four answers of five to such a piece lie between"
            " {low} and {high}.",
            low=words.worth(found.likely[0]),
            high=words.worth(found.likely[1]),
        ),
        said=tuple(
            Said(
                words.reason_parts(one),
                signed(one.weight),
                f"/story/{one.item_id}" if one.item_id else "",
            )
            for one in heaviest
        ),
        taken=tuple(taken(one, scored.worth) for one in found.removals),
    )


def taken(one: Removal, worth: float) -> Taken:
    """A line of the list: the change is the one a reader would see."""
    change = round(one.worth, 3) - round(worth, 3)
    return Taken(one.item_id, one.title, signed(one.part), f"{one.worth:.3f}", signed(change))


def signed(value: float) -> str:
    """`+0.120`; nothing is never minus nothing."""
    return f"{round(value, 3) + 0.0:+.3f}"
