"""How well outlets' items on one event are put together, against title tf-idf; seconds for a day.

    HEED_DATA=... python benchmarks/stories.py [--cache FILE]

Data: two weeks of stream_worldnews (24 outlets) with 150 pairs of different outlets labelled
2 same report, 1 same story, 0 different; news_basil, 100 events told by 3 outlets each. Pairs with
an even number were used to choose thresholds (ours and the baseline's) and are not reported; BASIL
was never looked at. The labelled pairs were drawn by bins of title similarity, so figures are
also given weighted back to how many pairs of each bin two weeks hold.
"""

import argparse
import gzip
import json
import math
import os
import platform
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from heed.filter import clean_post, story_ids
from heed.filter.likeness import words_of
from heed.models.encoder import load_encoder
from heed.settings import Settings
from heed.types import Item, Post, Source

FIRST, LAST = datetime(2026, 6, 5, tzinfo=UTC), datetime(2026, 6, 22, 12, tzinfo=UTC)
SETTINGS = Settings(home=Path("home"))
Vectors = dict[int, tuple[str, np.ndarray]]
Joined = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Pair:
    a: int
    b: int
    label: int
    weight: float = 1.0
    tuning: bool = False


@dataclass(frozen=True, slots=True)
class News:
    items: tuple[Item, ...]
    pairs: tuple[Pair, ...]


def item_of(id: int, source_id: int, post: Post, seen_at: datetime) -> Item:
    source = Source(source_id, "https://outlet.example/feed", "feed", "", seen_at)
    return clean_post(post, source, id=id, now=seen_at, settings=SETTINGS)


def read_worldnews(folder: Path) -> News:
    rows = [row for row in rows_of(folder) if FIRST <= collected(row) <= LAST]
    first = {row["id"]: row for row in reversed(rows)}
    numbers = {key: 10**15 + n for n, key in enumerate(first)}
    outlets = {name: n for n, name in enumerate(sorted({row["source"] for row in rows}), 1)}
    items = [
        item_of(numbers[key], outlets[row["source"]], post_of(row), collected(row))
        for key, row in first.items()
    ]
    return News(tuple(items), read_pairs(folder, numbers))


def rows_of(folder: Path) -> Iterable[dict[str, Any]]:
    for week in sorted(folder.glob("2026-W2[2-6].ndjson.gz")):
        with gzip.open(week, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def collected(row: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(row["collectedAt"])


def post_of(row: Mapping[str, Any]) -> Post:
    published = datetime.fromisoformat(row["pubDate"]) if row.get("pubDate") else None
    text = row.get("description") or ""
    return Post(row["id"], row["link"], row["title"], text, published_at=published)


def read_pairs(folder: Path, numbers: Mapping[str, int]) -> tuple[Pair, ...]:
    with gzip.open(folder / "story_pairs_labelled_by_model.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    drawn = Counter(row["bin"] for row in rows)
    return tuple(
        Pair(
            numbers[row["a"]],
            numbers[row["b"]],
            row["label"],
            row["bin_population"] / drawn[row["bin"]],
            int(row["pair"][1:]) % 2 == 0,
        )
        for row in rows
    )


def read_basil(folder: Path) -> News:
    with zipfile.ZipFile(folder / "basil.zip") as file:
        names = sorted(n for n in file.namelist() if n.startswith("articles/") and n[-1] == "n")
        articles = [json.loads(file.read(name)) for name in names]
    outlets = {name: n for n, name in enumerate(sorted({a["source"] for a in articles}), 1)}
    items, events = [], []
    for n, article in enumerate(articles):
        text = " ".join(sentence for part in article["body-paragraphs"] for sentence in part)
        noon = datetime.fromisoformat(article["date"]).replace(hour=12, tzinfo=UTC)
        post = Post(article["uuid"], "", article["title"], f"<p>{text}</p>", published_at=noon)
        items.append(item_of(10**15 + n, outlets[article["source"]], post, noon))
        events.append(article["triplet-uuid"])
    numbered = list(zip(items, events, strict=True))
    pairs = [
        Pair(a.id, b.id, 2 * (x == y))
        for (a, x), (b, y) in combinations(numbered, 2)
        if abs(a.published_at - b.published_at) <= timedelta(hours=72) or x == y
    ]
    return News(tuple(items), tuple(pairs))


def vectors_of(items: Sequence[Item], *, hashed: bool) -> Vectors:
    """Title and lead by the encoder the router takes, or all by the hashing one."""
    texts = [f"{item.title}. {item.lead}" for item in items]
    languages = ["xx" if hashed else item.language for item in items]
    return {
        items[row].id: (part.embedder_id, vector)
        for part in load_encoder().encode(texts, languages)
        for row, vector in zip(part.rows, part.vectors, strict=True)
    }


def cached_vectors(items: Sequence[Item], cache: Path | None) -> Vectors:
    if cache and cache.exists():
        kept = np.load(cache)
        return {
            int(id): (str(name), vector)
            for id, name, vector in zip(kept["ids"], kept["names"], kept["vectors"], strict=True)
        }
    vectors = vectors_of(items, hashed=False)
    english = {id: pair for id, pair in vectors.items() if pair[0].startswith("minilm")}
    if cache:
        names, rows = zip(*english.values(), strict=True)
        np.savez(cache, ids=list(english), names=names, vectors=np.stack(rows))
    return english


def grouped(items: Sequence[Item], vectors: Vectors) -> tuple[dict[int, int], list[float]]:
    """Story ids of a stream read day by day, and the CPU seconds of each day."""
    days: defaultdict[Any, list[Item]] = defaultdict(list)
    for item in items:
        days[item.seen_at.date()].append(item)
    told: list[Item] = []
    seconds = []
    for day in sorted(days):
        start = min(item.seen_at for item in days[day]) - timedelta(hours=72)
        told = [item for item in told if item.seen_at >= start]
        clock = time.process_time()
        ids = story_ids(days[day], told, vectors)
        seconds.append(time.process_time() - clock)
        told += [replace(item, story_id=ids[item.id]) for item in days[day]]
        days[day] = [replace(item, story_id=ids[item.id]) for item in days[day]]
    return {item.id: item.story_id for day in days.values() for item in day}, seconds


def title_similarity(items: Sequence[Item]) -> Callable[[int, int], float]:
    """The dumb baseline: cosine of tf-idf over the words of titles."""
    titles = {item.id: Counter(words_of(item.title)) for item in items}
    held = Counter(word for counts in titles.values() for word in counts)
    idf = {word: math.log(len(titles) / n) + 1 for word, n in held.items()}

    def similarity(a: int, b: int) -> float:
        x, y = ({w: n * idf[w] for w, n in titles[i].items()} for i in (a, b))
        dot = sum(value * y.get(word, 0.0) for word, value in x.items())
        norms = math.prod(math.sqrt(sum(v * v for v in z.values())) for z in (x, y))
        return dot / norms if norms else 0.0

    return similarity


def best_threshold(similarity: Callable[[int, int], float], pairs: Sequence[Pair]) -> float:
    steps = [step / 50 for step in range(1, 50)]
    return max(steps, key=lambda step: scored(at_least(similarity, step), pairs, 2)[2])


def at_least(similarity: Callable[[int, int], float], threshold: float) -> Joined:
    return lambda a, b: similarity(a, b) >= threshold


def scored(
    joined: Joined, pairs: Sequence[Pair], positive: int, *, weighted: bool = False
) -> tuple[float, float, float]:
    """Precision, recall, F1 of joining pairs whose label is at least `positive`."""
    rows = [(joined(p.a, p.b), p.label >= positive, p.weight if weighted else 1.0) for p in pairs]
    hit = sum(w for said, true, w in rows if said and true)
    precision = hit / max(sum(w for said, _, w in rows if said), 1e-9)
    recall = hit / max(sum(w for _, true, w in rows if true), 1e-9)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def line(name: str, joined: Joined, news: News) -> str:
    held_out = [pair for pair in news.pairs if not pair.tuning]
    parts = [
        scored(joined, held_out, 2),
        scored(joined, held_out, 2, weighted=True),
        scored(joined, held_out, 1),
    ]
    return f"{name:<22}" + "   ".join("{:.2f} {:.2f} {:.2f}".format(*part) for part in parts)


def same_story(ids: Mapping[int, int]) -> Joined:
    return lambda a, b: ids[a] == ids[b]


def report_worldnews(news: News, cache: Path | None) -> float:
    similarity = title_similarity(news.items)
    threshold = best_threshold(similarity, [pair for pair in news.pairs if pair.tuning])
    print(f"\nstream_worldnews, {len(news.items)} items, pairs not used for tuning; P R F1")
    print(f"{'':<22}same report      the same, weighted   same story or report")
    print(line(f"title tf-idf >= {threshold:.2f}", at_least(similarity, threshold), news))
    ways = {
        "ours, words only": {},
        "ours, hash": vectors_of(news.items, hashed=True),
        "ours, minilm": cached_vectors(news.items, cache),
    }
    for name, vectors in ways.items():
        ids, seconds = grouped(news.items, vectors)
        sizes = Counter(ids.values())
        print(line(name, same_story(ids), news))
        print(
            f"{'':<22}{sum(n > 1 for n in sizes.values())} stories of several items, the largest"
            f" {max(sizes.values())}; {np.median(seconds):.2f} CPU-s a day (median),"
            f" {max(seconds):.2f} at most"
        )
    return threshold


def report_basil(news: News, threshold: float) -> None:
    similarity = title_similarity(news.items)
    print(f"\nnews_basil, {len(news.items)} articles, pairs within 72 h or of one event; P R F1")
    ways: dict[str, Joined] = {f"title tf-idf >= {threshold:.2f}": at_least(similarity, threshold)}
    for name, vectors in {
        "ours, words only": {},
        "ours, hash": vectors_of(news.items, hashed=True),
        "ours, minilm": vectors_of(news.items, hashed=False),
    }.items():
        ways[name] = same_story(story_ids(news.items, [], vectors))
    for name, joined in ways.items():
        print(f"{name:<22}" + "{:.2f} {:.2f} {:.2f}".format(*scored(joined, news.pairs, 2)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cache", type=Path, help="where English vectors are kept between runs")
    cache = parser.parse_args().cache
    data = Path(os.environ["HEED_DATA"])
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, no random numbers"
    )
    threshold = report_worldnews(read_worldnews(data / "stream_worldnews"), cache)
    report_basil(read_basil(data / "news_basil"), threshold)


if __name__ == "__main__":
    main()
