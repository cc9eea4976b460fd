"""Stories in the order of their worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.filter import rank
from heed.filter.rank import OPENING_S
from heed.types import Candidate, Evidence, Item, Judgement, Reason, Source, Story

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
SOURCES = {1: Source(1, "https://a.example", "feed", "A", NOW, topic="rivers")}
VECTOR = np.array([1.0, 0.0], dtype=np.float32)


def story(id: int, *, source_id: int = 1, hours: float = 1.0) -> Story:
    at = NOW - timedelta(hours=hours)
    signs = ("clickbait title",)
    lead = Item(id, source_id, "", "", "T", "", "", "", "en", at, at, 60, "", signals=signs)
    return Story(id, (lead,))


@dataclass
class Oracle:
    """A ranker that knows each item's worth and remembers what it was asked."""

    worths: dict[int, float]
    asked: tuple[Candidate, ...] = ()

    def fit(self, evidence: Sequence[Evidence], *, now: datetime) -> Self:
        return self

    def judge(self, candidates: Sequence[Candidate]) -> list[Judgement]:
        self.asked = tuple(candidates)
        return [
            Judgement(w, 0.1, 0.5, (Reason("prior", w),))
            for w in (self.worths[candidate.item_id] for candidate in candidates)
        ]


@given(st.lists(st.floats(0, 2), max_size=12))
def test_the_best_worth_comes_first_and_nothing_is_lost(worths: list[float]) -> None:
    told = [story(n + 1) for n in range(len(worths))]
    oracle = Oracle({n + 1: worth for n, worth in enumerate(worths)})

    ranked = rank(told, SOURCES, {}, oracle, now=NOW)

    judged = [oracle.worths[scored.story.id] for scored in ranked]
    assert judged == sorted(worths, reverse=True)
    assert {scored.story.id for scored in ranked} == {one.id for one in told}


def test_the_rankers_reasons_pass_through_and_all_reasons_sum_to_the_worth() -> None:
    ranked = rank([story(7)], SOURCES, {}, Oracle({7: 1.2}), now=NOW)

    assert ranked[0].reasons[0] == Reason("prior", 1.2)
    assert [reason.kind for reason in ranked[0].reasons] == ["prior", "opening"]
    assert sum(reason.weight for reason in ranked[0].reasons) == pytest.approx(ranked[0].worth)
    assert ranked[0].sd == 0.1


def test_opening_a_piece_takes_its_seconds_from_the_worth() -> None:
    ranked = rank([story(7)], SOURCES, {}, Oracle({7: 1.0}), now=NOW)

    assert ranked[0].worth == pytest.approx(60 / (60 + OPENING_S))


def test_a_candidate_is_the_storys_lead_with_its_source_vector_age_and_signs() -> None:
    oracle = Oracle({7: 1.0})

    rank([story(7, hours=3)], SOURCES, {7: ("one", VECTOR)}, oracle, now=NOW)

    asked = oracle.asked[0]
    assert (asked.source_title, asked.topic, asked.embedder_id) == ("A", "rivers", "one")
    assert asked.vector is VECTOR
    assert asked.age_s == 3 * 3600
    assert asked.signals == ("clickbait title",)


def test_an_item_without_vector_or_source_is_judged_all_the_same() -> None:
    oracle = Oracle({7: 1.0})

    rank([story(7, source_id=99, hours=-2)], SOURCES, {}, oracle, now=NOW)

    asked = oracle.asked[0]
    assert (asked.vector, asked.source_title, asked.age_s) == (None, "", 0.0)


def test_of_equal_worth_the_newer_comes_first() -> None:
    ranked = rank(
        [story(1, hours=9), story(2, hours=1)], SOURCES, {}, Oracle({1: 1.0, 2: 1.0}), now=NOW
    )

    assert [scored.story.id for scored in ranked] == [2, 1]
