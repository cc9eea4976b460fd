"""Any score and any normaliser, some queries at a time and worked out again on the way back.

A block of queries sees all its keys at once, so whatever needs a whole row of scores fits: sparse
normalisers, budgets, dropout, what is asked about the weights. Needs torch.
"""

from collections.abc import Sequence
from math import prod

import torch
from torch.utils.checkpoint import checkpoint

from heed.attention.call import AuxOutput, AuxRequest, Call, look, naive
from heed.budget.arrays import Array

_BLOCK = 1 << 20  # scores worked at once: 4 MiB in float32


def by_rows(call: Call, wanted: AuxRequest, *, block: int | None = None) -> tuple[Array, AuxOutput]:
    """The output and what was asked for; memory as for `block` queries (and what was asked for)."""
    outputs, seen = [], []
    for part in _parts(call, block):
        output, aux = checkpoint(naive, part, wanted, use_reentrant=False)
        outputs.append(output)
        seen.append(aux)
    return torch.cat(outputs, dim=-2), _together(seen, wanted)


def look_by_rows(call: Call, wanted: AuxRequest, *, block: int | None = None) -> AuxOutput:
    """What was asked for, without any output."""
    parts = _parts(call, block)
    seen = [checkpoint(look, part, wanted, use_reentrant=False) for part in parts]
    return _together(seen, wanted)


def _parts(call: Call, block: int | None) -> list[Call]:
    queries = call.table[-2]
    row = prod(call.table) // max(queries, 1)
    step = block or max(1, _BLOCK // max(row, 1))
    return [call.rows(at, min(at + step, queries)) for at in range(0, queries, step)]


def _together(seen: Sequence[AuxOutput], wanted: AuxRequest) -> AuxOutput:
    return AuxOutput(
        lse=torch.cat([part.lse for part in seen], dim=-1) if wanted.lse else None,
        weights=torch.cat([part.weights for part in seen], dim=-2) if wanted.weights else None,
        topk=_best(seen) if wanted.topk else None,
        received=_sum([part.received for part in seen]) if wanted.received else None,
        entropy=torch.cat([part.entropy for part in seen], dim=-1) if wanted.entropy else None,
    )


def _sum(parts: Sequence[Array]) -> Array:
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _best(seen: Sequence[AuxOutput]) -> tuple[Array, Array]:
    both = [part.topk for part in seen if part.topk is not None]
    return torch.cat([b[0] for b in both], dim=-2), torch.cat([b[1] for b in both], dim=-2)
