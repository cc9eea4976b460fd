"""How well pieces are found and questions answered, beside plain ways to do both.

    HEED_DATA=... python benchmarks/search.py [--set squad|cmrc] [--questions 300] [--half kept]

Every paragraph of HEED_DATA/qa_squad11dev (38 articles) or qa_cmrc2018 is a piece without a title;
the questions are asked of all of them. The articles are dealt into two halves by seed 0: constants
were chosen on the half `tuned`, the half `kept` is reported. Found: MRR within 100 and recall@10 of
the paragraph the question was written for. Answered: a sentence told is of that paragraph and has
an accepted answer in it. Without an answer: the same question, its article taken away. Intervals
are bootstraps over questions, paired where two ways are compared, seed 0.
"""

import argparse
import gzip
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy: see docs/reader-model.md

import numpy as np

from heed import store
from heed.assist import ask, matching, words
from heed.assist import search as finding
from heed.assist.sentence import look_at
from heed.filter.text import lead_of
from heed.models.encoder import Encoder, fit_lsa, load_encoder
from heed.store import Sieve, Tx, items, text, vectors
from heed.types import Item

SEED = 0
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FILES = {
    "squad": ("qa_squad11dev/squad11dev_38articles.jsonl.gz", "en"),
    "cmrc": ("qa_cmrc2018/cmrc2018_devtrial_80.jsonl.gz", "zh"),
}
Ranked = list[int]


@dataclass(frozen=True, slots=True)
class Put:
    """A question, the piece that answers it, that piece's article, and the accepted answers."""

    text: str
    item_id: int
    article: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """A home filled with paragraphs; article: item id to the number of its article."""

    tx: Tx
    encoder: Encoder
    language: str
    article: dict[int, int]
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """What the index and the vectors brought up for one question."""

    put: Put
    question: ask.Question
    by_words: dict[int, float]
    by_meaning: dict[int, float]


def read(path: Path) -> list[list[tuple[str, list[tuple[str, tuple[str, ...]]]]]]:
    """Articles of paragraphs, each with its questions and their answers."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line)["paragraphs"] for line in lines]
    return [
        [
            (
                part["context"],
                [
                    (one["question"], tuple(answer["text"] for answer in one["answers"]))
                    for one in part["qas"]
                ],
            )
            for part in article
        ]
        for article in articles
    ]


def fill(db: store.Database, texts: Sequence[str], language: str) -> tuple[list[Item], Encoder]:
    """Keep and encode every paragraph, as a gathering would."""
    encoder = load_encoder(None if language == "en" else fit_lsa([*map(lead_of, texts)], seed=1))
    with db.write() as tx:
        source = store.sources.add(tx, url="https://a.example/", kind="feed", title="a", at=NOW)
        kept = [
            Item(
                id=id,
                source_id=source.id,
                key=str(id),
                url="",
                title="",
                lead=lead_of(body),
                text=body,
                html="",
                language=language,
                seen_at=NOW,
                published_at=NOW,
                seconds=60,
                fingerprint="",
            )
            for id, body in zip(items.next_ids(tx, NOW, len(texts)), texts, strict=True)
        ]
        items.save(tx, kept)
        for one in encoder.encode([item.lead for item in kept], [language] * len(kept)):
            vectors.save(tx, one.embedder_id, [kept[row].id for row in one.rows], one.vectors)
    return kept, encoder


def bring(library: Library, put: Put) -> Brought:
    about = words.content(put.text)
    held_by = text.holding(library.tx, about)
    wanted = matching.asked(about, [held_by[word] for word in about], library.count)
    by_words = dict(text.find_any(library.tx, about, 400))
    question, by_meaning = ask.Question(put.text, put.text, library.language, wanted), {}
    for one in library.encoder.encode([put.text], [library.language]):
        ids, matrix = vectors.read_as(library.tx, one.embedder_id, Sieve(), limit=20_000)
        by_meaning = finding.nearest(one.vectors[0], ids, matrix, 400)
        question = ask.Question(
            put.text, put.text, library.language, wanted, one.embedder_id, one.vectors[0]
        )
    return Brought(put, question, by_words, by_meaning)


def best(scores: dict[int, float]) -> Ranked:
    return sorted(scores, key=lambda id: -scores[id])


def by_ranks(one: Brought) -> Ranked:
    """Reciprocal rank fusion (Cormack et al. 2009), k = 60."""
    scores: dict[int, float] = {}
    for ranked in (best(one.by_words), best(one.by_meaning)):
        for rank, id in enumerate(ranked[:200], 1):
            scores[id] = scores.get(id, 0.0) + 1 / (60 + rank)
    return best(scores)


def looked(library: Library, one: Brought) -> Ranked:
    fused = finding.fuse(one.by_words, one.by_meaning)
    held = items.many(library.tx, list(fused)[: finding.LOOKED_AT])
    rows = library.encoder.word_rows(one.put.text, library.language)
    found = finding.search(one.question.wanted, list(held.values()), fused, rows)
    return [each.item.id for each in found]


def finders(library: Library) -> dict[str, Callable[[Brought], Ranked]]:
    newest = sorted(library.article, reverse=True)
    return {
        "newest first": lambda one: newest,
        "all words": lambda one: [
            hit.item.id for hit in items.search(library.tx, " ".join(one.question.wanted.words))
        ],
        "any word (BM25)": lambda one: best(one.by_words),
        "meaning (vectors)": lambda one: best(one.by_meaning),
        "fused by rank": by_ranks,
        "fused by sum": lambda one: list(finding.fuse(one.by_words, one.by_meaning)),
        "sum, then attention": lambda one: looked(library, one),
    }


def reciprocal(ranked: Ranked, wanted: int) -> float:
    return 1 / (ranked.index(wanted) + 1) if wanted in ranked[:100] else 0.0


def half_width(values: np.ndarray) -> float:
    """Half the 95 % bootstrap interval of a mean."""
    rng = np.random.default_rng(SEED)
    means = rng.choice(values, (2000, len(values))).mean(axis=1)
    return float(np.quantile(means, 0.975) - np.quantile(means, 0.025)) / 2


def report_found(library: Library, brought: Sequence[Brought]) -> None:
    reached: dict[str, np.ndarray] = {}
    for name, find in finders(library).items():
        started = time.process_time()
        ranked = [find(one) for one in brought]
        spent_ms = 1000 * (time.process_time() - started) / len(brought)
        pairs = list(zip(ranked, brought, strict=True))
        reached[name] = np.array([reciprocal(order, one.put.item_id) for order, one in pairs])
        recall = np.mean([one.put.item_id in order[:10] for order, one in pairs])
        mean, width = reached[name].mean(), half_width(reached[name])
        print(f"  {name:20} MRR {mean:.3f} ±{width:.3f}  R@10 {recall:.3f}  {spent_ms:6.1f} CPU-ms")
    last = reached["sum, then attention"]
    for rival in ("any word (BM25)", "fused by sum"):
        gained = last - reached[rival]
        print(f"  attention over {rival}: {gained.mean():+.3f} ±{half_width(gained):.3f} MRR")


def told_first(library: Library, one: Brought, without: int | None) -> list[tuple[int, str]]:
    """The dumb way: the first sentence of the best match by words."""
    ranked = [id for id in best(one.by_words) if library.article[id] != without]
    return [_sentence(library, id, 0) for id in ranked[:1]]


def told_words(library: Library, one: Brought, without: int | None) -> list[tuple[int, str]]:
    """The sentence of the ten best matches that holds most of the question's words."""
    ranked = [id for id in best(one.by_words) if library.article[id] != without][:10]
    held = items.many(library.tx, ranked)
    rows = library.encoder.word_rows(one.put.text, library.language)
    seen = look_at(one.question.wanted, [held[id] for id in ranked], rows)
    if not seen.sentences:
        return []
    top = seen.sentences[int(seen.scores().argmax())]
    return [(top.item.id, top.text)]


def told_heed(library: Library, one: Brought, without: int | None) -> list[tuple[int, str]]:
    by_words, by_meaning = (
        {id: value for id, value in held.items() if library.article[id] != without}
        for held in (one.by_words, one.by_meaning)
    )
    fused = finding.fuse(by_words, by_meaning)
    held = items.many(library.tx, list(fused)[: finding.LOOKED_AT])
    rows = library.encoder.word_rows(one.put.text, library.language)
    told = ask.answer(one.question, list(held.values()), fused, rows, library.encoder)
    return [(found.item.id, found.passage.text) for found in told.findings]


def told_given(library: Library, one: Brought, without: int | None) -> list[tuple[int, str]]:
    """heed's, where the piece that answers is given and only the sentence is asked for."""
    if one.put.article == without:
        return []
    rows = library.encoder.word_rows(one.put.text, library.language)
    piece = items.get(library.tx, one.put.item_id)
    told = ask.answer(one.question, [piece], {piece.id: 1.0}, rows, library.encoder)
    return [(found.item.id, found.passage.text) for found in told.findings]


def _sentence(library: Library, id: int, number: int) -> tuple[int, str]:
    body = items.get(library.tx, id).text
    start, end = words.sentences(body)[number]
    return id, body[start:end]


def right(told: Sequence[tuple[int, str]], put: Put) -> bool:
    return any(
        id == put.item_id and any(answer in sentence for answer in put.answers)
        for id, sentence in told
    )


def report_answered(library: Library, brought: Sequence[Brought]) -> None:
    for name, tell in (
        ("best match's first", told_first),
        ("most words", told_words),
        ("heed", told_heed),
        ("heed, piece given", told_given),
    ):
        started = time.process_time()
        told = [tell(library, one, None) for one in brought]
        spent_ms = 1000 * (time.process_time() - started) / len(brought)
        hit = np.array([right(each, one.put) for each, one in zip(told, brought, strict=True)])
        first = np.mean([right(each[:1], one.put) for each, one in zip(told, brought, strict=True)])
        said = np.array([len(each) for each in told])
        wrong = np.mean([bool(tell(library, one, one.put.article)) for one in brought])
        print(
            f"  {name:20} right {hit.mean():.3f} ±{half_width(hit):.3f} (first sentence "
            f"{first:.3f})  says nothing {np.mean(said == 0):.3f}  sentences "
            f"{said[said > 0].mean():.2f}  answers without an answer {wrong:.3f}  "
            f"{spent_ms:6.1f} CPU-ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=FILES, default="squad")
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--half", choices=("tuned", "kept"), default="kept")
    given = parser.parse_args()
    data = os.environ.get("HEED_DATA")
    if not data:
        raise SystemExit("HEED_DATA is not set: it names a folder of real data.")
    file, language = FILES[given.set]
    articles = read(Path(data) / file)
    parts = [(number, *part) for number, article in enumerate(articles) for part in article]
    order = np.random.default_rng(SEED).permutation(len(articles))
    middle = len(articles) // 2
    mine = set(order[:middle] if given.half == "tuned" else order[middle:])
    print(f"{platform.machine()} {os.cpu_count()} cores, Python {platform.python_version()}")
    with TemporaryDirectory() as folder, store.open(Path(folder) / "home.db") as db:
        kept, encoder = fill(db, [body for _, body, _ in parts], language)
        asked = [
            Put(question, item.id, number, answers)
            for item, (number, _, asked_of) in zip(kept, parts, strict=True)
            for question, answers in asked_of
            if number in mine
        ]
        chosen = np.random.default_rng(SEED).permutation(len(asked))[: given.questions]
        print(f"{given.set}: {len(kept)} pieces, {len(chosen)} questions of {given.half}, seed 0")
        with db.read() as tx:
            article = {item.id: part[0] for item, part in zip(kept, parts, strict=True)}
            library = Library(tx, encoder, language, article, len(kept))
            brought = [bring(library, asked[n]) for n in chosen]
            report_found(library, brought)
            report_answered(library, brought)


if __name__ == "__main__":
    main()
