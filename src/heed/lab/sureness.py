"""Does the reader model know what it does not know? A made-up reader answers, day after day.

Vectors around topic centres, sources of different worth, a taste that drifts, answers in four steps
with chance. All constants of the readers were set before the first run. After the first answers
three things are asked of every piece of the day, none of them answered yet: does the 80 % interval
hold the answer, is heed less wrong where it is surer, and do its probabilities come true. The
pieces of an edition are told apart from the rest, which no answer will ever speak of. NumPy only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from heed.learn.calibration import Calibration
from heed.learn.sureness import Sureness
from heed.models.reader import Attentive
from heed.types import ANSWERS, Candidate, Evidence, Judgement

Vector = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
DIM, TOPICS, SOURCES = 48, 10, 8
A_DAY, EDITION = 30, 8
ASKED_AFTER = 100
SHARES = (0.2, 0.4, 0.6, 0.8, 1.0)
_STEPS = np.array(sorted(ANSWERS.values()))
_MIDWAY = (_STEPS[1:] + _STEPS[:-1]) / 2
_START = datetime(2026, 1, 1, 6, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Temper:
    """How much a reader's answers follow taste, sources and chance, in worth, around their mean."""

    name: str
    taste: float
    source: float
    chance: float
    mean: float


TEMPERS = (
    Temper("steady", taste=0.5, source=0.2, chance=0.2, mean=0.9),
    Temper("moody", taste=0.35, source=0.15, chance=0.6, mean=0.8),
    Temper("generous", taste=0.4, source=0.2, chance=0.35, mean=1.4),
    Temper("severe", taste=0.4, source=0.2, chance=0.35, mean=0.4),
)


@dataclass(frozen=True, slots=True, eq=False)
class Log:
    """Every piece after the first answers (n,): what was said of it that morning, and the answer.

    worth: with the shift that past answers had; spread: how far off it is expected to be. p:
    P(answer >= 1) straight from the model; head: after what past scores were worth. shown: 1 where
    it was in the edition.
    """

    answer: Vector
    worth: Vector
    spread: Vector
    low: Vector
    high: Vector
    p: Vector
    head: Vector
    shown: Vector

    def part(self, *, shown: bool) -> "Log":
        """Only the pieces of editions, or only the others."""
        rows = (self.shown > 0) == shown
        return Log(*(getattr(self, name)[rows] for name in self.__slots__))

    @property
    def covered(self) -> float:
        """How often the 80 % interval holds the answer."""
        return float(((self.answer >= self.low) & (self.answer <= self.high)).mean())

    def risk(self, shares: Sequence[float] = SHARES) -> Vector:
        """Mean squared error of the surest pieces, by what share of all they are."""
        order = np.argsort(self.spread, kind="stable")
        wrong = (self.answer - self.worth)[order] ** 2
        return np.array([wrong[: max(1, round(share * len(wrong)))].mean() for share in shares])

    def ece(self, said: Vector, bins: int = 10) -> float:
        """How far probabilities are off, mean over pieces in ten bins."""
        which = np.minimum((said * bins).astype(int), bins - 1)
        came = self.answer >= 1
        gaps = [abs(said[which == b].mean() - came[which == b].mean()) * (which == b).sum()
                for b in range(bins) if (which == b).any()]  # fmt: skip
        return float(sum(gaps) / len(said))


def live(temper: Temper, *, seed: int, days: int = 40) -> Log:
    """One reader's days: what is said of every piece, then the edition is read and answered."""
    rng = np.random.default_rng([seed, *temper.name.encode()])
    world = _World.drawn(temper, rng)
    evidence: list[Evidence] = []
    scores: list[float] = []
    came: list[bool] = []
    past: list[tuple[float, float, float]] = []
    rows: list[tuple[float, ...]] = []
    for day in range(days):
        now = _START + timedelta(days=day)
        pieces, answers = world.day(day, rng)
        fitted = Attentive().fit(evidence, now=now)
        judged = fitted.judge(pieces)
        order = np.argsort([-one.worth for one in judged], kind="stable")
        # The last slot is drawn from the rest, as an edition's is.
        shown = [*order[: EDITION - 1].tolist(), int(rng.choice(order[EDITION - 1 :]))]
        if len(evidence) >= ASKED_AFTER:
            head = Calibration.fit(np.array(scores), np.array(came))
            sure = Sureness.fit(*np.array(past).T)
            rows += [
                (float(answer), *_row(one, sure, head), float(row in shown))
                for row, (one, answer) in enumerate(zip(judged, answers, strict=True))
            ]
        for row in shown:
            scores.append(sum(part.weight for part in judged[row].reasons))
            came.append(bool(answers[row] >= 1))
            past.append((judged[row].worth, judged[row].sd, float(answers[row])))
            evidence.append(_told(pieces[row], float(answers[row]), now))
    return Log(*np.array(rows).T)


def _row(judged: Judgement, sure: Sureness, head: Calibration) -> tuple[float, ...]:
    worth, sd = np.array([judged.worth]), np.array([judged.sd])
    low, high = sure.likely(worth, sd)
    whole = np.array([sum(part.weight for part in judged.reasons)])
    found = (worth + sure.shift, sure.spread(worth, sd), low, high, [judged.p_worth], head(whole))
    return tuple(float(one[0]) for one in found)


def _told(one: Candidate, answer: float, now: datetime) -> Evidence:
    assert one.vector is not None
    return Evidence(
        one.item_id, one.title, one.source_id, one.topic, "made", one.vector, answer, now
    )


@dataclass(slots=True, eq=False)
class _World:
    """Where topics lie, what sources are worth, and what is liked; the liking drifts."""

    temper: Temper
    centres: Vector
    sources: Vector
    taste: Vector

    @classmethod
    def drawn(cls, temper: Temper, rng: np.random.Generator) -> "_World":
        return cls(
            temper,
            _unit(rng.standard_normal((TOPICS, DIM))),
            temper.source * rng.standard_normal(SOURCES),
            _unit(rng.standard_normal((1, DIM)))[0],
        )

    def day(self, day: int, rng: np.random.Generator) -> tuple[list[Candidate], Vector]:
        """The day's pieces, and what each would be answered with."""
        topic, source = rng.integers(TOPICS, size=A_DAY), rng.integers(SOURCES, size=A_DAY)
        vectors = _unit(1.2 * self.centres[topic] + _unit(rng.standard_normal((A_DAY, DIM))))
        self.taste = _unit((self.taste + 0.03 * rng.standard_normal(DIM))[None])[0]
        # A cosine in 48 dimensions has a spread of 1 / sqrt(48).
        felt = self.temper.mean + self.temper.taste * np.sqrt(DIM) * (vectors @ self.taste)
        felt += self.sources[source] + self.temper.chance * rng.standard_normal(A_DAY)
        answers = _STEPS[np.digitize(felt, _MIDWAY)]
        pieces = [
            Candidate(
                day * A_DAY + n, int(source[n]), "", "", "made",
                vectors[n].astype(np.float32), 36_000.0,
            )
            for n in range(A_DAY)
        ]  # fmt: skip
        return pieces, answers


def _unit(rows: Vector) -> Vector:
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float64)


def joined(logs: Sequence[Log]) -> Log:
    """Several readers' logs as one."""
    names = Log.__slots__
    return Log(*(np.concatenate([getattr(one, name) for one in logs]) for name in names))


def lines(*, seeds: int, days: int) -> Iterator[str]:
    """The table: each temper over the seeds, and all together; editions, then the rest."""
    logs = {
        one.name: joined([live(one, seed=seed, days=days) for seed in range(seeds)])
        for one in TEMPERS
    }
    logs["all"] = joined(list(logs.values()))
    yield f"seeds 0 to {seeds - 1}, {days} days, after {ASKED_AFTER} answers"
    for shown, told in ((True, "pieces of editions"), (False, "all others, never answered")):
        yield f"\n{told}; squared error of the surest 20 % to 100 %"
        yield f"{'':10}{'pieces':>8}{'80 % held':>11}{'ECE p':>8}{'ECE head':>10}" + "".join(
            f"{share:8.0%}" for share in SHARES
        )
        for name, log in logs.items():
            yield _line(name, log.part(shown=shown))


def _line(name: str, log: Log) -> str:
    risk = "".join(f"{one:8.3f}" for one in log.risk())
    measured = f"{log.covered:11.3f}{log.ece(log.p):8.3f}{log.ece(log.head):10.3f}"
    return f"{name:10}{len(log.answer):8}{measured}{risk}"
