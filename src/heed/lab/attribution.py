"""What each kind of attention adds where nothing else differs, on citeulike-a.

Half of the readers are learned from, by the old papers alone; the others are known by K of them and
asked for new ones, as in recommend.py. Every net makes a reader's vector of what was saved, turns
it by the same low-rank correction and takes the product with a paper's; only the pooling differs.
All start as the mean. Needs torch. No constant was changed after the first run.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention.modules import AdditivePooling, MultiHeadAttention, TargetAttention
from heed.lab import card
from heed.lab.recommend import (
    WITH,
    WITHOUT,
    Doubles,
    Method,
    Papers,
    Reader,
    Rows,
    interval,
    mean,
    ndcg,
    process,
    read_papers,
    readers,
)
from heed.models.gaussian import Kernel

RANK, BATCH, NEGATIVES, RATE, SHARP = 48, 16, 64, 1e-3, 20.0
FEWEST, MOST = 2, 40
"""So many saved papers a reader is known by in training."""
HEADS, CHUNK = 4, 512


class Mean(nn.Module):  # type: ignore[misc]
    """One vector for whatever is asked: (m, width) -> (1, width)."""

    def forward(self, pieces: torch.Tensor, saved: torch.Tensor) -> torch.Tensor:
        """The mean of what was saved."""
        return saved.mean(dim=0, keepdim=True)


class Pooled(nn.Module):  # type: ignore[misc]
    """Additive attention over what was saved; `heads` > 0: after they attended to each other."""

    def __init__(self, width: int, heads: int = 0) -> None:
        super().__init__()
        self.among = MultiHeadAttention(width, heads) if heads else None
        self.pool = AdditivePooling(width, 128)

    def forward(self, pieces: torch.Tensor, saved: torch.Tensor) -> torch.Tensor:
        """(m, width) -> (1, width)."""
        rows = saved[None]
        pooled: torch.Tensor = self.pool(rows + self.among(rows) if self.among else rows)
        return pooled


class Target(nn.Module):  # type: ignore[misc]
    """Every paper that is asked looks back by itself: (n, width), (m, width) -> (n, width)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.look = TargetAttention(width)

    def forward(self, pieces: torch.Tensor, saved: torch.Tensor) -> torch.Tensor:
        """What each piece sees of the saved."""
        parts = pieces.split(CHUNK)  # a table of (n, hidden, width) numbers is laid out inside
        return torch.cat([self.look(one[None], saved[None])[0] for one in parts])


class Net(nn.Module):  # type: ignore[misc]
    """A pooling and the correction all share; score x . (u + U V' u)."""

    def __init__(self, width: int, pool: nn.Module) -> None:
        super().__init__()
        self.pool = pool
        self.left = nn.Parameter(torch.zeros(width, RANK))
        self.right = nn.Parameter(torch.randn(width, RANK) / width**0.5)

    def forward(self, pieces: torch.Tensor, saved: torch.Tensor) -> torch.Tensor:
        """Scores (n,)."""
        who = self.pool(pieces, saved)
        turned = who + (who @ self.right) @ self.left.T
        return (pieces * turned).sum(dim=1)


def nets(width: int) -> Mapping[str, Callable[[], Net]]:
    """Every pooling by name."""
    return {
        "mean, trained": lambda: Net(width, Mean()),
        "additive attention": lambda: Net(width, Pooled(width)),
        "self-attention": lambda: Net(width, Pooled(width, HEADS)),
        "target attention": lambda: Net(width, Target(width)),
    }


def train(papers: Papers, make: Callable[[], Net], old: Rows, *, steps: int, seed: int) -> Net:
    """Softmax over one saved paper and others, all of the old; the same draws for every net."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = np.random.default_rng([seed, 61])
    known = np.zeros(len(papers.titles), dtype=np.bool_)
    known[old] = True
    saved = [one[known[one]] for one in papers.saved]
    able = [one for one in saved if len(one) > FEWEST + 1]
    net, vectors = make(), torch.from_numpy(papers.vectors)
    optimiser = torch.optim.Adam(net.parameters(), lr=RATE)
    for _ in range(steps):
        losses = []
        for who in rng.choice(len(able), BATCH):
            mine, pieces = _episode(able[who], old, rng)
            scores = net(vectors[pieces], vectors[mine])
            losses.append(-(scores * SHARP).log_softmax(dim=0)[0])
        optimiser.zero_grad()
        torch.stack(losses).mean().backward()
        optimiser.step()
    return net


def _episode(saved: Rows, old: Rows, rng: np.random.Generator) -> tuple[Rows, Rows]:
    """What a reader is known by, and a further saved paper before NEGATIVES others."""
    order = rng.permutation(saved)
    most = np.log(min(MOST, len(order) - 1))
    known = round(float(np.exp(rng.uniform(np.log(FEWEST), most))))
    return order[:known], np.concatenate([order[known : known + 1], rng.choice(old, NEGATIVES)])


def method(net: Net) -> Method:
    """A trained net as a way of scoring what is asked."""

    def score(papers: Papers, one: Reader, asked: Rows) -> Doubles:
        pieces, saved = (torch.from_numpy(papers.vectors[rows]) for rows in (asked, one.saved))
        with torch.no_grad():
            found = net(pieces, saved)
        return np.asarray(found.numpy(), dtype=np.float64)

    return score


@dataclass(slots=True)
class Row:
    """A way's gains, one a reader; CPU-seconds of training and of scoring; numbers learned."""

    gains: list[float] = field(default_factory=list)
    training_s: float = 0.0
    scoring_s: float = 0.0
    parameters: int = 0


BESIDE = {
    "process with attention": "process, no attention",
    "additive attention": "mean, trained",
    "self-attention": "mean, trained",
    "target attention": "mean, trained",
}
"""What each way is without its attention; all others stand beside the mean of what was saved."""


def lines(
    folder: Path, *, vectors: Path | None, known: int, many: int, seeds: int, steps: int
) -> Iterator[str]:
    """The table: every way on the same readers, and what its attention added."""
    papers = read_papers(folder, vectors)
    rows: dict[str, Row] = {}
    for seed in range(seeds):
        _add(rows, papers, known=known, many=many, seed=seed, steps=steps)
    count = f"{known} saved papers known, {len(rows['mean of saved'].gains)} readers"
    yield f"{count}, seeds 0 to {seeds - 1}, {steps} steps of training on others"
    yield f"{'':24}nDCG@10   attention added, 95 %        parameters  CPU-s train  ms a reader"
    for name, row in rows.items():
        costs = f"{row.parameters:>12,}{row.training_s / seeds:>12.1f}"
        each_ms = 1e3 * row.scoring_s / len(row.gains)
        added = _added(row.gains, rows, name)
        yield f"{name:24}{np.mean(row.gains):7.3f}   {added:28}{costs}{each_ms:>12.1f}"


def _added(gains: Sequence[float], rows: Mapping[str, Row], name: str) -> str:
    if name == "mean of saved":
        return "-"
    gap, low, high = interval(np.subtract(gains, _beside(rows, name).gains).tolist())
    return f"{gap:+.3f} [{low:+.3f}, {high:+.3f}]" + ("" if name in BESIDE else " (mean)")


def _beside(rows: Mapping[str, Row], name: str) -> Row:
    return rows[BESIDE.get(name, "mean of saved")]


def _add(
    rows: dict[str, Row], papers: Papers, *, known: int, many: int, seed: int, steps: int
) -> None:
    """One seed's readers under every way; half the readers are learned from and never asked."""
    turn = np.random.default_rng([seed, 71]).permutation(len(papers.saved))
    half = len(turn) // 2
    asked_of, learned_from = (
        replace(papers, saved=tuple(papers.saved[n] for n in some))
        for some in (turn[:half], turn[half:])
    )
    asked, some = readers(asked_of, known=known, count=many, seed=seed)
    old = np.setdiff1d(np.arange(len(papers.titles)), asked)
    ways: dict[str, Method] = {
        "mean of saved": mean,
        "process, no attention": process(Kernel(attention=0.0), WITHOUT),
        "process with attention": process(Kernel(), WITH),
    }
    for name in ways:
        rows.setdefault(name, Row())
    for name, make in nets(papers.vectors.shape[1]).items():
        started = time.process_time()
        net = train(learned_from, make, old, steps=steps, seed=seed)
        row = rows.setdefault(name, Row(parameters=card.parameters(net)))
        row.training_s += time.process_time() - started
        ways[name] = method(net)
    for name, way in ways.items():
        row, started = rows[name], time.process_time()
        for one in some:
            row.gains.append(ndcg(way(papers, one, asked), asked, one.right))
        row.scoring_s += time.process_time() - started
