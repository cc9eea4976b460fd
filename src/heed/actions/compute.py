"""What work costs, who holds which share of the machine, and doing what waits in its turn."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from heed import exchange, workers
from heed.actions import evaluation, pulling
from heed.diet import Diet
from heed.errors import BadInput, HeedError
from heed.store import jobs, meters, shares
from heed.types import (
    HOME,
    WORK_KINDS,
    ComputeUse,
    Flow,
    FlowUse,
    Job,
    Metered,
    Share,
    WorkKind,
)

WEEK_DAYS = 7
LEASE_MINUTES = 30
LONGEST_NAME = 60


def overview(diet: Diet) -> ComputeUse:
    """What every kind of work took in a week, and what a CPU-second of each is worth."""
    now = diet.clock()
    with diet.db.read() as tx:
        metered = meters.since(tx, (now - timedelta(days=WEEK_DAYS - 1)).date())
        held, waiting, costs = shares.all(tx), jobs.waiting(tx, now), jobs.costs(tx)
    waits = Counter((one.kind, one.tenant) for one in waiting)
    used: defaultdict[Flow, list[Metered]] = defaultdict(list)
    for one in metered:
        used[one.kind, one.tenant].append(one)
    flows = sorted({*used, *waits})
    parts = exchange.weights(flows, held)
    rows = [_summed(flow, used[flow], part=parts[flow], waits=waits[flow]) for flow in flows]
    wanted = {
        (one.kind, one.tenant): one.cpu_s + one.waits * costs.get(one.kind, exchange.FIRST_COST_S)
        for one in rows
    }
    seconds = sum(one.cpu_s for one in rows) or 1.0
    return ComputeUse(
        tuple(sorted(rows, key=lambda one: -one.cpu_s)),
        tuple(exchange.kind_prices(wanted, held, seconds=seconds)),
        tuple(held),
    )


def _summed(flow: Flow, days: Sequence[Metered], *, part: float, waits: int) -> FlowUse:
    return FlowUse(
        *flow,
        part=part,
        runs=sum(one.runs for one in days),
        count=sum(one.count for one in days),
        cpu_s=sum(one.cpu_s for one in days),
        wall_s=sum(one.wall_s for one in days),
        peak_mb=max((one.peak_mb for one in days), default=0.0),
        waits=waits,
    )


def share(diet: Diet, name: str, value: float, *, tenant: bool = False) -> Share:
    """Give a kind of work, or a tenant, its share of the machine. Raises BadInput."""
    clean = name.strip()
    if not 0 < value <= 1000:
        raise BadInput(f"A share of {value:g} cannot hold; give a number above 0, at most 1000.")
    if not tenant:
        _kind(clean)
    elif not 0 < len(clean) <= LONGEST_NAME:
        raise BadInput(f"A tenant needs a name of at most {LONGEST_NAME} characters.")
    made = Share("tenant" if tenant else "kind", clean, value)
    with diet.db.write() as tx:
        shares.put(tx, made)
    return made


def queue(diet: Diet, kind: str, *, tenant: str = HOME, subject: str = "") -> Job:
    """Let work wait for its turn; the same work waits once. Raises BadInput."""
    wanted = _kind(kind)
    if wanted not in WORK:
        raise BadInput(
            f"Work of kind {kind} cannot be queued; it happens by itself. Give one of: "
            f"{', '.join(WORK)}."
        )
    if not 0 < len(tenant.strip()) <= LONGEST_NAME:
        raise BadInput(f"A tenant needs a name of at most {LONGEST_NAME} characters.")
    with diet.db.write() as tx:
        return jobs.queue(tx, wanted, tenant.strip(), subject, at=diet.clock())


def _kind(name: str) -> WorkKind:
    found = next((one for one in WORK_KINDS if one == name), None)
    if found is None:
        raise BadInput(f"There is no work of kind {name}; there is: {', '.join(WORK_KINDS)}.")
    return found


def claim(diet: Diet, *, budget_s: float) -> tuple[Job, ...]:
    """Take the jobs whose turn it is, as many as `budget_s` CPU-seconds are expected to do."""
    now = diet.clock()
    with diet.db.write() as tx:
        turn = exchange.turn(
            jobs.waiting(tx, now),
            shares.all(tx),
            shares.deficits(tx),
            costs=jobs.costs(tx),
            budget_s=budget_s,
        )
        jobs.take(tx, [one.id for one in turn.jobs], until=now + timedelta(minutes=LEASE_MINUTES))
        shares.owe(tx, turn.owed)
    return turn.jobs


def run(diet: Diet, *, budget_s: float, done: Callable[[Job, float, str], None]) -> float:
    """Do what waits, in turn, until nothing does or `budget_s` CPU-seconds are spent.

    done: called after each job with what it took and its trouble, "" for none. Returns CPU-seconds
    spent; the last job may go beyond the budget, no further one is begun.
    """
    spent_s = 0.0
    while spent_s < budget_s:
        taken = claim(diet, budget_s=0)
        if not taken:
            break
        for job in taken:
            cpu_s, trouble = _do(diet, job)
            spent_s += cpu_s
            done(job, cpu_s, trouble)
    return spent_s


def _do(diet: Diet, job: Job) -> tuple[float, str]:
    """Do one job and settle it: a failing one is a value, and its flow pays what it really took."""
    trouble = ""
    with workers.for_tenant(job.tenant), workers.metered() as meter:
        try:
            WORK[job.kind](diet, job)
        except HeedError as error:
            trouble = str(error)
    with diet.db.write() as tx:
        expected = jobs.costs(tx).get(job.kind, exchange.FIRST_COST_S)
        owed = shares.deficits(tx)
        flow = (job.kind, job.tenant)
        shares.owe(tx, exchange.settle(owed, flow, over_s=meter.cpu_s - expected))
        jobs.settle(tx, job.id, "failed" if trouble else "done", cpu_s=meter.cpu_s, trouble=trouble)
    return meter.cpu_s, trouble


WORK: Mapping[WorkKind, Callable[[Diet, Job], object]] = {
    "fetch": lambda diet, job: diet.fetch(),
    "encode": lambda diet, job: diet.prepare(),
    "text": lambda diet, job: diet.complete(),
    "learn": lambda diet, job: evaluation.evaluate(diet),
    "exchange": lambda diet, job: pulling.pull(diet, job.subject),
}
"""What a worker can be asked to do; `fit` and `rank` are steps of others."""
