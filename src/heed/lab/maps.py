"""A map of attention judged as a pointer, a box and a mask, each beside what chance would do."""

from collections.abc import Mapping

import numpy as np

from heed.lab.moving import Films

HALF = 0.5  # of a frame's heaviest weight: what is above it belongs to the mask
LIT = 0.2  # pixels above this are ink


def judged_maps(weights: np.ndarray, films: Films) -> Mapping[str, float]:
    """weights (N, T, h, w) over the places of each frame -> shares, and errors as shares of a side.

    pointing: the heaviest place lies in the box; chance is the share of places that do. box: laid
    around the centre of the weights, as wide as a digit, IoU with the true one; chance is a box in
    the middle. mask: ink under weights above half the heaviest, IoU with the digit's ink; chance is
    the same map of the film before, and everything lit is the mask of one who cannot choose.
    """
    step = films.frames.shape[-1] // weights.shape[-1]
    boxes = films.inside
    return {
        "points at it": pointed(weights, boxes[..., step // 2 :: step, step // 2 :: step]),
        "by chance": float(boxes.mean()),
        "box IoU": float(overlap(centres(weights) * step, films).mean()),
        "box in the middle": float(overlap(_middle(films), films).mean()),
        "mask IoU": masked(weights, films),
        "mask by chance": masked(np.roll(weights, 1, axis=0), films),
        "mask of all ink": masked(np.ones_like(weights), films),
    }


def pointed(weights: np.ndarray, inside: np.ndarray) -> float:
    """How often the heaviest place of a frame is True in `inside`, both (N, T, h, w)."""
    flat = weights.reshape(-1, weights.shape[-2] * weights.shape[-1])
    hit = inside.reshape(flat.shape)[np.arange(len(flat)), flat.argmax(-1)]
    return float(hit.mean())


def centres(weights: np.ndarray) -> np.ndarray:
    """The centre of each frame's weights, (N, T, 2) down and right, in places from the corner."""
    total = weights.sum((-2, -1))
    down = (weights.sum(-1) * (np.arange(weights.shape[-2]) + 0.5)).sum(-1) / total
    right = (weights.sum(-2) * (np.arange(weights.shape[-1]) + 0.5)).sum(-1) / total
    return np.stack((down, right), axis=-1)


def overlap(found: np.ndarray, films: Films) -> np.ndarray:
    """IoU of boxes as wide as the digit around `found` (N, T, 2), in pixels, with the true ones."""
    away = np.abs(found - films.size / 2 - films.corners)
    shared = np.maximum(0, films.size - away).prod(-1)
    ratio: np.ndarray = shared / (2 * films.size**2 - shared)
    return ratio


def masked(weights: np.ndarray, films: Films) -> float:
    """The mean IoU of ink that the map keeps with the digit's own ink."""
    step = films.frames.shape[-1] // weights.shape[-1]
    above = weights >= HALF * weights.max((-2, -1), keepdims=True)
    kept = above.repeat(step, axis=-2).repeat(step, axis=-1) & (films.frames > LIT)
    truth = films.alone > LIT
    both, either = (kept & truth).sum((-2, -1)), (kept | truth).sum((-2, -1))
    return float((both / np.maximum(either, 1)).mean())


def _middle(films: Films) -> np.ndarray:
    return np.full(films.corners.shape, films.frames.shape[-1] / 2)
