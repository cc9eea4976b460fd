"""Texts in batches that waste little and workers that end together. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from heed.attention.balance import balance, layer_flops


@dataclass(frozen=True, slots=True)
class Batches:
    """rows: places of texts, batch by batch, the dearest batch first; costs: of each batch."""

    rows: tuple[tuple[int, ...], ...]
    costs: tuple[int, ...]


def batches(lengths: Sequence[int], size: int, *, width: int, in_order: bool = False) -> Batches:
    """Texts of like length together, `size` in a batch; in_order: as they came, to compare with.

    lengths: tokens a text has; width: of the encoder that reads them. A batch is padded to its
    longest text, and costs what attention over that takes (L d^2 and L^2 d).
    """
    order = list(range(len(lengths)))
    if not in_order:
        order.sort(key=lambda row: -lengths[row])
    rows = [tuple(order[at : at + size]) for at in range(0, len(order), size)]
    costs = [len(one) * layer_flops(max(lengths[row] for row in one), width) for one in rows]
    dearest = sorted(range(len(rows)), key=lambda batch: -costs[batch])
    return Batches(tuple(rows[i] for i in dearest), tuple(costs[i] for i in dearest))


def waste(made: Batches, lengths: Sequence[int], *, width: int) -> float:
    """What the batches cost by what the texts would cost without padding; 1 wastes nothing."""
    least = sum(layer_flops(length, width) for length in lengths)
    return sum(made.costs) / least if least else 1.0


def spread(costs: Sequence[float], workers: int) -> tuple[list[list[int]], float]:
    """Which jobs each worker does, and the fullest worker's load by the mean one's."""
    lanes = balance(costs, workers)
    loads = [sum(costs[job] for job in lane) for lane in lanes]
    whole = sum(loads)
    return lanes, max(loads) * workers / whole if whole else 1.0
