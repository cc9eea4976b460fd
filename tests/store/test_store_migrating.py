import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import heed.store
from heed import store
from heed.store import migrating
from heed.store.schema import metadata

OPEN_TWICE = """
import sys
from heed import store
store.open(sys.argv[1]).close()
print("alembic" in sys.modules)
"""


def is_ours(name, kind, _):
    return kind != "table" or not name.startswith("item_words")


def test_the_migrations_make_exactly_the_tables_the_code_speaks_of(db):
    with db.read() as tx:
        context = MigrationContext.configure(
            tx.connection, opts={"include_name": is_ours, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_the_version_this_code_knows_is_the_newest_migration():
    config = Config()
    folder = Path(heed.store.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [migrating.HEAD]


def test_a_new_home_is_made_with_its_folders(tmp_path):
    path = tmp_path / "a" / "b" / "heed.sqlite"
    with store.open(path) as db, db.read() as tx:
        assert store.items.count(tx) == 0
    assert migrating.version_of(path, 1) == migrating.HEAD


def test_a_current_home_opens_without_the_migration_library(empty_home, tmp_path):
    path = tmp_path / "heed.sqlite"
    path.write_bytes(empty_home.read_bytes())
    run = [sys.executable, "-c", OPEN_TWICE, str(path)]
    assert subprocess.run(run, capture_output=True, check=True, text=True).stdout == "False\n"


def laid_out(db):
    """Every table, index and trigger of the home, as SQLite keeps it, and its two marks."""
    with db.read() as tx:
        rows = tx.connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
        return sorted(map(str, rows)), [
            tx.connection.exec_driver_sql(one).scalar_one()
            for one in ("PRAGMA application_id", "SELECT version_num FROM alembic_version")
        ]


def test_a_home_made_at_once_is_one_that_took_every_step(tmp_path, monkeypatch):
    with store.open(tmp_path / "at_once.sqlite") as db:
        at_once = laid_out(db)
    monkeypatch.setattr(migrating, "upgrade", migrating.take_every_step)
    with store.open(tmp_path / "steps.sqlite") as db:
        assert laid_out(db) == at_once
