"""Members, needs, market days and assignments come back as they were; older homes get them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from store_nouns import DAY, NOW, a_day, an_assignment

import heed.store
from heed import store
from heed.errors import NotFound
from heed.store import migrating


def test_a_member_comes_back_and_leaves_only_a_name(db):
    with db.write() as tx:
        ada = store.members.add(tx, name="Ada", offer_s=900, at=NOW)
        changed = replace(ada, offer_s=60, interests=("tides", "利率"), skills=("law",))
        store.members.update(tx, changed)
        assert store.members.all(tx) == [changed]
        store.members.remove(tx, ada.id)
        assert store.members.all(tx) == []
        assert store.members.ever(tx) == {ada.id: changed}
        with pytest.raises(NotFound):
            store.members.remove(tx, ada.id)
        with pytest.raises(NotFound):
            store.members.update(tx, ada)


def test_a_need_comes_back_until_it_is_taken_back(db):
    with db.write() as tx:
        one = store.needs.add(
            tx,
            scope="words",
            subject="rates 利率",
            least=1,
            most=3,
            at=NOW,
            until=DAY,
            skills=["law"],
            barred=[2, 5],
        )
        assert store.needs.all(tx) == [one]
        assert one.barred == (2, 5)
        store.needs.remove(tx, one.id)
        assert store.needs.all(tx) == []
        with pytest.raises(NotFound):
            store.needs.remove(tx, one.id)


def test_a_market_day_comes_back_as_it_was_cleared(db):
    with db.write() as tx:
        assert store.marketdays.latest(tx) is None
        first = store.marketdays.save(tx, a_day())
        assert store.marketdays.latest(tx) == first
        assert replace(first, id=0) == a_day()
        second = store.marketdays.save(tx, replace(a_day(), seats=(), wanted=(), audits=()))
        assert store.marketdays.latest(tx) == second
        with pytest.raises(ValueError, match="cleared already"):
            store.marketdays.save(tx, first)


def test_an_assignment_is_settled_once(db):
    with db.write() as tx:
        day = store.marketdays.save(tx, a_day())
        store.assignments.add(tx, [an_assignment(), an_assignment(8, 2)], day.id)
        first, second = store.assignments.of_market(tx, day.id)
        assert replace(first, id=0, market_id=0) == an_assignment()
        later = NOW + timedelta(minutes=5)
        store.assignments.settle(tx, first.id, "read", at=later, note="Two\nlines.")
        done = replace(first, state="read", settled_at=later, note="Two\nlines.")
        assert store.assignments.get(tx, first.id) == done
        assert store.assignments.settled(tx) == [done]
        assert store.assignments.of_market(tx, day.id) == [done, second]
        with pytest.raises(NotFound):
            store.assignments.settle(tx, first.id, "passed", at=later)
        with pytest.raises(NotFound):
            store.assignments.get(tx, 99)


def test_a_home_without_a_team_gets_its_tables_and_keeps_what_it_has(tmp_path):
    path = tmp_path / "heed.sqlite"
    engine = sa.create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(heed.store.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(sa.text("INSERT INTO state (name, data) VALUES ('kept', x'2a')"))
    engine.dispose()
    assert migrating.version_of(path, 1) == "0001"

    with store.open(path) as db, db.write() as tx:
        assert store.states.get(tx, "kept") == b"*"
        assert store.members.add(tx, name="Ada", offer_s=60, at=NOW).id == 1

    assert migrating.version_of(path, 1) == migrating.HEAD
