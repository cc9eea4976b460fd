"""States: named bytes for fitted models and small facts. Knows nothing of what they mean."""

from sqlalchemy import delete, select

from heed.store.database import Tx
from heed.store.schema import state


def get(tx: Tx, name: str) -> bytes | None:
    """The bytes kept under `name`, or None."""
    found: bytes | None = tx.value(select(state.c.data).where(state.c.name == name))
    return found


def put(tx: Tx, name: str, data: bytes) -> None:
    """Keep bytes under `name`, in place of those before."""
    tx.upsert(state, [{"name": name, "data": data}], "name")


def remove(tx: Tx, name: str) -> None:
    """Forget what is kept under `name`, if anything is."""
    tx.write(delete(state).where(state.c.name == name))
