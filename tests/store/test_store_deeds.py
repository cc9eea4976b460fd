"""Readings, verdicts and entries: what the reader did. None of it ever changes."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_nouns import HOUR, NOW, add_item, add_source, an_edition, law, seconds, undone

from heed import store
from heed.errors import NotFound
from heed.types import Entry, Reading, Verdict

accounts = st.sampled_from(["granted", "open", "spent", "returned"])
answers = st.sampled_from(["none", "half", "all", "more"])


def test_readings_come_back_in_order_and_add_up(db):
    with db.write() as tx:
        source = add_source(tx)
        a, b = add_item(tx, source, "a"), add_item(tx, source, "b")
        edition = store.editions.save(tx, an_edition(a))
        done = [
            Reading(a.id, NOW, 60, "web", edition.id),
            Reading(b.id, NOW - HOUR, 5, "cli"),
            Reading(a.id, NOW + HOUR, 30, "estimate"),
        ]
        for one in done:
            store.readings.add(tx, one)
        assert store.readings.all(tx) == done
        assert store.readings.all(tx, NOW) == [done[0], done[2]]
        assert store.readings.of_item(tx, a.id) == [done[0], done[2]]
        assert (store.readings.total_s(tx, a.id), store.readings.total_s(tx, 7)) == (90, 0)


@pytest.mark.parametrize(
    "deed",
    [
        lambda tx: store.readings.add(tx, Reading(7, NOW, 1, "web")),
        lambda tx: store.verdicts.add(tx, Verdict(7, "all", NOW)),
    ],
)
def test_what_is_done_with_a_missing_item_is_refused(db, deed):
    with pytest.raises(NotFound, match="not in this home any more"), db.write() as tx:
        deed(tx)


@law
@given(st.lists(st.tuples(st.sampled_from("abc"), answers, st.integers(-9, 9)), max_size=9))
def test_the_answer_given_last_counts_whatever_the_clock_said(shared, given_answers):
    with undone(shared) as tx:
        source = add_source(tx)
        ids = {key: add_item(tx, source, key).id for key in "abc"}
        said = [Verdict(ids[key], answer, NOW + n * HOUR) for key, answer, n in given_answers]
        for one in said:
            store.verdicts.add(tx, one)
        assert store.verdicts.latest(tx) == {one.item_id: one for one in said}
        for id in ids.values():
            assert store.verdicts.of_item(tx, id) == [v for v in said if v.item_id == id]


def test_an_answer_keeps_how_it_was_asked(db):
    with db.write() as tx:
        said = Verdict(add_item(tx, add_source(tx)).id, "half", NOW, "hindsight", 0.25)
        store.verdicts.add(tx, said)
        assert store.verdicts.of_item(tx, said.item_id) == [said]


@law
@given(st.lists(st.lists(st.tuples(accounts, accounts, seconds), max_size=3), max_size=4))
def test_the_ledger_always_sums_to_zero_and_loses_nothing(shared, transfers):
    with undone(shared) as tx:
        posted, totals = [], Counter()
        for group in transfers:
            number = store.entries.next_tx(tx)
            lines = [
                Entry(number, NOW, account, amount, None, 5, 6)
                for source, target, moved in group
                for account, amount in ((source, -moved), (target, moved))
            ]
            store.entries.post(tx, lines)
            posted += lines
        for line in posted:
            totals[line.account] += line.seconds
        assert store.entries.all(tx) == posted
        assert store.entries.balance(tx) == totals
        assert sum(store.entries.balance(tx).values()) == 0


def test_a_transaction_that_does_not_sum_to_zero_is_refused_whole(db):
    with db.write() as tx:
        lines = [
            Entry(1, NOW, "granted", -60),
            Entry(1, NOW, "open", 60),
            Entry(2, NOW, "open", -60),
            Entry(2, NOW, "spent", 59),
        ]
        with pytest.raises(ValueError, match=r"\{2: -1\}"):
            store.entries.post(tx, lines)
        assert store.entries.all(tx) == []


def test_a_posted_transaction_gets_no_more_lines(db):
    with db.write() as tx:
        lines = [Entry(1, NOW, "granted", -60), Entry(1, NOW, "open", 60)]
        store.entries.post(tx, lines)
        with pytest.raises(ValueError, match="posted before"):
            store.entries.post(tx, lines)


def test_transaction_numbers_are_given_out_once_and_pass_posted_ones(db):
    with db.write() as tx:
        assert [store.entries.next_tx(tx) for _ in range(3)] == [1, 2, 3]
        store.entries.post(tx, [Entry(9, NOW, "open", 0)])
        assert store.entries.next_tx(tx) == 10


def test_entries_can_be_asked_for_since_a_moment(db):
    with db.write() as tx:
        old, new = (
            [Entry(number, at, "granted", -1), Entry(number, at, "open", 1)]
            for number, at in ((1, NOW - HOUR), (2, NOW))
        )
        store.entries.post(tx, old + new)
        assert store.entries.all(tx, NOW) == new
