"""A policy learned over time against the myopic one, on the made-up reader of simulate.py.

The myopic ranking shows what is expected to be answered best today. The learned one also knows the
week: it looks back from a piece at what was read lately (attention over the memory, with a null
key), and its weights come from fitted Q (Ernst and others 2005) on other readers' days, so that
what tires or disappoints the reader next week is charged today. Reward of a day: worth less
fatigue, less the regret of pieces that drew more than they gave, which is known a week later only.
NumPy only; no constant was changed after the first run.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from heed.attention import attention
from heed.lab.simulate import (
    SLOTS,
    TOPICS,
    Nature,
    Pool,
    Read,
    Reader,
    Ridge,
    Vector,
    Whole,
    features_of,
    read_through,
    world,
)
from heed.learn.offpolicy import Estimate, Log, snips

LATER_D = 7
"""A regret is known, and charged, so many days later."""
FATIGUE = 0.3  # worth that a minute costs for each piece of its topic still in mind
REGRET = 0.5  # share of the lost worth of a piece with bait that is felt again a week later
KEPT_DAYS = 7
DISCOUNT = 0.9
STEPS, PENALTY = 25, 30.0
POOL = 12  # the drawn slot comes evenly from so many of the rest, so that its log can be used
_AGE = 0.5  # what a day of age takes off a memory's score
_TRAINED_FROM = 1000  # seeds of the readers learned from; none of them is reported
WIDTH = 10


@dataclass(slots=True)
class Memory:
    """Pieces read in the last days, rows: what they were (m, TOPICS + 3), how answered, how old."""

    keys: Vector = field(default_factory=lambda: np.zeros((0, TOPICS + 3)))
    answers: Vector = field(default_factory=lambda: np.zeros(0))
    age_d: Vector = field(default_factory=lambda: np.zeros(0))

    def sleep(self, keys: Vector, answers: Vector) -> None:
        """A day passes; what was read today is a day old."""
        age = np.concatenate([self.age_d, np.zeros(len(keys))]) + 1
        young = age <= KEPT_DAYS
        self.keys = np.concatenate([self.keys, keys])[young]
        self.answers = np.concatenate([self.answers, answers])[young]
        self.age_d = age[young]

    def looked_at(self, queries: Vector) -> Vector:
        """What each of n pieces is reminded of (n, 4): how much, its answers, its bait and grip.

        Memories share attention with a null key, so that nothing alike is nothing felt.
        """
        count = len(self.keys) + 1
        keys = np.zeros((count, TOPICS + 4))
        keys[1:, :-1], keys[1:, -1] = self.keys, 2.0 - _AGE * self.age_d
        values = np.zeros((count, 4))
        values[1:, 0], values[1:, 1], values[1:, 2:] = 1.0, self.answers, self.keys[:, -2:]
        ones = np.ones((len(queries), 1))
        found = attention(np.concatenate([queries, ones], axis=1), keys, values, scale=1.0)
        return np.asarray(found, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a life: what was shown (10, WIDTH), all there was (60, WIDTH), and the reward.

    drawn: the slot drawn by chance: which of the pool (rows), which one, and its own worth.
    """

    shown: Vector
    everything: Vector
    reward: float
    worth: float
    clicks: float
    pool: Whole
    taken: int
    gained: float


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """weights (WIDTH,) of a piece's features; None: the myopic expectation alone.

    fills_drawn: also the slot that is otherwise drawn by chance.
    """

    name: str
    weights: Vector | None = None
    fills_drawn: bool = False

    def score(self, piece: Vector) -> Vector:
        """How good it is to show each of n pieces (n, WIDTH); column 1 is the expected answer."""
        return piece[:, 1] if self.weights is None else np.asarray(piece @ self.weights)


def live(pools: Sequence[Pool], nature: Nature, policy: Policy, *, seed: int) -> list[Step]:
    """One reader's days under a policy; the answers are learned from as they come."""
    rng = np.random.default_rng([seed, 50])
    reader, learner, memory = Reader(nature), Ridge(), Memory()
    owed = np.zeros(len(pools) + LATER_D)
    steps = []
    for day, pool in enumerate(pools):
        known = features_of(pool, reader)
        pieces = described(pool, reader, memory, learner.score(known))
        shown, among = _edition(policy, pieces, rng)
        stale = reader.stale[pool.topic[shown]]
        read = read_through(reader, pool, shown)
        count = len(read.minutes)
        gained = read.answer * read.minutes
        owed[day + LATER_D] += _regret(pool, shown[:count], read)
        tired = FATIGUE * float(stale[:count] @ read.minutes)
        learner.learn(known[shown[:count]][read.said], read.answer[read.said])
        opened = read.clicked
        memory.sleep(_keys(pool)[shown[:count]][opened], read.answer[opened])
        reward = float(gained.sum()) - tired - float(owed[day])
        last = float(gained[-1]) if count == SLOTS else 0.0
        steps.append(
            Step(pieces[shown], pieces, reward, float(gained.sum()), float(opened.sum()),
                 among, int(shown[-1]), last)
        )  # fmt: skip
    return steps


def described(pool: Pool, reader: Reader, memory: Memory, expected: Vector) -> Vector:
    """What a policy sees of each piece (60, WIDTH): no topic by name, so it fits any reader."""
    week = memory.looked_at(_keys(pool))
    return np.stack(
        [
            np.ones(len(expected)),
            expected,
            reader.stale[pool.topic],
            *(pool.signs * [1, 4, 4]).T,
            *week.T,
        ],
        axis=1,
    )


def _keys(pool: Pool) -> Vector:
    """What a piece is to the memory: mostly its topic, and a little its signs."""
    return np.concatenate([1.5 * np.eye(TOPICS)[pool.topic], pool.signs * [0.2, 1, 1]], axis=1)


def _edition(policy: Policy, pieces: Vector, rng: np.random.Generator) -> tuple[Whole, Whole]:
    """Ten pieces, best first, and the pool the last was taken from."""
    order = np.argsort(-policy.score(pieces), kind="stable")
    among = order[SLOTS - 1 : SLOTS - 1 + POOL]
    if policy.fills_drawn:
        among = order[SLOTS - 1 : SLOTS]
    return np.concatenate([order[: SLOTS - 1], rng.choice(among, 1)]), among


def _regret(pool: Pool, rows: Whole, read: Read) -> float:
    """What is felt a week later of pieces that promised: bait times the worth they lacked."""
    lacked = np.maximum(1 - read.answer, 0) * read.minutes
    return REGRET * float(pool.bait[rows] @ lacked)


def others(nature: Nature, *, lives: int, days: int) -> list[list[Step]]:
    """Lives of readers who are never reported, under a myopic policy with a drawn slot."""
    seeds = range(_TRAINED_FROM, _TRAINED_FROM + lives)
    return [live(world(one, days), nature, Policy("myopic"), seed=one) for one in seeds]


def learned(logs: Sequence[Sequence[Step]], *, discount: float = DISCOUNT) -> Policy:
    """Fitted Q on other readers' lives. discount 0: sees today only."""
    return Policy(f"learned, discount {discount:g}", fitted(logs, discount=discount))


def fitted(logs: Sequence[Sequence[Step]], *, discount: float) -> Vector:
    """Weights (WIDTH,): Q of a day is the sum over its pieces, by ridge on reward + discount Q'.

    A day's last step of a life has no next; it is left out, not counted as worth nothing.
    """
    pairs = [pair for log in logs for pair in pairwise(log)]
    design = np.stack([now.shown.sum(axis=0) for now, _ in pairs])
    reward = np.array([now.reward for now, _ in pairs])
    spread = design.std(axis=0)
    spread[spread == 0] = 1.0
    held = PENALTY * np.diag(spread**2)
    held[0, 0] = 1e-6  # the mean of a day goes free
    solve = np.linalg.inv(design.T @ design + held) @ design.T
    weights = np.zeros(WIDTH)
    for _ in range(STEPS if discount else 1):
        after = np.array([_best(then.everything @ weights) for _, then in pairs])
        weights = solve @ (reward + discount * after)
    return weights


def _best(scores: Vector) -> float:
    return float(np.partition(scores, -SLOTS)[-SLOTS:].sum())


def checked(logs: Sequence[Sequence[Step]], policy: Policy) -> Estimate:
    """What the drawn slot would have earned under the policy, from the log alone (SNIPS).

    A life is one witness: its days share a reader.
    """
    target = [
        float(step.taken == step.pool[int(np.argmax(policy.score(step.everything[step.pool])))])
        for log in logs
        for step in log
    ]
    count = len(target)
    units = np.repeat(np.arange(len(logs)), [len(log) for log in logs])
    gained = np.array([step.gained for log in logs for step in log])
    return snips(Log(gained, np.full(count, 1 / POOL), np.array(target), units))
