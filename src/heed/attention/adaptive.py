"""Heads that learn how sharply they look, how far, and which of them count. Needs torch.

Each starts as MultiHeadAttention does: the mean over what may be seen.
"""

import torch
from torch import nn

from heed.attention.heads import MultiHeadAttention
from heed.attention.normalize import Softmax, TopK
from heed.budget.arrays import Array


class TemperedAttention(MultiHeadAttention):
    """Every head has a temperature T of its own, learned: softmax(score / T).

    Small T looks at one key, large T at all alike. Starts at T = 1.
    """

    def __init__(
        self, width: int, heads: int = 1, *, bias: bool = True, dropout_p: float = 0.0
    ) -> None:
        super().__init__(width, heads, bias=bias, dropout_p=dropout_p)
        self.log_temperature = nn.Parameter(torch.zeros(heads))

    @property
    def temperature(self) -> Array:
        """T of each head (heads,)."""
        return self.log_temperature.exp()

    def _asked(self, x: Array) -> Array:
        return super()._asked(x) / self.temperature[:, None, None]


class SpanAttention(MultiHeadAttention):
    """Every head has a span of its own, learned (Sukhbaatar et al. 2019): how far back it looks.

    A key at distance |i - j| counts fully up to the span, and ever less over `ramp` places beyond
    it. Starts at `longest`, from where only a price on reach shortens it: add `price * cost` to the
    loss. What is left in use after training is `reach`, the mask a cheaper layer needs.
    """

    def __init__(
        self,
        width: int,
        heads: int = 1,
        *,
        longest: int,
        ramp: int = 32,
        bias: bool = True,
        dropout_p: float = 0.0,
    ) -> None:
        if longest < 1 or ramp < 1:
            raise ValueError(
                f"longest is {longest} and ramp {ramp}; expected 1 or more places for each."
            )
        super().__init__(width, heads, bias=bias, dropout_p=dropout_p)
        self.longest, self.ramp = longest, ramp
        self.share = nn.Parameter(torch.ones(heads))

    @property
    def span(self) -> Array:
        """Places that count fully, of each head (heads,)."""
        return self.longest * self.share.clamp(0, 1)

    @property
    def cost(self) -> Array:
        """The mean span in places, with its gradient; clamped shares still feel it."""
        return self.longest * self.share.mean()

    @property
    def reach(self) -> int:
        """Keys farther away than this weigh nothing in any head."""
        return int(torch.ceil(self.span.max() + self.ramp)) - 1

    def _seen(self, x: Array, context: Array, mask: Array | None) -> Array:
        here = torch.arange(x.shape[-2], device=x.device)[:, None]
        away = (here - torch.arange(context.shape[-2], device=x.device)).abs()
        kept = (self.span[:, None, None] + self.ramp - away) / self.ramp
        seen = kept > 0  # (heads, L, S)
        # The weight of a softmax times `kept`, renormalised, is the softmax of score + log kept.
        faded = kept.where(seen, 1.0).clamp(max=1).log().masked_fill(~seen, -torch.inf)
        if mask is None:
            return faded
        return faded.masked_fill(~mask, -torch.inf) if mask.dtype == torch.bool else faded + mask


class MixtureOfHeads(MultiHeadAttention):
    """Every row weighs the heads by a softmax of its own (after Peng et al. 2020, Jin et al. 2024).

    keep: only so many heads count for a row. The shares are times the number of heads, so even ones
    change nothing. Starts with even shares, ties included, which is MultiHeadAttention.
    """

    def __init__(
        self,
        width: int,
        heads: int,
        *,
        keep: int | None = None,
        bias: bool = True,
        dropout_p: float = 0.0,
    ) -> None:
        if keep is not None and not 1 <= keep <= heads:
            raise ValueError(f"keep is {keep}; expected 1 to {heads} heads.")
        super().__init__(width, heads, bias=bias, dropout_p=dropout_p)
        self.choose = Softmax() if keep is None else TopK(keep)
        self.router = nn.Linear(width, heads)
        nn.init.zeros_(self.router.weight)
        nn.init.zeros_(self.router.bias)

    def shares(self, x: Array) -> Array:
        """What each head counts for each row: (..., L, heads), rows sum to one."""
        return self.choose(self.router(x))

    def _weighed(self, found: Array, x: Array) -> Array:
        return found * (self.heads * self.shares(x)).mT[..., None]
