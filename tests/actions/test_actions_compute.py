"""A home meters itself, and does what waits by shares."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fakes.homes import Clock, Silence, by_spelling
from heed import intake, store
from heed.actions import cascade, compute, sample, summary
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
    rest = [step for step in cascade.plan(diet, 1e6).taken if step.kind == "encode"]
    assert rest
    assert {step.item_id for step in rest}.isdisjoint(step.item_id for step in found.taken)
    assert max(step.value for step in rest) <= min(step.value for step in found.taken) + 1e-12


def test_the_cascade_buys_the_summaries_of_todays_edition(diet: Diet) -> None:
    sample.lay_out(diet)
    slots = {one.item_id: one for one in diet.edition().slots}
    found = cascade.plan(diet, 1e6)
    wanted = [step.item_id for step in found.taken if step.kind == "summary"]
    assert wanted
    assert all(slots[id].seconds > summary.SECONDS for id in wanted)
    cascade.carry_out(diet, found)
    with diet.db.read() as tx:
        pieces = store.items.many(tx, wanted)
    for item in pieces.values():
        made = summary.made_ahead(diet, item)
        assert made is not None
        assert made == summary.of_text(item.text, summary.SECONDS, diet.settings, diet.encoder)
    assert not [step for step in cascade.plan(diet, 1e6).taken if step.kind == "summary"]
    assert {one.kind: one.count for one in compute.overview(diet).flows}["summary"] == len(wanted)


def test_a_summary_of_a_text_that_changed_is_made_anew(diet: Diet) -> None:
    sample.lay_out(diet)
    assert cascade.ahead(diet, 1e6) > 0
    assert cascade.ahead(diet, 1e6) == 0
    with diet.db.write() as tx:
        held = store.items.many(tx, [one.item_id for one in diet.preview(diet.today()).slots])
        item = next(one for one in held.values() if summary.made_ahead(diet, one))
        store.items.set_text(tx, item.id, f"{item.text} And one more.", item.html, item.seconds)
        item = store.items.get(tx, item.id)
    assert summary.made_ahead(diet, item) is None
    assert summary.not_made(diet, [item]) == [item]


def test_working_ahead_keeps_to_its_seconds(diet: Diet) -> None:
    sample.lay_out(diet)
    assert cascade.ahead(diet, 0) == 0
    each = cascade.costs(diet)["summary"]
    assert cascade.ahead(diet, 2.5 * each) == 2


def test_a_refit_is_bought_where_words_are_new_to_what_was_fitted(diet: Diet) -> None:
    sample.lay_out(diet)
    assert not [step for step in cascade.plan(diet, 1e6).taken if step.kind == "fit"]
    with diet.db.read() as tx:
        known = store.items.newest(tx, 1000)
    more = [replace(one, id=one.id + 10_000, key=f"{one.key} again") for one in known] * 9
    more = [replace(one, id=one.id + n, key=f"{one.key} {n}") for n, one in enumerate(more)]
    with diet.db.write() as tx:
        store.items.save(tx, more)
        store.states.put(tx, intake.FITTED_ON, str(6 * len(known)).encode())
    diet.prepare()
    found = cascade.plan(diet, 1e6)
    assert [step.item_id for step in found.taken if step.kind == "fit"] == [0]
    cascade.carry_out(diet, found)
    assert not [step for step in cascade.plan(diet, 1e6).taken if step.kind == "fit"]
    texts, fitted_on, _ = intake.to_fit(diet.db)
    assert texts == fitted_on > 6 * len(known)
    with diet.db.read() as tx:
        assert store.states.get(tx, intake.FITTED)
