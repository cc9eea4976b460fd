"""What a small trained net loses when it is made smaller and earlier, beside doing it at random.

    python benchmarks/compress.py [--seed 0] [--small]

Handwritten digits of scikit-learn, 16 patches an image: 1,000 to train on, 300 to choose heads and
measure errors on, 497 to report. Four blocks of four heads, an answer after each. One thread,
float32.
"""

import argparse
import os
import platform
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import torch
from sklearn.datasets import load_digits
from torch import nn

from heed.attention import AuxRequest
from heed.attention.blocks import EncoderBlock
from heed.attention.compress import (
    EarlyExit,
    keep_tokens,
    prune_heads,
    prune_to_loss,
    represent,
    take_tokens,
    within,
)
from heed.attention.flops import counted
from heed.attention.quantize import linears, size_bytes

WIDTH, HEADS, BLOCKS = 32, 4, 4
Data = tuple[torch.Tensor, torch.Tensor]


class Pooled(nn.Module):
    """The mean of all patches, and a layer on it."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = nn.Linear(WIDTH, 10)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        if mask is None:
            return self.turn(x.mean(1))
        real = mask[..., None]
        return self.turn((x * real).sum(1) / real.sum(1).clamp(min=1))


class Digits(nn.Module):
    """Patches (B, 16, 4) -> an answer (B, 10) after each block."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = nn.Linear(4, WIDTH)
        self.place = nn.Parameter(0.1 * torch.randn(16, WIDTH))
        blocks = [EncoderBlock(WIDTH, HEADS) for _ in range(BLOCKS)]
        self.exits = EarlyExit(blocks, [Pooled() for _ in range(BLOCKS)])

    def words(self, x: torch.Tensor) -> torch.Tensor:
        return self.turn(x) + self.place

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.stack(self.exits(self.words(x)))


def digits() -> list[Data]:
    """Train, choose, report."""
    found = load_digits()
    order = np.random.default_rng(0).permutation(len(found.target))
    images = found.images[order].reshape(-1, 4, 2, 4, 2).transpose(0, 1, 3, 2, 4) / 16
    x = torch.tensor(images.reshape(-1, 16, 4), dtype=torch.float32)
    y = torch.tensor(found.target[order])
    return list(zip(x.split((1000, 300, 497)), y.split((1000, 300, 497)), strict=True))


def trained(data: Data, epochs: int) -> Digits:
    net = Digits()
    steps = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=0.01)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(steps, epochs)
    for _ in range(epochs):
        for some in torch.randperm(len(data[1])).split(50):
            answers = net(data[0][some])
            loss = sum(nn.functional.cross_entropy(one, data[1][some]) for one in answers)
            steps.zero_grad()
            loss.backward()
            steps.step()
        slower.step()
    return net.eval()


def loss_on(data: Data) -> Callable[[nn.Module], torch.Tensor]:
    return lambda net: nn.functional.cross_entropy(net(data[0])[-1], data[1])


@torch.no_grad()
def right(net: nn.Module, data: Data) -> float:
    return share(net(data[0])[-1], data)


def share(answers: torch.Tensor, data: Data) -> float:
    return float((answers.argmax(-1) == data[1]).double().mean())


@torch.no_grad()
def milliseconds(work: Callable[[], Any]) -> float:
    """The least CPU time of seven calls."""
    work()
    times = []
    for _ in range(7):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return 1e3 * min(times)


def line(name: str, net: nn.Module, data: Data, before: torch.Tensor) -> None:
    with torch.no_grad():
        after = net(data[0])[-1]
        loss = float(loss_on(data)(net))
    error = float((after - before).norm() / before.norm())
    cells = f"{size_bytes(net):>9,}{milliseconds(lambda: net(data[0])):>9.1f}{loss:>9.4f}"
    print(f"{name:42}{cells}{share(after, data):>9.3f}{error:>9.4f}", flush=True)


def heads(net: Digits, choose: Data, report: Data, rng: np.random.Generator, draws: int) -> None:
    layers = [block.attend for block in net.exits.blocks]
    before = net(report[0])[-1].detach()
    line("all 16 heads", net, report, before)
    for rise in (0, 0.05, 0.5) if draws > 2 else (0.05,):
        for estimate in (False, True):
            began = time.process_time()
            found = prune_to_loss(net, layers, loss_on(choose), rise=rise, estimate=estimate)
            took, gone = time.process_time() - began, len(found.removed)
            how = "first order" if estimate else "measured"
            line(f"rise {rise}, {how}: {gone} gone, {took:.1f} s", found.module, report, before)
            if not estimate and gone:
                random_heads(net, gone, report, rng, draws)


def random_heads(
    net: Digits, gone: int, report: Data, rng: np.random.Generator, draws: int
) -> None:
    """As many heads, drawn at random but for the last of a layer."""
    results = []
    for _ in range(draws):
        keep = {n: set(range(HEADS)) for n in range(BLOCKS)}
        while sum(len(kept) for kept in keep.values()) > BLOCKS * HEADS - gone:
            block = int(rng.integers(BLOCKS))
            if len(keep[block]) > 1:
                keep[block].remove(int(rng.choice(sorted(keep[block]))))
        smaller = represent(net, {})  # a copy
        for n, kept in keep.items():
            smaller.exits.blocks[n].attend = prune_heads(smaller.exits.blocks[n].attend, kept)
        with torch.no_grad():
            results.append((float(loss_on(report)(smaller)), right(smaller, report)))
    loss, hits = np.mean(results, 0)
    print(f"{f'    {gone} at random, mean of {draws} draws':42}{'':>18}{loss:>9.4f}{hits:>9.3f}")


def numbers(net: Digits, choose: Data, report: Data) -> None:
    before = net(report[0])[-1].detach()
    line("float32", net, report, before)
    for way in ("bf16", "int8"):
        line(f"all {way}", represent(net, dict.fromkeys(linears(net), way)), report, before)
    for error in (0.001, 0.003, 0.01, 0.03):
        found = within(net, error=error, given=[choose[0]])
        kept = [one.kept for one in found.choices]
        name = " ".join(f"{kept.count(way)} {way}" for way in ("int8", "bf16", "float32"))
        line(f"within {error}: {name}", found.module, report, before)


@torch.no_grad()
def exits(net: Digits, report: Data, draw: torch.Generator) -> None:
    """MFLOPs for all, beside who goes on by chance (5 draws), and all alike where that fits."""
    words = net.words(report[0])
    costs = net.exits.flops(words)
    count, plain = len(words), net(report[0])
    by_chance = EarlyExit(
        list(net.exits.blocks),
        list(net.exits.heads),
        confidence=lambda answers: torch.rand(len(answers), generator=draw),
    )
    for blocks in (1, 1.1, 1.25, 1.5, 2, 3, 4):
        budget = count * sum(costs) * blocks / BLOCKS
        spent = net.exits.spend(words, budget, flops=costs)
        chance = np.mean(
            [share(by_chance.spend(words, budget, flops=costs).answers, report) for _ in range(5)]
        )
        same = f"{share(plain[int(blocks) - 1], report):.3f}" if blocks == int(blocks) else "-"
        took = milliseconds(lambda: net.exits.spend(words, budget, flops=costs))  # noqa: B023
        print(
            f"{blocks:>6}{budget / 1e6:>9.1f}{spent.flops / 1e6:>9.1f}{took:>9.1f}"
            f"{share(spent.answers, report):>9.3f}{chance:>9.3f}{same:>9}{1e9 * spent.price:>12.1f}"
        )


@torch.no_grad()
def tokens(net: Digits, report: Data, draw: torch.Generator) -> None:
    """Tokens kept after the first block by what they received there, or by chance, 5 draws."""
    words = net.words(report[0])
    first, *rest = net.exits.blocks
    x, seen = first(words, return_aux=AuxRequest(received=True))
    received = seen.received.sum(1)
    costs = net.exits.flops(words)
    each = sum(costs[1:]) / words.shape[1]  # an upper bound: what is kept sees fewer
    for part in (1, 0.75, 0.5, 0.25, 0.125):
        found = []
        for worth in (received, *torch.rand((5, *received.shape), generator=draw)):
            kept = keep_tokens(worth, each, part * sum(costs[1:]))
            with counted() as counter:
                answer = after(net, rest, *take_tokens(x, kept.goes_on))
            found.append(share(answer, report))
        spent = costs[0] * len(words) + counter.get_total_flops()
        print(f"{part:>6}{spent / 1e6:>9.1f}{found[0]:>9.3f}{np.mean(found[1:]):>9.3f}")


def after(net: Digits, rest: list[nn.Module], x: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    for block in rest:
        x = block(x, real[:, None, None])
    return net.exits.heads[-1](x, real)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--small", action="store_true", help="24 images of each, for tests")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    rng, draw = np.random.default_rng(args.seed), torch.Generator().manual_seed(args.seed)
    print(f"{platform.machine()}, Python {platform.python_version()}, torch {torch.__version__}")
    print(f"one thread, seed {args.seed}; load {os.getloadavg()[0]:.1f}")
    train, choose, report = digits()
    if args.small:
        train, choose, report = ((x[:24], y[:24]) for x, y in (train, choose, report))
    began = time.process_time()
    net = trained(train, 2 if args.small else 60)
    print(f"trained in {time.process_time() - began:.0f} CPU-seconds\n")
    print(f"{'':42}{'bytes':>9}{'CPU ms':>9}{'loss':>9}{'right':>9}{'error':>9}")
    heads(net, choose, report, rng, draws=2 if args.small else 20)
    print()
    numbers(net, choose, report)
    print("\nblocks   budget    spent   CPU ms    right by chance   all same  per GFLOP")
    exits(net, report, draw)
    print("\n  kept  MFLOPs    right by chance")
    tokens(net, report, draw)


if __name__ == "__main__":
    main()
