"""What the encoders cost and how well they tell subjects apart, against hashing alone.

    python benchmarks/encoder.py [--texts 256]             speed, on sentences made here;
                                                           with HEED_DATA on a day of news too
    HEED_DATA=... python benchmarks/encoder.py --quality   same subject? on AG News, BBC, THUCNews

Quality: how often the five nearest of a library share the subject of a title not in it. Nothing was
chosen on the titles asked (the last 500 of each set); seed 0 shuffles.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see docs/reader-model.md

import argparse
import csv
import gzip
import json
import platform
import resource
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from heed.filter.text import plain_text
from heed.models.encoder.hashing import Hashed
from heed.models.encoder.lsa import fit_lsa, read_lsa
from heed.models.encoder.minilm import load_minilm
from heed.models.encoder.weights import find_weights
from heed.types import Embedder, Matrix

Labelled = tuple[list[str], list[str]]
LIBRARY, ASKED = 2000, 500


def sentences(count: int, words: int, rng: np.random.Generator) -> list[str]:
    """Made of common words, each one word piece, so that a text has words + 2 tokens."""
    known = ("the", "bank", "city", "team", "new", "people", "year", "after", "day", "first")
    return [" ".join(rng.choice(known, words)) for _ in range(count)]


def news(data: Path, count: int) -> list[str]:
    """Titles with their summaries, as they came in one week of world news."""
    path = data / "stream_worldnews" / "2026-W24.ndjson.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, count)]
    return [f"{row['title']}. {plain_text(row.get('description') or '')}" for row in rows]


def speed(count: int, seed: int, data: str | None) -> None:
    started, cpu = time.perf_counter(), time.process_time()
    english = load_minilm(find_weights())
    english.encode(["ready"])
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    print(f"ready in {wall:.2f} s ({cpu:.2f} CPU-seconds), {english.threads} threads")
    rng = np.random.default_rng(seed)
    sets = {
        "made, 57 tokens": sentences(count, 55, rng),
        "made, 11 tokens": sentences(count, 9, rng),
        **({"news, title and summary": news(Path(data), count)} if data else {}),
    }
    for name, texts in sets.items():
        for encoder in (english, Hashed()):
            wall, cpu = timed(lambda encoder=encoder, texts=texts: encoder.encode(texts))
            rates = f"{count / wall:8.0f}/s {count / cpu:8.0f} per CPU-second"
            print(f"  {name:28} {encoder.id.split('-')[0]:8} {rates}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak memory {peak:.0f} MB")


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """The best wall and CPU seconds of three runs."""
    runs = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        runs.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def quality(data: Path, seed: int) -> None:
    english = load_minilm(find_weights())
    sets = {"AG News": ag_news(data), "BBC titles": bbc(data), "THUCNews titles": thucnews(data)}
    for name, (texts, labels) in sets.items():
        order = np.random.default_rng(seed).permutation(len(texts))[: LIBRARY + ASKED]
        asked = len(order) - ASKED
        chosen, subject = [texts[i] for i in order], np.array([labels[i] for i in order])
        fitted = read_lsa(fit_lsa(chosen[:asked], seed=seed))
        print(f"\n{name}: library of {asked}, {ASKED} asked, {len(set(labels))} subjects")
        readers: tuple[Embedder, ...] = (Hashed(), fitted, english)
        for reader in readers:
            share = same_subject(reader.encode, chosen, subject, asked)
            print(f"  {reader.id.split('-')[0]:8} {share:.3f}")
        raw = same_subject(english.encode_raw, chosen, subject, asked)
        print(f"  minilm, not centred {raw:.3f}")


def same_subject(
    encode: Callable[[Sequence[str]], Matrix], texts: list[str], subject: np.ndarray, asked: int
) -> float:
    known, questions = encode(texts[:asked]), encode(texts[asked:])
    nearest = np.argsort(-(questions @ known.T), axis=1)[:, :5]
    return float((subject[nearest] == subject[asked:, None]).mean())


def ag_news(data: Path) -> Labelled:
    path = data / "text_agnews7k6" / "agnews_test_dev80.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [f"{row['title']}. {row['description']}" for row in rows], [row["label"] for row in rows]


def bbc(data: Path) -> Labelled:
    with gzip.open(data / "bbc_news" / "bbc_dev80.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row["title"] for row in rows], [row["topic"] for row in rows]


def thucnews(data: Path) -> Labelled:
    path = data / "zh_thucnews_titles" / "dev10k.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    return [row[0] for row in rows], [row[1] for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=256)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quality", action="store_true")
    args = parser.parse_args()
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    blas = f"OPENBLAS_NUM_THREADS={os.environ['OPENBLAS_NUM_THREADS']}"
    print(f"{platform.machine()}, {os.cpu_count()} cores, numpy {np.__version__}, {blas}, {load}")
    if args.quality:
        quality(Path(os.environ["HEED_DATA"]), args.seed)
    else:
        speed(args.texts, args.seed, os.environ.get("HEED_DATA"))


if __name__ == "__main__":
    main()
