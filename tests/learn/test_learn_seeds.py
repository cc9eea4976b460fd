"""Seeds lie far apart, come of many sources, and what was picked is known but never asked about."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from heed import learn
from heed.learn.rivals import Trial
from heed.models.reader import Attentive, Rocchio
from heed.types import Candidate, Evidence, Item, Ranker

NOW = datetime(2026, 5, 1, 8, tzinfo=UTC)


def piece(n: int, source_id: int = 1, story_id: int = 0, signals: tuple[str, ...] = ()) -> Item:
    return Item(
        id=n,
        source_id=source_id,
        key=str(n),
        url="",
        title=f"piece {n}",
        lead="",
        text="",
        html="",
        language="en",
        seen_at=NOW,
        published_at=NOW,
        seconds=60,
        fingerprint="",
        story_id=story_id,
        signals=signals,
    )


def towards(subject: int, rng: np.random.Generator) -> tuple[str, np.ndarray]:
    """A unit vector near the axis of a subject."""
    vector = 0.05 * rng.standard_normal(8).astype(np.float32)
    vector[subject] += 1
    return "e", (vector / np.linalg.norm(vector)).astype(np.float32)


def test_every_subject_is_shown_once() -> None:
    rng = np.random.default_rng(0)
    pieces = [piece(n, source_id=n) for n in range(1, 61)]
    vectors = {one.id: towards(one.id % 6, rng) for one in pieces}

    chosen = learn.seeds(pieces, vectors)

    assert sorted(one.id % 6 for one in chosen) == list(range(6))
    assert learn.seeds(pieces, vectors) == chosen


def test_sources_take_turns() -> None:
    rng = np.random.default_rng(1)
    pieces = [piece(n, source_id=1 if n < 50 else n) for n in range(1, 53)]
    vectors = {one.id: towards(one.id % 8, rng) for one in pieces}

    chosen = learn.seeds(pieces, vectors)

    assert {one.source_id for one in chosen[:4]} == {1, 50, 51, 52}
    assert len(chosen) == 6


def test_noise_repeats_and_unread_pieces_are_not_shown() -> None:
    rng = np.random.default_rng(2)
    pieces = [
        piece(1, story_id=1),
        piece(2, story_id=1),
        piece(3, signals=("advertisement",)),
        piece(4),
        piece(5),
    ]
    vectors = {n: towards(n, rng) for n in (1, 2, 3, 5)}

    assert {one.id for one in learn.seeds(pieces, vectors)} == {1, 5}
    assert learn.seeds([], {}) == []
    assert learn.seeds(pieces, vectors, count=1)[0].id in (1, 5)


def test_pieces_of_two_encoders_are_never_compared() -> None:
    rng = np.random.default_rng(3)
    pieces = [piece(n) for n in range(1, 5)]
    vectors = {n: towards(0, rng) for n in (1, 2, 3)} | {4: ("f", np.ones(3, dtype=np.float32))}

    assert 4 in {one.id for one in learn.seeds(pieces, vectors, count=2)}


def picked(n: int, vector: np.ndarray, *, is_picked: bool = True) -> Evidence:
    return Evidence(n, f"piece {n}", 9, "", "e", vector, 1.0, NOW, picked=is_picked)


def candidate(vector: np.ndarray, source_id: int = 1) -> Candidate:
    return Candidate(10**15, source_id, "The Daily", "", "e", vector, 0.0)


@pytest.mark.parametrize("ranker", [Attentive(), Rocchio()])
def test_picks_lift_what_is_like_them_and_say_nothing_of_the_rest(ranker: Ranker) -> None:
    rng = np.random.default_rng(4)
    alike, unlike = (candidate(towards(subject, rng)[1]) for subject in (0, 5))
    evidence = [picked(n, towards(0, rng)[1]) for n in range(6)]

    before = ranker.judge([alike, unlike])
    after = ranker.fit(evidence, now=NOW).judge([alike, unlike])

    assert after[0].worth > before[0].worth + 0.05
    assert after[1].worth == pytest.approx(before[1].worth, abs=0.05)
    assert [one.weight for one in after[0].reasons if one.kind == "prior"] == [1.0]
    assert any(one.kind == "liked" for one in after[0].reasons)


def test_a_thousand_stars_do_not_hide_what_is_disliked() -> None:
    """The mean answer is of answers alone, so stars leave it where minutes spent put it."""
    rng = np.random.default_rng(5)
    answers = [
        Evidence(n, "", 1, "", "e", towards(3, rng)[1], 0.0, NOW, picked=False) for n in range(20)
    ]
    stars = [picked(100 + n, towards(0, rng)[1]) for n in range(1000)]

    alone = Attentive().fit(answers, now=NOW)
    both = Attentive().fit([*answers, *stars], now=NOW)

    assert both.base == alone.base
    assert 9 not in both.sources


def test_what_was_picked_is_known_and_never_asked_about() -> None:
    rng = np.random.default_rng(6)
    seen: list[tuple[int, bool]] = []

    def spy(past, today, now):  # type: ignore[no-untyped-def]  # a method of any past
        seen.append((len(past), any(one.evidence.picked for one in today)))
        return np.zeros(len(today))

    given = []
    for n in range(4):
        vector = towards(n, rng)[1]
        given.append(Trial(candidate(vector), picked(n, vector, is_picked=n < 2), n + 1, n))
    mornings = {n: NOW + timedelta(days=n) for n in range(4)}

    found = learn.evaluate(given, {"spy": spy}, mornings, usable=("spy",))

    assert found.answers == 2
    assert seen == [(2, False), (3, False)]


def test_a_star_is_known_from_its_coming_on() -> None:
    [one] = learn.trials([picked(1, np.ones(3, dtype=np.float32) / 3**0.5)], {1: piece(1)}, {}, UTC)
    old = Evidence(**{**_fields(one.evidence), "at": NOW - timedelta(days=900)})
    [early] = learn.trials([old], {1: piece(1)}, {}, UTC)

    assert early.day == one.day == NOW.date().toordinal()


def _fields(one: Evidence) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}
