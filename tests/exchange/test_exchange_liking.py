"""What a piece is worth to a member, and what credits give: from what she said, and fading."""

from datetime import timedelta

import numpy as np
import pytest

from fakes.teams import NOW, liked, member, seat, wanted
from heed import exchange
from heed.exchange.credit import credit
from heed.exchange.liking import ANYTHING, LEAST_WORTH, NAMED_SHARE
from heed.team import Assignment

NEAR = np.array([1.0, 0.0], np.float32)
FAR = np.array([0.0, 1.0], np.float32)


def piece(vector=NEAR, embedder_id="e", title="The moon", topic="Science"):
    return exchange.Piece(title, "Quay", topic, embedder_id, vector)


def told(interest, vector=NEAR, **rest):
    reasons = exchange.liking(member(1, interest), piece(**rest), {interest: {"e": vector}})
    return exchange.worth(reasons), [one.kind for one in reasons]


def test_nearness_and_a_named_topic_add_up_to_one():
    assert told("Science") == (pytest.approx(1.0), ["interest", "named"])


def test_nearness_alone_is_worth_its_share():
    worth, kinds = told("tides", np.array([0.6, 0.8], np.float32))

    assert worth == pytest.approx((1 - NAMED_SHARE) * 0.6)
    assert kinds == ["interest"]


def test_a_topic_a_source_or_words_of_the_title_can_be_named():
    for interest in ("science", "QUAY", "moon"):
        assert told(interest, FAR) == (NAMED_SHARE, ["named"])
    assert told("央行 利率", FAR, title="央行宣布利率下调") == (NAMED_SHARE, ["named"])
    assert told("moo", FAR) == (0.0, [])


def test_vectors_of_two_encoders_are_never_compared():
    assert told("tides", embedder_id="other") == (0.0, [])
    assert told("tides", vector=NEAR, title="x")[0] > 0
    nothing = exchange.liking(member(1, "tides"), piece(vector=None), {"tides": {"e": NEAR}})
    assert nothing == ()


def test_what_is_hardly_near_is_nothing():
    cosine = 0.9 * LEAST_WORTH / (1 - NAMED_SHARE)
    slight = np.array([cosine, np.sqrt(1 - cosine**2)], np.float32)

    assert told("tides", slight) == (0.0, [])


def test_who_said_nothing_likes_everything_the_same():
    (one,) = exchange.liking(member(1), piece(), {})

    assert (one.kind, one.weight) == ("anything", ANYTHING)


def read(days_ago, must=True, member_id=1):
    at = NOW - timedelta(days=days_ago)
    return Assignment(1, 1, member_id, 5, at, must, 4.0, 0.5, liked(0.5), "read", at, "Told.")


def test_credits_halve_every_month():
    assert exchange.balance([read(0)], 1, NOW) == 4
    assert exchange.balance([read(30)], 1, NOW) == pytest.approx(2)
    assert exchange.balance([read(60), read(0)], 1, NOW) == pytest.approx(5)


def test_only_must_reads_of_ones_own_earn_credits():
    assert exchange.balance([read(0, must=False), read(0, member_id=2)], 1, NOW) == 0


def test_credits_give_at_most_a_fifth_more_say():
    assert exchange.influence(0, 1200) == 1
    assert exchange.influence(2, 1200) == pytest.approx(1.1)
    assert exchange.influence(500, 1200) == pytest.approx(1.2)
    assert exchange.influence(500, 0) == 1


def test_a_credit_is_minutes_times_price_where_a_price_is_known():
    assert credit(seat(1, price=0.5), wanted(0, 6)) == pytest.approx(3)
    assert credit(seat(1), wanted(0, 6, credit=1.5)) == 1.5
    assert credit(seat(1), wanted(0, 6)) == 0
