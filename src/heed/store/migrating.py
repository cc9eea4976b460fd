"""Which version a home has, and bringing an older one up to date. The steps are in migrations."""

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, create_engine

from heed.errors import StoreError
from heed.store.complaints import complaint

HEAD = "0010"
"""The version this code reads and writes; equal to the newest file in migrations/versions."""

APPLICATION_ID = int.from_bytes(b"heed")
"""Written into the file's header, so that no other program's database is ever taken for a home."""


def version_of(path: Path, patience_s: float) -> str:
    """The home's version, "" where there is none yet. Raises StoreError, changes nothing."""
    if not path.exists():
        return ""
    try:
        with closing(sqlite3.connect(path, timeout=patience_s)) as connection:
            version = _version(connection)
    except sqlite3.Error as error:
        raise complaint(error, str(path)) from error
    _check(version, path)
    return version or ""


def upgrade(connection: Connection) -> None:
    """Take every step this home has not taken yet, inside the connection's transaction."""
    held = connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if held:
        take_every_step(connection)
        return
    for line in _steps_at_once():
        connection.exec_driver_sql(line)


@cache
def _steps_at_once() -> tuple[str, ...]:
    """What all steps leave in a home that was empty, as statements: kept, as people's homes are
    made one after another in a house."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        take_every_step(connection)
        made = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
            "AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') "
            "ORDER BY rowid"
        )
        statements = [str(one) for one in made.scalars()]
    engine.dispose()
    return (
        f"PRAGMA application_id={APPLICATION_ID}",
        *statements,
        f"INSERT INTO alembic_version VALUES ('{HEAD}')",
    )


def take_every_step(connection: Connection) -> None:
    """The steps one after another, from whatever version the home has."""
    # Imported here: Alembic costs more time than opening a current home altogether.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _version(connection: sqlite3.Connection) -> str | None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID:
        return "" if tables == 0 and application == 0 else None
    return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def _check(version: str | None, path: Path) -> None:
    if version is None:
        raise StoreError(
            f"{path} is another program's database, not heed's. Choose another home, or move "
            "that file away."
        )
    if version > HEAD:
        raise StoreError(
            f"{path} was written by a newer heed (version {version}, this one knows {HEAD}). "
            "Update heed."
        )
