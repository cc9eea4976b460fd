"""A net that answers after any of its blocks, and spends a budget of FLOPs where it is least sure.

Needs torch.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from heed.attention.flops import counted
from heed.attention.keeping import exit_layers
from heed.budget.arrays import Array


@dataclass(frozen=True, slots=True)
class Exits:
    """Answers (B, classes) under a budget, after how many blocks each was given (B,), FLOPs spent.

    price: what one more FLOP would have bought, in confidence missed; 0 where nobody waits.
    """

    answers: Array
    blocks: Array
    flops: int
    price: float


def largest_share(answers: Array) -> Array:
    """How sure an answer is: the largest probability of its softmax, (B, classes) -> (B,)."""
    return answers.softmax(-1).amax(-1)


class EarlyExit(nn.Module):  # type: ignore[misc]
    """Blocks (B, L, width) -> the same, and after each a head (B, L, width) -> (B, classes).

    Call it to train: it answers after every block, and each answer takes a loss of its own
    (Teerapittayanon et al. 2016). With a mask (B, L) blocks are called as EncoderBlock is, and
    heads as head(x, mask). Whose `confidence` is 1 needs no further block.
    """

    def __init__(
        self,
        blocks: Sequence[nn.Module],
        heads: Sequence[nn.Module],
        *,
        confidence: Callable[[Array], Array] = largest_share,
    ) -> None:
        super().__init__()
        if not blocks:
            raise ValueError("blocks is empty; expected at least one.")
        if len(heads) != len(blocks):
            raise ValueError(f"heads has {len(heads)}; expected one a block, {len(blocks)}.")
        self.blocks, self.heads = nn.ModuleList(blocks), nn.ModuleList(heads)
        self.confidence = confidence

    def forward(self, x: Array, mask: Array | None = None) -> list[Array]:
        """The answer after each block, first to last; mask (B, L), True = real."""
        answers = []
        for depth in range(len(self.blocks)):
            x, answer = self._step(depth, x, mask)
            answers.append(answer)
        return answers

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def flops(self, x: Array, mask: Array | None = None) -> list[int]:
        """What each block with its head costs an example like x[0], by running each once on it."""
        x, mask = x[:1], None if mask is None else mask[:1]
        costs = []
        for depth in range(len(self.blocks)):
            with counted() as counter:
                x, _ = self._step(depth, x, mask)
            costs.append(int(counter.get_total_flops()))
        return costs

    @torch.no_grad()  # type: ignore[untyped-decorator]
    def spend(
        self, x: Array, budget: float, *, flops: Sequence[int], mask: Array | None = None
    ) -> Exits:
        """One answer for each of x (B, L, width) within `budget` FLOPs for all of them.

        flops: what each block with its head costs an example, as of `flops`. Everybody gets one
        block. Then, round by round, half of what is left takes those least sure per FLOP a block
        further, so that a block may change who they are, and at last all of it. Raises ValueError
        where one block for all is beyond the budget.
        """
        bill = _Bill(flops, len(self.blocks), len(x), budget)
        state, answers = (part.clone() for part in self._step(0, x, mask))
        while len(going := bill.choose(self.confidence(answers))):
            for depth in np.unique(bill.depth[going]).tolist():
                some = torch.from_numpy(going[bill.depth[going] == depth])
                seen = None if mask is None else mask[some]
                state[some], answers[some] = self._step(depth, state[some], seen)
            bill.pay(going)
        blocks = torch.from_numpy(bill.depth).to(answers.device)
        return Exits(answers, blocks, bill.spent, bill.price)

    def _step(self, depth: int, x: Array, mask: Array | None) -> tuple[Array, Array]:
        block, head = self.blocks[depth], self.heads[depth]
        if mask is None:
            x = block(x)
            return x, head(x)
        x = block(x, mask[:, None, None])
        return x, head(x, mask)


class _Bill:
    """How many blocks each example was given, what was spent, and who goes on next."""

    def __init__(self, flops: Sequence[int], blocks: int, examples: int, budget: float) -> None:
        if len(flops) != blocks or not all(cost > 0 for cost in flops):
            raise ValueError(f"flops is {list(flops)}; expected {blocks} numbers above 0.")
        if not examples * flops[0] <= budget < inf:
            least = examples * flops[0]
            raise ValueError(f"budget is {budget}; expected at least {least}, one block for all.")
        self.flops, self.budget = list(flops), budget
        self.spent, self.price = examples * flops[0], 0.0
        self.halves = blocks - 1
        self.depth = np.ones(examples, dtype=np.int64)

    def choose(self, confidence: Array) -> npt.NDArray[np.intp]:
        """Who goes one block further, by half of what is left or, at last, by all of it."""
        waiting = np.flatnonzero(self.depth < len(self.flops))
        self.price, left = 0.0, self.budget - self.spent
        if not len(waiting):
            return waiting
        worth = confidence.double().cpu().numpy()[waiting]
        costs = np.array(self.flops, dtype=np.float64)[self.depth[waiting]]
        for amount in (left / 2, left) if self.halves > 0 else (left,):
            kept = exit_layers(worth, costs, amount)
            self.price = float(kept.price)
            if kept.goes_on.any():
                break
        self.halves -= 1
        return waiting[kept.goes_on]

    def pay(self, going: npt.NDArray[np.intp]) -> None:
        """One block further, and what it costs."""
        self.spent += sum(self.flops[depth] for depth in self.depth[going].tolist())
        self.depth[going] += 1
