"""The recommender's table: every method on the same readers, and what attention bought."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from heed.lab.recommend import auc, interval, methods, ndcg, quick, read_papers, readers, shuffled

OURS = "process with attention"


def lines(
    folder: Path,
    *,
    known: Sequence[int],
    many: int,
    seeds: int,
    vectors: Path | None,
    permuted: bool = False,
) -> Iterator[str]:
    """The table for every number of known papers, pooled over the seeds.

    permuted: what is right is drawn from all new papers, so that nothing can be learned: an AUC
    away from .5 would mean that the protocol leaks.
    """
    papers = read_papers(folder, vectors)
    # Shuffled answers need none of the slow ways: what leaks, leaks to all.
    ways = quick() if permuted else methods(papers)
    for count in known:
        gains: dict[str, list[float]] = {name: [] for name in ways}
        above: dict[str, list[float]] = {name: [] for name in ways}
        for seed in range(seeds):
            asked, some = readers(papers, known=count, count=many, seed=seed)
            for one in shuffled(some, asked, seed=seed) if permuted else some:
                for name, way in ways.items():
                    scores = way(papers, one, asked)
                    gains[name].append(ndcg(scores, asked, one.right))
                    above[name].append(auc(scores, asked, one.right))
        yield f"\n{count} saved papers known, {len(gains[OURS])} readers, seeds 0 to {seeds - 1}"
        if permuted:
            middle, low, high = interval(above[OURS])
            yield f"answers shuffled: AUC {middle:.3f} [{low:.3f}, {high:.3f}]; it should hold .5"
        yield f"{'':26}nDCG@10    AUC   with attention minus it, 95 %"
        for name in ways:
            yield f"{name:26}{np.mean(gains[name]):7.3f}{np.mean(above[name]):7.3f}" + (
                "" if name == OURS else _gap(gains[OURS], gains[name])
            )


def _gap(ours: Sequence[float], theirs: Sequence[float]) -> str:
    middle, low, high = interval(np.subtract(ours, theirs).tolist())
    return f"   {middle:+.3f} [{low:+.3f}, {high:+.3f}]"
