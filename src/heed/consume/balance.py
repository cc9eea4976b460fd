"""What minutes were made of: shares, how many topics they amount to, what each rule cost. Pure."""

import math
from collections.abc import Iterable, Mapping, Sequence

from heed.types import Portion, Rule, RuleCost, RulePrice


def effective_number(seconds: Iterable[int]) -> float:
    """exp of the Shannon entropy of the shares (Hill number of order 1); 0 of nothing."""
    taken = [one for one in seconds if one > 0]
    total = sum(taken)
    if not total:
        return 0.0
    return math.exp(-sum(one / total * math.log(one / total) for one in taken))


def portions(seconds: Mapping[str, int]) -> tuple[Portion, ...]:
    """The largest first."""
    rows = [Portion(name, taken) for name, taken in seconds.items() if taken > 0]
    return tuple(sorted(rows, key=lambda one: (-one.seconds, one.name)))


def rule_costs(
    rules: Sequence[Rule], priced: Sequence[RulePrice], spent_s: Mapping[int, int], days: int
) -> tuple[RuleCost, ...]:
    """Every rule with what it brought and cost; spent_s: seconds by rule id.

    A rule's cost in an edition is its price times its minutes: what one more minute of it gave up,
    for all of them, so an upper bound.
    """
    return tuple(_cost(one, priced, spent_s.get(one.id, 0) / max(days, 1)) for one in rules)


def _cost(rule: Rule, priced: Sequence[RulePrice], daily_s: float) -> RuleCost:
    mine = [one for one in priced if one.rule.id == rule.id]
    costs = [one.price * one.rule.seconds / 60 for one in mine]
    held = daily_s >= rule.seconds if rule.bound == "floor" else daily_s <= rule.seconds
    bound_days = sum(1 for one in mine if one.price > 1e-9)
    return RuleCost(rule, daily_s, held, sum(costs), bound_days, len(mine))
