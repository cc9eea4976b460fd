"""Many vectors into few by learned questions: pooling, target, tasks, modalities. Needs torch.

Each starts as a mean, but TargetAttention as cosine.
"""

from collections.abc import Sequence

import torch
from torch import nn

from heed.attention.call import AuxOutput, AuxRequest
from heed.attention.functional import attention
from heed.attention.heads import Answer, MultiHeadAttention
from heed.attention.normalize import Normalizer
from heed.attention.score import Additive
from heed.budget.arrays import Array


class AdditivePooling(nn.Module):  # type: ignore[misc]
    """(B, S, width) -> (B, width): weights softmax(v . tanh(W x + b)), Yang et al. 2016.

    Starts as the mean: v begins at zero. normalize as in `attention`.
    """

    def __init__(
        self,
        width: int,
        hidden: int | None = None,
        *,
        normalize: str | Normalizer = "softmax",
    ) -> None:
        super().__init__()
        self.normalize = normalize
        self.inner = nn.Linear(width, hidden or width)
        self.vector = nn.Parameter(torch.zeros(hidden or width))

    def forward(
        self, x: Array, mask: Array | None = None, *, return_aux: AuxRequest | None = None
    ) -> Answer:
        """mask (B, S): True where a vector counts. Weights of the aux are (B, 1, S)."""
        score = Additive(self.inner.bias[:, None], self.inner.weight, self.vector)
        query = x.new_ones(*x.shape[:-2], 1, 1)  # its one feature carries the bias
        seen = attention(
            query,
            x,
            x,
            _by_query(mask),
            score=score,
            normalize=self.normalize,
            return_aux=return_aux or AuxRequest(),
        )
        output = seen[0][..., 0, :]
        return output if return_aux is None else (output, seen[1])


class TargetAttention(nn.Module):  # type: ignore[misc]
    """A history (B, S, width) seen from targets (B, L, width) -> (B, L, width).

    Score: cosine over a learned temperature, plus what a small net makes of target, memory and
    their product (Zhou et al. 2018, with softmax). Starts as cosine: the net begins at zero.
    """

    def __init__(self, width: int, hidden: int = 32, *, temperature: float = 0.2) -> None:
        super().__init__()
        self.sharpness = nn.Parameter(-torch.tensor(temperature).log())
        self.inner = nn.Linear(3 * width, hidden)
        self.outer = nn.Linear(hidden, 1, bias=False)
        nn.init.zeros_(self.outer.weight)

    def forward(
        self,
        target: Array,
        history: Array,
        mask: Array | None = None,
        *,
        return_aux: AuxRequest | None = None,
    ) -> Answer:
        """mask (B, S): True where the history is real; an empty history gives zeros."""
        allowed = _by_query(mask)
        return attention(
            target, history, history, allowed, score=self.scores, return_aux=return_aux
        )

    def scores(self, query: Array, key: Array, scale: float | None = None) -> Array:
        """A Score: targets (..., L, width), memories (..., S, width) -> (..., L, S)."""
        near = nn.functional.normalize(query, dim=-1) @ nn.functional.normalize(key, dim=-1).mT
        learned = self.outer(torch.relu(self._pairs(query, key)))[..., 0]
        return (near * self.sharpness.exp() + learned) * (1.0 if scale is None else scale)

    def _pairs(self, target: Array, history: Array) -> Array:
        """The inner layer of [target, memory, target * memory], never laid out side by side."""
        left, right, product = self.inner.weight.chunk(3, dim=1)
        turned = target[..., :, None, :] * product  # (B, L, hidden, width) needs no S
        return (
            (target @ left.mT + self.inner.bias)[..., :, None, :]
            + (history @ right.mT)[..., None, :, :]
            + torch.einsum("...lhd,...sd->...lsh", turned, history)
        )


class MultiTaskAttention(nn.Module):  # type: ignore[misc]
    """One set of vectors, a learned question a task: (B, S, width) -> (B, tasks, width).

    Starts as the mean for every task: the questions begin at zero.
    """

    def __init__(self, width: int, tasks: int) -> None:
        super().__init__()
        self.questions = nn.Parameter(torch.zeros(tasks, width))
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width, bias=False)
        nn.init.eye_(self.key.weight)
        nn.init.eye_(self.value.weight)

    def forward(
        self, x: Array, mask: Array | None = None, *, return_aux: AuxRequest | None = None
    ) -> Answer:
        """mask (B, S): True where a vector counts. Weights of the aux are (B, tasks, S)."""
        questions = self.questions.expand(*x.shape[:-2], -1, -1)
        return attention(
            questions, self.key(x), self.value(x), _by_query(mask), return_aux=return_aux
        )


class JointAttention(nn.Module):  # type: ignore[misc]
    """Modalities (B, S_m, width) attend to one another, each known by an embedding of its kind.

    Returns them as they came, each (B, S_m, width); their order does not matter but for the name
    of each. Starts as the mean over all of them.
    """

    def __init__(self, width: int, modalities: int, heads: int = 1) -> None:
        super().__init__()
        self.kind = nn.Parameter(torch.zeros(modalities, width))
        self.heads = MultiHeadAttention(width, heads)

    def forward(
        self,
        given: Sequence[Array],
        masks: Sequence[Array] | None = None,
        *,
        return_aux: AuxRequest | None = None,
    ) -> tuple[Array, ...] | tuple[tuple[Array, ...], AuxOutput]:
        """given[m] is modality m; masks[m] (B, S_m) is True where it is real."""
        if len(given) != len(self.kind):
            raise ValueError(f"given has {len(given)} modalities; expected {len(self.kind)}.")
        together = torch.cat([x + kind for x, kind in zip(given, self.kind, strict=True)], dim=-2)
        mask = None if masks is None else torch.cat(list(masks), dim=-1)[..., None, None, :]
        output, aux = self.heads(together, mask, return_aux=return_aux or AuxRequest())
        parts = output.split([x.shape[-2] for x in given], dim=-2)
        return parts if return_aux is None else (parts, aux)


def _by_query(mask: Array | None) -> Array | None:
    """(B, S) -> (B, 1, S)."""
    return None if mask is None else mask[..., None, :]
