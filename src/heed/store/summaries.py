"""Summaries made ahead of their reading. Decides nothing, and keeps no sentence twice."""

from collections.abc import Iterable

from sqlalchemy import select

from heed.store.database import Tx
from heed.store.schema import summary
from heed.types import Item, Summary, Told


def keep(tx: Tx, item_id: int, digest: str, made: Summary) -> None:
    """Keep a piece's summary; the one it had is replaced. digest: what it was made of."""
    row = {
        "item_id": item_id,
        "digest": digest,
        "wanted_s": made.wanted_s,
        "sentences": [[t.start, t.end, t.seconds, t.weight, t.chosen] for t in made.sentences],
    }
    tx.upsert(summary, [row], "item_id")


def get(tx: Tx, item: Item, digest: str) -> Summary | None:
    """The summary made of this text, or None: none was, or its text changed since."""
    wanted = select(summary.c.wanted_s, summary.c.sentences)
    row = tx.row(wanted.where(summary.c.item_id == item.id, summary.c.digest == digest))
    if row is None:
        return None
    told = tuple(Told(item.text[start:end], start, end, *rest) for start, end, *rest in row[1])
    return Summary(told, row[0])


def digests(tx: Tx, ids: Iterable[int]) -> dict[int, str]:
    """What the summaries of these pieces were made of, of those that have one."""
    wanted = select(summary.c.item_id, summary.c.digest)
    return dict(tx.rows_in(wanted, summary.c.item_id, list(ids)))
