"""A made-up reader over some weeks, and rankings that learn different rewards from it. NumPy only.

The reader clicks on what promises, stays with what grips, and answers by what it was worth; bored
by repetition, disappointed by bad days, changing interests. Every ranking has the same features,
the same learner and the same days; only the reward differs. All constants of the reader are
invented and were set before the first run: this shows what follows from such a reader, not how
readers are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Whole = npt.NDArray[np.intp]
Policy = Literal["worth", "click", "dwell", "random", "newest"]
POLICIES: tuple[Policy, ...] = get_args(Policy)

CANDIDATES, SLOTS, TOPICS = 60, 10, 8
MINUTES_A_DAY = 30.0
FEATURES = 7 + TOPICS
ANSWERS = np.array([0.0, 0.5, 1.0, 2.0])
MIDWAY = np.array([0.25, 0.75, 1.5])
INTEREST_SD, INTEREST_KEPT = 0.4, 0.98  # a day; half of an interest is new after 34 days
STALE_KEPT, BORED = 0.8, 0.1  # what was read of a topic fades, each piece costs so much meanwhile
TRUST_KEPT = 0.97
AGEING = 0.3  # what a day-old piece has lost, to click and answer alike
FORGET, SHRINK = 0.5 ** (1 / 30), 5.0  # the learner: evidence halves in 30 days; ridge penalty


@dataclass(frozen=True, slots=True)
class Nature:
    """How a reader reacts to bait (promise without worth) and grip (hard to leave); both in [0, 1].

    pull: on the click, in log-odds, or on the share read. cost: to the answer. answers: share of
    the pieces read that are answered.
    """

    name: str
    tells: str
    bait_pull: float = 2.0
    bait_cost: float = 1.0
    grip_pull: float = 0.4
    grip_cost: float = 0.6
    answers: float = 0.5


NATURES = (
    Nature("tempted", "bait and grip draw and disappoint; every second piece is answered"),
    Nature("silent", "the same, but one piece in twenty is answered", answers=0.05),
    Nature("candid", "bait and grip draw and cost nothing", bait_cost=0.0, grip_cost=0.0),
)


@dataclass(frozen=True, slots=True)
class Pool:
    """A day's candidates, arrays (60,), and what the reader likes that day, (topics,).

    signs (60, 3): quality, bait and grip as a filter sees them, with noise. luck (60, 3): what
    chance will say of click, answer and answering, the same for every ranking.
    """

    topic: Whole
    quality: Vector
    bait: Vector
    grip: Vector
    minutes: Vector
    age_h: Vector
    signs: Vector
    luck: Vector
    interests: Vector


@dataclass(slots=True)
class Reader:
    """What the days leave behind: topics read lately, and how good the editions have been."""

    nature: Nature
    stale: Vector = field(default_factory=lambda: np.zeros(TOPICS))
    trust: float = 1.0


@dataclass(frozen=True, slots=True)
class Read:
    """What happened to an edition's pieces, in order; those after the minutes ended are not in it.

    answer: what each was worth a minute, said or not, 0 where it was not opened.
    """

    clicked: npt.NDArray[np.bool_]
    minutes: Vector
    answer: Vector
    said: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Course:
    """A ranking's days with a reader, arrays (days,). worth: answers times minutes, in minutes."""

    nature: str
    policy: Policy
    seed: int
    worth: Vector
    clicks: Vector
    minutes: Vector


class Ridge:
    """Linear in the features, closed form, forgetting; before any evidence every score is 0."""

    def __init__(self) -> None:
        self.square = np.zeros((FEATURES, FEATURES))
        self.product = np.zeros(FEATURES)
        self.penalty = np.diag(np.r_[0.01, np.full(FEATURES - 1, SHRINK)])  # the mean goes free

    def learn(self, features: Vector, reward: Vector) -> None:
        """A day's evidence, (n, features) and (n,)."""
        self.square = FORGET * self.square + features.T @ features
        self.product = FORGET * self.product + features.T @ reward

    def score(self, features: Vector) -> Vector:
        """Expected reward, (n,)."""
        weights = np.linalg.solve(self.square + self.penalty, self.product)
        return np.asarray(features @ weights, dtype=np.float64)


def simulate(*, seeds: int, days: int, natures: Sequence[Nature] = NATURES) -> list[Course]:
    """Every ranking with every reader under seeds 0, 1, ...; the same days for each."""
    return [
        live(pools, nature, policy, seed=seed)
        for seed in range(seeds)
        for pools in [world(seed, days)]
        for nature in natures
        for policy in POLICIES
    ]


def world(seed: int, days: int) -> list[Pool]:
    """The days' candidates and the drift of interests, which no ranking can change."""
    rng = np.random.default_rng([seed, 0])
    shares = rng.dirichlet(np.full(TOPICS, 2.0))
    interests = INTEREST_SD * rng.standard_normal(TOPICS)
    pools = []
    for _ in range(days):
        pools.append(_pool(rng, shares, interests))
        step = np.sqrt(1 - INTEREST_KEPT**2) * INTEREST_SD * rng.standard_normal(TOPICS)
        interests = INTEREST_KEPT * interests + step
    return pools


def _pool(rng: np.random.Generator, shares: Vector, interests: Vector) -> Pool:
    quality = rng.standard_normal(CANDIDATES)
    bait, grip = rng.beta(1, 2, (2, CANDIDATES))
    noise = rng.standard_normal((CANDIDATES, 3)) * [0.7, 0.2, 0.2]
    chance = rng.random((CANDIDATES, 3))
    chance[:, 1] = rng.standard_normal(CANDIDATES)
    return Pool(
        topic=rng.choice(TOPICS, CANDIDATES, p=shares),
        quality=quality,
        bait=bait,
        grip=grip,
        minutes=np.exp(rng.normal(np.log(3.5), 0.5, CANDIDATES)).clip(1, 12),
        age_h=24 * rng.random(CANDIDATES),
        signs=np.stack([quality, bait, grip], axis=1) + noise,
        luck=chance,
        interests=interests,
    )


def live(pools: Sequence[Pool], nature: Nature, policy: Policy, *, seed: int) -> Course:
    """One ranking's days with one reader, from nothing known."""
    rng = np.random.default_rng([seed, 1 + POLICIES.index(policy)])
    reader, learner = Reader(nature), Ridge()
    totals = np.zeros((len(pools), 3))
    for day, pool in enumerate(pools):
        features = features_of(pool, reader)
        shown = _edition(policy, learner.score(features), pool, rng)
        read = read_through(reader, pool, shown)
        learner.learn(*_evidence(policy, features[shown[: len(read.minutes)]], read))
        totals[day] = read.answer @ read.minutes, read.clicked.sum(), read.minutes.sum()
    return Course(nature.name, policy, seed, *totals.T)


def features_of(pool: Pool, reader: Reader) -> Vector:
    """What every ranking knows of the candidates, (60, features); nothing of the reader's mind but
    how much of a topic was read lately.
    """
    columns = [
        np.ones(CANDIDATES),
        np.log(pool.minutes / 3.5),
        pool.age_h / 24 - 0.5,
        reader.stale[pool.topic],
    ]
    signs = pool.signs * [1, 4, 4]  # bait and grip vary by about a quarter
    return np.concatenate([np.stack(columns, 1), signs, np.eye(TOPICS)[pool.topic]], axis=1)


def _edition(policy: Policy, expected: Vector, pool: Pool, rng: np.random.Generator) -> Whole:
    """Ten candidates, best first. Rankings that learn draw the last one evenly from the rest."""
    if policy == "random":
        return rng.permutation(CANDIDATES)[:SLOTS]
    if policy == "newest":
        return np.asarray(np.argsort(pool.age_h)[:SLOTS], dtype=np.intp)
    order = np.argsort(-expected, kind="stable")
    return np.concatenate([order[: SLOTS - 1], rng.choice(order[SLOTS - 1 :], 1)])


def read_through(reader: Reader, pool: Pool, shown: Whole) -> Read:
    """The reader goes through the edition until it ends or the minutes do, and is changed by it."""
    nature, left = reader.nature, MINUTES_A_DAY
    rows: list[tuple[bool, float, float, bool]] = []
    for one in shown:
        if left <= 0:
            break
        topic = pool.topic[one]
        mood = pool.interests[topic] - BORED * reader.stale[topic] - AGEING * pool.age_h[one] / 24
        tired = 0.5 * (1 - left / MINUTES_A_DAY)
        odds = -0.5 + mood + nature.bait_pull * pool.bait[one] + reader.trust - 1 - tired
        if pool.luck[one, 0] >= 1 / (1 + np.exp(-odds)):
            rows.append((False, 0.0, 0.0, False))
            continue
        answer = _answer(nature, pool, one, mood)
        share = min(1.0, 0.4 + 0.3 * answer + nature.grip_pull * pool.grip[one])
        minutes = min(left, share * float(pool.minutes[one]))
        rows.append((True, minutes, answer, bool(pool.luck[one, 2] < nature.answers)))
        reader.stale[topic] += 1
        left -= minutes
    clicked, spent, answers, said = (np.array(column) for column in zip(*rows, strict=True))
    _sleep(reader, answers[clicked])
    return Read(clicked, spent, answers, said)


def _answer(nature: Nature, pool: Pool, one: np.intp, mood: float) -> float:
    """What a piece is worth a minute to this reader today, as one of the four answers."""
    cost = nature.bait_cost * pool.bait[one] + nature.grip_cost * pool.grip[one]
    felt = 0.9 + mood + 0.35 * pool.quality[one] - cost + 0.35 * pool.luck[one, 1]
    return float(ANSWERS[np.digitize(felt, MIDWAY)])


def _sleep(reader: Reader, answers: Vector) -> None:
    reader.stale *= STALE_KEPT
    if len(answers):
        reader.trust = TRUST_KEPT * reader.trust + (1 - TRUST_KEPT) * float(answers.mean())


def _evidence(policy: Policy, features: Vector, read: Read) -> tuple[Vector, Vector]:
    """What the ranking is rewarded by: answers given, or clicks, or minutes of all it showed."""
    if policy == "worth":
        return features[read.said], read.answer[read.said]
    return features, read.clicked.astype(np.float64) if policy == "click" else read.minutes
