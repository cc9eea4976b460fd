"""entmax-1.5 and sparsemax of tensors in their own precision, as many rows at once as fit a cache.

The threshold tau of [z - tau]_+ is found by Newton from below: for entmax-1.5 on the norm of what
is left, which should be 1, for sparsemax on its sum. Both are convex and fall with tau, so no step
goes too far. No gradient is made here. Needs torch.
"""

from collections.abc import Callable
from functools import cache

import torch

from heed.budget.arrays import Array
from heed.budget.reading import read_scores

FAST = (1.5, 2.0)  # the degrees worked here
_BLOCK = 1 << 18  # scores worked at once: two buffers of 1 MiB in float32
_STEPS = 60


def thresholded(x: Array, alpha: float, *, compiled: bool = False) -> Array:
    """Weights of x (..., S) for alpha 1.5 or 2; a row of nothing but -inf becomes zeros.

    Half precision is worked in float32. compiled: by torch.compile, which needs a C++ compiler and
    some ten seconds once a shape; ten steps always, so a row that needs more is a little off its
    threshold, though it still sums to one. Raises ValueError for NaN and +inf.
    """
    dtype = read_scores(x, -1).dtype
    if not x.numel():
        return x.to(dtype)
    rows = x.to(torch.promote_types(dtype, torch.float32)).reshape(-1, x.shape[-1])
    found = _compiled()(rows, alpha) if compiled else _by_blocks(rows, alpha)
    return found.reshape(x.shape).to(dtype)


def _by_blocks(rows: Array, alpha: float) -> Array:
    weights = torch.empty_like(rows)
    step = max(1, _BLOCK // rows.shape[1])
    for start in range(0, len(rows), step):
        _solve(rows[start : start + step], alpha, weights[start : start + step])
    return weights


def _solve(rows: Array, alpha: float, left: Array) -> None:
    """The weights of a few rows, into `left`."""
    z = _below_zero(rows, alpha)
    tau = _start(z, alpha)
    enough = 1 + 4 * torch.finfo(z.dtype).eps
    for _ in range(_STEPS):
        torch.sub(z, tau, out=left).relu_()
        size, step = _size_and_step(left, alpha)
        following = tau + step
        # Where the sum is still too large but tau cannot move, rounding has the last word.
        if not bool(((size > enough) & (following > tau)).any()):
            break
        tau = following
    if alpha < 2:
        left.square_()
    total = left.sum(-1, keepdim=True)
    left.div_(total.masked_fill_(total == 0, 1.0))


def _start(z: Array, alpha: float) -> Array:
    """A tau (..., 1) not above the root: -1 is one, as the largest z is 0, and so is, by Jensen's
    inequality, mean - n^(1 - alpha)."""
    return (z.mean(-1, keepdim=True) - z.shape[-1] ** (1 - alpha)).clamp_min(-1.0)


def _below_zero(rows: Array, alpha: float) -> Array:
    """(alpha - 1) x with its largest at 0."""
    top = rows.amax(-1, keepdim=True)
    return torch.sub(rows, top.masked_fill(top.isinf(), 0.0)).mul_(alpha - 1)


def _size_and_step(left: Array, alpha: float) -> tuple[Array, Array]:
    """What should be 1, and Newton's step for tau; 0 where nothing is left."""
    total = left.sum(-1, keepdim=True)
    if alpha < 2:
        size = torch.linalg.vecdot(left, left)[:, None].sqrt()
        steep = total / size.where(size > 0, 1.0)
    else:
        size, steep = total, left.count_nonzero(-1)[:, None].to(total.dtype)
    step = ((size - 1) / steep.where(steep > 0, 1.0)).masked_fill(steep == 0, 0.0)
    return size, step.clamp_(min=0.0)


@cache
def _compiled() -> Callable[[Array, float], Array]:
    whole: Callable[[Array, float], Array] = torch.compile(unrolled)
    return whole


def unrolled(x: Array, alpha: float) -> Array:
    """alpha-entmax for the compiler, 1 < alpha <= 2: a fixed number of steps, nothing in place.

    The last step is the one gradients take, and at the root that gradient is exact.
    """
    rows = (alpha - 1) * (x if x.dtype == torch.float64 else x.float())
    top = rows.detach().amax(-1, keepdim=True)
    rows = rows - top.masked_fill(top.isinf(), 0.0)
    width = int(x.shape[-1])
    with torch.no_grad():
        tau = _start(rows, alpha)
        for _ in range(_enough_steps(width, alpha)):
            tau = _newton(rows, tau, alpha)
    weight = (rows - _newton(rows, tau, alpha)).clamp_min(0.0) ** (1 / (alpha - 1))
    total = weight.sum(-1, keepdim=True)
    return (weight / total.where(total > 0, 1.0)).to(x.dtype)


def _newton(rows: Array, tau: Array, alpha: float) -> Array:
    """One step of tau towards sum [rows - tau]_+^(1/(alpha-1)) = 1; its length has no gradient."""
    power = 1 / (alpha - 1)
    base = (rows - tau).clamp_min(0.0)
    seen = base.detach()
    slope = (seen > 0).to(seen.dtype) if alpha == 2 else seen ** (power - 1)
    steep = power * slope.sum(-1, keepdim=True)
    return tau + ((base**power).sum(-1, keepdim=True) - 1) / steep.where(steep > 0, 1.0)


def _enough_steps(width: int, alpha: float) -> int:
    """Steps to 1e-6 on rows of nine kinds and ten sizes of spread, up to 65,536 wide."""
    digits = width.bit_length()
    return digits // 2 + 3 if alpha >= 1.5 else 5 * digits // 8 + 5
