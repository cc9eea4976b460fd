"""What `attention` refuses: one sentence naming the argument, what it is and what was expected."""

import numpy as np

from heed.budget.arrays import Array, namespace


def check_inputs(query: Array, key: Array, value: Array, *, enable_gqa: bool) -> None:
    """Queries, keys and values that belong together. Raises ValueError."""
    for name, array in (("query", query), ("key", key), ("value", value)):
        _check_numbers(name, array)
        if array.dtype != query.dtype:
            raise ValueError(f"{name} has dtype {array.dtype}; expected {query.dtype}, as query.")
        if array.ndim < 2:
            raise ValueError(f"{name} has shape {_shape(array)}; expected (..., length, width).")
    if key.shape[-2] != value.shape[-2]:
        raise ValueError(
            f"value has shape {_shape(value)}; expected {key.shape[-2]} rows, one for every key."
        )
    if enable_gqa:
        _check_groups(query, key, value)
    else:
        _check_batches(query, key, value)


def _check_numbers(name: str, array: Array) -> None:
    xp = namespace(array)
    if not xp.isdtype(array.dtype, "real floating"):
        raise ValueError(f"{name} has dtype {array.dtype}; expected a floating dtype.")
    # One sum is far cheaper than a table of answers; it is also NaN where +inf meets -inf.
    with np.errstate(over="ignore", invalid="ignore"):
        total = xp.sum(array)
    if bool(total != total) and bool(xp.any(xp.isnan(array))):
        raise ValueError(f"{name} has NaN; expected numbers.")


def _check_groups(query: Array, key: Array, value: Array) -> None:
    for name, array in (("key", key), ("value", value)):
        if min(query.ndim, array.ndim) < 3 or query.shape[-3] % array.shape[-3]:
            raise ValueError(
                f"{name} has shape {_shape(array)}; expected a number of heads (axis -3) that"
                f" divides those of query, {_shape(query)}."
            )


def _check_batches(query: Array, key: Array, value: Array) -> None:
    for name, array in (("key", key), ("value", value)):
        try:
            np.broadcast_shapes(_shape(query)[:-2], _shape(array)[:-2])
        except ValueError as error:
            raise ValueError(
                f"{name} has shape {_shape(array)}; expected leading axes that fit those of query,"
                f" {_shape(query)}."
            ) from error


def check_width(name: str, array: Array, width: int) -> None:
    """Rows as wide as what they are multiplied with. Raises ValueError."""
    if array.shape[-1] != width:
        raise ValueError(f"{name} has shape {_shape(array)}; expected rows of width {width}.")


def check_mask(mask: Array, table: tuple[int, ...]) -> None:
    """A mask that fits the table of scores: bool, or floating to be added. Raises ValueError."""
    xp = namespace(mask)
    if not xp.isdtype(mask.dtype, ("bool", "real floating")):
        raise ValueError(
            f"attn_mask has dtype {mask.dtype}; expected bool, True = may attend, or floating."
        )
    try:
        fits = np.broadcast_shapes(_shape(mask), table) == table
    except ValueError:
        fits = False
    if not fits:
        raise ValueError(f"attn_mask has shape {_shape(mask)}; expected one that fits {table}.")
    if not xp.isdtype(mask.dtype, "bool") and not bool(xp.all(mask < xp.inf)):
        raise ValueError("attn_mask has NaN or +inf; expected numbers, or -inf to forbid.")


def check_dropout(dropout_p: float) -> None:
    """A probability below one. Raises ValueError."""
    if not 0 <= dropout_p < 1:
        raise ValueError(f"dropout_p is {dropout_p}; expected a probability in [0, 1).")


def _shape(array: Array) -> tuple[int, ...]:
    return tuple(int(n) for n in array.shape)
