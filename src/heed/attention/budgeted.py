"""`allocate` and `entmax` on tensors, with gradients to all they are given.

The forward is heed.budget's own solver; here are only the ways back, through weight and price.
Needs torch.
"""

from math import inf

import torch
from torch.autograd.function import once_differentiable

from heed.attention.sparse import FAST, thresholded, unrolled
from heed.budget import maps
from heed.budget.allocation import STATUS, Allocation, solve
from heed.budget.arrays import Array
from heed.budget.dual import Rows
from heed.budget.reading import Asked, Numbers, read_rows, read_scores

_TIGHT = STATUS.tolist().index("tight")
_CAPPED = STATUS.tolist().index("capped")


def allocate(
    scores: Array,
    budget: Numbers = 1.0,
    *,
    cost: Numbers | None = None,
    cap: Numbers = 1.0,
    mask: Numbers | None = None,
    regularizer: str | float = "fermi",
    temperature: Numbers = 1.0,
    equality: bool = False,
    axis: int = -1,
) -> Allocation:
    """heed.budget.allocate on tensors, with gradients to scores, budget, cost, cap and temperature.

    Both weight and price carry them; the price only where a row is "tight" and its price unique,
    elsewhere it is a constant. Differentiable once. Raises ValueError as heed.budget.allocate does.
    """
    asked = read_scores(_values(scores), axis)
    given = {"budget": budget, "cost": 1.0 if cost is None else cost, "cap": cap}
    given["temperature"] = temperature
    rows = read_rows(
        asked, regularizer, mask=mask, **{name: _values(value) for name, value in given.items()}
    )
    whole = tuple(rows.scores.shape)
    wide = [_spread(asked, scores, whole)]
    wide += [_spread(asked, given[name], whole) for name in ("cost", "cap")]
    wide += [_spread(asked, given[name], (*whole[:-1], 1)) for name in ("budget", "temperature")]
    weight, price, code, unique = _Allocate.apply(rows, equality, *wide)
    return Allocation(
        weight=_rounded(weight, asked.dtype, equality=equality).movedim(-1, axis),
        price=price[..., 0].to(asked.dtype),
        status=STATUS[code[..., 0].cpu().numpy()],
        price_unique=unique[..., 0].cpu().numpy(),
    )


def _values(value: Numbers) -> Numbers:
    return value.detach() if isinstance(value, torch.Tensor) else value


def _spread(asked: Asked, value: Numbers, shape: tuple[int, ...]) -> Array:
    """An argument as the solver sees it: float64, rows last, one number an item or a row."""
    whole = torch.as_tensor(value, dtype=torch.float64, device=asked.scores.device)
    if whole.ndim == 0:
        return whole.expand(shape)
    while whole.ndim < asked.scores.ndim:
        whole = whole[None]
    return whole.movedim(asked.axis, -1).expand(shape)


def _rounded(weight: Array, dtype: Array, *, equality: bool) -> Array:
    """In the caller's dtype; under an inequality never above what was solved."""
    short = weight.to(dtype)
    if equality or dtype == weight.dtype:
        return short
    seen = short.detach()
    below = torch.nextafter(seen, torch.zeros_like(seen))
    return short + torch.where(seen.to(weight.dtype) > weight, below - seen, 0.0)


class _Allocate(torch.autograd.Function):  # type: ignore[misc]  # torch has no types here
    """From (scores, cost, cap, budget, temperature) to weight and price.

    With a the slope of the weights in the net scores over T, and D = <c^2, a>, the optimum moves as
    dw = a (ds - price dc - c dprice - z dT) and <c, dw> + <w, dc> = dB.
    """

    @staticmethod
    def forward(ctx: Array, rows: Rows, equality: bool, *given: Array) -> tuple[Array, ...]:
        """The tensors of `given` are those of `rows`, here only to be followed back."""
        solved, code = solve(rows, equality=equality)
        ctx.rows, ctx.code = rows, code
        ctx.save_for_backward(solved.weight, solved.price)
        ctx.mark_non_differentiable(code, solved.unique)
        return solved.weight, solved.price, code, solved.unique

    @staticmethod
    @once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: Array, g_weight: Array, g_price: Array, *_: Array) -> tuple[Array, ...]:
        """Gradients in the order of `given`."""
        rows: Rows = ctx.rows
        weight, price = ctx.saved_tensors
        still = rows.paid & ((ctx.code == _CAPPED) | price.isinf())
        price = price.masked_fill(price.isinf(), 0.0)
        net = (rows.scores - price * rows.cost) / rows.temperature
        slope = (rows.at(price)[1] / rows.temperature).masked_fill(still, 0.0)
        pull = _total(slope * rows.cost**2)
        moves = (ctx.code == _TIGHT) & (pull > 0)
        toll = (_total(g_weight * slope * rows.cost) - g_price) / pull.where(moves, 1.0)
        toll = toll.masked_fill(~moves, 0.0)
        rest = g_weight - toll * rows.cost
        g_cost = torch.where(rows.paid, -price * slope * rest - toll * weight, 0.0)
        g_cap = rest * _share_of_cap(rows, weight)
        g_temperature = -_total(slope * net * rest)
        return None, None, slope * rest, g_cost, g_cap, toll, g_temperature


def _total(x: Array) -> Array:
    return x.sum(-1, keepdim=True)


def _share_of_cap(rows: Rows, weight: Array) -> Array:
    """dw/du at a fixed price: 1 at the cap and 0 below, w/u for the smooth Fermi weights."""
    if rows.regularizer.needs_cap:
        return torch.where(rows.cap > 0, weight / rows.cap.where(rows.cap > 0, 1.0), 0.0)
    return ((rows.cap > 0) & (weight >= rows.cap)).to(weight.dtype)


def entmax(x: Array, alpha: float, *, compiled: bool = False) -> Array:
    """alpha-entmax along the last axis, with the gradient to x (Peters et al. 2019).

    compiled: see `sparse.thresholded`; only for alpha 1.5 and 2, elsewhere it changes nothing.
    Inside torch.compile it is one graph anyway, for 1.05 <= alpha <= 2: as many steps as the length
    of a row asks for, and no look at the values, so a +inf or NaN is not refused there.
    """
    if alpha > 2 or 1 < alpha < 1.05:
        found = allocate(x, cap=inf, regularizer=alpha, equality=True)
        return found.weight
    if torch.compiler.is_compiling() and alpha > 1:
        return unrolled(x, alpha)
    return _Entmax.apply(x, alpha, compiled)


class _Entmax(torch.autograd.Function):  # type: ignore[misc]
    """dw = u (dx - <u, dx> / <u, 1>) with u = w^(2 - alpha) on the support."""

    @staticmethod
    def forward(ctx: Array, x: Array, alpha: float, compiled: bool) -> Array:
        if alpha in FAST:
            weight = thresholded(x.detach(), alpha, compiled=compiled)
        else:
            weight = maps.entmax(x.detach(), alpha)
        ctx.alpha = alpha
        ctx.save_for_backward(weight)
        return weight

    @staticmethod
    @once_differentiable  # type: ignore[untyped-decorator]
    def backward(ctx: Array, g_weight: Array) -> tuple[Array, None, None]:
        (weight,) = ctx.saved_tensors
        pull = weight.sqrt() if ctx.alpha == 1.5 else _support(weight, 2 - ctx.alpha)
        whole = _total(pull)
        mean = _total(pull * g_weight) / whole.where(whole > 0, 1.0)
        return pull * (g_weight - mean), None, None


def _support(weight: Array, power: float) -> Array:
    """weight^power where it is not 0."""
    return torch.where(weight > 0, weight**power, 0.0)
