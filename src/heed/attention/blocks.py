"""Attention inside larger layers: a Transformer's block, and a step of a decoder. Needs torch."""

import torch
from torch import nn

from heed.attention.call import AuxOutput, AuxRequest
from heed.attention.functional import attention
from heed.attention.heads import Answer, MultiHeadAttention
from heed.attention.score import Additive
from heed.budget.arrays import Array


class EncoderBlock(nn.Module):  # type: ignore[misc]
    """(B, L, width) -> (B, L, width): x plus attention, then plus a net of two layers.

    Norms come first (Xiong et al. 2020), so blocks stack without warming up. Starts as x plus the
    mean of what each row may see: the net's last layer begins at zero.
    """

    def __init__(
        self, width: int, heads: int = 1, *, inner: int | None = None, dropout_p: float = 0.0
    ) -> None:
        super().__init__()
        self.attend = MultiHeadAttention(width, heads, dropout_p=dropout_p)
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.up, self.down = (
            nn.Linear(width, inner or 4 * width),
            nn.Linear(inner or 4 * width, width),
        )
        nn.init.zeros_(self.down.weight)
        nn.init.zeros_(self.down.bias)
        self.drop = nn.Dropout(dropout_p)

    def forward(
        self,
        x: Array,
        mask: Array | None = None,
        *,
        is_causal: bool = False,
        return_aux: AuxRequest | None = None,
    ) -> Answer:
        """mask as in `attention`, True = may attend; with return_aux a pair (output, aux)."""
        wanted = return_aux or AuxRequest()
        found, aux = self.attend(self.before(x), mask, is_causal=is_causal, return_aux=wanted)
        x = x + self.drop(found)
        x = x + self.drop(self.down(nn.functional.gelu(self.up(self.between(x)))))
        return x if return_aux is None else (x, aux)


class DecoderStep(nn.Module):  # type: ignore[misc]
    """One step of writing: a word and a state in, a new state out, after a look at the source.

    Additive attention from the state to the source's rows, and a GRU over word and what was found
    (Bahdanau et al. 2015). Starts as the mean of the source: the score's vector begins at zero.
    """

    def __init__(self, word: int, source: int, width: int) -> None:
        super().__init__()
        self.asked = nn.Parameter(torch.empty(width, width))
        self.shown = nn.Parameter(torch.empty(width, source))
        self.vector = nn.Parameter(torch.zeros(width))
        for weight in (self.asked, self.shown):
            nn.init.xavier_uniform_(weight)
        self.cell = nn.GRUCell(word + source, width)

    def forward(
        self, word: Array, state: Array, source: Array, mask: Array | None = None
    ) -> tuple[Array, AuxOutput]:
        """word (B, word), state (B, width), source (B, S, source), mask (B, S), True = real.

        Returns the new state (B, width) and an AuxOutput whose weights (B, 1, S) say where the
        step looked: the alignment.
        """
        found, aux = attention(
            state[:, None],
            source,
            source,
            None if mask is None else mask[:, None],
            score=Additive(self.asked, self.shown, self.vector),
            return_aux=AuxRequest(weights=True),
        )
        return self.cell(torch.cat((word, found[:, 0]), dim=-1), state), aux
