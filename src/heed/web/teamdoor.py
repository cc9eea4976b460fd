"""The team's roles at the door of the pages, by who entered; the rules are in actions/roles.py.

Also a piece of the team's, for those with a home of their own.
"""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import roles
from heed.errors import NotFound
from heed.store import assignments, items, marketdays, members, needs, sources
from heed.web.place import Here, Place

router = APIRouter(include_in_schema=False)


def name_of(here: Place) -> str:
    """The name this request entered by; "" where nobody is asked."""
    return here.entered.person.name if here.entered else ""


def is_free(here: Place) -> bool:
    """Whether this request may act for everybody."""
    return here.entered is None or here.entered.person.owner


def owner_only(here: Place) -> None:
    """Raises Denied for all but the owner."""
    roles.owns(here.shared, name_of(here))


def own_member(here: Place, member_id: int) -> None:
    """Raises Denied where the member is somebody else's, or is none."""
    with here.shared.db.read() as tx:
        found = members.ever(tx).get(member_id)
    roles.acts_for(here.shared, name_of(here), found.name if found else "")


def own_part(here: Place, *part_ids: int) -> None:
    """Raises Denied unless one of these parts is the member's own, NotFound where one is none."""
    with here.shared.db.read() as tx:
        given = [assignments.get(tx, one) for one in part_ids]
        names = [members.ever(tx)[one.member_id].name for one in given]
    roles.acts_for(here.shared, name_of(here), *names)


def me(here: Place) -> int:
    """The number of the member who is called as the one who entered; 0 where there is none."""
    name = name_of(here)
    with here.shared.db.read() as tx:
        return next((one.id for one in members.all(tx) if one.name.casefold() == name), 0)


@router.get("/team/story/{item_id}")
def story(here: Here, item_id: int) -> Response:
    """A piece of the team's: the owner reads it as her own, the others without her answers.

    Raises NotFound for what never was the team's, in the words for what is not there at all.
    """
    if is_free(here):
        return RedirectResponse(f"/story/{item_id}", status_code=303)
    return _bare(here, item_id)


def _bare(here: Place, item_id: int) -> HTMLResponse:
    with here.shared.db.read() as tx:
        if not (marketdays.wanted_ever(tx, item_id) or needs.named(tx, item_id)):
            raise NotFound(f"There is no item {item_id} in this home.")
        item = items.get(tx, item_id)
        source = sources.ever(tx).get(item.source_id)
    over = [
        source.title if source else "",
        item.author,
        here.words.when(item.published_at, here.now),
    ]
    told = " · ".join(one for one in over if one)
    return here.page("team_story.html", item=item, over=told)
