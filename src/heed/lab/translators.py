"""Nets that read a sentence and write another, one looking at it and one that cannot. Needs torch.

All are Writers (writing.py): `read` once, then `write` word by word or a whole sentence at a time.
"""

from typing import Any

import torch
from torch import nn

from heed.attention import AuxOutput, AuxRequest, attention
from heed.attention.modules import CrossAttention, EncoderBlock
from heed.attention.score import Additive
from heed.lab.pieces import PAD
from heed.lab.pool import Mean
from heed.lab.task import Task, Tensor

NONE = AuxRequest()


class Recurrent(nn.Module):  # type: ignore[misc]
    """A reader in both directions; a writer whose second layer sees what its first looked at.

    The first layer runs ahead of the looking, so whole sentences are trained at once (Wu et al.
    2016). The table of German words is also the last layer (Press and Wolf 2017).
    """

    def __init__(self, task: Task, *, attends: bool, dropout_p: float = 0.3) -> None:
        super().__init__()
        width = task.width
        self.attends = attends
        self.english, self.german = _tables(task)
        self.reader = nn.GRU(width, width // 2, batch_first=True, bidirectional=True)
        self.asks = nn.GRU(width, width, batch_first=True)
        self.tells = nn.GRU(2 * width, width, batch_first=True)
        self.score = nn.ParameterList(
            (
                torch.empty(width // 2, width),
                torch.empty(width // 2, width),
                torch.zeros(width // 2),
            )
        )
        self.last = nn.Linear(2 * width, width)
        self.bias = nn.Parameter(torch.zeros(task.classes))
        self.drop, self.mean = nn.Dropout(dropout_p), Mean()
        for weight in self.score[:2]:
            nn.init.xavier_uniform_(weight)
        _begin(self.english, self.german)

    def forward(self, source: Tensor, said: Tensor) -> Tensor:
        """source (B, S), said (B, T) -> (B, T, classes): what follows each word said."""
        return self.write(self.read(source), said)[0]

    def read(self, source: Tensor) -> Any:
        """(rows (B, S, width), mask (B, S), states of the two layers, (1, B, width))."""
        return self.through(self.english(source), source != PAD)

    def through(self, rows: Tensor, mask: Tensor) -> Any:
        """The reader over rows (B, S, width), of which those of mask (B, S) are real."""
        packed = nn.utils.rnn.pack_padded_sequence(
            self.drop(rows), mask.sum(1), batch_first=True, enforce_sorted=False
        )
        rows, state = self.reader(packed)
        rows, _ = nn.utils.rnn.pad_packed_sequence(rows, batch_first=True)
        state = state.transpose(0, 1).flatten(1)[None]
        return self.drop(rows), mask[:, : rows.shape[1]], (state, state)

    def write(self, kept: Any, said: Tensor) -> tuple[Tensor, Any]:
        """Logits, and the same with the states gone on."""
        return self.look(kept, said, NONE)[:2]

    def look(self, kept: Any, said: Tensor, wanted: AuxRequest) -> tuple[Tensor, Any, AuxOutput]:
        """The same with what is asked of the weights, (B, T, S), none without attention."""
        rows, mask, (first, second) = kept
        asked, first = self.asks(self.drop(self.german(said)), first)
        found, aux = self._found(asked, rows, mask, wanted)
        told, second = self.tells(torch.cat((self.drop(asked), found), -1), second)
        last = torch.tanh(self.last(torch.cat((told, found), -1)))
        logits = nn.functional.linear(self.drop(last), self.german.weight, self.bias)
        return logits, (rows, mask, (first, second)), aux

    def _found(
        self, asked: Tensor, rows: Tensor, mask: Tensor, wanted: AuxRequest
    ) -> tuple[Tensor, AuxOutput]:
        if not self.attends:
            return self.mean(rows, mask)[:, None].expand_as(asked), AuxOutput()
        score = Additive(*self.score)
        return attention(asked, rows, rows, mask[:, None], score=score, return_aux=wanted)


class Transformer(nn.Module):  # type: ignore[misc]
    """Blocks that read, and blocks that write and look at what was read (Vaswani et al. 2017)."""

    def __init__(
        self, task: Task, *, heads: int = 4, layers: int = 2, dropout_p: float = 0.2
    ) -> None:
        super().__init__()
        width = task.width
        self.english, self.german = _tables(task)

        def blocks() -> nn.ModuleList:
            made = (
                EncoderBlock(width, heads, inner=2 * width, dropout_p=dropout_p)
                for _ in range(layers)
            )
            return nn.ModuleList(made)

        self.reads, self.writes = blocks(), blocks()
        self.looks = nn.ModuleList(CrossAttention(width, heads) for _ in range(layers))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(layers + 2))
        self.bias = nn.Parameter(torch.zeros(task.classes))
        self.drop = nn.Dropout(dropout_p)
        _begin(self.english, self.german)

    def forward(self, source: Tensor, said: Tensor) -> Tensor:
        """source (B, S), said (B, T) -> (B, T, classes): what follows each word said."""
        return self.write(self.read(source), said)[0]

    def read(self, source: Tensor) -> Any:
        """(rows (B, S, width), mask (B, 1, 1, S), what is said so far (B, 0))."""
        mask = (source != PAD)[:, None, None]
        rows = self._placed(self.english, source)
        for block in self.reads:
            rows = block(rows, mask)
        return self.norms[-2](rows), mask, source[:, :0]

    def write(self, kept: Any, said: Tensor) -> tuple[Tensor, Any]:
        """Logits of what follows `said`, and the same with it said; all of it is worked again."""
        source, mask, before = kept
        whole = torch.cat((before, said), 1)
        rows = self._placed(self.german, whole)
        for block, look, norm in zip(self.writes, self.looks, self.norms, strict=False):
            rows = rows + self.drop(look(norm(rows), source, mask))
            rows = block(rows, is_causal=True)
        last = self.norms[-1](rows[:, before.shape[1] :])
        logits = nn.functional.linear(last, self.german.weight, self.bias)
        return logits, (source, mask, whole)

    def _placed(self, table: nn.Embedding, words: Tensor) -> Tensor:
        width = table.embedding_dim
        return self.drop(table(words) * width**0.5 + _places(words.shape[1], width))


def _tables(task: Task) -> tuple[nn.Embedding, nn.Embedding]:
    return (
        nn.Embedding(task.classes, task.width, padding_idx=PAD),
        nn.Embedding(task.classes, task.width, padding_idx=PAD),
    )


def _begin(*tables: nn.Embedding) -> None:
    """Rows about as long as 1, since the German ones also weigh the last layer."""
    for table in tables:
        nn.init.normal_(table.weight, std=table.embedding_dim**-0.5)


def _places(count: int, width: int) -> Tensor:
    """Sines and cosines of each place, (count, width)."""
    slow = 10_000 ** (-torch.arange(0, width, 2) / width)
    angle = torch.arange(count)[:, None] * slow
    return torch.cat((angle.sin(), angle.cos()), -1)
