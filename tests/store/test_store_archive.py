import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from sqlalchemy import BigInteger, Boolean, Date, Double, LargeBinary, Text, text
from store_nouns import (
    NOW,
    a_day,
    add_item,
    add_source,
    an_assignment,
    an_edition,
    editions,
    item_fields,
    law,
    undone,
)

from heed import store
from heed.errors import BadInput, StoreError
from heed.store import columntypes
from heed.types import (
    Alert,
    Card,
    Cue,
    Drafted,
    Entity,
    Entry,
    LeftOut,
    Question,
    Reading,
    ReadingPlace,
    Reason,
    Review,
    Rule,
    RulePrice,
    Sighting,
    Signal,
    Summary,
    Told,
    Tone,
    Verdict,
    Visit,
)


def contents(tx):
    tables = store.archive.TABLES
    return {t.name: tx.rows(t.select().order_by(*t.primary_key)) for t in tables}


def fill(tx):
    """Something in every table."""
    source, gone = add_source(tx, topic="科学"), add_source(tx, "gone")
    item = add_item(tx, source, title="利率下调", signals=("caps",), updated_at=NOW)
    kept = add_item(tx, gone, "kept")
    reasons = (Reason("liked", 0.1, "因为", item.id), Reason("recency", -1.5))
    store.visits.save(tx, Visit(source.id, NOW))
    store.vectors.save(tx, "e", [item.id], np.array([[0.5, -1.0]], np.float32))
    told = Told("利率", 0, 2, 0.5, 1.0, True)
    store.summaries.keep(tx, item.id, "d", Summary((told,), 30.0))
    issued = store.editions.save(tx, an_edition_with(item, reasons))
    store.readings.add(tx, Reading(item.id, NOW, 60, "web", issued.id))
    store.verdicts.add(tx, Verdict(kept.id, "half", NOW, "asked", 0.5))
    number = store.entries.next_tx(tx)
    lines = [Entry(number, NOW, "granted", -60, issued.id), Entry(number, NOW, "open", 60)]
    store.entries.post(tx, lines)
    store.rules.add(tx, scope="topic", subject="科学", bound="floor", seconds=300)
    store.members.add(tx, name="陈", offer_s=60, at=NOW)
    store.needs.add(tx, scope="topic", subject="科学", least=1, most=2, at=NOW, barred=[1])
    store.assignments.add(tx, [an_assignment()], store.marketdays.save(tx, a_day()).id)
    store.highlights.add(tx, item_id=item.id, quote="利率", note="why", start=0, at=NOW)
    store.saved.add(tx, kept.id, NOW)
    store.saved.keep_place(tx, ReadingPlace(item.id, 0.5, NOW))
    made = Card(0, "cloze", item.id, None, "[…]下调", "利率", NOW, 1.3, 5.0, NOW, NOW)
    card = store.cards.add(tx, made)
    store.cards.answer(tx, card, Review(card.id, NOW, "good", 9, 0.9, issued.id))
    store.goals.add(tx, topic="科学", weekly_s=600, questions=["为什么？"], at=NOW)
    watch = store.watches.add(tx, "钱", at=NOW, words=["利率"], entities=[Entity("央行", ("PBC",))])
    tone = Tone("央行", 0.5, (Cue("下调", 2, 4, 0.7, 0.7),))
    store.tonings.keep(tx, watch.id, {item.id: ("e", (tone,))})
    seen = Sighting(item.id, item.id, source.id, NOW, "利率下调", ("利率",), (tone,))
    signal = Signal("volume", 9.0, 2.0, 3.5, 28, True)
    store.alerts.add(tx, Alert(0, watch.id, NOW.date(), NOW, (signal,), (seen,)))
    store.states.put(tx, "lsa", bytes(range(256)))
    store.sources.remove(tx, gone.id)
    for table in store.archive.TABLES:
        if not tx.rows(table.select()):
            tx.insert(table, [{one.name: something(one.type) for one in table.columns}])


def something(kind):
    """A value a column of this kind can hold; what matters here is that it comes back."""
    kinds = (
        (columntypes.Moment, NOW),
        (Date, NOW.date()),
        (Boolean, True),
        (Double, 0.5),
        (LargeBinary, b"\0x"),
        (BigInteger, 7),
        (Text | columntypes.Words, "字"),
    )
    return next((value for one, value in kinds if isinstance(kind, one)), ())


def an_edition_with(item, reasons):
    plain = an_edition(item)
    slot = replace(plain.slots[0], reasons=reasons)
    other = LeftOut(5, 5, "t", "s", 60, 0.5, None, reasons)
    priced = RulePrice(Rule(1, "topic", "科学", "floor", 300), 0.1)
    return replace(
        plain,
        slots=(slot,),
        left_out=(other,),
        rules=(priced,),
        questions=(Question(item.id, 0.5),),
        drafted=(Drafted(item.id, "first", 0, "heed", "recency"),),
        seed=2**100,
    )


@pytest.fixture
def archive(db, tmp_path):
    with db.write() as tx:
        fill(tx)
        store.archive.dump(tx, tmp_path / "home.zip")
    return tmp_path / "home.zip"


@pytest.fixture
def fresh(tmp_path):
    with store.open(tmp_path / "fresh" / "heed.sqlite") as opened:
        yield opened


def test_a_restored_home_equals_the_one_dumped_in_every_table(db, archive, fresh):
    with fresh.write() as tx:
        store.archive.restore(tx, archive)
    with db.read() as before, fresh.read() as after:
        assert contents(after) == contents(before)
        assert all(contents(after).values())
        [hit] = store.items.search(after, "利率")
        assert hit == store.items.search(before, "利率")[0]
        # Its source was removed, so it stays out of sight.
        assert store.items.search(after, "kept") == []


OURS = text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'item_words%'")


def test_everything_travels_but_who_may_enter(db):
    with db.read() as tx:
        held = {row.name for row in tx.rows(OURS)}
    stays = {"person", "access", "alembic_version", "sqlite_sequence"}
    assert {one.name for one in store.archive.TABLES} == held - stays


def test_the_same_home_gives_the_same_bytes(db, archive, fresh, tmp_path):
    with fresh.write() as tx:
        store.archive.restore(tx, archive)
        store.archive.dump(tx, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


@law
@given(item_fields, editions)
def test_whatever_a_home_holds_comes_through_an_archive(shared, empty_home, item, edition):
    folder = shared.path.parent
    with undone(shared) as tx:
        add_item(tx, add_source(tx), **item)
        store.editions.save(tx, edition)
        store.archive.dump(tx, folder / "any.zip")
        before = contents(tx)
    with undone(shared) as tx:
        store.archive.restore(tx, folder / "any.zip")
        assert contents(tx) == before


def test_numbers_go_on_where_the_dumped_home_stopped(db, archive, fresh):
    with fresh.write() as tx:
        store.archive.restore(tx, archive)
        taken = set(store.sources.ever(tx))
        assert add_source(tx, "https://example.org/new").id > max(taken)
        assert store.entries.next_tx(tx) == 2
        assert store.items.next_ids(tx, NOW, 1)[0] > max(
            one.id for one in store.items.newest(tx, 9)
        )


def test_a_home_that_is_not_empty_is_not_restored_into(db, archive):
    with db.write() as tx:
        before = contents(tx)
        with pytest.raises(BadInput, match="not empty"):
            store.archive.restore(tx, archive)
        assert contents(tx) == before


def rewritten(archive, name, change):
    """A copy of the archive with one file changed, or left out where `change` gives None."""
    copy = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(copy, "w") as new:
        for entry in old.namelist():
            data = old.read(entry) if entry != name else change(old.read(entry))
            if data is not None:
                new.writestr(entry, data)
    return copy


WRONG = {
    "a missing table": ("verdict.jsonl", lambda _: None),
    "a broken line": ("verdict.jsonl", lambda data: data[:-9]),
    "a missing column": ("verdict.jsonl", lambda data: data.replace(b'"answer"', b'"answers"')),
    "a row of nothing": ("entry.jsonl", lambda data: data + b"7\n"),
    "a reading of nothing": ("item.jsonl", lambda _: b""),
    "a value of the wrong kind": ("item.jsonl", lambda data: data.replace(b'"k1"', b"null")),
    "no manifest": ("manifest.json", lambda _: None),
    "a manifest of something else": ("manifest.json", lambda _: b'{"format": "x", "version": 1}'),
    "a manifest that is a list": ("manifest.json", lambda _: b"[]"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_archive_restores_nothing_and_is_said_so(archive, fresh, wrong):
    with fresh.write() as tx:
        with pytest.raises(BadInput, match="not a whole heed archive; nothing was restored"):
            store.archive.restore(tx, rewritten(archive, *WRONG[wrong]))
        assert not any(contents(tx).values())


def test_any_cut_archive_restores_nothing(archive, fresh):
    whole = archive.read_bytes()
    for end in range(0, len(whole), len(whole) // 12):
        archive.write_bytes(whole[:end])
        with fresh.write() as tx:
            with pytest.raises(BadInput, match="nothing was restored"):
                store.archive.restore(tx, archive)
            assert not any(contents(tx).values())


def test_an_archive_of_another_version_is_said_so(archive, fresh):
    manifest = json.dumps({"format": "heed home", "version": "9999"})
    newer = rewritten(archive, "manifest.json", lambda _: manifest)
    with fresh.write() as tx, pytest.raises(BadInput, match="archive of version 9999"):
        store.archive.restore(tx, newer)


def test_an_archive_that_is_not_there_is_said_so(fresh, tmp_path):
    with fresh.write() as tx, pytest.raises(BadInput, match="cannot be read: No such file"):
        store.archive.restore(tx, tmp_path / "none.zip")


@pytest.mark.parametrize("place", ["folder", "none/home.zip"])
def test_a_dump_that_fails_says_so_and_leaves_nothing_behind(db, tmp_path, place):
    (tmp_path / "folder").mkdir()
    with db.read() as tx, pytest.raises(StoreError, match="cannot be written"):
        store.archive.dump(tx, tmp_path / place)
    assert list(tmp_path.rglob("*.part")) == []


def test_the_archive_holds_plain_json_lines(archive):
    with zipfile.ZipFile(archive) as whole:
        names = {"manifest.json"} | {f"{table.name}.jsonl" for table in store.archive.TABLES}
        assert set(whole.namelist()) == names
        [slot] = [json.loads(line) for line in whole.read("slot.jsonl").splitlines()]
    assert slot["reasons"] == [["liked", 0.1, "因为", slot["item_id"]], ["recency", -1.5, "", None]]
