"""A policy over time sees the week, learns on other readers, and its log is checked."""

import numpy as np
import pytest

from heed.lab import policies
from heed.lab.policy import KEPT_DAYS, WIDTH, Memory, Policy, Step, checked, fitted, live
from heed.lab.simulate import NATURES, SLOTS, TOPICS, world


def keys(*topics, bait=0.0):
    rows = np.concatenate([1.5 * np.eye(TOPICS)[list(topics)], np.zeros((len(topics), 3))], axis=1)
    rows[:, -2] = bait
    return rows


def test_an_empty_memory_reminds_of_nothing():
    assert np.abs(Memory().looked_at(keys(0, 3))).max() == 0


def test_a_piece_is_reminded_of_its_own_topic_and_less_of_older_ones():
    memory = Memory()
    memory.sleep(keys(2, 2, bait=0.5), np.array([2.0, 2.0]))
    same, other = memory.looked_at(keys(2, 5))
    assert same[0] > other[0]
    assert same[1] == pytest.approx(2 * same[0])
    assert same[2] == pytest.approx(0.5 * same[0])
    for _ in range(3):
        memory.sleep(keys(), np.zeros(0))
    assert memory.looked_at(keys(2))[0, 0] < same[0]
    for _ in range(KEPT_DAYS):
        memory.sleep(keys(), np.zeros(0))
    assert len(memory.keys) == 0


def a_step(rng, *, harm, burden):
    """A day with pieces that are good today (column 1); harm (column 2) lowers tomorrow."""
    everything = np.zeros((60, WIDTH))
    everything[:, 0] = 1
    everything[:, 1:3] = rng.random((60, 2))
    everything[:, 3] = burden / SLOTS  # what yesterday left behind shows in every piece
    shown = rng.choice(60, SLOTS, replace=False)
    chosen = everything[shown]
    reward = chosen[:, 1].sum() - burden
    step = Step(
        chosen, everything, reward, reward, 0.0, shown, int(shown[-1]), float(chosen[-1, 1])
    )
    return step, harm * chosen[:, 2].sum()


def test_fitted_q_charges_today_what_hurts_tomorrow_and_a_myopic_fit_does_not():
    rng = np.random.default_rng(4)
    logs = []
    for _ in range(8):
        burden, log = 0.0, []
        for _ in range(60):
            step, burden = a_step(rng, harm=0.8, burden=burden)
            log.append(step)
        logs.append(log)
    ahead, today = fitted(logs, discount=0.9), fitted(logs, discount=0.0)
    assert ahead[2] < -0.4
    assert abs(today[2]) < 0.2
    assert today[1] > 0.6


def test_the_same_seed_lives_the_same_life_and_the_last_slot_is_drawn():
    pools = world(3, 6)
    one, two = (live(pools, NATURES[0], Policy("myopic"), seed=3) for _ in range(2))
    assert [step.reward for step in one] == [step.reward for step in two]
    assert all(step.taken in step.pool for step in one)
    assert {step.shown.shape for step in one} == {(SLOTS, WIDTH)}


def test_a_short_log_cannot_tell_and_says_why():
    logs = [live(world(n, 5), NATURES[0], Policy("myopic"), seed=n) for n in range(3)]
    found = checked(logs, Policy("other", np.eye(WIDTH)[3]))
    assert (found.verdict, found.lack) == ("cannot tell", "rows")


def test_the_table_names_every_policy_and_the_check():
    told = "\n".join(policies.lines(seeds=2, days=10, lives=2))
    for nature in NATURES:
        assert nature.name in told
    assert told.count("minus myopic") == len(NATURES)
    assert told.count("off-policy") == len(NATURES)
    assert "learned, discount 0.9" in told
