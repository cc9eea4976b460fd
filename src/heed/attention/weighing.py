"""Attention that weighs channels, positions and edges instead of a sequence. Needs torch.

Channels and positions start by changing nothing, edges as the mean over a node's neighbours.
"""

import torch
from torch import nn

from heed.attention.call import AuxOutput
from heed.attention.heads import Answer
from heed.attention.normalize import Softmax
from heed.budget.arrays import Array


class ChannelAttention(nn.Module):  # type: ignore[misc]
    """(B, C, ...) times C softmax over its channels of a small net of their means.

    After Hu et al. 2018, with a fixed sum in place of free gates: what one channel gains the others
    lose. Starts by changing nothing: the net's last layer begins at zero.
    """

    def __init__(self, channels: int, hidden: int | None = None) -> None:
        super().__init__()
        self.inner = nn.Linear(channels, hidden or max(1, channels // 4))
        self.outer = nn.Linear(hidden or max(1, channels // 4), channels)
        nn.init.zeros_(self.outer.weight)
        nn.init.zeros_(self.outer.bias)

    def forward(
        self, x: Array, mask: Array | None = None, *, return_weights: bool = False
    ) -> Array | tuple[Array, Array]:
        """mask (B, ...): True where a position is real, so that padding enters no mean.

        With return_weights also the shares (B, C), which sum to one.
        """
        _check_channels(x, self.inner.in_features)
        shares = self.outer(torch.relu(self.inner(_mean(x, mask)))).softmax(-1)
        output = x * (shares * shares.shape[-1])[(..., *(None,) * (x.ndim - 2))]
        return (output, shares) if return_weights else output


class SpatialAttention(nn.Module):  # type: ignore[misc]
    """(B, C, H, W) times H W softmax over its positions of a convolution of mean and maximum.

    After Woo et al. 2018, with a fixed sum in place of free gates. Starts by changing nothing: the
    convolution begins at zero.
    """

    def __init__(self, kernel: int = 7) -> None:
        super().__init__()
        if kernel % 2 == 0:
            raise ValueError(f"kernel is {kernel}; expected an odd number.")
        self.look = nn.Conv2d(2, 1, kernel, padding=kernel // 2)
        nn.init.zeros_(self.look.weight)
        nn.init.zeros_(self.look.bias)

    def forward(
        self, x: Array, mask: Array | None = None, *, return_weights: bool = False
    ) -> Array | tuple[Array, Array]:
        """mask (B, H, W): True where a position is real; the others get nothing.

        With return_weights also the shares (B, H, W), which sum to one over the real positions.
        """
        if x.ndim != 4:
            raise ValueError(f"x has shape {tuple(x.shape)}; expected (B, C, H, W).")
        real = x.new_ones(x.shape[0], *x.shape[2:], dtype=torch.bool) if mask is None else mask
        if real.shape != (x.shape[0], *x.shape[2:]):
            raise ValueError(
                f"mask has shape {tuple(real.shape)}; expected (B, H, W), "
                f"{(x.shape[0], *x.shape[2:])} here."
            )
        # Beyond the padding the convolution sees zeros, as it does beyond the edge.
        seen = self.look(torch.stack((x.mean(1), x.amax(1)), dim=1) * real[:, None])
        shares = Softmax()(seen[:, 0].masked_fill(~real, -torch.inf).flatten(1)).view_as(real)
        output = x * (shares * real.sum((1, 2), keepdim=True))[:, None]
        return (output, shares) if return_weights else output


class GraphAttention(nn.Module):  # type: ignore[misc]
    """Nodes (N, width) and edges (2, E), source over target -> nodes (N, heads * out_width).

    e_ij = LeakyReLU(a_from . W x_j + a_to . W x_i), softmax over the edges into i (Velickovic et
    al. 2018). Starts as the mean over a node's neighbours; a node without any gets zeros. While it
    trains, dropout_p of the weights are zero, as in that paper.
    """

    def __init__(
        self,
        width: int,
        out_width: int | None = None,
        heads: int = 1,
        *,
        dropout_p: float = 0.0,
    ) -> None:
        super().__init__()
        self.heads, self.dropout_p = heads, dropout_p
        self.turn = nn.Linear(width, heads * (out_width or width), bias=False)
        with torch.no_grad():
            for part in self.turn.weight.chunk(heads):
                nn.init.eye_(part)
        self.sender = nn.Parameter(torch.zeros(heads, out_width or width))
        self.receiver = nn.Parameter(torch.zeros(heads, out_width or width))

    def forward(self, x: Array, edges: Array, *, return_aux: bool = False) -> Answer:
        """With return_aux also an AuxOutput whose weights are (heads, E)."""
        _check_graph(x, edges, self.turn.in_features)
        turned = self.turn(x).unflatten(-1, (self.heads, -1)).transpose(0, 1)  # (heads, N, out)
        source, target = edges
        sent, heard = (
            torch.linalg.vecdot(turned, a[:, None]) for a in (self.sender, self.receiver)
        )
        scores = nn.functional.leaky_relu(sent[:, source] + heard[:, target], 0.2)
        weights = edge_softmax(scores, target, x.shape[0])
        kept = nn.functional.dropout(weights, self.dropout_p, self.training)
        given = turned[:, source] * kept[..., None]
        output = torch.zeros_like(turned).index_add(1, target, given).transpose(0, 1).flatten(1)
        return (output, AuxOutput(weights=weights)) if return_aux else output


def edge_softmax(scores: Array, target: Array, nodes: int) -> Array:
    """Softmax of scores (..., E) over the edges that share a target node."""
    where = target.expand_as(scores)
    top = scores.new_full((*scores.shape[:-1], nodes), -torch.inf)
    top = top.scatter_reduce(-1, where, scores.detach(), "amax")
    grown = torch.exp(scores - top.gather(-1, where))
    total = torch.zeros_like(top).scatter_add(-1, where, grown)
    return grown / total.gather(-1, where)


def _mean(x: Array, mask: Array | None) -> Array:
    """(B, C, ...) -> (B, C): over all positions, or the real ones."""
    flat = x.flatten(2)
    if mask is None:
        return flat.mean(-1)
    real = mask.flatten(1)[:, None]
    if real.shape[-1] != flat.shape[-1]:
        raise ValueError(
            f"mask has shape {tuple(mask.shape)}; expected {(x.shape[0], *x.shape[2:])}."
        )
    return flat.where(real, 0).sum(-1) / real.sum(-1).clamp(min=1)


def _check_channels(x: Array, channels: int) -> None:
    if x.ndim < 3 or x.shape[1] != channels:
        raise ValueError(f"x has shape {tuple(x.shape)}; expected (B, {channels}, ...).")


def _check_graph(x: Array, edges: Array, width: int) -> None:
    """Shapes of a graph, and edges between nodes that exist."""
    if x.ndim != 2 or x.shape[1] != width:
        raise ValueError(f"x has shape {tuple(x.shape)}; expected (nodes, {width}).")
    if edges.ndim != 2 or edges.shape[0] != 2:
        raise ValueError(
            f"edges has shape {tuple(edges.shape)}; expected (2, edges), source over target."
        )
    if edges.numel() and not 0 <= int(edges.min()) <= int(edges.max()) < x.shape[0]:
        raise ValueError(
            f"edges names nodes {int(edges.min())} to {int(edges.max())}; expected 0 to "
            f"{x.shape[0] - 1}."
        )
