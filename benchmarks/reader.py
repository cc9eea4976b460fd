"""What the reader model finds and costs, against random, newest and the mean of what was liked.

    HEED_DATA=... python benchmarks/reader.py [--readers 60] [--seeds 1 2 3 4 5] [--cache FILE]
    python benchmarks/reader.py --only-timing

Closed loop on citeulike-a (saved papers, titles only): a reader without any answer gets 20 days of
50 candidates, 3 of them among the papers they saved; an edition shows 10 and each shown piece is
answered ("all" where saved, "none" where not). Counted: saved papers found, of 60, paired with what
Rocchio finds. Constants were chosen on --readers-from 60 with seeds 11 and 12; report other readers
and seeds.
"""

import argparse
import gzip
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
from reader_peers import Corpus, Learn, absent, present

from heed.lab.english import english
from heed.models.gaussian import Kernel
from heed.models.reader import Attentive, Newest, Rocchio
from heed.models.reader.attentive import points
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
    return Papers(titles, saved, english(titles, cache))


def at_random(rng: np.random.Generator) -> Scorer:
    return lambda evidence, candidates, now: rng.random(len(candidates))


def mean_cosine(
    evidence: Sequence[Evidence], candidates: Sequence[Candidate], now: datetime
) -> Scores:
    liked = [one.vector for one in evidence if one.answer >= 1]
    mean = np.mean(liked, axis=0) if liked else np.zeros(384)
    return np.array([one.vector @ mean for one in candidates if one.vector is not None])


def peer(learn: Learn) -> Scorer:
    """A peer in the loop; until both kinds of answer are there, the mean of what was liked."""

    def score(
        evidence: Sequence[Evidence], candidates: Sequence[Candidate], now: datetime
    ) -> Scores:
        answers = np.array([one.answer for one in evidence])
        if len(set(answers.tolist())) < 2:
            return mean_cosine(evidence, candidates, now)
        told = learn(np.array([one.item_id for one in evidence]), answers)
        return told(np.array([one.item_id for one in candidates]))

    return score


def by(ranker: Ranker) -> Scorer:
    def score(
        evidence: Sequence[Evidence], candidates: Sequence[Candidate], now: datetime
    ) -> Scores:
        judged = ranker.fit(evidence, now=now).judge(candidates)
        return np.array([sum(reason.weight for reason in one.reasons) for one in judged])

    return score


def found(
    papers: Papers,
    reader: int,
    score: Scorer,
    seed: int,
    *,
    known: int = 0,
    picked: bool = True,
    days: int = DAYS,
) -> int:
    """Saved papers shown in 20 editions; the same candidates for every scorer.

    known: saved papers given before the first edition, never offered; picked: as picks.
    """
    rng = np.random.default_rng([seed, reader])
    saved = rng.permutation(papers.saved[reader])
    others = rng.permutation(np.setdiff1d(np.arange(len(papers.titles)), saved))
    spare = saved[DAYS * WANTED_A_DAY :][:known]
    evidence = [replace(answer(papers, i, True, START), picked=picked) for i in spare]
    total = 0
    for day in range(days):
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


def loop(papers: Papers, readers: Sequence[int], seeds: Sequence[int]) -> None:
    plain = Kernel(linear=5.0, attention=0.0, topic=0.25)
    scorers: dict[str, Scorer] = {
        "random": at_random(np.random.default_rng(seeds[0])),
        "newest": by(Newest()),
        "mean cosine of likes": mean_cosine,
        "Rocchio": by(Rocchio()),
        "process, no attention": by(Attentive(kernel=plain)),
        "heed (attention)": by(Attentive()),
    }
    corpus = Corpus(papers.titles, papers.vectors)
    scorers |= {name: peer(make(corpus)) for name, make in present().items()}
    print(f"\nfound of {DAYS * WANTED_A_DAY}, {len(readers)} readers, seeds {list(seeds)}")
    rival = counts(papers, readers, scorers["Rocchio"], seeds)
    for name, score in scorers.items():
        started = time.process_time()
        mine = rival if name == "Rocchio" else counts(papers, readers, score, seeds)
        gap = (mine - rival).mean(axis=0)  # a reader's draws are alike: readers are the units
        error = gap.std(ddof=1) / np.sqrt(len(gap))
        print(
            f"  {name:22} {mine.mean():5.1f}   minus Rocchio {gap.mean():+5.2f} ± {error:.2f}"
            f"   {time.process_time() - started:6.0f} CPU-s",
            flush=True,
        )


def beginning(papers: Papers, readers: Sequence[int], seeds: Sequence[int]) -> None:
    """What it is worth to know two saved papers before the first edition."""
    print(f"\ntwo saved papers known before, {len(readers)} readers, seeds {list(seeds)}")
    for days in (1, 5, DAYS):
        print(f"  found of {days * WANTED_A_DAY} in {days} days")
        for name, ranker in (("Rocchio", Rocchio()), ("heed", Attentive())):
            score = by(ranker)

            def all_of(known: int, picked: bool, score: Scorer = score, days: int = days) -> Scores:
                how = {"known": known, "picked": picked, "days": days}
                return np.array(
                    [[found(papers, r, score, s, **how) for r in readers] for s in seeds]
                ).mean(axis=0)

            none, plain, picks = all_of(0, True), all_of(2, False), all_of(2, True)
            for what, gap in (("as plain answers", plain - none), ("as picks", picks - none)):
                error = gap.std(ddof=1) / np.sqrt(len(gap))
                print(
                    f"    {name:8} {what:17} {none.mean():5.2f} {gap.mean():+5.2f} ± {error:.2f}",
                    flush=True,
                )


def counts(
    papers: Papers, readers: Sequence[int], score: Scorer, seeds: Sequence[int]
) -> npt.NDArray[np.int64]:
    """(seeds, readers)"""
    return np.array([[found(papers, reader, score, seed) for reader in readers] for seed in seeds])


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
    print("\nCPU milliseconds, best of 7 (500 answers, 384 numbers a vector)")
    print(f"  {'':34}   Rocchio   heed")
    fitted = [one.fit(evidence, now=START) for one in (Rocchio(), Attentive())]
    row("fit", [lambda one=one: one.fit(evidence, now=START) for one in (Rocchio(), Attentive())])
    row("judge 1,000, all with reasons", [lambda o=o: o.judge(candidates[:1000]) for o in fitted])
    row("judge 5,000, reasons of the best", [lambda o=o: o.judge(candidates) for o in fitted])
    past = fitted[1].past
    assert past is not None
    whole = points(candidates, past.spans, past.width)
    row("mean score of 5,000, nothing else", [lambda: past.process.predict(whole)])
    vectors_only = np.empty((5000, 500), dtype=np.float32)
    turned = past.process.points.vectors.T
    row(
        "of which the one product must take",
        [lambda: np.matmul(whole.vectors, turned, out=vectors_only)],
    )
    row("sd of 1,000", [lambda: past.process.variance(whole.take(np.arange(1000)))])
    peers(vectors, answers, rng)


def peers(vectors: Matrix, answers: Scores, rng: np.random.Generator) -> None:
    """Fit on the same 500 and score the same 5,000; titles are ten words of 20,000."""
    texts = [" ".join(f"w{word}" for word in row) for row in rng.integers(20_000, size=(5500, 10))]
    known, asked = np.arange(500), np.arange(500, 5500)
    print("  others                                    fit  score 5,000")
    for name, make in present().items():
        learn = make(Corpus(texts, vectors))
        score = learn(known, answers)
        row(name, [lambda f=learn: f(known, answers), lambda f=score: f(asked)])
    for name in absent():
        print(f"  {name:34}   absent: its library is not installed")


def row(name: str, works: Sequence[Callable[[], object]]) -> None:
    print(f"  {name:34}" + "".join(f"{1e3 * best(work):9.1f}" for work in works))


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(7):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return min(times)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=60)
    parser.add_argument("--readers-from", type=int, default=0)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--cache", type=Path, help="keep the title vectors in this .npy file")
    parser.add_argument("--only-beginning", action="store_true", help="only what picks buy")
    parser.add_argument("--only-timing", action="store_true", help="needs no data")
    parser.add_argument("--without-beginning", action="store_true", help="not what picks buy")
    args = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, numpy {np.__version__}")
    print(f"load over a minute {os.getloadavg()[0]:.1f}, seeds {args.seeds}")
    if not args.only_beginning:
        timing(args.seeds[0])
    if args.only_timing:
        return
    if "HEED_DATA" not in os.environ:
        print("\nThe closed loop needs HEED_DATA, a folder of real data; it was not run.")
        return
    papers = read_papers(Path(os.environ["HEED_DATA"]) / "rank_citeulike", args.cache)
    able = [i for i, saved in enumerate(papers.saved) if 62 <= len(saved) <= 120]
    chosen = np.random.default_rng(0).permutation(able)
    readers = chosen[args.readers_from : args.readers_from + args.readers].tolist()
    if not args.only_beginning:
        loop(papers, readers, args.seeds)
    if not args.without_beginning:
        beginning(papers, readers, args.seeds)


if __name__ == "__main__":
    main()
