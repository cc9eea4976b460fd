"""Where a writer listened, against where each digit lies: moments, boundaries and key frames."""

from collections.abc import Mapping, Sequence

import numpy as np

Spans = np.ndarray  # (digits, 2): first and last frame of each digit, the last not included


def judged_moments(
    weights: Sequence[np.ndarray], spans: Sequence[Spans], step: int
) -> Mapping[str, float]:
    """weights: of each string (digits, places), a place being `step` frames -> shares and frames.

    in its digit: the heaviest place of the k-th look lies in the k-th digit; chance is that digit's
    share of the frames. boundary: midway between the centres of two looks, in frames off the true
    one, beside that of equal parts. key frames: of a string of n digits the n heaviest frames over
    all looks, and how many digits hold one; beside n frames evenly spaced.
    """
    looks = [_look(*one, step) for one in zip(weights, spans, strict=True)]
    names = ("in its digit", "by chance", "boundary off", "equal parts off")
    told = {
        name: float(np.concatenate([look[n] for look in looks]).mean())
        for n, name in enumerate(names)
    }
    keys = [_keys(*one, step) for one in zip(weights, spans, strict=True)]
    told["key frames"], told["evenly spaced"] = np.concatenate(keys, axis=1).mean(1).tolist()
    return told


def _look(weights: np.ndarray, spans: Spans, step: int) -> tuple[np.ndarray, ...]:
    """Of each digit whether its look lies in it and by chance, of each boundary two errors."""
    peaks = weights.argmax(1) * step
    total = spans[-1, 1]
    centres = weights @ (np.arange(weights.shape[1]) * step) / weights.sum(1)
    true = spans[1:, 0]
    equal = total * np.arange(1, len(spans)) / len(spans)
    return (
        (spans[:, 0] <= peaks) & (peaks < spans[:, 1]),
        (spans[:, 1] - spans[:, 0]) / total,
        np.abs((centres[1:] + centres[:-1]) / 2 - true),
        np.abs(equal - true),
    )


def _keys(weights: np.ndarray, spans: Spans, step: int) -> np.ndarray:
    """Which digits hold one of the heaviest frames, and one of evenly spaced ones, (2, digits)."""
    count = len(spans)
    heaviest = np.argsort(-weights.sum(0), kind="stable")[:count] * step
    even = spans[-1, 1] * (np.arange(count) + 0.5) / count
    return np.stack([_hold(spans, frames) for frames in (heaviest, even)])


def _hold(spans: Spans, frames: np.ndarray) -> np.ndarray:
    inside = (spans[:, :1] <= frames) & (frames < spans[:, 1:])
    return np.asarray(inside.any(1))
