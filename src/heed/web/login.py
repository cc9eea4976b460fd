"""Coming in, going out, and what one may change about it: password, tokens, invitations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from heed.actions import people as actions
from heed.errors import Denied, HeedError
from heed.store import accesses, people
from heed.types import Person
from heed.web.door import COOKIE
from heed.web.look import local_path
from heed.web.place import Here, Place

router = APIRouter(include_in_schema=False)
TRIES, PAUSE = 5, timedelta(minutes=15)
Short = Annotated[str, Form(max_length=60)]
Secret = Annotated[str, Form(max_length=300)]


class Tries:
    """Wrong passwords of late, by where they came from and for whom."""

    def __init__(self) -> None:
        self._wrong: dict[tuple[str, str], list[datetime]] = {}

    def check(self, who: tuple[str, str], now: datetime) -> None:
        """Raises Denied after too many."""
        recent = [at for at in self._wrong.get(who, []) if now - at < PAUSE]
        self._wrong[who] = recent
        if len(recent) >= TRIES:
            raise Denied("Too many wrong passwords. Try again in a quarter of an hour.")

    def note(self, who: tuple[str, str], now: datetime) -> None:
        """One more."""
        self._wrong.setdefault(who, []).append(now)


@dataclass(frozen=True, slots=True)
class TokenView:
    """One token: what it was made for, and when."""

    id: int
    label: str
    made: str


@router.get("/login")
def ask(here: Here, back: Annotated[str, Query(max_length=2000)] = "/") -> HTMLResponse:
    """Who are you?"""
    return here.page("login.html", timed=False, back=local_path(back), trouble="", name="")


@router.post("/login")
def enter(
    here: Here,
    request: Request,
    name: Short,
    password: Secret,
    back: Annotated[str, Form(max_length=2000)] = "/",
) -> Response:
    """Come in, to where one wanted to go."""
    tries: Tries = request.app.state.tries
    who = (request.client.host if request.client else "", name)
    try:
        tries.check(who, here.shared.clock())
        secret = actions.enter(here.shared, name, password)
    except Denied as error:
        tries.note(who, here.shared.clock())
        told = here.words.told(str(error))
        view = {"back": local_path(back), "trouble": told, "name": name}
        return here.page("login.html", status=403, timed=False, **view)
    return _with_session(here, local_path(back), secret)


@router.post("/logout")
def leave(here: Here) -> Response:
    """Go out; what the browser kept to read without heed goes too."""
    if here.entered and here.entered.access.kind == "session":
        actions.leave(here.shared, here.entered)
    gone = RedirectResponse("/login", status_code=303)
    gone.delete_cookie(COOKIE)
    gone.headers["clear-site-data"] = '"cache", "storage"'
    return gone


@router.get("/join/{secret}")
def invited(here: Here, secret: str) -> HTMLResponse:
    """Choose a name and a password."""
    return _joining(here, secret)


@router.post("/join/{secret}")
def join(here: Here, secret: str, name: Short, password: Secret) -> Response:
    """Take up an invitation."""
    try:
        made = actions.join(here.shared, secret, name, password)
    except HeedError as error:
        return _joining(here, secret, name=name, trouble=here.words.told(str(error)))
    return _with_session(here, "/", made)


@router.get("/me")
def show(here: Here) -> HTMLResponse:
    """What one may change."""
    return _me(here)


@router.post("/me/begin")
def begin(here: Here, name: Short, password: Secret) -> Response:
    """The first person: from now on heed asks who enters."""
    with here.shared.db.read() as tx:
        late = people.any(tx)
    if late:
        return RedirectResponse("/me", status_code=303)
    try:
        actions.add(here.shared, name, password)
        secret = actions.enter(here.shared, name, password)
    except HeedError as error:
        return _me(here, trouble=here.words.told(str(error)))
    return _with_session(here, "/me", secret)


@router.post("/me/password")
def change(here: Here, old: Secret, new: Secret) -> Response:
    """Another password; every session ends, this one begins anew."""
    person = _person(here)
    try:
        actions.change_password(here.shared, person.name, new, old=old)
    except HeedError as error:
        return _me(here, trouble=here.words.told(str(error)))
    return _with_session(here, "/me", actions.enter(here.shared, person.name, new))


@router.post("/me/tokens")
def make_token(here: Here, label: Short) -> Response:
    """A token for a program, shown this once."""
    return _told(here, lambda: actions.make_token(here.shared, _person(here).name, label))


@router.post("/me/tokens/{token_id}/remove")
def drop_token(here: Here, token_id: int) -> Response:
    """Take one back."""
    with here.shared.db.write() as tx:
        accesses.remove(tx, token_id, person=_person(here).name)
    return RedirectResponse("/me", status_code=303)


@router.post("/me/invite")
def invite(here: Here) -> Response:
    """An address that lets somebody join, once; the owner's to give."""
    _owner(here)
    base = str(here.request.base_url)
    return _told(here, lambda: f"{base}join/{actions.invite(here.shared)}")


@router.post("/me/people/{name}/remove")
def remove(here: Here, name: str) -> Response:
    """Somebody may no longer enter."""
    _owner(here)
    try:
        actions.remove(here.shared, name)
    except HeedError as error:
        return _me(here, trouble=here.words.told(str(error)))
    return RedirectResponse("/me", status_code=303)


def _with_session(here: Place, to: str, secret: str) -> Response:
    response = RedirectResponse(to, status_code=303)
    secure = here.request.url.scheme == "https"
    age_s = round(actions.SESSION.total_seconds())
    response.set_cookie(
        COOKIE, secret, max_age=age_s, httponly=True, samesite="strict", secure=secure
    )
    return response


def _person(here: Place) -> Person:
    if here.entered is None:
        raise Denied("Nobody has to say who enters yet; name the first person on this page.")
    return here.entered.person


def _owner(here: Place) -> None:
    if not _person(here).owner:
        raise Denied("Only the owner of this home lets people in and out.")


def _told(here: Place, action: Callable[[], str]) -> HTMLResponse:
    try:
        return _me(here, secret=action())
    except HeedError as error:
        return _me(here, trouble=here.words.told(str(error)))


def _joining(here: Place, secret: str, *, name: str = "", trouble: str = "") -> HTMLResponse:
    holds = actions.invited(here.shared, secret)
    status = 400 if trouble else 200 if holds else 404
    view = {"holds": holds, "secret": secret, "name": name, "trouble": trouble}
    return here.page("join.html", status=status, timed=False, **view)


def _me(here: Place, *, secret: str = "", trouble: str = "") -> HTMLResponse:
    person = here.entered.person if here.entered else None
    with here.shared.db.read() as tx:
        tokens = accesses.of(tx, person.name, "token") if person else []
        others = [one for one in people.all(tx) if not one.owner]
    return here.page(
        "me.html",
        status=400 if trouble else 200,
        here="/me",
        person=person,
        tokens=[
            TokenView(one.id, one.label, here.words.date(one.made_at.date())) for one in tokens
        ],
        others=others if person and person.owner else [],
        secret=secret,
        trouble=trouble,
    )
