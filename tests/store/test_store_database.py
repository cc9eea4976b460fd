import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta, timezone

import pytest
from sqlalchemy import text
from store_nouns import NOW, add_item, add_source

from heed import store
from heed.errors import StoreError

AS_NOBODY = """
import os, sys
from heed import errors, store
os.setuid(65534)
try:
    store.open(sys.argv[1])
except errors.StoreError as error:
    print(error)
"""


class Broken(Exception):
    pass


def broken(db, source):
    with db.write() as tx:
        add_item(tx, source, title="After")
        store.states.put(tx, "lsa", b"new")
        raise Broken


def test_a_change_that_raises_leaves_everything_as_it_was(db):
    with db.write() as tx:
        source = add_source(tx)
        add_item(tx, source, title="Before")
    with pytest.raises(Broken):
        broken(db, source)
    with db.read() as tx:
        [item] = store.items.newest(tx, 9)
        assert item.title == "Before"
        assert len(store.items.search(tx, "before")) == 1
        assert store.states.get(tx, "lsa") is None


def test_a_reading_transaction_changes_nothing(db):
    with db.read() as tx, pytest.raises(ValueError, match="only reads"):
        add_source(tx)


def test_a_write_inside_a_write_is_told_so_and_does_not_hang(db):
    with db.write() as tx:
        with pytest.raises(ValueError, match="already open"), db.write():
            pass
        add_source(tx)
    with db.write() as tx:
        assert len(store.sources.all(tx)) == 1


def test_a_reader_sees_the_home_as_it_was_when_it_began(db):
    with db.read() as reader:
        assert store.sources.all(reader) == []
        with db.write() as tx:
            add_source(tx)
        assert store.sources.all(reader) == []
    with db.read() as reader:
        assert len(store.sources.all(reader)) == 1


def test_threads_read_and_write_at_once_and_nothing_is_lost(db):
    def write(worker):
        for number in range(15):
            with db.write() as tx:
                add_source(tx, f"{worker}-{number}")

    def read(_):
        counts = []
        for _ in range(15):
            with db.read() as tx:
                counts.append(len(store.sources.all(tx)))
        return counts == sorted(counts)

    with ThreadPoolExecutor(6) as pool:
        writers, readers = pool.map(write, range(3)), pool.map(read, range(3))
        assert list(writers) == [None] * 3
        assert all(readers)
    with db.read() as tx:
        assert len(store.sources.all(tx)) == 45


def test_a_writer_that_waits_too_long_in_one_process_is_told_so(db):
    impatient = store.open(db.path, patience_s=0.05)
    started, done = threading.Event(), threading.Event()

    def hold():
        with impatient.write():
            started.set()
            done.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    started.wait(10)
    with pytest.raises(StoreError, match="busy with another change"), impatient.write():
        pass
    done.set()
    holder.join()
    impatient.close()


def test_a_home_locked_by_another_program_is_said_so(db):
    with store.open(db.path, patience_s=0.05) as impatient, db.write():
        with pytest.raises(StoreError, match="locked; nothing was changed"), impatient.write():
            pass
        with impatient.read() as tx:
            assert store.sources.all(tx) == []


def test_another_programs_database_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "theirs.sqlite"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE thing (id)")
    theirs.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program's database"):
        store.open(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_not_touched(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("Dear diary, " * 100)
    with pytest.raises(StoreError, match="not a heed database"):
        store.open(path)
    assert path.read_text() == "Dear diary, " * 100


def test_a_home_of_a_newer_heed_is_refused(db):
    with db.write() as tx:
        tx.write(text("UPDATE alembic_version SET version_num = '9999'"))
    db.close()
    with pytest.raises(StoreError, match=r"newer heed \(version 9999.*Update heed"):
        store.open(db.path)


@pytest.mark.parametrize("whole_share", [0.1, 0.5])
def test_a_damaged_file_is_said_so_at_the_latest_when_the_damage_is_met(db, whole_share):
    with db.write() as tx:
        source = add_source(tx)
        for number in range(200):
            add_item(tx, source, str(number), text="word " * 500)
    db.close()
    data = db.path.read_bytes()
    kept = int(len(data) * whole_share)
    db.path.write_bytes(data[:kept] + b"\x5a" * (len(data) - kept))
    with pytest.raises(StoreError, match=r"is damaged\. .* restore your latest archive"):
        read_all(db.path)


def read_all(path):
    with store.open(path) as damaged, damaged.read() as tx:
        store.items.newest(tx, 999)


@pytest.mark.parametrize("where", ["folder", "file/heed.sqlite"])
def test_a_place_that_cannot_hold_a_home_is_said_so(tmp_path, where):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be"):
        store.open(tmp_path / where)


def test_a_database_server_is_refused_for_now():
    with pytest.raises(StoreError, match="SQLite file"):
        store.open("postgresql://localhost/heed")


@pytest.mark.skipif("__import__('os').getuid() != 0", reason="needs root, to become nobody")
@pytest.mark.parametrize("place", ["locked/heed.sqlite", "locked/new/heed.sqlite"])
def test_a_folder_that_may_not_be_written_is_said_so(tmp_path, place):
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    (tmp_path / "locked").mkdir(mode=0o755)
    run = [sys.executable, "-c", AS_NOBODY, str(tmp_path / place)]
    said = subprocess.run(run, capture_output=True, text=True, check=False)
    assert "Choose another home" in said.stdout or "you may read and write" in said.stdout, said


@pytest.mark.skipif("__import__('os').getuid() != 0", reason="needs root, to become nobody")
def test_a_home_that_may_only_be_read_is_said_so(tmp_path, empty_home):
    for folder in (tmp_path, *tmp_path.parents[:3]):
        folder.chmod(0o755)
    path = tmp_path / "heed.sqlite"
    path.write_bytes(empty_home.read_bytes())
    path.chmod(0o444)
    run = [sys.executable, "-c", AS_NOBODY, str(path)]
    said = subprocess.run(run, capture_output=True, text=True, check=False)
    assert f"{path} or its folder may not be written to" in said.stdout, said


def test_times_are_utc_whatever_zone_they_came_in(db):
    far = timezone(timedelta(hours=8))
    with db.write() as tx:
        item = add_item(tx, add_source(tx), seen_at=NOW.astimezone(far))
        kept = store.items.get(tx, item.id).seen_at
        assert (kept, kept.utcoffset()) == (NOW, timedelta(0))
