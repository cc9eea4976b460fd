"""The engine and its transactions: who may write when. No table and no noun lives here."""

import json
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeAlias

from sqlalchemy import (
    URL,
    Column,
    Connection,
    CursorResult,
    Engine,
    Executable,
    Row,
    Select,
    Table,
    create_engine,
    event,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine.interfaces import ExceptionContext

from heed.errors import StoreError
from heed.store import migrating
from heed.store.complaints import complaint
from heed.store.text import spaced

AnyRow: TypeAlias = Row[*tuple[Any, ...]]
AnySelect: TypeAlias = Select[*tuple[Any, ...]]

PATIENCE_S = 10.0
_CHUNK = 900
_WRITES = {"heed_writes": True}


@dataclass(frozen=True, slots=True)
class Tx:
    """One transaction; every noun's functions take it first. Only a writable one changes things."""

    connection: Connection
    writable: bool = False

    def rows(
        self, statement: Executable, given: Mapping[str, Any] | None = None
    ) -> Sequence[AnyRow]:
        """All rows of a reading statement."""
        return self.connection.execute(statement, given or {}).all()

    def row(self, statement: Executable) -> AnyRow | None:
        """The first row, or None."""
        return self.connection.execute(statement).first()

    def value(self, statement: Executable) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(statement).scalar()

    def rows_in(
        self, statement: AnySelect, column: Column[Any], values: Sequence[Any]
    ) -> Iterator[AnyRow]:
        """Rows whose `column` is one of `values`, however many values there are."""
        left = iter(values)
        while chunk := list(islice(left, _CHUNK)):
            yield from self.rows(statement.where(column.in_(chunk)))

    def write(
        self,
        statement: Executable,
        given: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a changing statement. Raises ValueError in a reading transaction."""
        if not self.writable:
            raise ValueError("This transaction only reads; open it with write().")
        result = self.connection.execute(statement, given if given is not None else {})
        assert isinstance(result, CursorResult)
        return result

    def insert(self, table: Table[Any], rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows, all of them or none."""
        if rows:
            self.write(table.insert(), rows)

    def upsert(self, table: Table[Any], rows: Sequence[Mapping[str, Any]], *on: str) -> None:
        """Add rows; where one with the same `on` columns exists, it takes the new values."""
        if not rows:
            return
        statement = insert(table)
        changed = {name: statement.excluded[name] for name in rows[0] if name not in on}
        self.write(statement.on_conflict_do_update(index_elements=on, set_=changed), rows)


class _Turn:
    """One writer at a time inside this process; a writer that asks again is told, not hung."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None

    @contextmanager
    def __call__(self, patience_s: float, where: str) -> Iterator[None]:
        if self._holder == threading.get_ident():
            raise ValueError("A write is already open in this thread; use its transaction.")
        if not self._lock.acquire(timeout=patience_s):
            raise StoreError(f"{where} is busy with another change. Try again in a moment.")
        self._holder = threading.get_ident()
        try:
            yield
        finally:
            self._holder = None
            self._lock.release()


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Database:
    """An open home. Threads may share it; readers run side by side, writers one after another."""

    path: Path
    engine: Engine
    patience_s: float
    _turn: _Turn

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """One consistent view of the home; nothing can be changed through it."""
        with self.engine.connect() as connection, connection.begin():
            yield Tx(connection)

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """One change: kept whole when the block ends, undone whole when it raises."""
        with (
            self._turn(self.patience_s, str(self.path)),
            self.engine.connect() as connection,
            connection.execution_options(**_WRITES).begin(),
        ):
            yield Tx(connection, writable=True)

    def close(self) -> None:
        """Close every connection; the home can be opened again."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open(where: Path | str, *, patience_s: float = PATIENCE_S) -> Database:
    """Open the home's database file, making or migrating it first where needed.

    patience_s: how long a change waits for another program's change. Raises StoreError.
    """
    path = _file(where)
    version = migrating.version_of(path, patience_s)
    engine = _engine(path, patience_s)
    database = Database(path, engine, patience_s, _Turn())
    if version != migrating.HEAD:
        with database.write() as tx:
            migrating.upgrade(tx.connection)
    return database


def _file(where: Path | str) -> Path:
    if "://" in str(where):
        raise StoreError(
            f"{where} is a database server; this version of heed keeps a home in one SQLite file. "
            "Give a path."
        )
    path = Path(where).expanduser()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {path.parent} cannot be made: {error.strerror}. Choose another home."
        ) from error
    return path


def _engine(path: Path, patience_s: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        connect_args={"timeout": patience_s, "isolation_level": None},
        max_overflow=-1,
        json_deserializer=_unnest,
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", partial(_translate, str(path)))
    return engine


def _unnest(text: str) -> Any:
    # Most items have no signals, and a window of them is read at once.
    return [] if text == "[]" else json.loads(text)


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-16000")
    connection.create_function("heed_spaced", 1, spaced, deterministic=True)


def _begin(connection: Connection) -> None:
    # A change takes the write lock at once: a read that later turned into a write could not wait.
    writes = connection.get_execution_options().get("heed_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _translate(where: str, context: ExceptionContext) -> None:
    error = context.original_exception
    if isinstance(error, sqlite3.Error):
        raise complaint(error, where) from error
