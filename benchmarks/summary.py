"""How well sentences chosen by attention sum a text up, beside its beginning.

    HEED_DATA=... python benchmarks/summary.py [--papers 619] [--articles 150]

SciTLDR dev (Apache-2.0): the one best sentence of each abstract, ROUGE-1 against the nearest of the
summaries people wrote. BBC (text of the BBC, research use): half of each article's words, ROUGE-1
against the extract that comes with it, which somebody chose; `lead` is as many words from the
beginning. Constants were chosen on 700 papers of SciTLDR's other part (train). Intervals are
bootstraps over texts, seed 0.
"""

import argparse
import gzip
import json
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see docs/reader-model.md

import platform
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from heed.assist import proving, summary
from heed.assist.words import sentences
from heed.lab.rouge import best_rouge_1, rouge_1
from heed.models.encoder import load_encoder

MOST = 16
Weigh = Callable[[np.ndarray, Sequence[str]], np.ndarray]
WAYS: Mapping[str, Weigh] = {
    "first": lambda rows, told: -np.arange(len(told), dtype=np.float64),
    "any": lambda rows, told: np.random.default_rng(len(told)).random(len(told)),
    "longest": lambda rows, told: np.array([float(len(one)) for one in told]),
    "received attention": lambda rows, told: summary.received_attention(
        rows, summary.SIGNS.sharpness
    ),
    "heed": lambda rows, told: summary.importance(rows, told),
}


def lines(path: Path) -> list[dict[str, object]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def papers(folder: Path, count: int) -> dict[str, np.ndarray]:
    encoder = load_encoder()
    gained: dict[str, list[float]] = {name: [] for name in [*WAYS, "best there is"]}
    for paper in lines(folder / "summ_scitldr" / "dev.jsonl.gz")[:count]:
        told = paper["source"][:MOST]
        says = np.array([best_rouge_1(one, paper["target"]) for one in told])
        rows = summary.read(told, encoder)
        for name, weigh in WAYS.items():
            gained[name].append(float(says[int(weigh(rows, told).argmax())]))
        gained["best there is"].append(float(says.max()))
    return {name: np.array(values) for name, values in gained.items()}


def articles(folder: Path, count: int) -> dict[str, np.ndarray]:
    encoder = load_encoder()
    kept = [one for one in lines(folder / "bbc_news" / "bbc_dev80.jsonl.gz") if not one["dup_of"]]
    order = np.random.default_rng(0).permutation(len(kept))[:count]
    gained: dict[str, list[float]] = {name: [] for name in WAYS}
    for number in order:
        text, wanted = kept[number]["text"], kept[number]["extract"]
        told = [text[start:end] for start, end in sentences(text)]
        lengths = np.array([float(len(one.split())) for one in told])
        rows = summary.read(told, encoder)
        for name, weigh in WAYS.items():
            chosen = taken(weigh(rows, told), lengths, rows, plain=name != "heed")
            said = " ".join(one for one, kept_ in zip(told, chosen, strict=True) if kept_)
            gained[name].append(rouge_1(said, wanted))
    return {name: np.array(values) for name, values in gained.items()}


def taken(weights: np.ndarray, lengths: np.ndarray, rows: np.ndarray, *, plain: bool) -> np.ndarray:
    """Sentences of half the words; plain: without regard to what was said already."""
    ranked = weights - weights.min() + 1e-9
    unlike = np.zeros((len(rows), 1), dtype=np.float32) if plain else rows
    return summary.choose(ranked if plain else weights, lengths, lengths.sum() / 2, unlike)


def report(name: str, gained: Mapping[str, np.ndarray]) -> None:
    print(f"\n{name}: {len(gained['first'])} texts\n{'':22}ROUGE-1   minus the first, 95 %")
    for way, values in gained.items():
        mean, low, high = proving.interval(values - gained["first"])
        gap = "" if way == "first" else f"   {mean:+.3f} [{low:+.3f}, {high:+.3f}]"
        print(f"{way:22}{values.mean():7.3f}{gap}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=619)
    parser.add_argument("--articles", type=int, default=150)
    given = parser.parse_args()
    data = os.environ.get("HEED_DATA")
    if not data:
        raise SystemExit("HEED_DATA is not set: it names a folder of real data.")
    print(
        f"{platform.machine()} {os.cpu_count()} cores, Python {platform.python_version()}, seed 0"
    )
    print(summary.SIGNS)
    report("SciTLDR, one sentence", papers(Path(data), given.papers))
    report("BBC, half of the words", articles(Path(data), given.articles))


if __name__ == "__main__":
    main()
