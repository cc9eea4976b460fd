"""The attention that learned on other readers judges, says why, and comes from a file."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from heed.models.reader import Learned, Newest, Residual
from heed.types import Candidate, Evidence

RNG = np.random.default_rng(4)
NOW = datetime(2026, 3, 1, tzinfo=UTC)
WIDE = 12
ENCODER = "minilm-x"


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def weights():
    left, right = (RNG.standard_normal((WIDE, 3)).astype(np.float32) for _ in range(2))
    return Residual(left, right, gain=0.4, against=0.3, null=0.5, card={"encoder": ENCODER})


def answered(item_id, vector, answer, embedder=ENCODER):
    return Evidence(item_id, f"piece {item_id}", 1, "", embedder, vector, answer, NOW)


def piece(item_id, vector, embedder=ENCODER):
    return Candidate(item_id, 2, "", "", embedder, vector, 3600.0)


@pytest.fixture
def past():
    rows = unit(RNG.standard_normal((6, WIDE)))
    return [answered(n, row, 1.0 if n < 3 else 0.0) for n, row in enumerate(rows)]


def test_its_reasons_sum_to_the_worth_and_name_past_pieces(past):
    model = Learned(weights()).fit(past, now=NOW)
    near = unit(past[0].vector + 0.2 * RNG.standard_normal(WIDE))
    (found,) = model.judge([piece(9, near)])
    assert found.worth == pytest.approx(sum(one.weight for one in found.reasons), abs=1e-6)
    assert "piece 0" in {one.subject for one in found.reasons if one.kind == "liked"}


def test_what_it_adds_is_the_score_of_the_weights(past):
    given = weights()
    rows = unit(RNG.standard_normal((4, WIDE)))
    model = Learned(given).fit(past, now=NOW)
    pulls = [
        sum(one.weight for one in judged.reasons if one.kind in ("liked", "disliked"))
        for judged in model.judge([piece(n, row) for n, row in enumerate(rows)])
    ]
    liked, disliked = (
        np.stack([one.vector for one in past if (one.answer >= 1) == side])
        for side in (True, False)
    )
    expected = 1.4 * 6 / 7 * given.score(rows, liked, disliked)
    assert pulls == pytest.approx(expected, abs=2e-3)


def test_what_another_encoder_read_is_judged_without_looking_back(past):
    model = Learned(weights()).fit([replace(one, embedder_id="lsa-1") for one in past], now=NOW)
    asked = [piece(8, past[0].vector), piece(9, past[0].vector, "lsa-1"), piece(10, None, "")]
    for one in model.judge(asked):
        assert not {"liked", "disliked"} & {reason.kind for reason in one.reasons}
    (plain,) = Newest().judge(asked[:1])
    (unread,) = Learned(weights()).judge(asked[:1])
    assert unread.worth == plain.worth


def test_a_file_gives_back_what_was_written():
    given = weights()
    back = Residual.read(bytes(given))
    pieces, liked, disliked = (unit(RNG.standard_normal((n, WIDE))) for n in (5, 3, 4))
    assert back.score(pieces, liked, disliked) == pytest.approx(
        given.score(pieces, liked, disliked)
    )
    assert (back.embedder, back.card) == (ENCODER, given.card)


def test_what_is_no_such_file_is_refused_with_the_reason():
    given = weights()
    for data, why in [
        (b"no zip", "not a file of trained weights"),
        (bytes(given)[:-40], "not a file of trained weights"),
        (bytes(replace(given, right=given.right[:-1])), "do not fit together"),
        (bytes(replace(given, left=given.left * np.inf)), "not finite"),
        (bytes(replace(given, temperature=0.0)), "do not fit together"),
        (bytes(9 << 20), "larger than 8 MB"),
    ]:
        with pytest.raises(ValueError, match=why):
            Residual.read(data)
