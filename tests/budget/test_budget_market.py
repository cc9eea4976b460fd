"""A team's market: nothing is promised twice, large numbers buy nothing, private stays private."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from fakes.laws import tried
from heed.budget import bidder, clear, clear_private, swaps
from heed.budget.fair import welfare
from heed.budget.plan import Planner, best_plan
from heed.budget.team import read_market

SEEDS = st.integers(0, 10**6)
WAYS = [("split", "nash"), ("best", "nash"), ("best", "sum")]
every_way = pytest.mark.parametrize(("mode", "fairness"), WAYS)


def team(seed, n=4, m=12):
    """Tastes, minutes, offers, needs and conflicts; idle members and must-reads among them."""
    rng = np.random.default_rng(seed)
    values = rng.gamma(1, 1, (n, m)) - 0.1
    minutes = rng.integers(1, 9, m).astype(float)
    offers = rng.integers(0, 20, n).astype(float)
    most = rng.integers(0, 3, m)
    needs = np.stack([rng.integers(0, 2, m) * (rng.random(m) < 0.3), most], axis=1)
    needs[:, 0] = np.minimum(needs[:, 0], needs[:, 1])
    return {
        "values": values,
        "minutes": minutes,
        "offers": offers,
        "needs": needs,
        "conflicts": rng.random((n, m)) < 0.1,
    }


def private(asked, **rest):
    """The same team, each member at home with her own values."""
    demand = [
        bidder(own, asked["minutes"], offer)
        for own, offer in zip(asked["values"], asked["offers"], strict=True)
    ]
    return clear_private(demand, **{k: v for k, v in asked.items() if k != "values"}, **rest)


def holds(asked, got):
    spent = got.assignment @ asked["minutes"]
    readers = got.assignment.sum(axis=0)
    return (
        (spent <= asked["offers"]).all()
        and (readers <= asked["needs"][:, 1]).all()
        and not (got.assignment & asked["conflicts"]).any()
        and got.audit.budget_error == got.audit.cap_error == 0
        and got.audit.unmet == np.maximum(asked["needs"][:, 0] - readers, 0).sum()
    )


@every_way
@tried(40)
@given(seed=SEEDS)
def test_nobody_gives_more_than_she_offers_and_no_item_has_too_many_readers(mode, fairness, seed):
    asked = team(seed)

    got = clear(**asked, mode=mode, fairness=fairness, seed=seed)

    assert holds(asked, got)
    assert got.audit.value <= got.audit.bound + 1e-6 or got.audit.unmet


@tried(30)
@given(seed=SEEDS)
def test_a_private_market_holds_too(seed):
    asked = team(seed)

    assert holds(asked, private(asked, seed=seed))


@every_way
def test_the_same_seed_gives_the_same_day(mode, fairness):
    asked = team(3)

    one, two = (clear(**asked, mode=mode, fairness=fairness, seed=7) for _ in range(2))

    assert (one.assignment == two.assignment).all()
    assert_allclose(one.minute_prices, two.minute_prices, rtol=0)


def test_the_same_seed_gives_the_same_private_day():
    asked = team(4)

    assert (private(asked, seed=1).assignment == private(asked, seed=1).assignment).all()


def test_a_tie_is_settled_by_the_seed():
    same = {"values": np.ones((2, 1)), "minutes": [1.0], "offers": [1.0, 1], "needs": 1}

    days = {tuple(clear(**same, seed=seed).assignment[:, 0].tolist()) for seed in range(20)}

    assert days == {(True, False), (False, True)}


@tried(40)
@given(seed=SEEDS, factor=st.sampled_from([3.0, 0.1, 1000.0]))
def test_tripling_ones_values_gains_nothing_in_a_split(seed, factor):
    asked = team(seed)
    louder = asked["values"] * np.where(np.arange(4) == 0, factor, 1)[:, None]

    plain = clear(**asked, seed=seed, priced=False)
    boasted = clear(**asked | {"values": louder}, seed=seed, priced=False)

    assert (plain.assignment == boasted.assignment).all()


@tried(25)
@given(seed=SEEDS, power=st.sampled_from([-4, 1, 5]))
def test_the_unit_of_ones_values_changes_nothing_in_a_fair_plan(seed, power):
    asked = team(seed)
    asked["needs"][:, 0] = 0
    louder = asked["values"] * np.where(np.arange(4) == 0, 2.0**power, 1)[:, None]

    plain = clear(**asked, mode="best", seed=seed)
    boasted = clear(**asked | {"values": louder}, mode="best", seed=seed)

    assert (plain.assignment == boasted.assignment).all()
    assert_allclose(plain.item_prices, boasted.item_prices, atol=1e-9)


def test_the_plain_sum_rewards_whoever_writes_larger_numbers():
    rng = np.random.default_rng(0)
    values = rng.uniform(0.5, 1, (5, 15))
    asked = {"minutes": np.ones(15), "offers": np.full(5, 9.0), "needs": 1, "mode": "best"}
    louder = values * np.array([3.0, 1, 1, 1, 1])[:, None]

    def gain(fairness):
        honest, boasted = (
            clear(v, **asked, fairness=fairness, seed=0).assignment[0] @ values[0]
            for v in (values, louder)
        )
        return boasted / honest - 1

    assert gain("sum") > 0.3
    assert abs(gain("nash")) < 0.02


@tried(40)
@given(seed=SEEDS)
def test_items_of_one_length_need_no_rounding(seed):
    rng = np.random.default_rng(seed)
    market = read_market(
        rng.gamma(1, 1, (4, 9)), np.full(9, 5.0), 5.0 * rng.integers(0, 5, 4), rng.integers(0, 3, 9)
    )

    share = best_plan(market, market.values).share

    assert_allclose(share, np.rint(share), atol=1e-9)


@tried(25)
@given(seed=SEEDS)
def test_the_bound_is_never_below_the_best_of_all_assignments(seed):
    rng = np.random.default_rng(seed)
    values, minutes = rng.gamma(1, 1, (2, 5)), rng.integers(1, 5, 5)
    offers = rng.integers(1, 9, 2)

    best = 0.0
    for reader in product((-1, 0, 1), repeat=5):
        taken = np.array(reader) == np.arange(2)[:, None]
        if (taken @ minutes <= offers).all():
            best = max(best, (values * taken).sum())
    got = clear(values, minutes, offers, 1, mode="best", fairness="sum", seed=0)

    assert got.audit.value <= best + 1e-9
    assert best <= got.audit.bound + 1e-7
    share = got.audit.value / got.audit.bound if got.audit.bound else 1.0  # nothing fits anybody
    assert_allclose(got.audit.gap, 1 - share)


def large(seed=0, n=12, m=300):
    rng = np.random.default_rng(seed)
    minutes = np.clip(rng.lognormal(1.6, 0.7, m), 1, 25)
    values = rng.beta(2, 5, (n, m)) * minutes
    return {"values": values, "minutes": minutes, "offers": rng.uniform(15, 60, n), "needs": 1}


def test_the_price_of_a_minute_is_what_one_more_minute_brings():
    asked = large()
    here = clear(**asked, mode="best", fairness="sum", seed=0)
    more = asked["offers"] + 1e-3 * (np.arange(12) == 5)
    there = clear(**asked | {"offers": more}, mode="best", fairness="sum", seed=0)

    assert here.minute_prices[5] > 0
    assert_allclose((there.audit.bound - here.audit.bound) / 1e-3, here.minute_prices[5], rtol=1e-4)


def test_the_credit_of_a_must_read_is_what_forcing_it_costs():
    asked = large()
    dull = asked["values"] * np.where(np.arange(300) == 7, 1e-3, 1)
    needs = np.stack([np.zeros(300), np.ones(300)], axis=1)
    free = clear(**asked | {"values": dull, "needs": needs}, mode="best", fairness="sum", seed=0)
    needs[7, 0] = 1
    forced = clear(**asked | {"values": dull, "needs": needs}, mode="best", fairness="sum", seed=0)

    assert forced.assignment[:, 7].sum() == 1
    assert free.assignment[:, 7].sum() == 0
    assert_allclose(free.audit.bound - forced.audit.bound, forced.credits[7], rtol=1e-2)
    assert forced.credits[7] > 0
    assert np.count_nonzero(forced.credits) == 1


def test_the_prices_of_a_large_plan_prove_that_nothing_is_better():
    """Columns left out cannot hide a better plan: no pair is worth more than its prices."""
    rng = np.random.default_rng(8)
    asked = large(8, n=20, m=600)
    asked["needs"] = np.stack([rng.random(600) < 0.01, rng.integers(1, 3, 600)], axis=1)
    market = read_market(**asked)

    plan = best_plan(market, market.values)

    least, most = asked["needs"].T
    signed = plan.item - plan.credit
    over = np.where(market.allowed, market.values - plan.minute[:, None] * market.minutes, 0)
    rent = np.maximum(over - signed, 0).sum()  # of pairs that are read whole
    paid = asked["offers"] @ plan.minute + most @ plan.item - least @ plan.credit
    assert (over - signed)[plan.share == 0].max() <= 1e-6
    assert_allclose(plan.value, paid + rent, rtol=1e-9)


@tried(15)
@given(seed=SEEDS)
def test_a_program_asked_again_answers_as_a_new_one(seed):
    market = read_market(**team(seed))
    rng = np.random.default_rng(seed)
    planner, scales = Planner(market), rng.uniform(0.1, 5, (3, 4, 1))

    again = [planner.best(market.values * scale) for scale in scales]

    for scale, plan in zip(scales, again, strict=True):
        assert_allclose(plan.value, best_plan(market, market.values * scale).value, atol=1e-7)


def test_every_way_comes_close_to_the_bound():
    asked = large()
    bound = clear(**asked, seed=0).audit.bound

    def share(got):
        return (asked["values"] * got.assignment).sum() / bound

    assert share(clear(**asked, seed=0)) > 0.94
    assert share(clear(**asked, mode="best", seed=0)) > 0.96
    assert share(clear(**asked, mode="best", fairness="sum", seed=0)) > 0.96
    assert share(private(asked, seed=0)) > 0.94


def test_scarce_items_leave_nobody_with_nothing_in_a_fair_plan():
    rng = np.random.default_rng(1)
    values = rng.gamma(2, 1, (10, 30)) * rng.uniform(0.1, 3, (10, 1))
    asked = {"minutes": np.full(30, 5.0), "offers": np.full(10, 30.0), "needs": 1, "mode": "best"}

    fair = clear(values, **asked, seed=0).audit
    plain = clear(values, **asked, fairness="sum", seed=0).audit

    assert plain.worst_rate < 0.5 * fair.worst_rate
    assert plain.ef1_violations > fair.ef1_violations
    assert 0 < fair.price_of_fairness < 0.5
    assert plain.price_of_fairness == 0


def test_must_reads_are_shared_by_minutes_offered():
    needs = np.stack([np.ones(6), np.ones(6)], axis=1)

    got = clear(np.full((3, 6), -1.0), np.full(6, 5.0), [15.0, 15, 0], needs, seed=0)

    assert got.assignment.sum(axis=1).tolist() == [3, 3, 0]
    assert got.audit.unmet == 0


def test_a_must_read_nobody_has_time_for_is_reported():
    for mode in ("split", "best"):
        got = clear([[1.0, 1]], [10.0, 2], [5.0], [[1, 1], [0, 1]], mode=mode, seed=0)

        assert got.assignment.tolist() == [[False, True]]
        assert got.audit.unmet == 1


def test_envy_counts_only_what_fits_the_envious():
    values = np.array([[1.0, 5, 5], [0.0, 5, 5]])
    asked = {"minutes": [5.0, 10, 10], "conflicts": np.zeros((2, 3)), "needs": 1}
    barred = np.array([[False, True, True], [False, False, False]])

    poor = clear(values, [5.0, 10, 10], [5.0, 20], 1, seed=0)
    rich = clear(values, [5.0, 10, 10], [20.0, 20], 1, seed=0, conflicts=asked["conflicts"])
    forbidden = clear(values, [5.0, 10, 10], [20.0, 20], 1, seed=0, conflicts=barred)

    assert poor.audit.envy_pairs == 0
    assert rich.audit.ef1_violations == 0
    assert forbidden.audit.envy_pairs == 0


def test_envy_that_one_item_less_would_not_end_is_a_violation():
    values = np.array([[3.0, 3, 3, 3], [9.0, 9, 9, 9]])

    got = clear(values, np.ones(4), [4.0, 4], 1, mode="best", fairness="sum", seed=0)

    assert got.assignment[1].all()
    assert (got.audit.envy_pairs, got.audit.ef1_violations) == (1, 1)


class Watched:
    """A demand that remembers what it was shown."""

    def __init__(self, demand):
        self.demand, self.shown = demand, []

    def __call__(self, prices):
        self.shown.append(prices.copy())
        return self.demand(prices)


def test_a_private_market_is_told_demands_and_nothing_else():
    asked = team(5)
    order_kept = asked | {"values": asked["values"] * 7.5}

    one, two = private(asked, seed=2), private(order_kept, seed=2)

    assert np.isnan(one.market.values).all()
    assert np.isnan([one.audit.value, one.audit.bound, one.audit.worst_rate]).all()
    assert one.audit.envy_pairs is None
    assert (one.assignment == two.assignment).all()  # numbers no demand shows change nothing


def test_the_private_market_shows_each_member_prices_alone():
    watched = [Watched(bidder([2.0, 1], [1.0, 1], 1)) for _ in range(2)]

    got = clear_private(watched, [1.0, 1], [1.0, 1], 1, seed=0, step=0.1)

    assert got.assignment.sum() == 2
    assert 0 < got.item_prices[0] <= 1
    assert all(prices.shape == (2,) for member in watched for prices in member.shown)


def test_a_must_read_gets_a_credit_until_somebody_takes_it():
    got = private(
        {
            "values": np.array([[2.0, -0.5], [2.0, -3]]),
            "minutes": np.array([2.0, 1]),
            "offers": np.array([3.0, 3]),
            "needs": [[0, 1], [1, 1]],
        },
        seed=0,
    )

    assert got.assignment[:, 1].sum() == 1
    assert got.credits[1] > 0


def test_a_swap_betters_both_and_only_both():
    asked = large(2)
    got = clear(**asked, seed=0)

    for swap in swaps(got):
        (i, k), (mine, theirs) = swap.members, swap.items
        after = got.assignment.copy()
        after[[i, k], [mine, theirs]] = False
        after[[i, k], [theirs, mine]] = True
        assert (after @ asked["minutes"] <= asked["offers"] * (1 + 1e-9)).all()
        change = ((after.astype(float) - got.assignment) * asked["values"]).sum(axis=1)
        assert_allclose(change[[i, k]], swap.gains)
        assert min(swap.gains) > 0


def test_two_who_hold_what_the_other_wants_are_told():
    got = clear([[1.0, 2], [2.0, 1]], [1.0, 2], [1.0, 2], [[1, 1], [1, 1]], seed=0)

    assert swaps(got) == []  # the longer one does not fit the first
    loose = clear([[1.0, 2], [2.0, 1]], [1.0, 1], [1.0, 1], [[1, 1], [1, 1]], mode="split", seed=0)
    found = swaps(loose)
    assert len(found) == (loose.audit.value == 2)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"values": [1.0, 2]}, "values"),
        ({"values": [[np.nan, 2]]}, "values"),
        ({"minutes": [1.0, 2, 3]}, "minutes"),
        ({"minutes": [0.0, 1]}, "minutes"),
        ({"offers": [1.0, 2]}, "offers"),
        ({"offers": [-1.0]}, "offers"),
        ({"offers": [np.inf]}, "offers"),
        ({"needs": [1, 2, 3]}, "needs"),
        ({"needs": [[2, 1], [0, 1]]}, "needs"),
        ({"needs": 0.5}, "needs"),
        ({"conflicts": [[True]]}, "conflicts"),
        ({"mode": "fast"}, "mode"),
        ({"mode": "best", "fairness": "leximin"}, "mode"),
    ],
)
def test_a_bad_argument_is_named(given, says):
    asked = {"values": [[1.0, 2]], "minutes": [1.0, 1], "offers": [2.0], "needs": 1, "seed": 0}

    with pytest.raises(ValueError, match=f"^{says}.* expected"):
        clear(**asked | given)


@pytest.mark.parametrize(
    "answer", [[True], [0.5, 1], [True, True]], ids=["too few", "no flags", "too long"]
)
def test_a_demand_that_does_not_fit_is_named(answer):
    with pytest.raises(ValueError, match=r"^demand\[0\].* expected"):
        clear_private([lambda prices: answer], [1.0, 1], [1.0], 1, seed=0)


def test_an_empty_team_and_an_empty_day_are_markets_too():
    for shape in ((0, 3), (3, 0), (0, 0)):
        for mode, fairness in WAYS:
            got = clear(
                np.zeros(shape),
                np.ones(shape[1]),
                np.ones(shape[0]),
                1,
                mode=mode,
                fairness=fairness,
                seed=0,
            )
            assert not got.assignment.any()


@pytest.mark.parametrize("seed", range(10))
def test_must_reads_are_seated_where_minutes_are_short(seed):
    """Rounding a plan must not forget them: someone puts other items back."""
    rng = np.random.default_rng(seed)
    minutes = np.clip(rng.lognormal(1.5, 0.7, 300), 1, 25)
    taste, subject = rng.gamma(0.5, 1.0, (12, 8)), rng.dirichlet(np.full(8, 0.3), 300)
    values = taste @ subject.T * rng.gamma(2.0, 0.5, (12, 300)) * minutes
    least = (rng.random(300) < 0.02).astype(int)
    needs = np.stack([least, np.maximum(least, rng.choice([1, 1, 2, 3], 300))], axis=1)
    offers = rng.choice([10.0, 20.0, 30.0, 45.0], 12)

    for fairness in ("nash", "sum"):
        best = clear(values, minutes, offers, needs, mode="best", fairness=fairness, seed=0).audit
        assert (best.unmet, best.budget_error, best.cap_error) == (0, 0, 0)


def test_influence_brings_turns_forward_and_keeps_must_reads_off():
    rng = np.random.default_rng(0)
    values = rng.uniform(0.5, 1, 30) * np.ones((3, 1))
    asked = {"minutes": np.ones(30), "offers": np.full(3, 15.0)}
    needs = np.stack([np.ones(30), np.ones(30)], axis=1)
    say = [1.2, 1, 1]

    wishes = clear(values, needs=1, influence=say, seed=0, **asked).assignment
    musts = clear(values, needs=needs, influence=say, seed=0, **asked).assignment

    assert wishes.sum(axis=1)[0] == 11
    assert musts.sum(axis=1)[0] == 9


@every_way
@tried(15)
@given(seed=SEEDS)
def test_no_influence_is_everybodys_the_same(mode, fairness, seed):
    asked = team(seed) | {"mode": mode, "fairness": fairness}

    plain = clear(**asked, seed=seed).assignment

    assert (plain == clear(**asked, influence=1.0, seed=seed).assignment).all()


def test_a_fair_plan_gives_more_to_whom_it_hears_more():
    values = np.random.default_rng(2).uniform(0.5, 1, 40) * np.ones((2, 1))
    asked = {"minutes": np.ones(40), "offers": [40.0, 40], "needs": 1, "mode": "best", "seed": 0}

    heard = clear(values, influence=[1.2, 1], **asked).assignment @ values[0]

    assert_allclose(heard[0] / heard[1], 1.2, rtol=0.03)


def test_an_influence_of_nothing_is_refused():
    with pytest.raises(ValueError, match="influence has numbers not above 0"):
        clear([[1.0]], [1.0], [1.0], 1, influence=[0.0], seed=0)


def test_a_fair_plan_made_whole_leaves_nobody_with_nothing_that_turns_would_serve():
    values = np.array([[1.2, 0, 1.2, 0, 1.2, 0], [0, 1.2, 0, 1.2, 0, 1.2], [2.0] * 6])
    asked = {"minutes": np.full(6, 4.0), "offers": [12.0, 12, 12], "needs": 1}

    got = clear(values, **asked, mode="best", seed=1)

    assert (got.market.worth(got.assignment) > 0).all()
    assert got.audit.ef1_violations == 0


@tried(25)
@given(seed=SEEDS)
def test_a_fair_plan_is_never_less_fair_than_turns(seed):
    asked = team(seed)
    asked["needs"][:, 0] = 0

    fair, turns = (clear(**asked, mode=mode, seed=seed) for mode in ("best", "split"))

    gain = welfare(fair.market, fair.assignment) - welfare(turns.market, turns.assignment)
    assert gain >= -1e-9
