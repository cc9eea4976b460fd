"""A six-layer BERT encoder (Devlin et al. 2019) on heed.attention: token numbers in, rows out.

Reading files, tokenising and pooling are not here.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heed.attention import AuxOutput, AuxRequest, attention, gelu
from heed.models.encoder.weights import HEADS, Floats, Layer, Linear, Norm, Weights

Tokens = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_EPSILON = np.float32(1e-12)


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """rows (B, L, width) after the last layer; aux: what was asked of each layer's attention."""

    rows: Floats
    aux: tuple[AuxOutput, ...] = ()


def run(
    weights: Weights,
    tokens: Tokens,
    mask: Mask | None,
    wanted: AuxRequest | None,
    *,
    added: Floats | None = None,
) -> Hidden:
    """Encode tokens (B, L); mask (B, 1, 1, L) is True at real tokens, None where all are real.

    added (B, L, width): what is added to the rows before the first layer.
    """
    batch, length = tokens.shape
    rows = weights.words[tokens.reshape(-1)].reshape(batch, length, -1)
    rows += weights.places[:length]
    flat = _normalise(rows.reshape(batch * length, -1), weights.norm)
    if added is not None:
        flat += added.reshape(flat.shape)
    aux: list[AuxOutput] = []
    for layer in weights.layers:
        mixed, seen = _attend(layer, flat.reshape(rows.shape), mask, wanted or AuxRequest())
        flat = _normalise(_add(_apply(mixed, layer.out), flat), layer.out_norm)
        wide = gelu(_apply(flat, layer.up))
        flat = _normalise(_add(_apply(wide, layer.down), flat), layer.down_norm)
        aux.append(seen)
    return Hidden(flat.reshape(rows.shape), tuple(aux) if wanted else ())


def _attend(
    layer: Layer, rows: Floats, mask: Mask | None, wanted: AuxRequest
) -> tuple[Floats, AuxOutput]:
    batch, length, width = rows.shape
    mixed = _apply(rows.reshape(-1, width), layer.mix)
    query, key, value = mixed.reshape(batch, length, 3, HEADS, -1).transpose(2, 0, 3, 1, 4)
    output, aux = attention(query, key, value, mask, return_aux=wanted)
    return output.transpose(0, 2, 1, 3).reshape(batch * length, width), aux


def _apply(rows: Floats, linear: Linear) -> Floats:
    product: Floats = rows @ linear.weight
    product += linear.bias
    return product


def _add(rows: Floats, residual: Floats) -> Floats:
    rows += residual
    return rows


def _normalise(rows: Floats, norm: Norm) -> Floats:
    """Layer normalisation (Ba et al. 2016) of (N, width), in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    variance = np.einsum("nw,nw->n", rows, rows)[:, None] / np.float32(rows.shape[1])
    rows /= np.sqrt(variance + _EPSILON)
    rows *= norm.gain
    rows += norm.bias
    return rows
