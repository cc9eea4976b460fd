"""Tones already read for a watch, so that an encoder reads each piece once. Decides nothing."""

from collections.abc import Mapping

from sqlalchemy import select

from heed.store.columntypes import storable
from heed.store.database import Tx
from heed.store.schema import toning
from heed.types import Tone

Known = Mapping[int, tuple[str, tuple[Tone, ...]]]
"""Item id to what was read, as a digest, and its tones."""


def of_watch(tx: Tx, watch_id: int) -> dict[int, tuple[str, tuple[Tone, ...]]]:
    """Everything read for a watch."""
    wanted = select(toning.c.item_id, toning.c.digest, toning.c.tones)
    rows = tx.rows(wanted.where(toning.c.watch_id == watch_id))
    return {item_id: (digest, tones) for item_id, digest, tones in rows}


def keep(tx: Tx, watch_id: int, read: Known) -> None:
    """Keep what was read; what a piece had before is replaced."""
    rows = [
        {"watch_id": watch_id, "item_id": item_id, "digest": storable(digest), "tones": tones}
        for item_id, (digest, tones) in read.items()
    ]
    if rows:
        tx.upsert(toning, rows, "watch_id", "item_id")
