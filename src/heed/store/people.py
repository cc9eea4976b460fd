"""People: who may enter this home. How a password is proved is decided elsewhere."""

from dataclasses import fields

from sqlalchemy import delete, func, select
from sqlalchemy import update as change

from heed.errors import NotFound
from heed.store.columntypes import record
from heed.store.database import Tx
from heed.store.schema import person
from heed.types import Person

COLUMNS = tuple(person.c[field.name] for field in fields(Person))


def add(tx: Tx, made: Person, password: str) -> None:
    """A new one; `password` is its hash."""
    tx.insert(person, [record(made) | {"password": password}])


def all(tx: Tx) -> list[Person]:
    """Everybody, the owner first, then by name."""
    rows = tx.rows(select(*COLUMNS).order_by(person.c.owner.desc(), person.c.name))
    return [Person(*row) for row in rows]


def any(tx: Tx) -> bool:
    """Whether this home asks who enters."""
    return bool(tx.value(select(func.count()).select_from(person)))


def find(tx: Tx, name: str) -> Person | None:
    """The one of this name."""
    rows = tx.rows(select(*COLUMNS).where(person.c.name == name))
    return next((Person(*row) for row in rows), None)


def password(tx: Tx, name: str) -> str | None:
    """The hash of somebody's password."""
    found: str | None = tx.value(select(person.c.password).where(person.c.name == name))
    return found


def set_password(tx: Tx, name: str, password: str) -> None:
    """Store another hash. Raises NotFound."""
    values = change(person).where(person.c.name == name).values(password=password)
    _found(tx.write(values).rowcount, name)


def remove(tx: Tx, name: str) -> None:
    """Nobody enters by this name any more. Raises NotFound."""
    _found(tx.write(delete(person).where(person.c.name == name)).rowcount, name)


def _found(rows: int, name: str) -> None:
    if not rows:
        raise NotFound(f"Nobody called {name} may enter this home.")
