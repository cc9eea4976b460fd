"""Market days: cleared once, read ever after. No function here changes one."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Table, select

from heed.store.columntypes import record
from heed.store.database import AnyRow, Tx
from heed.store.schema import market_day, seat, team_audit, wanted
from heed.team import MarketDay, Seat, TeamAudit, Wanted

_PARTS = ("seats", "wanted", "audits")
_HEAD = tuple(market_day.c[field.name] for field in fields(MarketDay) if field.name not in _PARTS)
_SEAT = tuple(seat.c[field.name] for field in fields(Seat))
_WANTED = tuple(wanted.c[field.name] for field in fields(Wanted))
_AUDIT = tuple(team_audit.c[field.name] for field in fields(TeamAudit))


def save(tx: Tx, made: MarketDay) -> MarketDay:
    """Issue a market day (id 0) and return it with its id.

    Raises ValueError where it already has an id.
    """
    if made.id != 0:
        raise ValueError(f"Market day {made.id} was cleared already; it never changes.")
    head = {column.name: getattr(made, column.name) for column in _HEAD if column.name != "id"}
    id = tx.write(market_day.insert().returning(market_day.c.id), head).scalar_one()
    for table, parts in ((seat, made.seats), (wanted, made.wanted), (team_audit, made.audits)):
        _add(tx, table, id, parts)
    return replace(made, id=id)


def latest(tx: Tx) -> MarketDay | None:
    """The last market day, equal to what was issued, or None."""
    row = tx.row(select(*_HEAD).order_by(market_day.c.id.desc()).limit(1))
    if row is None:
        return None
    return MarketDay(
        **row._mapping,
        seats=tuple(Seat(*one) for one in _parts(tx, seat, _SEAT, row.id)),
        wanted=tuple(Wanted(*one) for one in _parts(tx, wanted, _WANTED, row.id)),
        audits=tuple(TeamAudit(*one) for one in _parts(tx, team_audit, _AUDIT, row.id)),
    )


def wanted_ever(tx: Tx, item_id: int) -> bool:
    """Whether an item was on any market day."""
    return tx.row(select(wanted.c.item_id).where(wanted.c.item_id == item_id).limit(1)) is not None


def _add(tx: Tx, table: Table[Any], id: int, parts: Sequence[Any]) -> None:
    tx.insert(table, [{"market_id": id, "place": n} | record(one) for n, one in enumerate(parts)])


def _parts(tx: Tx, table: Table[Any], columns: Any, id: int) -> Sequence[AnyRow]:
    return tx.rows(select(*columns).where(table.c.market_id == id).order_by(table.c.place))
