"""Meters add up by day, shares and debts come back, jobs wait, are taken once and settled."""

from datetime import timedelta

import pytest
from store_nouns import DAY, NOW

from heed import store
from heed.errors import NotFound
from heed.types import Share, Spent

WORKED = Spent("encode", "home", cpu_s=1.5, wall_s=2.0, peak_mb=100.0, count=10)


def test_a_days_runs_add_up_and_the_most_memory_stays(db):
    with db.write() as tx:
        store.meters.add(tx, WORKED, DAY)
        store.meters.add(tx, Spent("encode", "home", 0.5, 1.0, 80.0, 5), DAY)
        store.meters.add(tx, Spent("encode", "ann", 0.5, 1.0, 80.0, 5), DAY)
        store.meters.add(tx, WORKED, DAY - timedelta(days=1))
    with db.read() as tx:
        ann, home = store.meters.since(tx, DAY)
        assert (home.runs, home.count, home.cpu_s, home.wall_s) == (2, 15, 2.0, 3.0)
        assert home.peak_mb == 100
        assert ann.cpu_s == 0.5
        assert len(store.meters.since(tx, DAY - timedelta(days=1))) == 3


def test_shares_and_debts_come_back(db):
    with db.write() as tx:
        store.shares.put(tx, Share("kind", "encode", 2.0))
        store.shares.put(tx, Share("kind", "encode", 3.0))
        store.shares.put(tx, Share("tenant", "安", 1.5))
        store.shares.owe(tx, {("encode", "home"): 0.25, ("text", "home"): 0.0})
        assert store.shares.all(tx) == [Share("kind", "encode", 3.0), Share("tenant", "安", 1.5)]
        assert store.shares.deficits(tx) == {("encode", "home"): 0.25}
        store.shares.owe(tx, {})
        assert store.shares.deficits(tx) == {}


def test_the_same_work_waits_once(db):
    with db.write() as tx:
        first = store.jobs.queue(tx, "text", "home", "", at=NOW)
        assert store.jobs.queue(tx, "text", "home", "", at=NOW) == first
        other = store.jobs.queue(tx, "text", "ann", "", at=NOW)
        assert store.jobs.waiting(tx, NOW) == [first, other]
        assert store.jobs.newest(tx, 1) == [other]


def test_a_taken_job_is_taken_again_only_after_its_worker_fell_silent(db):
    later = NOW + timedelta(minutes=30)
    with db.write() as tx:
        job = store.jobs.queue(tx, "text", "home", "", at=NOW)
        store.jobs.take(tx, [job.id], until=later)
        assert store.jobs.waiting(tx, NOW) == []
        assert [one.tries for one in store.jobs.waiting(tx, later)] == [1]
        for _ in range(2):
            store.jobs.take(tx, [job.id], until=later)
        assert store.jobs.waiting(tx, later) == []


def test_a_job_is_settled_once_and_tells_what_its_kind_costs(db):
    with db.write() as tx:
        for cpu_s in (1.0, 3.0):
            job = store.jobs.queue(tx, "text", "home", str(cpu_s), at=NOW)
            store.jobs.take(tx, [job.id], until=NOW)
            store.jobs.settle(tx, job.id, "done", cpu_s=cpu_s)
        assert store.jobs.costs(tx) == {"text": 2.0}
        with pytest.raises(NotFound, match="Nobody holds job"):
            store.jobs.settle(tx, job.id, "done", cpu_s=1.0)
