"""Poolings that cannot choose: what attention is compared with. Needs torch.

Each takes (B, S, width) and a mask (B, S), True where a vector counts, as AdditivePooling does.
"""

from torch import nn

from heed.attention.modules import AdditivePooling
from heed.lab.task import Net, Tensor


class Mean(nn.Module):  # type: ignore[misc]
    """The mean of what counts; zeros where nothing does."""

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(B, width)."""
        kept = mask[..., None].to(x.dtype)
        return (x * kept).sum(-2) / kept.sum(-2).clamp_min(1)


class Largest(nn.Module):  # type: ignore[misc]
    """The largest of what counts, feature by feature."""

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(B, width)."""
        low = x.masked_fill(~mask[..., None], float("-inf")).amax(-2)
        return low.masked_fill(low.isinf(), 0.0)


class Last(nn.Module):  # type: ignore[misc]
    """The last vector that counts."""

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """(B, width)."""
        place = mask.long().sum(-1).clamp_min(1) - 1
        return x[range(x.shape[0]), place]


class Pooled(nn.Module):  # type: ignore[misc]
    """Rows (B, S, width) pooled and classified, (B, classes); `body` may turn the rows first."""

    def __init__(self, pool: Net, width: int, classes: int, body: Net | None = None) -> None:
        super().__init__()
        self.body = body or nn.Identity()
        self.pool = pool
        self.head = nn.Linear(width, classes)

    def forward(self, rows: Tensor, mask: Tensor) -> Tensor:
        """mask (B, S), True where a row counts."""
        return self.head(self.pool(self.body(rows.float()), mask))


def additive(width: int) -> Net:
    """Pooling by additive attention; it starts as the mean."""
    return AdditivePooling(width, min(width, 128))
