"""Laws of recommending: reasons sum to the score, new goods come, richer ways step back."""

import numpy as np
import pytest

from heed.assist import goods, proving
from heed.assist.goods import alike, likenesses
from heed.assist.recommend import WAYS, Shop, advise, attended, shop
from heed.assist.takers import takers
from heed.models.encoder import Encoder
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.router import Missing
from heed.types import Deed, Good, History

ENCODER = Encoder(lambda: Missing("not here"), None, Hashed())
KINDS = ("green tea leaves", "glazed clay bowl", "linden blossom honey", "wool cosy knitted")


def learnable(rng: np.random.Generator, users: int = 60) -> History:
    """Each user takes goods of one kind; the last good of a kind is new to everybody."""
    things = tuple(
        Good(f"{k}-{n}", f"{kind} {n}") for k, kind in enumerate(KINDS) for n in range(8)
    )
    deeds = [
        Deed(f"u{user}", f"{user % 4}-{good}")
        for user in range(users)
        for good in rng.permutation(7)[:4]
    ]
    return History(tuple(deeds), things)


def noise(rng: np.random.Generator, users: int = 60) -> History:
    """Each user takes any goods."""
    things = tuple(Good(f"g{n}", f"thing {n}") for n in range(30))
    deeds = [Deed(f"u{u}", f"g{g}") for u in range(users) for g in rng.permutation(30)[:5]]
    return History(tuple(deeds), things)


def opened(history: History) -> Shop:
    near = alike(likenesses(history.goods, ENCODER))
    return shop(history.goods, takers(history.deeds, history.goods), near)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(3)


@pytest.mark.parametrize("way", WAYS)
def test_the_weights_of_the_reasons_sum_to_the_score(way, rng) -> None:
    held = opened(learnable(rng))
    for pick in advise(held, "u5", way, 5).picks:
        assert pick.score == pytest.approx(sum(pull.weight for pull in pick.pulls))
        scores = WAYS[way](held, held.takers.of("u5")).scores
        number = [good.id for good in held.goods].index(pick.good.id)
        assert pick.score == pytest.approx(float(scores[number]), rel=1e-4)


def test_a_good_nobody_took_comes_by_what_it_is(rng) -> None:
    held = opened(learnable(rng))
    picks = advise(held, "u1", "alike", 4).picks
    new = next(pick for pick in picks if not pick.takers)
    assert new.good.id == "1-7"
    assert new.pulls[0].good is not None
    assert new.pulls[0].good.id.startswith("1-")


def test_nothing_taken_is_recommended_again(rng) -> None:
    held = opened(learnable(rng))
    taken = {held.goods[n].id for n in held.takers.of("u2")}
    for way in WAYS:
        assert not taken & {pick.good.id for pick in advise(held, "u2", way, 20).picks}


def test_who_is_not_known_gets_what_many_took(rng) -> None:
    advice = advise(opened(learnable(rng)), "nobody", "attention", 3)
    assert (advice.way, advice.known) == ("popular", False)
    takers_of = [pick.takers for pick in advice.picks]
    assert takers_of == sorted(takers_of, reverse=True)


def test_two_goods_that_are_the_same_are_not_picked_side_by_side(rng) -> None:
    history = learnable(rng)
    twin = Good("twin", history.goods[0].text)
    deeds = (*history.deeds, *(Deed(d.user, "twin") for d in history.deeds if d.good == "0-0"))
    held = opened(History(deeds, (*history.goods, twin)))
    user = next(d.user for d in deeds if d.user not in {e.user for e in deeds if e.good == "0-0"})
    known = advise(held, user, "popular", 3).picks
    assert not {"0-0", "twin"} <= {pick.good.id for pick in known}


def test_where_kinds_can_be_learned_popularity_is_left(rng) -> None:
    history = learnable(rng)
    proof = proving.prove(history, alike(likenesses(history.goods, ENCODER)))
    assert proof.enough
    assert not proof.dated
    assert proof.in_use != "popular"


def test_where_nothing_can_be_learned_it_steps_back_to_popularity(rng) -> None:
    history = noise(rng)
    proof = proving.prove(history, alike(likenesses(history.goods, ENCODER)))
    assert proof.enough
    assert proof.in_use == "popular"
    assert all(one.low is None or one.low <= 0 for one in proof.rivals)


def test_a_richer_way_has_to_be_better_for_certain() -> None:
    ones = np.ones(100)
    told = proving.judged(
        {"popular": 0.1 * ones, "together": 0.3 * ones, "attention": 0.3 * ones}, dated=True
    )
    assert told.in_use == "together"


def test_few_users_say_nothing() -> None:
    history = History((Deed("a", "x"), Deed("a", "y"), Deed("b", "x")), (Good("x"), Good("y")))
    proof = proving.prove(history, alike(likenesses(history.goods, ENCODER)))
    assert not proof.enough


def test_a_past_of_one_good_gets_all_the_weight(rng) -> None:
    held = opened(learnable(rng))
    past = held.takers.of("u3")[:1]
    seen = attended(held, past)
    np.testing.assert_allclose(seen.parts[0] + seen.crowd, seen.scores, rtol=1e-6)


def test_a_good_borrows_only_from_goods_that_were_taken(rng) -> None:
    held = opened(learnable(rng))
    assert (held.takers.counts[held.lenders[held.loans > 0]] > 0).all()
    np.testing.assert_allclose(held.loans.sum(axis=1)[held.loans.any(axis=1)], 1, rtol=1e-5)


def test_a_good_is_not_its_own_neighbour(rng) -> None:
    near = alike(rng.standard_normal((30, 4)).astype(np.float32), 5)
    assert not (near.near == np.arange(30)[:, None]).any()
    assert (np.diff(near.cosines, axis=1) <= 0).all()


def test_features_alone_make_goods_alike() -> None:
    some = [Good("a", "", ("red", "clay")), Good("b", "", ("clay", "red")), Good("c", "", ("tin",))]
    rows = goods.likenesses([*some, Good("d", "", ("tin",))], ENCODER)
    assert rows[0] @ rows[1] == pytest.approx(1)
    assert rows[0] @ rows[2] == pytest.approx(0)


def test_a_good_taken_again_counts_once_where_it_was_taken_last() -> None:
    known = takers(
        [Deed("a", "x"), Deed("a", "y"), Deed("a", "x")], [Good("x"), Good("y"), Good("z")]
    )
    assert known.of("a").tolist() == [1, 0]
    assert known.counts.tolist() == [1, 1, 0]
    assert known.of("b").tolist() == []
