"""The page of members and needs: who offers what and wants what, and what must be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import members as member_actions
from heed.actions import needs as need_actions
from heed.actions import roles
from heed.briefing import need_told
from heed.errors import BadInput, HeedError
from heed.store import items, members, needs, sources
from heed.team import Member, NeedScope
from heed.web.place import Here, Place
from heed.web.teamdoor import is_free, name_of, own_member, owner_only
from heed.wording import mark

router = APIRouter(include_in_schema=False)
Line = Annotated[str, Form(max_length=400)]
Text = Annotated[str, Form(max_length=8000)]
ROLES: Mapping[roles.Role, str] = {
    "owner": mark("owner"),
    "member": mark("member"),
    "guest": mark("guest"),
}


@dataclass(frozen=True, slots=True)
class MemberView:
    """One member's row and form."""

    id: int
    name: str
    offers: str
    minutes: str
    interests: str
    skills: str
    role: str
    is_mine: bool


@router.get("/team/people")
def show(here: Here) -> HTMLResponse:
    """Everybody, and every need."""
    return people_page(here)


@router.post("/team/members")
def add(here: Here, name: Line, minutes: Annotated[float, Form()] = 0) -> Response:
    """Somebody joins."""

    def act() -> None:
        owner_only(here)
        member_actions.add(here.shared, name, minutes)

    return _tried(here, act)


@router.post("/team/members/{member_id}")
def change(
    here: Here,
    member_id: int,
    minutes: Annotated[float, Form()],
    interests: Text = "",
    skills: Text = "",
) -> Response:
    """What a member offers, wants and can read; one interest a line, skills between commas."""

    def both() -> None:
        own_member(here, member_id)
        member_actions.offer(here.shared, member_id, minutes)
        member_actions.want(here.shared, member_id, interests.splitlines(), _listed(skills))

    return _tried(here, both)


@router.post("/team/members/{member_id}/leave")
def leave(here: Here, member_id: int) -> Response:
    """Somebody leaves."""

    def act() -> None:
        own_member(here, member_id)
        member_actions.leave(here.shared, member_id)

    return _tried(here, act)


@router.post("/team/needs")
def declare(
    here: Here,
    scope: Annotated[NeedScope, Form()],
    subject: Line,
    least: Annotated[int, Form()] = 1,
    most: Annotated[int, Form()] = 1,
    until: Line = "",
    skills: Line = "",
    barred: Line = "",
) -> Response:
    """Declare a need."""

    def act() -> None:
        owner_only(here)
        need_actions.add(
            here.shared,
            scope,
            subject,
            least=least,
            most=most,
            until=_day(until),
            skills=_listed(skills),
            barred=_listed(barred),
        )

    return _tried(here, act)


@router.post("/team/needs/{need_id}/remove")
def remove(here: Here, need_id: int) -> Response:
    """Take a need back."""

    def act() -> None:
        owner_only(here)
        need_actions.remove(here.shared, need_id)

    return _tried(here, act)


def _tried(here: Place, action: Callable[[], object]) -> Response:
    try:
        action()
    except HeedError as error:
        return people_page(here, trouble=here.words.told(str(error)))
    return RedirectResponse("/team/people", status_code=303)


def people_page(here: Place, *, trouble: str = "") -> HTMLResponse:
    """The page, with what went wrong where something did."""
    with here.shared.db.read() as tx:
        people, declared = members.all(tx), needs.all(tx)
        linked = items.many(tx, [int(one.subject) for one in declared if one.scope == "piece"])
        known, ever = sources.ever(tx), members.ever(tx)
    titles = {id: one.title for id, one in linked.items()}
    return here.page(
        "team_people.html",
        status=400 if trouble else 200,
        here="/team/people",
        is_owner=is_free(here),
        guests=guests(here),
        trouble=trouble,
        people=[member_view(one, here) for one in people],
        needs=[
            (one.id, need_told(one, here.words, titles=titles, sources=known, people=ever))
            for one in declared
        ],
    )


def member_view(one: Member, here: Place) -> MemberView:
    """One member as the page shows her."""
    words = here.words
    return MemberView(
        id=one.id,
        name=one.name,
        offers=words.gettext("{minutes} a day", minutes=words.minutes(one.offer_s)),
        minutes=f"{one.offer_s / 60:g}",
        interests="\n".join(one.interests),
        skills=", ".join(one.skills),
        role=words.gettext(ROLES[roles.role_of(here.shared, one.name)]) if here.entered else "",
        is_mine=is_free(here) or one.name.casefold() == name_of(here),
    )


def guests(here: Place) -> str:
    """Who reads along, by name; empty where nobody does."""
    names = [name for name, role in roles.everybody(here.shared) if role == "guest"]
    if not names:
        return ""
    return here.words.gettext("Guests, who read along: {names}.", names=", ".join(names))


def _listed(text: str) -> Sequence[str]:
    """What stands between commas."""
    return [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise BadInput(f"{text} is not a day; write it as 2026-11-20.") from error
