"""Foretelling is judged by what was known that morning, and a loser steps back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from heed import learn
from heed.learn.calibration import Calibration
from heed.learn.evaluate import auc
from heed.learn.rivals import Trial
from heed.types import Candidate, Evidence

START = datetime(2026, 1, 1, tzinfo=UTC)


def trial(n, day, *, likes=True, yes=None, story=None, rng=None):
    """Piece n of a day; what is worth it points along the first axis."""
    rng = rng or np.random.default_rng(n)
    vector = 0.5 * rng.standard_normal(8).astype(np.float32)
    vector[0] += 1.0 if likes else -1.0
    vector /= np.linalg.norm(vector)
    answer = 1.0 if (likes if yes is None else yes) else 0.0
    at = START + timedelta(days=day, hours=8)
    evidence = Evidence(n, f"piece {n}", 1 + n % 3, "", "e", vector, answer, at)
    candidate = Candidate(n, 1 + n % 3, "", "", "e", vector, float(n % 7))
    return Trial(candidate, evidence, story or n, day)


def trials(days=12, a_day=8, seed=0, *, noise=False):
    rng = np.random.default_rng(seed)
    likes = rng.random((days, a_day)) < 0.5
    answers = rng.random((days, a_day)) < 0.5 if noise else likes
    return [
        trial(day * a_day + n, day, likes=bool(likes[day, n]), yes=bool(answers[day, n]), rng=rng)
        for day in range(days)
        for n in range(a_day)
    ]


def mornings(given):
    return {one.day: START + timedelta(days=one.day) for one in given}


def evaluated(given, methods=None, **how):
    return learn.evaluate(given, methods or learn.methods(), mornings(given), **how)


def test_what_can_be_learned_is_foretold_and_what_cannot_is_not():
    found = evaluated(trials())
    assert found.methods["heed"].log_loss.hi < found.methods["base_rate"].log_loss.lo
    assert found.methods["heed"].auc > 0.85

    nothing = evaluated(trials(noise=True))
    assert 0.3 < nothing.methods["heed"].auc < 0.7
    base = nothing.methods["base_rate"].log_loss.mean
    assert nothing.methods["heed"].log_loss.mean > base - 0.05


def test_a_day_knows_nothing_of_itself_or_later():
    seen = []

    def spy(past, today, now):
        seen.append(({one.day for one in past}, {one.day for one in today}, now))
        return np.zeros(len(today))

    given = trials(days=4)
    evaluated(given, {"heed": spy})

    for day, (past, today, now) in enumerate(seen):
        assert past == set(range(day))
        assert today == {day}
        assert now == START + timedelta(days=day)


def test_other_pieces_of_a_story_that_is_asked_about_are_not_known():
    given = [trial(0, 0, story=7), trial(1, 0), trial(2, 1, story=7)]
    known = []

    def spy(past, today, now):
        known.append([one.evidence.item_id for one in past])
        return np.zeros(len(today))

    evaluated(given, {"heed": spy})

    assert known == [[], [1]]


def test_a_model_that_loses_for_sure_steps_back_and_one_that_may_not_stays():
    given = trials(days=14)

    rng = np.random.default_rng(0)

    def guessing(past, today, now):
        return rng.standard_normal(len(today))

    def knowing(past, today, now):
        return np.array([float(one.yes) for one in today])

    def lame(past, today, now):
        return np.zeros(len(today))

    ways = {"heed": guessing, "recency": knowing}
    assert evaluated(given, ways, usable=("heed", "recency")).in_use == "recency"
    same = {"heed": lame, "recency": lame}
    assert evaluated(given, same, usable=("heed", "recency")).in_use == "heed"
    assert evaluated(given[:8], ways, usable=("heed", "recency")).in_use == "heed"


def test_nobody_wins_by_the_order_of_the_input():
    given = trials(days=6)
    backwards = sorted(given, key=lambda one: (one.day, -one.evidence.answer))
    flat = {"heed": lambda past, today, now: np.zeros(len(today))}

    one, other = evaluated(given, flat), evaluated(backwards, flat)

    assert one.methods["heed"].ndcg10 == pytest.approx(other.methods["heed"].ndcg10)
    assert one.methods["heed"].auc == pytest.approx(other.methods["heed"].auc)


def test_no_answers_is_no_evaluation():
    found = evaluated([])
    assert (found.answers, found.enough, found.in_use) == (0, False, "heed")


def test_answers_all_alike_say_nothing_about_order():
    given = [replace_answer(one, 1.0) for one in trials(days=5)]
    found = evaluated(given)
    assert found.methods["heed"].auc == 0.5
    assert found.methods["svm"].log_loss.mean < 0.5


def replace_answer(one, answer):
    evidence = replace(one.evidence, answer=answer)
    return Trial(one.candidate, evidence, one.story_id, one.day)


def test_probabilities_of_a_simulated_reader_come_true():
    rng = np.random.default_rng(3)
    said, came = [], []
    for _ in range(40):
        truth = rng.random(200)
        yes = rng.random(200) < truth
        raw = np.log(truth / (1 - truth)) * 3 + 10  # any scale: it is learned
        head = Calibration.fit(raw[:100], yes[:100])
        said.append(head(raw[100:]))
        came.append(yes[100:])
    said, came = np.concatenate(said), np.concatenate(came)

    bins = np.minimum((said * 10).astype(int), 9)
    gaps = [abs(said[bins == b].mean() - came[bins == b].mean()) * (bins == b).mean()
            for b in range(10) if (bins == b).any()]  # fmt: skip
    assert sum(gaps) < 0.05


def test_calibration_says_the_rate_until_scores_have_earned_their_say():
    nothing = Calibration.fit(np.zeros(0), np.zeros(0, dtype=bool))
    np.testing.assert_allclose(nothing(np.array([-9.0, 9.0])), 0.5)
    few = Calibration.fit(np.array([0.0, 1.0]), np.array([False, True]))
    p = few(np.array([0.0, 1.0]))
    assert p[0] < p[1] < 0.75


def test_auc_counts_ties_half():
    yes = np.array([True, False])
    assert auc(np.array([1.0, 1.0]), yes) == 0.5
    assert auc(np.array([2.0, 1.0]), yes) == 1.0
