"""What homes traded."""

from datetime import datetime

from sqlalchemy import Column, Double, Table, Text, TypedColumns

from heed.store.columntypes import Moment, RowId, Words
from heed.store.schema.tables import metadata


class TradeLegColumns(TypedColumns):
    """Append-only: both legs of every trade."""

    id: Column[int] = Column(RowId, primary_key=True)
    tx: Column[int] = Column(RowId, nullable=False, index=True)
    at: Column[datetime] = Column(Moment, nullable=False)
    party: Column[str] = Column(Words, nullable=False)
    kind: Column[str] = Column(Text, nullable=False)
    amount: Column[float] = Column(Double, nullable=False)
    known: Column[str] = Column(Text, nullable=False)


trade_leg = Table("trade_leg", metadata, TradeLegColumns)
