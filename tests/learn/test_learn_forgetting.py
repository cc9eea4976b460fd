"""How fast answers age is chosen by the log, and stays as it is where the log proves nothing."""

from datetime import UTC, datetime, timedelta
from math import inf

import numpy as np
import pytest

from heed.learn import USABLE, forgetting_due, half_lives, ranker
from heed.learn.rivals import Trial
from heed.models.reader import Attentive
from heed.types import Candidate, Evidence

START = datetime(2026, 1, 1, tzinfo=UTC)


def trials(days, *, turning, a_day=4, seed=0):
    """A reader of "news", whose liking turns round every `turning` days, and of steady "essays"."""
    rng = np.random.default_rng(seed)
    found = []
    for day in range(days):
        for n in range(a_day):
            topic = ("news", "essays")[n % 2]
            side = 1 if rng.random() < 0.5 else -1
            vector = 0.4 * rng.standard_normal(6).astype(np.float32)
            vector[n % 2] += side
            vector /= np.linalg.norm(vector)
            turned = topic == "news" and day // turning % 2
            likes = (side > 0) != bool(turned)
            id, at = day * a_day + n, START + timedelta(days=day, hours=9)
            answer = 1.0 if likes else 0.0
            evidence = Evidence(id, f"piece {id}", 1, topic, "e", vector, answer, at)
            found.append(Trial(Candidate(id, 1, "", topic, "e", vector, 0.0), evidence, id, day))
    return found


def mornings(given):
    return {one.day: START + timedelta(days=one.day) for one in given}


def test_a_topic_whose_liking_turns_forgets_faster():
    given = trials(60, turning=30)
    found = half_lives(given, mornings(given), grid=(10.0, 365.0))
    assert found.get("news", found.get("")) == 10.0


def test_without_proof_the_usual_half_life_stays():
    given = trials(30, turning=999)
    assert half_lives(given, mornings(given), grid=(90.0, 365.0)) == {}
    assert half_lives([], {}) == {}


def test_answers_must_have_grown_by_half_before_the_next_look():
    assert not forgetting_due(59, 0)
    assert forgetting_due(60, 0)
    assert not forgetting_due(89, 60)
    assert forgetting_due(90, 60)


@pytest.mark.parametrize("days", [30.0, inf])
def test_only_the_reader_model_is_told_how_to_forget(days):
    told = ranker("heed", USABLE, {"news": days})
    assert isinstance(told, Attentive)
    assert told.half_lives == {"news": days}
    assert ranker("rocchio", USABLE, {"news": days}) == ranker("rocchio", USABLE)
