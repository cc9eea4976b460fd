"""Making heed's own tone head: the layers of the English encoder turned a little, and a look.

    HEED_DATA=... python -m heed.lab.tonehead src/heed/models/tone.npz

Low-rank changes to the six layers (lab/turned.py), a mark on the company asked about, and
one attention head from the company over the other words, each of which says something in [-1, 1].
Trained on SEntFiN (MIT) but for its test fifth, the one `heed lab run tone` is judged by. In
training word pieces are hidden at random, and often the whole name: who it is tells nothing.
"""

import copy
import json
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from heed.lab.applications.tone import Headline, headlines
from heed.lab.task import Tensor
from heed.lab.turned import DROPPED, TurnedEncoder
from heed.models.encoder.minilm import MiniLM, load_minilm
from heed.models.encoder.weights import find_weights
from heed.models.tone import LONGEST, places

LOOK = 64
FAR = 8
EPOCHS, BATCH, RATE, DECAY = 6, 32, 6e-4, 1e-2
HIDDEN, NAME_HIDDEN, MASK = 0.05, 0.25, 103
TEST_SEED = 7


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One company of one headline: numbers (L,) of word pieces, place (L,) from `places`."""

    numbers: Tensor
    place: Tensor
    tone: int


class Look(nn.Module):  # type: ignore[misc]
    """From the company over the other words: shares that with `nothing` sum to 1, and a tone."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(width, LOOK)
        self.key = nn.Linear(width, LOOK, bias=False)
        self.says = nn.Linear(width, 1)
        self.near = nn.Parameter(torch.zeros(2 * FAR + 1))
        self.scale = nn.Parameter(torch.tensor(1.8))
        self.bounds = nn.Parameter(torch.tensor([2.0, 2.0]))

    def forward(self, rows: Tensor, place: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Tone (B,), shares (B, L + 1) with nothing's last, and what each word says (B, L)."""
        own = (place == 0)[..., None].float()
        company = (rows * own).sum(1) / own.sum(1).clamp_min(1)
        scores = (self.key(rows) @ self.query(company)[..., None])[..., 0] / math.sqrt(LOOK)
        scores = scores + self.near[place.clamp(-FAR, FAR) + FAR]
        scores = scores.masked_fill((place == 0) | (place.abs() > LONGEST), -math.inf)
        scores = torch.cat((scores, torch.zeros_like(scores[:, :1])), 1)
        shares = scores.softmax(-1)
        says = torch.tanh(self.says(rows)[..., 0])
        return (shares[:, :-1] * says).sum(1), shares, says

    def logits(self, tone: Tensor) -> Tensor:
        """Negative, neutral, positive (B, 3): the further the tone, the surer."""
        far = self.scale.exp() * tone
        return torch.stack((-far - self.bounds[0], torch.zeros_like(far), far - self.bounds[1]), 1)


class Toned(nn.Module):  # type: ignore[misc]
    """The mark, the turned layers, the look."""

    def __init__(self, encoder: MiniLM) -> None:
        super().__init__()
        self.mark = nn.Parameter(torch.zeros(encoder.dim))
        self.encoder = TurnedEncoder(encoder.weights)
        self.drop = nn.Dropout(DROPPED)
        self.look = Look(encoder.dim)

    def forward(
        self, numbers: Tensor, mask: Tensor, place: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """As Look gives it."""
        rows = self.encoder(numbers, mask, self.mark * (place == 0)[..., None])
        told: tuple[Tensor, Tensor, Tensor] = self.look(self.drop(rows), place)
        return told


def examples(encoder: MiniLM, some: Sequence[Headline]) -> list[Asked]:
    """Headlines as numbers of word pieces."""
    found = []
    for one in some:
        read_ = encoder.tokenizer.encode(one.text)
        place = places(read_.offsets[:LONGEST], one.start, one.end)
        found.append(Asked(torch.tensor(read_.ids[:LONGEST]), torch.tensor(place), one.tone))
    return found


def hidden(numbers: Tensor, place: Tensor) -> Tensor:
    """The same numbers with some pieces, and some whole names, behind the mask."""
    word = place.abs() <= LONGEST
    behind = (torch.rand(place.shape) < HIDDEN) & word
    behind |= (torch.rand(len(place), 1) < NAME_HIDDEN) & (place == 0)
    return numbers.masked_fill(behind, MASK)


def batches(some: Sequence[Asked], order: Sequence[int]) -> Iterator[tuple[Any, ...]]:
    """numbers, mask, place, tone of BATCH examples at a time, in this order."""
    for start in range(0, len(order), BATCH):
        part = [some[n] for n in order[start : start + BATCH]]
        wide = max(len(one.place) for one in part)
        numbers = torch.zeros(len(part), wide, dtype=torch.int64)
        place = torch.full((len(part), wide), LONGEST + 1)
        mask = torch.zeros(len(part), wide, dtype=torch.bool)
        for n, one in enumerate(part):
            length = len(one.place)
            numbers[n, :length], place[n, :length], mask[n, :length] = one.numbers, one.place, True
        yield numbers, mask, place, torch.tensor([one.tone for one in part])


def fit(
    net: Toned,
    train: Sequence[Asked],
    held: Sequence[Asked],
    seed: int,
    *,
    best_yet: Callable[[], None] = lambda: None,
) -> None:
    """Train in place; keep the epoch best on the held part, and say when there is a better one."""
    rng = np.random.default_rng(seed)
    steps = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    total = EPOCHS * -(-len(train) // BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(steps, RATE, total_steps=total, pct_start=0.1)
    best, kept = 0.0, net.state_dict()
    for epoch in range(EPOCHS):
        net.train()
        loss_sum = 0.0
        for numbers, mask, place, tone in batches(train, _alike(train, rng)):
            seen = net(hidden(numbers, place), mask, place)[0]
            loss = nn.functional.cross_entropy(net.look.logits(seen), tone)
            steps.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            steps.step()
            rate.step()
            loss_sum += loss.item() * len(tone)
        right = accuracy(net, held)
        print(f"epoch {epoch + 1}: loss {loss_sum / len(train):.3f}, held {right:.3f}, "
              f"{time.process_time():.0f} CPU-s", flush=True)  # fmt: skip
        if right > best:
            best, kept = right, copy.deepcopy(net.state_dict())
            best_yet()
    net.load_state_dict(kept)


def _alike(some: Sequence[Asked], rng: np.random.Generator) -> list[int]:
    """A shuffled order in which batches hold texts of like length."""
    noisy = [len(one.place) + 4 * rng.random() for one in some]
    order = np.argsort(noisy)
    blocks = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
    return [int(n) for block in rng.permutation(len(blocks)) for n in blocks[block]]


@torch.no_grad()  # type: ignore[untyped-decorator]
def tones(net: Toned, some: Sequence[Asked]) -> np.ndarray:
    """The class told of each, (N,)."""
    net.eval()
    told = [
        net.look.logits(net(*inputs)[0]).argmax(1).numpy()
        for *inputs, _ in batches(some, range(len(some)))
    ]
    return np.concatenate(told)


def accuracy(net: Toned, some: Sequence[Asked]) -> float:
    """The share told right."""
    return float(np.mean(tones(net, some) == np.array([one.tone for one in some])))


def kept(net: Toned) -> dict[str, Any]:
    """What the head adds to the encoder, half precision but for the look's few numbers."""
    named = {"mark": net.mark}
    for n, layer in enumerate(net.encoder.layers):
        for name, part in layer.parts.items():
            named[f"{n}.{name}.a"] = part.down
            named[f"{n}.{name}.b"] = part.up
    look = net.look
    named |= {"query": look.query.weight.T, "query_bias": look.query.bias, "key": look.key.weight.T}
    arrays = {name: one.detach().numpy().astype(np.float16) for name, one in named.items()}
    small = {
        "says": look.says.weight[0],
        "says_bias": look.says.bias,
        "near": look.near,
        "scale": look.scale.exp(),
        "bounds": look.bounds,
    }
    return arrays | {name: one.detach().numpy().astype(np.float32) for name, one in small.items()}


def main() -> None:
    """Train, judge on the test fifth, and write the head and its card beside it."""
    torch.set_num_threads(1)
    seed, out = int(os.environ.get("SEED", "0")), Path(sys.argv[1])
    torch.manual_seed(seed)
    folder = Path(os.environ["HEED_DATA"])
    groups = headlines(folder / "finance_sentfin" / "sentfin_dev.csv.gz")
    order = np.random.default_rng(TEST_SEED).permutation(len(groups))
    tenth = len(groups) // 10
    parts = order[3 * tenth :], order[2 * tenth : 3 * tenth], order[: 2 * tenth]
    encoder = load_minilm(find_weights())
    train, held, test = (
        examples(encoder, [one for n in part for one in groups[n]]) for part in parts
    )
    print(f"{len(train)} + {len(held)} + {len(test)} companies, {time.process_time():.0f} CPU-s",
          flush=True)  # fmt: skip
    net = Toned(encoder)
    fit(net, train, held, seed, best_yet=lambda: np.savez_compressed(out, **kept(net)))
    card = {
        "what": "tone towards a company in an English finance headline, from -1 to 1",
        "data": "SEntFiN (Sinha et al. 2022), pyRis/SEntFiN@eba4361",
        "licence": "MIT",
        "encoder": encoder.id,
        "trained_on": len(train),
        "held": {"companies": len(held), "accuracy": round(accuracy(net, held), 4)},
        "test": {"companies": len(test), "accuracy": round(accuracy(net, test), 4)},
        "seed": seed,
        "made": date.today().isoformat(),
        "out_of_domain": "anything but English finance headlines",
    }
    out.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(card))


if __name__ == "__main__":
    main()
