"""What the recommend assistant is worth: on goods nobody took yet, on known ones, on noise.

    HEED_DATA=... python benchmarks/recommend.py [--vectors FILE.npy] [--readers 400]

citeulike-a: readers and the papers they saved, titles only, no dates. New: three in ten papers, in
nobody's history; asked are all of them. Known: one in five of a reader's saves held out, asked are
all papers they have not. nDCG@10; intervals are bootstraps over readers. Constants were chosen with
--seeds 7 (--tune prints the table); report other seeds. Noise: the same saves dealt out anew.
"""

import argparse
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see docs/reader-model.md

import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np

from heed.assist import proving
from heed.assist.goods import Alike, alike
from heed.assist.recommend import NEWEST, TUNED, WAYS, Shop, Tuning, attended, evenly, shop
from heed.assist.takers import counted
from heed.lab.recommend import Papers, read_papers
from heed.types import Deed, Good, History

FEWEST = 5
Scores = np.ndarray
Way = Callable[[Shop, np.ndarray], Scores]


@dataclass(frozen=True, slots=True)
class Asked:
    """Readers with what is known of them and what is right; asked: the papers that may come."""

    held: Shop
    readers: Sequence[tuple[np.ndarray, np.ndarray]]
    asked: np.ndarray


def pairs(papers: Papers) -> tuple[np.ndarray, np.ndarray]:
    counts = [len(one) for one in papers.saved]
    return np.repeat(np.arange(len(counts)), counts), np.concatenate(papers.saved)


def held_out(papers: Papers, near: Alike, kind: str, *, count: int, seed: int) -> Asked:
    """New: three in ten papers are in no history. Known: a fifth of every reader's saves."""
    rng = np.random.default_rng([seed, 5])
    whole = len(papers.titles)
    of_reader, of_paper = pairs(papers)
    if kind == "new":
        new = np.zeros(whole, dtype=np.bool_)
        new[rng.permutation(whole)[: round(0.3 * whole)]] = True
        out, asked = new[of_paper], np.flatnonzero(new)
    else:
        out, asked = rng.random(len(of_paper)) < 0.2, np.arange(whole)
    names = {str(n): n for n in range(len(papers.saved))}
    takers = counted(of_reader[~out], of_paper[~out], names, whole)
    goods = tuple(Good(str(n), title) for n, title in enumerate(papers.titles))
    held = shop(goods, takers, near)
    found = []
    for reader in rng.permutation(len(papers.saved)):
        past, right = takers.taken.of(reader), of_paper[out & (of_reader == reader)]
        if len(past) >= FEWEST and len(right) and len(found) < count:
            found.append((past, right))
    return Asked(held, found, asked)


def gains(given: Asked, way: Way) -> np.ndarray:
    found = []
    for number, (past, right) in enumerate(given.readers):
        scores = way(given.held, past[-NEWEST:]).astype(np.float64)
        scores[past] = -np.inf
        draw = np.random.default_rng(number).permutation(given.asked)  # ties fall by chance
        found.append(proving.gain(scores[draw], np.flatnonzero(np.isin(draw, right))))
    return np.array(found)


def content(held: Shop, past: np.ndarray) -> Scores:
    """The mean of the past titles' vectors: no attention, no takers."""
    return held.rows @ held.rows[past].mean(axis=0)


def ways() -> Mapping[str, Way]:
    return {
        "chance": lambda held, past: np.random.default_rng(len(past)).random(len(held.goods)),
        "popularity": lambda held, past: WAYS["popular"](held, past).scores,
        "item-kNN": lambda held, past: WAYS["together"](held, past).scores,
        "mean of past titles": content,
        "heed": lambda held, past: evenly(held, past).scores,
        "heed, softmax over past": lambda held, past: attended(held, past).scores,
    }


def report(papers: Papers, near: Alike, kind: str, *, count: int, seeds: Sequence[int]) -> None:
    pooled: dict[str, list[np.ndarray]] = {name: [] for name in ways()}
    spent: dict[str, float] = dict.fromkeys(pooled, 0.0)
    for seed in seeds:
        given = held_out(papers, near, kind, count=count, seed=seed)
        for name, way in ways().items():
            began = time.process_time()
            pooled[name].append(gains(given, way))
            spent[name] += time.process_time() - began
    whole = {name: np.concatenate(parts) for name, parts in pooled.items()}
    ours = whole["heed"]
    print(f"\n{kind} papers: {len(ours)} readers, seeds {list(seeds)}")
    print(f"{'':24}nDCG@10  served  CPU-ms   heed minus it, 95 %")
    for name, values in whole.items():
        mean, low, high = proving.interval(ours - values)
        gap = "" if name == "heed" else f"   {mean:+.4f} [{low:+.4f}, {high:+.4f}]"
        ms = 1000 * spent[name] / len(ours)
        print(f"{name:24}{values.mean():7.4f}{(values > 0).mean():8.3f}{ms:8.1f}{gap}")


def tune(papers: Papers, near: Alike, *, count: int) -> None:
    """Both kinds for a grid, on seed 7 only."""
    both = {kind: held_out(papers, near, kind, count=count, seed=7) for kind in ("new", "known")}
    for part, sharp, lent, borrowing, crowd in product(
        (0.05, 0.2), (0.0, 0.5, 2.0), (2.0, 5.0), (5.0, 10.0), (0.0, 0.01)
    ):
        tuning = Tuning(part, sharp, lent, borrowing, crowd)
        told = []
        for given in both.values():
            held = shop(given.held.goods, given.held.takers, near, tuning)
            one = replace(given, held=held)
            told.append(gains(one, lambda held, past: attended(held, past).scores).mean())
        print(f"{tuning}: new {told[0]:.4f} known {told[1]:.4f}", flush=True)


def noise(papers: Papers, *, seed: int = 0) -> None:
    """Saves of 2,000 readers, the papers dealt out anew: nothing can be learned from them."""
    rng = np.random.default_rng(seed)
    of_reader, of_paper = pairs(papers)
    few = of_reader < 1000
    readers, dealt = of_reader[few], rng.integers(2000, size=few.sum())
    goods = tuple(Good(str(n), papers.titles[n]) for n in range(2000))
    near = alike(papers.vectors[:2000])
    for name, column in (("as they were", of_paper[few] % 2000), ("dealt out anew", dealt)):
        deeds = tuple(Deed(str(a), str(b)) for a, b in zip(readers, column, strict=True))
        proof = proving.prove(History(deeds, goods), near)
        print(f"\nsaves {name}: {proof.users} users, in use: {proof.in_use}")
        for one in proof.rivals:
            gap = f" {one.better:+.4f} [{one.low:+.4f}, {one.high:+.4f}]" if one.better else ""
            print(f"  {one.way:10} nDCG@10 {one.ndcg10:.4f}{gap}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path, help="Kept vectors of the titles, made if missing.")
    parser.add_argument("--readers", type=int, default=400)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--tune", action="store_true")
    given = parser.parse_args()
    data = os.environ.get("HEED_DATA")
    if not data:
        raise SystemExit("HEED_DATA is not set: it names a folder of real data.")
    papers = read_papers(Path(data) / "rank_citeulike", given.vectors)
    print(f"{platform.machine()} {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"citeulike-a: {len(papers.titles)} papers, {len(papers.saved)} readers; {TUNED}")
    near = alike(papers.vectors)
    if given.tune:
        return tune(papers, near, count=given.readers)
    for kind in ("new", "known"):
        report(papers, near, kind, count=given.readers, seeds=given.seeds)
    noise(papers)


if __name__ == "__main__":
    main()
