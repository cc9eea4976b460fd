"""Nothing is lost: full disks, kill -9, two processes at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from store_nouns import NOW, add_item, add_source

from heed import store
from heed.errors import StoreError
from heed.types import Entry

HERE = str(Path(__file__).parent)
WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from heed import store
from heed.types import Entry
from store_nouns import NOW, add_item, add_source
db = store.open(sys.argv[1])
name = sys.argv[3]
with db.write() as tx:
    source = add_source(tx, name)
for number in range(int(sys.argv[4])):
    with db.write() as tx:
        item = add_item(tx, source, str(number), text=f"{name} {number} " * 50)
        ledger = store.entries.next_tx(tx)
        store.entries.post(tx, [
            Entry(ledger, NOW, "granted", -1, item_id=item.id),
            Entry(ledger, NOW, "open", 1, item_id=item.id),
        ])
    print(number, flush=True)
"""
LIMITED = """
import resource, sys
sys.path.insert(0, sys.argv[2])
from heed import errors, store
from store_nouns import add_item, add_source
db = store.open(sys.argv[1])
with db.write() as tx:
    source = add_source(tx)
    add_item(tx, source, "before")
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    with db.write() as tx:
        for number in range(200):
            add_item(tx, source, str(number), text=f"word{number} " * 500)
except errors.StoreError as error:
    print(error)
"""


def writer(path, name, count):
    command = [sys.executable, "-c", WRITER, str(path), HERE, name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def fill_up(db, source):
    with db.write() as tx:
        pages = tx.value(text("PRAGMA page_count"))
        tx.connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 20}")
        store.entries.post(tx, [Entry(1, NOW, "granted", -1), Entry(1, NOW, "open", 1)])
        for number in range(1000):
            add_item(tx, source, str(number), text=f"word{number} " * 500)


def check_whole(tx):
    assert tx.value(text("PRAGMA integrity_check")) == "ok"
    assert tx.rows(text("PRAGMA foreign_key_check")) == []
    tx.connection.exec_driver_sql(
        "INSERT INTO item_words (item_words, rank) VALUES ('integrity-check', 1)"
    )
    entries, items = store.entries.all(tx), store.items.newest(tx, 10**6)
    assert len(entries) == 2 * len(items)
    assert {one.item_id for one in entries} == {one.id for one in items}
    assert sum(store.entries.balance(tx).values()) == 0


def test_a_full_disk_in_the_middle_of_a_change_leaves_everything_as_before(db):
    with db.write() as tx:
        source = add_source(tx)
        before = add_item(tx, source, "before")
    with pytest.raises(StoreError, match=r"disk is full.*nothing was changed"):
        fill_up(db, source)
    with db.read() as tx:
        assert store.items.newest(tx, 9) == [before]
        assert store.entries.all(tx) == []
        assert tx.value(text("PRAGMA integrity_check")) == "ok"
    with db.write() as tx:
        tx.connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        add_item(tx, source, "after", text="word " * 50_000)


def test_a_limit_on_file_size_leaves_everything_as_before(db):
    run = [sys.executable, "-c", LIMITED, str(db.path), HERE]
    said = subprocess.run(run, capture_output=True, text=True, check=True)
    assert "nothing was changed" in said.stdout
    with db.read() as tx:
        assert [item.key for item in store.items.newest(tx, 9)] == ["before"]
        assert tx.value(text("PRAGMA integrity_check")) == "ok"


@pytest.mark.parametrize("after", [0, 15])
def test_what_was_kept_survives_kill_9_and_nothing_survives_in_part(db, after):
    process = writer(db.path, "victim", 10**6)
    with process.stdout as lines:
        while int(lines.readline()) < after:
            pass
        os.kill(process.pid, signal.SIGKILL)
        acknowledged = after + len(lines.readlines())
    assert process.wait() == -signal.SIGKILL
    with db.write() as tx:
        check_whole(tx)
        assert store.items.count(tx) >= acknowledged + 1


def test_two_processes_make_one_home_and_write_to_it_at_once(tmp_path):
    path = tmp_path / "heed.sqlite"
    both = [writer(path, name, 20) for name in ("one", "two")]
    for process in both:
        with process.stdout as lines:
            assert len(lines.readlines()) == 20
        assert process.wait() == 0
    with store.open(path) as db, db.write() as tx:
        check_whole(tx)
        assert store.items.count(tx) == 40
