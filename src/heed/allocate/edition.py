"""One day's edition as a small program: worth above the reservation rate, in granted minutes.

maximise  sum_i (worth_i - rho) * minutes_i * x_i,  x in {0, 1}
subject to  sum_i minutes_i * x_i <= granted  and the diet's floors and ceilings.
An unspent minute is worth rho, so the price of a minute is rho plus the dual of the budget:
exactly rho where minutes are given back. Chosen exactly (dynamic program; integer program where
rules bind); explained by the linear program's dual, and the gap between the two is stated.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
import numpy.typing as npt

from heed.allocate import review
from heed.allocate.explore import draw
from heed.allocate.leftout import left_out, longest_piece_s
from heed.allocate.policy import Policy
from heed.allocate.questions import questions
from heed.allocate.rules import UNIT_S, RuleRow, rule_rows, share_rules, units
from heed.budget import Bound, Row, bound, select_exact, select_with_rules
from heed.types import (
    Drafted,
    DueCard,
    Edition,
    Reason,
    Rule,
    RulePrice,
    Scored,
    Slot,
    SlotKind,
    Source,
)

Bools = npt.NDArray[np.bool_]
PROGRAM_SIZE = 300
"""The integer program sees this many of the best candidates, and every member of a floor."""


@dataclass(frozen=True, slots=True)
class Day:
    """What a day has to choose from and under which terms."""

    scored: tuple[Scored, ...]
    granted_s: int
    rows: tuple[RuleRow, ...]
    reservation_rate: float

    @property
    def costs(self) -> npt.NDArray[np.int64]:
        """Budget units of each candidate."""
        return np.array([units(one.seconds) for one in self.scored], dtype=np.int64)

    @property
    def surplus(self) -> npt.NDArray[np.float64]:
        """Worth above the reservation rate, in minutes, at the minutes really charged."""
        worth = np.array([one.worth for one in self.scored], dtype=np.float64)
        return (worth - self.reservation_rate) * self.costs * (UNIT_S / 60)


def compose(
    scored: Sequence[Scored],
    *,
    day: date,
    made_at: datetime,
    granted_s: int,
    rules: Sequence[Rule],
    seed: int,
    policy: Policy,
    sources: Mapping[int, Source],
    cards: Sequence[DueCard] = (),
    drafted: Sequence[Drafted] = (),
) -> Edition:
    """Choose the day's pieces and cards. The same arguments give the same edition; id 0 until
    stored.

    drafted: what two rankings agreed to share; taken in place of the best set where it keeps every
    rule and the minutes, so the stated gap is also what comparing them costs.
    """
    due = review.candidates(cards, longest_piece_s(granted_s, policy.piece_share))
    terms = _terms(scored, due, granted_s, rules, policy=policy, sources=sources)
    explored, propensity = _explore(terms, policy, np.random.default_rng(seed))
    shared = _shared(terms, drafted, explored)
    chosen = _choose(terms, terms.surplus, explored) if shared is None else shared
    limit = _bound(terms, explored)
    taken = chosen | explored
    slots = _slots(terms, chosen, explored, propensity, sources)
    if shared is not None:
        slots = _blind(slots)
    return Edition(
        id=0,
        day=day,
        made_at=made_at,
        granted_s=granted_s,
        price=policy.reservation_rate + limit.price * 60 / UNIT_S,
        bound=_total(terms, limit.value, explored),
        gap=_gap(terms, limit.value, chosen, explored),
        reservation_rate=policy.reservation_rate,
        seed=seed,
        slots=slots,
        left_out=left_out(
            [*scored, *due],
            taken={one.story.id for i, one in enumerate(terms.scored) if taken[i]},
            queue=_queue(terms, limit),
            granted_s=granted_s,
            policy=policy,
            sources=sources,
        ),
        rules=_rule_prices(terms, limit, taken),
        questions=questions(slots, share=policy.ask_share, seed=seed),
        drafted=() if shared is None else tuple(drafted),
    )


def _terms(
    scored: Sequence[Scored],
    due: Sequence[Scored],
    granted_s: int,
    rules: Sequence[Rule],
    *,
    policy: Policy,
    sources: Mapping[int, Source],
) -> Day:
    """What may be chosen, and the rows it keeps: the reader's rules, and of no source too much."""
    longest_s = longest_piece_s(granted_s, policy.piece_share)
    pieces = [one for one in scored if one.seconds <= longest_s]
    fitting = (*pieces, *due)
    all_rules = (*rules, *share_rules(pieces, policy.source_share, granted_s))
    rows = tuple(rule_rows(fitting, all_rules, sources))
    return Day(fitting, granted_s, rows, policy.reservation_rate)


def _shared(terms: Day, drafted: Sequence[Drafted], explored: Bools) -> Bools | None:
    """The drafted set, or None where there is none or it would break a rule or the minutes."""
    ids = {one.item_id for one in drafted}
    chosen = np.array([one.story.lead.id in ids for one in terms.scored], dtype=bool) & ~explored
    if not chosen.any() or int(terms.costs[chosen].sum()) > _remaining(terms, explored):
        return None
    kept = all(_holds(row, chosen) for row in _rows(terms, explored))
    return chosen if kept else None


def _blind(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    """Without the label of what only the other ranking wanted: it would tell whose it is."""
    return tuple(
        replace(slot, reasons=slot.reasons[1:])
        if slot.kind == "core" and slot.reasons and slot.reasons[0].kind == "rule"
        else slot
        for slot in slots
    )


def _explore(terms: Day, policy: Policy, rng: np.random.Generator) -> tuple[Bools, float]:
    """What is drawn from outside the habits: all that would be chosen, with and without rules.

    Nothing under a ceiling of the reader's is explored: curiosity does not break a declared diet.
    Neither is a card: what was learned once is no news.
    """
    nobody = np.zeros(len(terms.scored), dtype=bool)
    habits = _choose(terms, terms.surplus, nobody)
    liked = select_exact(terms.surplus, terms.costs, _remaining(terms, nobody)).chosen
    declared = [one for one in terms.rows if one.rule.id and one.rule.bound == "ceiling"]
    cards = np.array([review.is_card(one) for one in terms.scored], dtype=bool)
    closed = np.any([cards, *(np.asarray(one.members, dtype=bool) for one in declared)], axis=0)
    return draw(
        terms.scored,
        habits | liked | closed,
        slots=int((habits & ~cards).sum()),
        policy=policy,
        granted_s=terms.granted_s,
        rng=rng,
    )


def _remaining(terms: Day, taken: Bools) -> int:
    return terms.granted_s // UNIT_S - int(terms.costs[taken].sum())


def _rows(terms: Day, taken: Bools) -> list[Row]:
    costs = terms.costs
    return [
        rule.row(costs, int(costs[taken & np.asarray(rule.members, dtype=bool)].sum()))
        for rule in terms.rows
    ]


def _choose(terms: Day, surplus: npt.NDArray[np.float64], taken: Bools) -> Bools:
    """The best set beside what is already taken: exact, and by the rules where they bind."""
    values = np.where(taken, -1.0, surplus)
    costs, budget = terms.costs, _remaining(terms, taken)
    free = select_exact(values, costs, budget).chosen
    rows = _rows(terms, taken)
    if all(_holds(row, free) for row in rows):
        return free
    best = _shortlist(terms, values)
    chosen = np.zeros(len(values), dtype=bool)
    short = [
        Row(np.asarray(row.member)[best], at_least=row.at_least, at_most=row.at_most)
        for row in rows
    ]
    selection = select_with_rules(values[best], costs[best], budget, short)
    if not selection.feasible:
        # A floor nobody can meet today must not empty the edition: keep the ceilings, drop floors.
        ceilings = [row for row in short if row.at_least is None]
        selection = select_with_rules(values[best], costs[best], budget, ceilings)
    chosen[best] = selection.chosen
    return chosen & ~taken


def _holds(row: Row, chosen: Bools) -> bool:
    amount = float(np.asarray(row.member)[chosen].sum())
    enough = row.at_least is None or amount >= row.at_least
    return enough and (row.at_most is None or amount <= row.at_most)


def _shortlist(terms: Day, values: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    density = values / terms.costs
    floors = np.zeros(len(values), dtype=bool)
    for rule in terms.rows:
        if rule.rule.bound == "floor":
            floors |= np.asarray(rule.members, dtype=bool)
    order = np.lexsort((-density, ~floors & (density <= 0)))
    keep = order[:PROGRAM_SIZE]
    extra = np.flatnonzero(floors)
    extra = extra[np.argsort(-density[extra], kind="stable")][:PROGRAM_SIZE]
    return np.unique(np.concatenate([keep, extra]))


def _bound(terms: Day, taken: Bools) -> Bound:
    values = np.where(taken, -1.0, terms.surplus)
    budget = _remaining(terms, taken)
    limit = bound(values, terms.costs, budget, _rows(terms, taken))
    if limit.feasible:
        return limit
    rows = [Row(row.member, at_most=row.at_most) for row in _rows(terms, taken)]
    return bound(values, terms.costs, budget, rows)


def _queue(terms: Day, limit: Bound) -> dict[int, float]:
    """Worth per minute less what the binding rules charge: each story's place in the queue."""
    worth = np.array([one.worth for one in terms.scored], dtype=np.float64)
    for rule, price in zip(terms.rows, limit.row_prices, strict=True):
        worth = worth - np.where(np.asarray(rule.members), price * 60 / UNIT_S, 0.0)
    return {one.story.id: float(worth[i]) for i, one in enumerate(terms.scored)}


def _total(terms: Day, core_surplus: float, explored: Bools) -> float:
    """Worth of all granted minutes: surplus, plus every minute at the reservation rate."""
    drawn = float(terms.surplus[explored].sum())
    return core_surplus + drawn + terms.reservation_rate * terms.granted_s / 60


def _gap(terms: Day, best: float, chosen: Bools, explored: Bools) -> float:
    reached = _total(terms, float(terms.surplus[chosen].sum()), explored)
    limit = _total(terms, best, explored)
    return max(0.0, (limit - reached) / limit) if limit > 0 else 0.0


def _rule_prices(terms: Day, limit: Bound, taken: Bools) -> tuple[RulePrice, ...]:
    """The reader's own rules always; automatic ceilings only where they cost something."""
    costs = terms.costs
    rows = [rule.row(costs, 0) for rule in terms.rows]
    priced = [
        RulePrice(rule.rule, abs(float(price)) * 60 / UNIT_S, _holds(row, taken))
        for rule, row, price in zip(terms.rows, rows, limit.row_prices, strict=True)
    ]
    return tuple(one for one in priced if one.rule.id or one.price > 1e-9)


def _slots(
    terms: Day,
    chosen: Bools,
    explored: Bools,
    propensity: float,
    sources: Mapping[int, Source],
) -> tuple[Slot, ...]:
    core = sorted(np.flatnonzero(chosen), key=lambda i: -terms.scored[i].worth)
    picked = [terms.scored[i] for i in core]
    slots = [
        _slot(one, "core", 1.0, terms.reservation_rate, sources)
        for one in picked
        if not review.is_card(one)
    ]
    slots += review.slot([one for one in picked if review.is_card(one)])
    slots += [
        _slot(terms.scored[i], "explore", propensity, 0.0, sources)
        for i in np.flatnonzero(explored)
    ]
    return tuple(slots)


def _slot(
    one: Scored, kind: SlotKind, propensity: float, floor: float, sources: Mapping[int, Source]
) -> Slot:
    reasons = one.reasons
    if kind == "explore":
        reasons = (Reason("explore", 0.0), *reasons)
    elif one.worth < floor:
        reasons = (Reason("rule", 0.0), *reasons)
    lead = one.story.lead
    source = sources.get(lead.source_id)
    return Slot(
        item_id=lead.id,
        story_id=one.story.id,
        title=lead.title,
        source=source.title if source else "",
        url=lead.url,
        kind=kind,
        seconds=units(one.seconds) * UNIT_S,
        worth=one.worth,
        sd=one.sd,
        propensity=propensity,
        reasons=reasons,
        outlets=one.story.outlets,
    )
