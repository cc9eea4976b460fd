"""Named facts: bytes and counters."""

from sqlalchemy import Column, LargeBinary, Table, Text, TypedColumns

from heed.store.columntypes import RowId
from heed.store.schema.tables import metadata


class StateColumns(TypedColumns):
    """Named bytes: fitted models and small facts."""

    name: Column[str] = Column(Text, primary_key=True)
    data: Column[bytes] = Column(LargeBinary, nullable=False)


class CounterColumns(TypedColumns):
    """The last number given out under a name."""

    name: Column[str] = Column(Text, primary_key=True)
    last: Column[int] = Column(RowId, nullable=False)


state = Table("state", metadata, StateColumns)
counter = Table("counter", metadata, CounterColumns)
