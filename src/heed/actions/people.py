"""Who may enter a home that several people share: passwords, sessions, tokens, invitations.

Nobody is asked until the first person is added: she owns the home. Everybody after her gets a home
of her own within it, so that no query can mix what two people read. Secrets are made by the
system's random source and kept as SHA-256.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe

from heed.actions.passwords import proves, seal
from heed.diet import Diet
from heed.errors import BadInput, Denied, NotFound
from heed.store import accesses, people
from heed.types import Access, AccessKind, Person

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
SESSION, INVITATION = timedelta(days=30), timedelta(days=7)
MOST_TOKENS = 50
SECRET_BYTES = 32
READERS = "readers"


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who was let in, and by what."""

    person: Person
    access: Access


def add(diet: Diet, name: str, password: str) -> Person:
    """Let somebody in from now on; the first owns the home. Raises BadInput."""
    if not NAME.fullmatch(name):
        raise BadInput(
            "A name to enter by has small letters, digits and dashes, at most 40 of them."
        )
    sealed = seal(password)
    with diet.db.write() as tx:
        if people.find(tx, name):
            raise BadInput(f"{name} may enter already; choose another name.")
        made = Person(name, owner=not people.any(tx), joined_at=diet.clock())
        people.add(tx, made, sealed)
    return made


def remove(diet: Diet, name: str) -> None:
    """Somebody may no longer enter; her home stays as it is. Raises BadInput, NotFound."""
    with diet.db.write() as tx:
        found = people.find(tx, name)
        if found and found.owner and len(people.all(tx)) > 1:
            raise BadInput(f"{name} owns this home; remove the others first.")
        people.remove(tx, name)
        accesses.remove_all(tx, name, ("session", "token"))


def change_password(diet: Diet, name: str, password: str, *, old: str | None = None) -> None:
    """A new password, which ends every session. `old` is proved where given. Raises Denied."""
    sealed = seal(password)
    with diet.db.read() as tx:
        kept = people.password(tx, name)
    if old is not None and not proves(old, kept):
        raise Denied("This is not your password as it is now.")
    with diet.db.write() as tx:
        people.set_password(tx, name, sealed)
        accesses.remove_all(tx, name, ("session",))


def enter(diet: Diet, name: str, password: str) -> str:
    """The secret of a new session. Raises Denied, the same whatever was wrong."""
    with diet.db.read() as tx:
        kept = people.password(tx, name)
    if not proves(password, kept):
        raise Denied("Name and password do not fit together.")
    until = diet.clock() + SESSION
    return _made(diet, name, "session", label="", until=until)


def known(diet: Diet, secret: str) -> Entered | None:
    """Whom a session or a token lets in."""
    with diet.db.read() as tx:
        found = accesses.find(tx, _hash(secret), now=diet.clock())
        person = people.find(tx, found.person) if found else None
    return Entered(person, found) if person and found else None


def leave(diet: Diet, entered: Entered) -> None:
    """End a session."""
    with diet.db.write() as tx:
        accesses.remove(tx, entered.access.id, person=entered.person.name)


def make_token(diet: Diet, name: str, label: str) -> str:
    """The secret of a new token for programs; it is shown this once. Raises BadInput, NotFound."""
    clean = " ".join(label.split())[:60]
    if not clean:
        raise BadInput("A token needs a name, so that you know later what it was for.")
    with diet.db.read() as tx:
        if people.find(tx, name) is None:
            raise NotFound(f"Nobody called {name} may enter this home.")
        if len(accesses.of(tx, name, "token")) >= MOST_TOKENS:
            raise BadInput(f"{MOST_TOKENS} tokens are enough; take an old one back first.")
    return _made(diet, name, "token", label=clean, until=None)


def invite(diet: Diet) -> str:
    """The secret of an invitation: whoever has it may choose a name and a password, once."""
    return _made(diet, "", "invitation", label="", until=diet.clock() + INVITATION)


def invited(diet: Diet, secret: str) -> bool:
    """Whether an invitation still holds."""
    with diet.db.read() as tx:
        found = accesses.find(tx, _hash(secret), now=diet.clock())
    return found is not None and found.kind == "invitation"


def join(diet: Diet, secret: str, name: str, password: str) -> str:
    """Take up an invitation; the secret of the first session. Raises Denied, BadInput."""
    with diet.db.read() as tx:
        found = accesses.find(tx, _hash(secret), now=diet.clock())
    if found is None or found.kind != "invitation":
        raise Denied("This invitation holds no longer; ask for another one.")
    add(diet, name, password)
    with diet.db.write() as tx:
        accesses.remove(tx, found.id, person="")
    return enter(diet, name, password)


def home_of(diet: Diet, person: Person) -> Path:
    """Where her library lies."""
    home = diet.settings.home
    return home if person.owner else home / READERS / person.name


def _made(diet: Diet, name: str, kind: AccessKind, *, label: str, until: datetime | None) -> str:
    secret = token_urlsafe(SECRET_BYTES)
    now = diet.clock()
    with diet.db.write() as tx:
        accesses.sweep(tx, now=now)
        accesses.add(tx, _hash(secret), person=name, kind=kind, label=label, at=now, until=until)
    return secret


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()
