"""What work took."""

from heed.plain.values import Json, rounded
from heed.types import ComputeUse


def compute_json(use: ComputeUse) -> Json:
    """What work took, as `heed workers --json` gives it."""
    return {
        "flows": [
            {
                "kind": one.kind,
                "tenant": one.tenant,
                "part": round(one.part, 4),
                "runs": one.runs,
                "count": one.count,
                "cpu_s": round(one.cpu_s, 3),
                "wall_s": round(one.wall_s, 3),
                "peak_mb": round(one.peak_mb, 1),
                "waits": one.waits,
            }
            for one in use.flows
        ],
        "prices": {one.kind: rounded(one.price) for one in use.prices},
        "shares": [{one.of: one.name, "share": one.share} for one in use.shares],
    }
