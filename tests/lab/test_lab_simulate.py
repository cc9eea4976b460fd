"""The simulated reader: the same days for every ranking, within the minutes, and told plainly."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from heed.lab.outcome import MEASURES, gains, told, totals
from heed.lab.simulate import (
    MINUTES_A_DAY,
    NATURES,
    POLICIES,
    SLOTS,
    Course,
    live,
    simulate,
    world,
)

TEMPTED, SILENT, CANDID = NATURES


@pytest.fixture(scope="module")
def courses() -> list[Course]:
    return simulate(seeds=2, days=21)


def test_every_ranking_lives_with_every_reader_under_every_seed(courses: list[Course]) -> None:
    lived = {(one.nature, one.policy, one.seed) for one in courses}

    assert lived == set(product([one.name for one in NATURES], POLICIES, range(2)))


def test_nobody_reads_beyond_the_minutes_or_the_edition(courses: list[Course]) -> None:
    for one in courses:
        assert one.minutes.max() <= MINUTES_A_DAY + 1e-9
        assert one.clicks.max() <= SLOTS
        assert (one.worth <= 2 * one.minutes + 1e-9).all()


def test_the_same_seed_lives_the_same_days(courses: list[Course]) -> None:
    again = simulate(seeds=2, days=21)

    for one, other in zip(courses, again, strict=True):
        np.testing.assert_array_equal(one.worth, other.worth)


def test_a_ranking_that_does_not_learn_meets_the_same_clicks_however_few_are_answered() -> None:
    pools = world(3, 14)
    open_one, silent = (live(pools, one, "newest", seed=3) for one in (TEMPTED, SILENT))

    np.testing.assert_array_equal(open_one.clicks, silent.clicks)
    np.testing.assert_array_equal(open_one.worth, silent.worth)


def test_who_never_answers_teaches_worth_nothing() -> None:
    pools = world(4, 30)
    mute = live(pools, replace(TEMPTED, answers=0.0), "worth", seed=4)
    lucky = live(pools, replace(TEMPTED, answers=0.0), "random", seed=4)
    told_all = live(pools, replace(TEMPTED, answers=1.0), "worth", seed=4)

    assert abs(mute.worth.mean() - lucky.worth.mean()) < 2.5
    assert told_all.worth.sum() > mute.worth.sum()


def test_each_reward_brings_what_it_asks_for() -> None:
    sums = {
        (one.nature, one.policy): one
        for one in totals(simulate(seeds=3, days=60, natures=[TEMPTED]))
    }
    by = {policy: sums[TEMPTED.name, policy] for policy in POLICIES}

    assert max(POLICIES, key=lambda one: by[one].rate) == "worth"
    assert max(POLICIES, key=lambda one: by[one].clicks) == "click"
    assert max(POLICIES, key=lambda one: by[one].minutes) == "dwell"


def test_an_interval_holds_its_gain(courses: list[Course]) -> None:
    compared = gains(courses)

    assert len(compared) == len(NATURES) * (len(POLICIES) - 1) * len(MEASURES)
    assert all(one.low <= one.gain <= one.high for one in compared)


def test_a_gain_is_the_difference_of_totals(courses: list[Course]) -> None:
    sums = {(one.nature, one.policy): one for one in totals(courses)}

    for one in gains(courses):
        mine, rival = sums[one.nature, "worth"], sums[one.nature, one.rival]
        assert one.gain == pytest.approx(getattr(mine, one.measure) - getattr(rival, one.measure))


def made(policy: str, worth: float) -> Course:
    row = np.full(14, worth)
    return Course(CANDID.name, policy, 0, row, row, row)  # type: ignore[arg-type]


def test_where_worth_does_not_win_is_said() -> None:
    amounts = {"worth": 5.0, "click": 9.0, "dwell": 5.0, "random": 1.0, "newest": 1.0}
    said = told([made(policy, amount) for policy, amount in amounts.items()])

    assert (
        "- In worth, ranking by worth beats random, newest; "
        "cannot be told from dwell; loses to click." in said
    )


@pytest.mark.parametrize("days", [1, 6, 8])
def test_a_stay_shorter_than_a_week_is_told_too(days: int) -> None:
    assert "| worth |" in told(simulate(seeds=1, days=days, natures=[TEMPTED]))


def command(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "heed", "lab", "simulate", "--seeds", "1", "--days", "7", *words],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_command_prints_tables_and_json_prints_the_same_numbers() -> None:
    lines, read = command(), json.loads(command("--json"))
    worth = next(one for one in read["totals"] if one["policy"] == "worth")

    assert f"| worth | {worth['worth']:.0f} | {worth['clicks']:.0f} |" in lines
    assert {one["nature"] for one in read["gains"]} == {one.name for one in NATURES}


def test_it_needs_no_torch() -> None:
    code = (
        "import sys, heed.lab.outcome as o, heed.lab.simulate as s\n"
        "o.told(s.simulate(seeds=1, days=2)); assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
