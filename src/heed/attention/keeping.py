"""Which tokens or examples go on to the next block, within a budget of FLOPs. Needs no torch.

Worth per FLOP decides: whoever is above the price goes on, and at the price whoever still fits.
"""

from dataclasses import dataclass

from heed.budget import allocate
from heed.budget.arrays import Array, namespace
from heed.budget.reading import Numbers

_COLD = 1e-6  # of the largest worth: at this temperature shares are whole, but at the price


@dataclass(frozen=True, slots=True)
class Kept:
    """Who goes on (..., S), what that costs (...), and the price (...): worth of one more FLOP.

    The price is that of `allocate`: 0 where the budget outlasts all that is worth anything.
    """

    goes_on: Array
    flops: Array
    price: Array


def keep_tokens(received: Array, flops_per_token: Numbers, budget: Numbers) -> Kept:
    """The tokens that go on: those that received most attention per FLOP, never beyond the budget.

    received (..., S), as of AuxRequest(received=True) summed over heads; a token that received
    nothing, such as padding, never goes on. flops_per_token: a number, or one a token; budget: a
    number, or one a row (..., 1). The first that does not fit ends it, so more budget never drops a
    token. Raises ValueError.
    """
    _check_worth("received", received)
    return _whole(_values(received), ("flops_per_token", flops_per_token), budget)


def exit_layers(confidence: Array, flops: Numbers, budget: Numbers) -> Kept:
    """The examples that go on: those least sure per FLOP, never beyond the budget of the batch.

    confidence (..., B), from 0 to 1; one that is wholly sure never goes on. flops: what going on
    costs, a number or one an example. More budget never stops an example. Raises ValueError.
    """
    _check_worth("confidence", confidence)
    if bool((confidence > 1).any()):
        raise ValueError("confidence has a number above 1; expected numbers from 0 to 1.")
    return _whole(1 - _values(confidence), ("flops", flops), budget)


def take_tokens(x: Array, goes_on: Array) -> tuple[Array, Array]:
    """x (B, L, width) without the tokens that stay behind: (B, K, width), in their order.

    K is the most that go on in any row; the second of the pair, (B, K), is True for real ones.
    """
    xp = namespace(x)
    if goes_on.shape != x.shape[:-1]:
        shape = tuple(goes_on.shape)
        raise ValueError(f"goes_on has shape {shape}; expected {tuple(x.shape[:-1])}, as x.")
    most = int(xp.max(xp.sum(xp.astype(goes_on, xp.int64), axis=-1)))
    order = xp.argsort(xp.astype(~goes_on, xp.int8), axis=-1, stable=True)[..., :most]
    real = xp.take_along_axis(goes_on, order, axis=-1)
    places = xp.broadcast_to(order[..., None], (*order.shape, x.shape[-1]))
    return xp.take_along_axis(x, places, axis=-2), real


def _whole(worth: Array, priced: tuple[str, Numbers], budget: Numbers) -> Kept:
    """The longest run by worth per FLOP that the budget pays; without skipping, so that more
    budget only lengthens it."""
    xp = namespace(worth)
    worth = xp.astype(worth, xp.float64)
    flops = _number(worth, *priced)
    if not bool((flops > 0).all()):
        raise ValueError(f"{priced[0]} has a number not above 0; expected FLOPs above 0.")
    amount = _number(worth[..., :1], "budget", budget)
    density = worth / flops
    order = xp.argsort(-density, axis=-1, stable=True)
    running = xp.cumulative_sum(xp.take_along_axis(flops, order, axis=-1), axis=-1)
    paid = (running <= amount) & (xp.take_along_axis(worth, order, axis=-1) > 0)
    goes_on = xp.take_along_axis(paid, xp.argsort(order, axis=-1), axis=-1)
    return Kept(
        goes_on=goes_on,
        flops=xp.max(xp.where(paid, running, 0.0), axis=-1),
        price=_price(worth, flops, amount),
    )


def _price(worth: Array, flops: Array, amount: Array) -> Array:
    """Of the same choice in shares, at nearly no temperature; worth and cost at most 1."""
    xp = namespace(worth)
    top, dear = xp.max(worth, axis=-1, keepdims=True), xp.max(flops, axis=-1, keepdims=True)
    top = xp.where(top > 0, top, 1.0)
    found = allocate(
        worth / top,
        amount / dear,
        cost=flops / dear,
        regularizer="quadratic",
        temperature=_COLD,
    )
    return found.price * (top / dear)[..., 0]


def _check_worth(name: str, worth: Array) -> None:
    xp = namespace(worth)
    if not xp.isdtype(worth.dtype, "real floating"):
        raise ValueError(f"{name} has dtype {worth.dtype}; expected a floating dtype.")
    if not worth.ndim or not worth.shape[-1]:
        raise ValueError(f"{name} has shape {tuple(worth.shape)}; expected one number or more.")
    if not bool(((worth >= 0) & (worth < xp.inf)).all()):
        raise ValueError(
            f"{name} has NaN, inf or a number below 0; expected finite numbers from 0."
        )


def _values(x: Array) -> Array:
    """A choice of whole tokens passes no gradient on, so none is asked for."""
    return x.detach() if hasattr(x, "detach") else x


def _number(like: Array, name: str, value: Numbers) -> Array:
    """An argument in float64, one for every number of `like`; finite and not negative."""
    xp = namespace(like)
    array = xp.asarray(value, dtype=xp.float64, device=like.device)
    try:
        array = xp.broadcast_to(array, like.shape)
    except (ValueError, RuntimeError):
        shape = tuple(array.shape)
        raise ValueError(
            f"{name} has shape {shape}; expected one that fits {tuple(like.shape)}."
        ) from None
    if not bool(((array >= 0) & (array < xp.inf)).all()):
        raise ValueError(
            f"{name} has NaN, inf or a number below 0; expected finite numbers from 0."
        )
    return array
