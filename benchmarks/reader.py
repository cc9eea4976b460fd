"""What the reader model finds and costs, against random, newest and the mean of what was liked.

    HEED_DATA=... python benchmarks/reader.py [--readers 60] [--seed 1] [--cache FILE]

Closed loop on citeulike-a (saved papers, titles only): a reader without any answer gets 20 days of
50 candidates, 3 of them among the papers they saved; an edition shows 10 and each shown piece is
answered ("all" where saved, "none" where not). Counted: saved papers found, of 60. Constants were
chosen on --readers-from 60 with seeds 11 and 12; report other readers and seeds.
"""

import argparse
import gzip
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from heed.models.encoder import load_encoder
from heed.models.reader import Newest, Rocchio
from heed.types import Candidate, Evidence, Matrix, Ranker

DAYS, SHOWN, OFFERED, WANTED_A_DAY = 20, 10, 50, 3
START = datetime(2026, 1, 1, tzinfo=UTC)
Scores = npt.NDArray[np.float64]
Scorer = Callable[[Sequence[Evidence], Sequence[Candidate], datetime], Scores]


@dataclass(frozen=True, slots=True)
class Papers:
    titles: tuple[str, ...]
    saved: tuple[tuple[int, ...], ...]
    vectors: Matrix


def read_papers(folder: Path, cache: Path | None) -> Papers:
    with gzip.open(folder / "titles.txt.gz", "rt", encoding="utf-8", errors="replace") as file:
        titles = tuple(line.strip() for line in file)
    with gzip.open(folder / "users.dat.gz", "rt") as file:
        saved = tuple(tuple(int(word) for word in line.split()[1:]) for line in file)
    if cache and cache.exists():
        return Papers(titles, saved, np.load(cache))
    started = time.perf_counter()
    vectors = np.zeros((len(titles), 384), dtype=np.float32)
    for part in load_encoder().encode(titles, ["en"] * len(titles)):
        if part.embedder_id.startswith("minilm"):
            vectors[part.rows] = part.vectors
    print(f"encoded {len(titles)} titles in {time.perf_counter() - started:.0f} s")
    if cache:
        np.save(cache, vectors)
    return Papers(titles, saved, vectors)


def at_random(rng: np.random.Generator) -> Scorer:
    return lambda evidence, candidates, now: rng.random(len(candidates))


def mean_cosine(
    evidence: Sequence[Evidence], candidates: Sequence[Candidate], now: datetime
) -> Scores:
    liked = [one.vector for one in evidence if one.answer >= 1]
    mean = np.mean(liked, axis=0) if liked else np.zeros(384)
    return np.array([one.vector @ mean for one in candidates if one.vector is not None])


def by(ranker: Ranker) -> Scorer:
    def score(
        evidence: Sequence[Evidence], candidates: Sequence[Candidate], now: datetime
    ) -> Scores:
        judged = ranker.fit(evidence, now=now).judge(candidates)
        return np.array([sum(reason.weight for reason in one.reasons) for one in judged])

    return score


def found(papers: Papers, reader: int, score: Scorer, seed: int) -> int:
    """Saved papers shown in 20 editions; the same candidates for every scorer."""
    rng = np.random.default_rng([seed, reader])
    saved = rng.permutation(papers.saved[reader])
    others = rng.permutation(np.setdiff1d(np.arange(len(papers.titles)), saved))
    evidence: list[Evidence] = []
    total = 0
    for day in range(DAYS):
        wanted = saved[day * WANTED_A_DAY : (day + 1) * WANTED_A_DAY]
        rest = OFFERED - WANTED_A_DAY
        offered = rng.permutation([*wanted, *others[day * rest : (day + 1) * rest]])
        now = START + timedelta(days=day)
        scores = score(evidence, [candidate(papers, i) for i in offered], now)
        shown = offered[np.argsort(-scores, kind="stable")[:SHOWN]]
        evidence += [answer(papers, i, i in wanted, now) for i in shown]
        total += int(np.isin(shown, wanted).sum())
    return total


def candidate(papers: Papers, i: int) -> Candidate:
    return Candidate(int(i), 1, "papers", "", "minilm", papers.vectors[i], age_s=0.0)


def answer(papers: Papers, i: int, wanted: bool, now: datetime) -> Evidence:
    worth = 1.0 if wanted else 0.0
    return Evidence(int(i), papers.titles[i], 1, "", "minilm", papers.vectors[i], worth, now)


def loop(papers: Papers, readers: Sequence[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    scorers: dict[str, Scorer] = {
        "random": at_random(rng),
        "newest": by(Newest()),
        "mean cosine of likes": mean_cosine,
        "ours (Rocchio)": by(Rocchio()),
    }
    results = {
        name: np.array([found(papers, reader, score, seed) for reader in readers])
        for name, score in scorers.items()
    }
    rival = results["mean cosine of likes"]
    print(f"\nfound of {DAYS * WANTED_A_DAY}, {len(readers)} readers, seed {seed}")
    for name, counts in results.items():
        gap = counts - rival
        error = gap.std(ddof=1) / np.sqrt(len(gap))
        print(
            f"  {name:22} {counts.mean():5.1f}   minus mean cosine {gap.mean():+5.1f} ± {error:.1f}"
        )


def timing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((5500, 384)).astype(np.float32) + 0.2
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    answers = rng.choice([0.0, 0.5, 1.0, 2.0], 500)
    evidence = [
        Evidence(i, f"title {i}", i % 12, "", "e", vectors[i], float(answers[i]), START)
        for i in range(500)
    ]
    candidates = [
        Candidate(i, i % 20, "source", "", "e", vectors[500 + i], 3600.0 * i) for i in range(5000)
    ]
    ranker = Rocchio().fit(evidence, now=START)
    print("\nseconds, best of 7 (500 answers, 384 numbers a vector, reasons included)")
    print(f"  fit                    {best(lambda: Rocchio().fit(evidence, now=START)):.4f}")
    print(f"  judge 1000 candidates  {best(lambda: ranker.judge(candidates[:1000])):.4f}")
    print(f"  judge 5000 candidates  {best(lambda: ranker.judge(candidates)):.4f}")


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(7):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=60)
    parser.add_argument("--readers-from", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cache", type=Path, help="keep the title vectors in this .npy file")
    args = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, numpy {np.__version__}, seed {args.seed}")
    timing(args.seed)
    if "HEED_DATA" not in os.environ:
        print("\nThe closed loop needs HEED_DATA, a folder of real data; it was not run.")
        return
    papers = read_papers(Path(os.environ["HEED_DATA"]) / "rank_citeulike", args.cache)
    able = [i for i, saved in enumerate(papers.saved) if 62 <= len(saved) <= 120]
    chosen = np.random.default_rng(0).permutation(able)
    loop(papers, chosen[args.readers_from : args.readers_from + args.readers].tolist(), args.seed)


if __name__ == "__main__":
    main()
