"""Laws of the reader model: a worth is the sum of its reasons, and answers move it rightly."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.models.reader import Attentive, Newest, Rocchio
from heed.types import Candidate, Evidence, Judgement, Ranker

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
DAY_S = 86_400
RANKERS: tuple[Ranker, ...] = (Newest(), Rocchio(), Attentive())


def direction(angle: float, dim: int = 4) -> npt.NDArray[np.float32]:
    vector = np.zeros(dim, dtype=np.float32)
    vector[:2] = np.cos(angle), np.sin(angle)
    return vector


def piece(angle: float = 0.0, *, age_s: float = 0.0, source_id: int = 1) -> Candidate:
    return Candidate(10**15, source_id, "The Daily", "", "e", direction(angle), age_s)


def answered(angle: float, answer: float, *, source_id: int = 2, item_id: int = 7) -> Evidence:
    title = f"piece {item_id}"
    return Evidence(item_id, title, source_id, "", "e", direction(angle), answer, NOW)


def judge(evidence: Sequence[Evidence], one: Candidate) -> Judgement:
    return Rocchio().fit(evidence, now=NOW).judge([one])[0]


def total(judged: Judgement) -> float:
    return sum(reason.weight for reason in judged.reasons)


answers = st.sampled_from([0.0, 0.5, 1.0, 2.0])
evidences = st.builds(
    Evidence,
    item_id=st.integers(1, 99),
    title=st.text(max_size=5),
    source_id=st.integers(1, 3),
    topic=st.just(""),
    embedder_id=st.sampled_from(["e", "f"]),
    vector=st.floats(0, 6.3).map(direction),
    answer=answers,
    at=st.just(NOW),
    weight=st.sampled_from([0.5, 1.0, 1.5]),
)
candidates = st.builds(
    Candidate,
    item_id=st.integers(1, 99),
    source_id=st.integers(1, 4),
    source_title=st.just("s"),
    topic=st.just(""),
    embedder_id=st.sampled_from(["e", "f", "unknown"]),
    vector=st.one_of(st.none(), st.floats(0, 6.3).map(direction)),
    age_s=st.floats(-DAY_S, 400 * DAY_S),
    outlets=st.integers(1, 60),
    signals=st.lists(st.sampled_from(["clickbait title", "odd"]), unique=True).map(tuple),
)


@given(st.lists(evidences, max_size=30), st.lists(candidates, max_size=12))
@settings(max_examples=80, deadline=None)
def test_reasons_sum_to_the_worth_before_it_is_clipped(
    evidence: list[Evidence], many: list[Candidate]
) -> None:
    for ranker in RANKERS:
        judged = ranker.fit(evidence, now=NOW).judge(many)

        assert len(judged) == len(many)
        for one in judged:
            assert one.worth == pytest.approx(min(2.0, max(0.0, total(one))), abs=1e-9)
            assert 0 < one.sd <= 0.6
            assert 0 <= one.p_worth <= 1


@given(st.lists(evidences, min_size=1, max_size=30), candidates)
@settings(max_examples=80, deadline=None)
def test_the_interest_is_the_formula_written_out(
    evidence: list[Evidence], candidate: Candidate
) -> None:
    judged = judge(evidence, candidate)
    interest = sum(r.weight for r in judged.reasons if r.kind in ("liked", "disliked"))

    assert interest == pytest.approx(_written_out(evidence, candidate), abs=1e-5)


def _written_out(evidence: list[Evidence], candidate: Candidate) -> float:
    weights = sum(e.weight for e in evidence)
    neutral = (8 * 0.75 + sum(e.weight * e.answer for e in evidence)) / (8 + weights)
    same = [e for e in evidence if e.embedder_id == candidate.embedder_id]
    if candidate.vector is None or not same:
        return 0.0
    up = [max(0.0, e.weight * (e.answer - neutral)) for e in same]
    down = [max(0.0, e.weight * (neutral - e.answer)) for e in same]
    reach = sum(up) / (sum(up) + 1)
    liked = disliked = 0.0
    for e, plus, minus in zip(same, up, down, strict=True):
        cosine = max(0.0, float(candidate.vector @ e.vector))
        close = max(0.0, cosine - 0.5) / 0.5
        liked += plus / (sum(up) + 1) * cosine
        disliked += minus / (sum(down) + 1) * (reach * cosine + (1 - reach) * close)
    return 1.4 * liked - 0.7 * disliked


@given(st.lists(evidences, max_size=20), st.lists(candidates, min_size=2, max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_piece_is_judged_alike_alone_and_among_others(
    evidence: list[Evidence], many: list[Candidate]
) -> None:
    ranker = Rocchio().fit(evidence, now=NOW)

    for together, one in zip(ranker.judge(many), many, strict=True):
        assert ranker.judge([one])[0].worth == pytest.approx(together.worth, abs=1e-5)


@given(candidates)
@settings(max_examples=60, deadline=None)
def test_before_any_answer_rocchio_is_newest(candidate: Candidate) -> None:
    assert Rocchio().fit([], now=NOW).judge([candidate]) == Newest().judge([candidate])


@pytest.mark.parametrize("ranker", RANKERS)
def test_fitting_leaves_the_ranker_as_it_was(ranker: Ranker) -> None:
    before = ranker.judge([piece()])
    ranker.fit([answered(0, 2.0)], now=NOW)

    assert ranker.judge([piece()]) == before


def test_an_unknown_piece_starts_above_one_and_sinks_to_one_and_never_below() -> None:
    worths = [judge([], piece(age_s=days * DAY_S)).worth for days in (0, 1, 2, 30, 3000)]

    assert worths[:3] == pytest.approx([1.3, 1.15, 1.075])
    assert worths == sorted(worths, reverse=True)
    assert worths[-1] >= 1.0


def test_a_date_in_the_future_is_no_newer_than_now() -> None:
    assert judge([], piece(age_s=-DAY_S)).worth == judge([], piece()).worth


def test_one_liked_piece_lifts_a_close_one_by_a_third_to_a_half_and_is_named() -> None:
    judged = judge([answered(0, 2.0)], piece(0.9))
    liked = [reason for reason in judged.reasons if reason.kind == "liked"]

    assert [(one.subject, one.item_id) for one in liked] == [("piece 7", 7)]
    assert 0.3 < liked[0].weight < 0.5


def test_a_first_all_is_a_liking() -> None:
    judged = judge([answered(0, 1.0)], piece(0.3))

    assert any(reason.kind == "liked" and reason.weight > 0.1 for reason in judged.reasons)


def test_many_liked_pieces_do_not_explode() -> None:
    evidence = [answered(0.1, 2.0, item_id=i) for i in range(200)]
    evidence += [answered(2.0, 0.0, item_id=i) for i in range(200, 400)]
    interest = total(judge(evidence, piece())) - total(judge(evidence, piece(3.1)))

    assert 1.0 < interest < 2.2


def test_a_disliked_piece_lowers_a_close_one_and_leaves_others_alone() -> None:
    evidence = [answered(0, 0.0)]
    close, other = judge(evidence, piece(0.2)), judge(evidence, piece(1.2))

    assert [r.subject for r in close.reasons if r.kind == "disliked"] == ["piece 7"]
    assert close.worth < other.worth - 0.15
    assert not [r for r in other.reasons if r.kind == "disliked"]


def test_a_good_source_is_lifted_and_a_bad_one_lowered() -> None:
    evidence = [answered(3.0, 2.0, source_id=1, item_id=i) for i in range(4)]
    evidence += [answered(3.0, 0.0, source_id=9, item_id=i) for i in range(4)]
    good, bad, new = (judge(evidence, piece(source_id=source)) for source in (1, 9, 5))

    assert good.worth > new.worth > bad.worth
    assert [r.subject for r in good.reasons if r.kind == "source"] == ["The Daily"]


def test_signs_of_noise_cost_and_are_named_and_outlets_add() -> None:
    noisy = replace(piece(), signals=("clickbait title",), outlets=8)
    judged = {reason.kind: reason for reason in judge([], noisy).reasons}

    assert judged["quality"].weight < 0
    assert judged["quality"].subject == "clickbait title"
    assert judged["outlets"].weight == pytest.approx(0.3)
    assert judged["outlets"].subject == "8"


def test_a_vector_of_another_encoder_is_never_compared() -> None:
    other = replace(piece(), embedder_id="f")

    assert not [r for r in judge([answered(0, 2.0)], other).reasons if r.kind == "liked"]


def test_at_most_three_are_named_on_a_side_and_the_rest_is_counted() -> None:
    evidence = [answered(0.1, 2.0, item_id=i) for i in range(10)]
    evidence += [answered(3, 0.0, item_id=i) for i in range(10, 20)]
    liked = [r for r in judge(evidence, piece()).reasons if r.kind == "liked"]

    assert [one.item_id is None for one in liked] == [False, False, False, True]
    assert liked[-1].subject == "7"


def test_answers_nearby_make_it_surer_and_it_says_where_it_is_not() -> None:
    evidence = [answered(0, 1.0, item_id=i) for i in range(5)]
    near, far = judge(evidence, piece()), judge(evidence, piece(3.0))

    assert near.sd < 0.36 < far.sd
    assert [r.weight for r in far.reasons if r.kind == "unsure"] == [0.0]
    assert not [r for r in near.reasons if r.kind == "unsure"]


def test_p_worth_rises_with_worth_and_is_even_where_half_meets_all() -> None:
    evidence = [answered(0, 2.0, item_id=i) for i in range(9)] + [answered(2, 0.0)]
    judged = Rocchio().fit(evidence, now=NOW).judge([piece(a / 10) for a in range(20)])
    ordered = sorted(judged, key=lambda one: (one.worth, one.sd))

    assert ordered[0].p_worth < ordered[-1].p_worth
    assert all((one.p_worth > 0.5) == (one.worth > 0.75) for one in judged)
