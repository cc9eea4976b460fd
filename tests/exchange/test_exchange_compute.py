"""Turns by shares, prices of CPU-seconds, batches that waste little."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed import exchange
from heed.types import Job, Share

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def jobs(counts, first=1):
    """So many waiting jobs for each (kind, tenant), the loads in blocks one after another."""
    made = []
    for (kind, tenant), count in counts.items():
        made += [
            Job(first + len(made) + i, kind, tenant, str(i), "waiting", NOW) for i in range(count)
        ]
    return made


def work(waiting, shares, costs, budget_s, *, at_once_s=5.0):
    """CPU-seconds each tenant got, jobs being claimed a little at a time."""
    got, owed = {}, {}
    while budget_s > 0 and waiting:
        turn = exchange.turn(waiting, shares, owed, costs=costs, budget_s=at_once_s)
        owed = turn.owed
        taken = {job.id for job in turn.jobs}
        waiting = [job for job in waiting if job.id not in taken]
        for job in turn.jobs:
            got[job.tenant] = got.get(job.tenant, 0) + costs[job.kind]
            budget_s -= costs[job.kind]
    return got


def test_a_tenant_with_ten_times_the_load_gets_no_more_than_its_share():
    waiting = jobs({("encode", "busy"): 2000, ("encode", "calm"): 200})
    got = work(waiting, [], {"encode": 1.0}, 300)
    assert abs(got["busy"] - got["calm"]) <= 1


def test_a_tenant_gains_nothing_by_spreading_its_load_over_kinds():
    kinds = ("fetch", "encode", "text", "learn")
    waiting = jobs({(kind, "busy"): 500 for kind in kinds} | {("encode", "calm"): 500})
    got = work(waiting, [], dict.fromkeys(kinds, 1.0), 400)
    assert abs(got["busy"] - got["calm"]) <= 1


def test_dear_jobs_take_no_more_seconds_than_cheap_ones():
    waiting = jobs({("learn", "dear"): 100, ("text", "cheap"): 5000})
    got = work(waiting, [], {"learn": 20.0, "text": 0.5}, 1000)
    assert abs(got["dear"] - got["cheap"]) <= 20


def test_shares_are_kept_while_everybody_has_work():
    waiting = jobs({("encode", "a"): 1000, ("encode", "b"): 1000, ("text", "b"): 1000})
    shares = [Share("tenant", "b", 3.0), Share("kind", "text", 2.0)]
    got = work(waiting, shares, {"encode": 1.0, "text": 1.0}, 400)
    assert got["a"] == pytest.approx(100, abs=2)
    assert got["b"] == pytest.approx(300, abs=2)
    part = exchange.weights([("encode", "a"), ("encode", "b"), ("text", "b")], shares)
    assert list(part.values()) == pytest.approx([1 / 4, 1 / 4, 1 / 2])


def test_what_nobody_uses_goes_to_whoever_has_work():
    got = work(jobs({("encode", "a"): 50, ("encode", "b"): 5}), [], {"encode": 1.0}, 1000)
    assert got == {"a": 50, "b": 5}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["fetch", "encode", "text"]),
            st.sampled_from(["a", "b", "c"]),
            st.integers(1, 20),
        ),
        max_size=6,
    ),
    st.floats(0, 30),
)
def test_a_turn_takes_each_job_once_oldest_first_and_stays_in_its_budget(loads, budget_s):
    waiting = jobs({(kind, tenant): count for kind, tenant, count in loads})
    costs = {"fetch": 0.3, "encode": 2.0, "text": 1.1}
    turn = exchange.turn(waiting, [], {}, costs=costs, budget_s=budget_s)
    ids = [job.id for job in turn.jobs]
    assert len(ids) == len(set(ids))
    assert len(ids) >= min(1, len(waiting))
    assert len(ids) == 1 or sum(costs[job.kind] for job in turn.jobs) <= budget_s + 1e-9
    for flow in {(job.kind, job.tenant) for job in waiting}:
        queue = [job.id for job in waiting if (job.kind, job.tenant) == flow]
        mine = [job.id for job in turn.jobs if (job.kind, job.tenant) == flow]
        assert mine == queue[: len(mine)]


def test_a_flow_without_work_saves_nothing_but_keeps_its_debts():
    turn = exchange.turn(
        jobs({("encode", "a"): 1}), [], {("encode", "a"): 9.0}, costs={}, budget_s=5
    )
    assert turn.owed == {("encode", "a"): 0.0}
    owed = exchange.settle(turn.owed, ("encode", "a"), over_s=4.0)
    later = exchange.turn(jobs({("encode", "b"): 1}), [], owed, costs={}, budget_s=5)
    assert later.owed[("encode", "a")] == -4.0
    both = jobs({("encode", "a"): 9, ("encode", "b"): 9})
    turn = exchange.turn(both, [], later.owed, costs={}, budget_s=4)
    assert [job.tenant for job in turn.jobs] == ["b"] * 4


def test_a_kind_with_too_small_a_share_is_dear():
    demands = {("encode", "home"): 90.0, ("fetch", "home"): 10.0}
    even = {one.kind: one.price for one in exchange.kind_prices(demands, [], seconds=100)}
    assert even["encode"] == pytest.approx(9 * even["fetch"], rel=0.01)
    assert even["learn"] is None
    fitting = exchange.kind_prices(demands, [Share("kind", "encode", 9.0)], seconds=100)
    assert [one.price for one in fitting if one.price] == pytest.approx([1, 1], rel=0.01)
    assert sum(one.seconds for one in fitting) == pytest.approx(100)


def test_a_tenant_with_a_large_share_moves_the_price_of_what_it_wants():
    demands = {("encode", "a"): 5.0, ("learn", "b"): 50.0}
    shares = [Share("tenant", "a", 4.0)]
    price = {one.kind: one.price for one in exchange.kind_prices(demands, shares, seconds=10)}
    assert price["encode"] == pytest.approx(4 * price["learn"])


def test_nothing_wanted_has_no_price():
    assert {one.price for one in exchange.kind_prices({}, [], seconds=1)} == {None}


def test_sorted_batches_hold_every_text_once_and_waste_less():
    lengths = np.minimum(np.random.default_rng(4).lognormal(3.3, 0.7, 1000).astype(int) + 2, 64)
    made = exchange.batches(lengths.tolist(), 32, width=384)
    assert sorted(row for batch in made.rows for row in batch) == list(range(1000))
    assert list(made.costs) == sorted(made.costs, reverse=True)
    plain = exchange.batches(lengths.tolist(), 32, width=384, in_order=True)
    best, worst = (exchange.waste(one, lengths.tolist(), width=384) for one in (made, plain))
    assert 1 <= best < 1.05 < 1.3 < worst


def test_eight_workers_end_together():
    lengths = np.random.default_rng(5).lognormal(4, 0.8, 2000).astype(int) + 2
    made = exchange.batches(lengths.tolist(), 8, width=384)
    lanes, fullest = exchange.spread(made.costs, 8)
    assert fullest <= 1.01
    assert sorted(job for lane in lanes for job in lane) == list(range(len(made.rows)))
