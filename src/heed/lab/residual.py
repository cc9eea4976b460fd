"""Does an attention trained on other readers foretell a reader better than their own process?

The residual starts as the cosine to the mean of what was liked; every learned part starts at 0.
It is trained on readers of citeulike-a who are never asked, and then meets the reader model in the
product's own evaluation: answer after answer, each day foretold from the days before. It would
make editions only where that log proves it. Needs torch.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from heed.lab.recommend import Papers, Rows, interval
from heed.learn import Method, Trial, by, evaluate
from heed.models.encoder import load_encoder
from heed.models.reader import Attentive, Residual
from heed.types import Candidate, Evidence

Doubles = npt.NDArray[np.float64]
RANK, BATCH, NEGATIVES = 48, 16, 64
LEAST_KNOWN, MOST_KNOWN = 2, 40
RATE = 3e-3
DAYS, A_DAY = 12, 6
_START = datetime(2026, 1, 1, 6, tzinfo=UTC)


class Net(torch.nn.Module):  # type: ignore[misc]
    """The residual as a differentiable module; before training its score is the plain cosine."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.left = torch.nn.Parameter(torch.zeros(dim, RANK))
        self.right = torch.nn.Parameter(torch.randn(dim, RANK) / dim**0.5)
        self.gain = torch.nn.Parameter(torch.zeros(()))
        self.against = torch.nn.Parameter(torch.zeros(()))
        self.sharp = torch.nn.Parameter(torch.tensor(1.6))  # 1 / tau = e^1.6 = 5
        self.null = torch.nn.Parameter(torch.zeros(()))

    def forward(
        self, pieces: torch.Tensor, liked: torch.Tensor, disliked: torch.Tensor
    ) -> torch.Tensor:
        """Scores (n,) of pieces (n, dim) from past ones (m, dim)."""
        mean = pieces @ liked.mean(dim=0)
        good, bad = self._attended(pieces, liked), self._attended(pieces, disliked)
        return mean + self.gain * (good - mean) - self.against * bad

    def _attended(self, pieces: torch.Tensor, past: torch.Tensor) -> torch.Tensor:
        likeness = pieces @ past.T
        logits = (likeness + (pieces @ self.left) @ (past @ self.right).T) * self.sharp.exp()
        null = self.null.expand(len(pieces), 1)
        weight = torch.cat([logits, null], dim=1).softmax(dim=1)[:, :-1]
        return (weight * likeness).sum(dim=1)

    def frozen(self) -> Residual:
        """The same, for NumPy."""
        found: Any = {name: one.detach().numpy() for name, one in self.named_parameters()}
        return Residual(
            found["left"].astype(np.float32),
            found["right"].astype(np.float32),
            gain=float(found["gain"]),
            against=float(found["against"]),
            temperature=float(np.exp(-found["sharp"])),
            null=float(found["null"]),
        )


def train(papers: Papers, readers: Sequence[int], *, steps: int, seed: int) -> Residual:
    """Softmax over one saved paper and others drawn from all, of readers known by 2 to 40."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = np.random.default_rng([seed, 31])
    vectors = torch.from_numpy(papers.vectors)
    net = Net(vectors.shape[1])
    optimiser = torch.optim.Adam(net.parameters(), lr=RATE)
    able = [who for who in readers if len(papers.saved[who]) > LEAST_KNOWN + 1]
    for _ in range(steps):
        losses = []
        for who in rng.choice(able, BATCH):
            liked, disliked, pieces = _episode(papers, int(who), rng)
            scores = net(vectors[pieces], vectors[liked], vectors[disliked])
            losses.append(-(scores * 20).log_softmax(dim=0)[0])
        loss = torch.stack(losses).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return net.frozen()


def _episode(papers: Papers, who: int, rng: np.random.Generator) -> tuple[Rows, Rows, Rows]:
    """Known likes and dislikes of a reader, and a saved paper before NEGATIVES others."""
    saved = rng.permutation(papers.saved[who])
    most = np.log(min(MOST_KNOWN, len(saved) - 1))
    known = round(float(np.exp(rng.uniform(np.log(LEAST_KNOWN), most))))
    others = rng.choice(len(papers.titles), known + NEGATIVES)
    return saved[:known], others[:known], np.concatenate([saved[known : known + 1], others[known:]])


def method(weights: Residual) -> Method:
    """The residual as a way of foretelling answers."""

    def score(past: Sequence[Trial], today: Sequence[Trial], now: datetime) -> Doubles:
        rows = np.stack([one.evidence.vector for one in today])
        dim = rows.shape[1]
        sides = [
            np.array([one.evidence.vector for one in past if one.yes == side], dtype=np.float32)
            for side in (True, False)
        ]
        liked, disliked = (one.reshape(-1, dim) for one in sides)
        return weights.score(rows, liked, disliked)

    return score


def answers(papers: Papers, who: int, *, seed: int) -> list[Trial]:
    """A reader's days: half of each day's papers were saved, the others are drawn from all."""
    rng = np.random.default_rng([seed, who])
    half = DAYS * A_DAY // 2
    saved = rng.permutation(papers.saved[who])[:half]
    left = np.setdiff1d(np.arange(len(papers.titles)), papers.saved[who])
    others = rng.choice(left, half, replace=False)
    turns = [row for pair in zip(saved.tolist(), others.tolist(), strict=True) for row in pair]
    liked = set(saved.tolist())
    return [_trial(papers, row, place // A_DAY, row in liked) for place, row in enumerate(turns)]


def _trial(papers: Papers, row: int, day: int, yes: bool) -> Trial:
    at, vector = _START + timedelta(days=day), papers.vectors[row]
    told = Evidence(row, papers.titles[row], 1, "", "minilm", vector, float(yes), at)
    return Trial(Candidate(row, 1, "", "", "minilm", vector, 0.0), told, row, day)


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """Weights of one seed on readers they never saw: log-loss and AUC of every way, reader by
    reader; changed: how many readers' editions the log would let them make.
    """

    weights: Residual
    trained_on: int
    losses: Mapping[str, list[float]]
    aucs: Mapping[str, list[float]]
    changed: int


def meet(papers: Papers, *, many: int, steps: int, seed: int) -> Met:
    """Train on all readers but `many`, who then judge."""
    able = [n for n, one in enumerate(papers.saved) if len(one) >= DAYS * A_DAY // 2]
    asked = np.random.default_rng([seed, 41]).permutation(able)[:many].tolist()
    others = sorted(set(range(len(papers.saved))) - set(asked))
    weights = train(papers, others, steps=steps, seed=seed)
    ways = {"heed": by(Attentive()), "residual": method(weights),
            "mean": method(Residual.untrained(papers.vectors.shape[1]))}  # fmt: skip
    mornings = {day: _START + timedelta(days=day) for day in range(DAYS)}
    told = [
        evaluate(answers(papers, who, seed=seed), ways, mornings, usable=("heed", "residual"))
        for who in asked
    ]
    return Met(
        weights,
        len(others),
        {name: [one.methods[name].log_loss.mean for one in told] for name in ways},
        {name: [one.methods[name].auc for one in told] for name in ways},
        sum(one.in_use == "residual" for one in told),
    )


def with_card(met: Met, seed: int) -> Residual:
    """The weights, saying what they learned from, on what terms, and how well."""
    held = {"readers": len(met.losses["residual"])}
    card = {
        "what": "target attention over liked and disliked pieces, a correction of their mean",
        "data": "citeulike-a (Wang et al. 2013)",
        "licence": "none given: for your own home, not to be handed on",
        "encoder": next(iter(load_encoder().encode(["a word"], ["en"]))).embedder_id,
        "trained_on": met.trained_on,
        "held": {**held, "log_loss": float(np.mean(met.losses["residual"]))},
        "seed": seed,
        "made": datetime.now(UTC).date().isoformat(),
    }
    return replace(met.weights, card=card)


def lines(met: Sequence[Met], steps: int) -> Iterator[str]:
    """Log-loss of every way, and how often the log would change the ranker."""
    losses = _pooled([one.losses for one in met])
    aucs = _pooled([one.aucs for one in met])
    readers = len(losses["heed"])
    known = f"{readers} readers, {DAYS * A_DAY} answers each"
    yield f"{known}, seeds 0 to {len(met) - 1}, {steps} steps"
    for name, values in losses.items():
        yield f"{name:10} log-loss {np.mean(values):.3f}   AUC {np.mean(aucs[name]):.3f}"
    for other, name in (("heed", "the process"), ("mean", "what it started from")):
        gain, low, high = interval(np.subtract(losses[other], losses["residual"]).tolist())
        yield f"residual saves {gain:+.3f} [{low:+.3f}, {high:+.3f}] of log-loss over {name}"
    changed = sum(one.changed for one in met)
    yield f"the log would let it make the editions of {changed} of {readers} readers"


def _pooled(told: Sequence[Mapping[str, list[float]]]) -> dict[str, list[float]]:
    return {name: [value for one in told for value in one[name]] for name in told[0]}
