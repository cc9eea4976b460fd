"""Who may enter."""

from datetime import datetime

from sqlalchemy import Boolean, Column, LargeBinary, Table, Text, TypedColumns

from heed.store.columntypes import Moment, RowId, Words
from heed.store.schema.tables import metadata


class PersonColumns(TypedColumns):
    """People who may enter; the password only as its argon2 hash."""

    name: Column[str] = Column(Text, primary_key=True)
    owner: Column[bool] = Column(Boolean, nullable=False)
    joined_at: Column[datetime] = Column(Moment, nullable=False)
    password: Column[str] = Column(Text, nullable=False)


class AccessColumns(TypedColumns):
    """Sessions, tokens and invitations; the secret only as its SHA-256."""

    id: Column[int] = Column(RowId, primary_key=True)
    person: Column[str] = Column(Text, nullable=False)
    kind: Column[str] = Column(Text, nullable=False)
    label: Column[str] = Column(Words, nullable=False)
    made_at: Column[datetime] = Column(Moment, nullable=False)
    ends_at: Column[datetime | None] = Column(Moment)
    secret: Column[bytes] = Column(LargeBinary, nullable=False, unique=True)


person = Table("person", metadata, PersonColumns)
access = Table("access", metadata, AccessColumns)
