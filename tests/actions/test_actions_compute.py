"""A home meters itself, and does what waits by shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.homes import Clock, Silence, by_spelling
from heed import store
from heed.actions import cascade, compute, sample
from heed.diet import Diet
from heed.errors import BadInput
from heed.settings import Settings
from heed.types import Job


@pytest.fixture
def diet(tmp_path: Path) -> Iterator[Diet]:
    settings = Settings(home=tmp_path, timezone="UTC")
    with store.open(settings.database) as db:
        yield Diet(db, Silence(), settings, Clock(), by_spelling)


def ran(diet: Diet, budget_s: float = 60) -> list[tuple[str, str, str]]:
    told: list[tuple[str, str, str]] = []

    def done(job: Job, cpu_s: float, trouble: str) -> None:
        told.append((job.kind, job.tenant, trouble))

    compute.run(diet, budget_s=budget_s, done=done)
    return told


def test_gathering_and_an_edition_meter_themselves(diet: Diet) -> None:
    sample.lay_out(diet)
    diet.edition()
    use = {one.kind: one for one in compute.overview(diet).flows}
    assert set(use) == {"fetch", "encode", "rank"}
    with diet.db.read() as tx:
        assert use["encode"].count == store.items.count(tx)
    assert all(one.cpu_s > 0 and one.peak_mb > 1 and one.tenant == "home" for one in use.values())
    diet.prepare()
    assert {one.kind: one.runs for one in compute.overview(diet).flows}["encode"] == 1


def test_a_share_is_kept_and_a_bad_one_refused(diet: Diet) -> None:
    compute.share(diet, "encode", 3)
    compute.share(diet, "ann", 2, tenant=True)
    assert [(one.of, one.name, one.share) for one in compute.overview(diet).shares] == [
        ("kind", "encode", 3.0),
        ("tenant", "ann", 2.0),
    ]
    for name, value, tenant in (("encode", 0, False), ("sing", 1, False), (" ", 1, True)):
        with pytest.raises(BadInput):
            compute.share(diet, name, value, tenant=tenant)


def test_what_waits_is_done_in_turn_and_on_its_tenants_account(diet: Diet) -> None:
    sample.lay_out(diet)
    for kind in ("encode", "text"):
        compute.queue(diet, kind)
        compute.queue(diet, kind, tenant="ann")
    assert {one.waits for one in compute.overview(diet).flows if one.tenant == "ann"} == {1}
    told = ran(diet)
    assert sorted(told) == sorted((k, t, "") for k in ("encode", "text") for t in ("ann", "home"))
    assert {told[0][1], told[1][1]} == {"ann", "home"}
    assert ran(diet) == []


def test_only_work_a_worker_can_do_may_wait(diet: Diet) -> None:
    for kind, tenant in (("rank", "home"), ("sing", "home"), ("fetch", " ")):
        with pytest.raises(BadInput):
            compute.queue(diet, kind, tenant=tenant)


def test_the_cascade_makes_the_vectors_that_are_worth_most_first(diet: Diet) -> None:
    sample.lay_out(diet)
    with diet.db.write() as tx:
        ids = [one.id for one in store.items.newest(tx, 1000)]
        store.vectors.forget(tx, ids)
    each = cascade.costs(diet)["encode"]
    found = cascade.plan(diet, 10.5 * each)
    assert len(found.taken) == 10
    assert found.cpu_s <= 10.5 * each
    assert found.price > 0
    cascade.carry_out(diet, found)
    with diet.db.read() as tx:
        assert set(store.vectors.load(tx, ids)) == {step.item_id for step in found.taken}
    rest = cascade.plan(diet, 1e6)
    assert rest.taken
    assert {step.item_id for step in rest.taken}.isdisjoint(step.item_id for step in found.taken)
    assert max(s.value for s in rest.taken) <= min(s.value for s in found.taken) + 1e-12
