"""Shares of this machine: whose work is done next, and what a CPU-second is worth. Pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from heed.budget import fisher
from heed.types import WORK_KINDS, Flow, Job, KindPrice, Share, WorkKind

FIRST_COST_S = 1.0
"""What a job is taken to cost, in CPU-seconds, before one of its kind was finished."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Jobs to do now, in order, and what every flow with work is owed after them."""

    jobs: tuple[Job, ...]
    owed: Mapping[Flow, float]


def turn(
    waiting: Sequence[Job],
    shares: Sequence[Share],
    owed: Mapping[Flow, float],
    *,
    costs: Mapping[WorkKind, float],
    budget_s: float,
) -> Turn:
    """Deficit round robin (Shreedhar and Varghese 1995) over flows of tenant and kind.

    A flow saves up until its oldest job is paid for; whoever saved most goes first. Tenants are
    served by their shares, and a tenant's kinds by the kinds' shares within that, however many jobs
    wait; a flow without work saves nothing. costs: CPU-seconds a job of a kind is expected to take.
    At least one job is taken, then as many as the budget holds.
    """
    queues: defaultdict[Flow, list[Job]] = defaultdict(list)
    for job in waiting:
        queues[job.kind, job.tenant].append(job)
    saved = {flow: owed.get(flow, 0.0) for flow in queues}
    debts = {flow: debt for flow, debt in owed.items() if flow not in queues and debt < 0}
    taken: list[Job] = []
    left = budget_s
    while queues:
        flow, wait = _next(list(queues), weights(list(queues), shares), saved, costs)
        cost = costs.get(flow[0], FIRST_COST_S)
        if taken and cost > left:
            break
        for other, gained in wait.items():
            saved[other] += gained
        taken.append(queues[flow].pop(0))
        saved[flow] -= cost
        left -= cost
        if not queues[flow]:
            del queues[flow]
            saved[flow] = min(0.0, saved[flow])
    return Turn(tuple(taken), debts | saved)


def _next(
    flows: Sequence[Flow],
    weight: Mapping[Flow, float],
    saved: Mapping[Flow, float],
    costs: Mapping[WorkKind, float],
) -> tuple[Flow, dict[Flow, float]]:
    """Who can pay for its oldest job after the shortest wait, and what everybody saves meanwhile.

    Rounds nobody could pay in are taken all at once.
    """
    lacking = {flow: costs.get(flow[0], FIRST_COST_S) - saved[flow] for flow in flows}
    rounds = max(0.0, min(lacking[flow] / weight[flow] for flow in flows))
    able = [flow for flow in flows if lacking[flow] <= rounds * weight[flow] * (1 + 1e-12)]
    first = max(able, key=lambda flow: saved[flow] + rounds * weight[flow])
    return first, {flow: rounds * weight[flow] for flow in flows}


def weights(flows: Sequence[Flow], shares: Sequence[Share]) -> dict[Flow, float]:
    """Each flow's part of the machine: its tenant's among tenants, its kind's among her kinds."""
    held = {(one.of, one.name): one.share for one in shares}
    of_kinds: defaultdict[str, float] = defaultdict(float)
    for kind, tenant in flows:
        of_kinds[tenant] += held.get(("kind", kind), 1.0)
    of_tenants = {tenant: held.get(("tenant", tenant), 1.0) for tenant in of_kinds}
    whole = sum(of_tenants.values())
    return {
        (kind, tenant): of_tenants[tenant]
        / whole
        * held.get(("kind", kind), 1.0)
        / of_kinds[tenant]
        for kind, tenant in flows
    }


def settle(owed: Mapping[Flow, float], flow: Flow, *, over_s: float) -> dict[Flow, float]:
    """What flows are owed once a job took `over_s` CPU-seconds more than it was expected to."""
    return {**owed, flow: owed.get(flow, 0.0) - over_s}


def kind_prices(
    demands: Mapping[Flow, float], shares: Sequence[Share], *, seconds: float
) -> list[KindPrice]:
    """What a CPU-second of each kind of work costs where tenants spend their shares on them.

    A Fisher market: every kind somebody wants offers its share of `seconds`, tenants have theirs as
    money, and all of a kind is worth to a tenant as many CPU-seconds as she wants of it. A price of
    2 says that a second of this kind is wanted twice as much as one is on average: the kind that is
    dearest has the smallest share for what is asked of it.
    """
    tenants = sorted({tenant for (_, tenant), wanted in demands.items() if wanted > 0})
    kinds = [kind for kind in WORK_KINDS if any(demands.get((kind, who)) for who in tenants)]
    unwanted = [KindPrice(kind, 0.0, None) for kind in WORK_KINDS if kind not in kinds]
    if not kinds:
        return unwanted
    held = {(one.of, one.name): one.share for one in shares}
    parts = np.array([held.get(("kind", kind), 1.0) for kind in kinds])
    offered = seconds * parts / parts.sum()
    money = np.array([held.get(("tenant", who), 1.0) for who in tenants])
    wanted = [[demands.get((kind, who), 0.0) for kind in kinds] for who in tenants]
    found = fisher(wanted, seconds * money / money.sum())
    return unwanted + [
        KindPrice(kind, float(whole), float(price / whole))
        for kind, whole, price in zip(kinds, offered, found.prices, strict=True)
    ]
