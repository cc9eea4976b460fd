"""How often the tone told of a company is the annotator's: trained head, lexicon, dumb rules.

    HEED_DATA=... python benchmarks/tone.py

Data: `finance_sentfin`, English finance headlines with a tone for each company they name (SEntFiN,
Sinha et al. 2022). The head was trained on seven tenths and its epoch chosen on one (lab/tonehead);
the fifth that is printed is the one `heed lab run tone` is judged by. Where neutral ends is chosen
on the other four fifths for every rule alike, but the head, which has its own borders. "differ":
headlines whose companies have different tones, where one tone for the headline cannot be right.

Are the words that are named the ones that decide? The word with the largest part is taken out of
the headline, and beside it a random other one; "moved" is how much the tone changes.

Chinese: nothing at hand has tones of names in Chinese finance. Reviews of hotels and goods
(`zh_reviews`, 2,000 of each, seed 0) say only whether the lexicon's words mean what it thinks.
"""

import csv
import gzip
import os
import platform
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from heed.assist.watch import overall, tones
from heed.assist.watch.cues import telling, words
from heed.models.encoder.minilm import load_minilm
from heed.models.encoder.weights import find_weights
from heed.models.tone import Said, ToneHead, load_tone
from heed.types import Entity

TONES = ("negative", "neutral", "positive")
TONED = re.compile(r"""['"]([^{,].*?)['"]: ['"](negative|neutral|positive)['"]""")
MARGINS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.4)


@dataclass(frozen=True)
class Asked:
    text: str
    entity: Entity
    others: tuple[Entity, ...]
    tone: str
    differ: bool


Rule = Callable[[Asked], float]


def near(one: Asked) -> float:
    told = {tone.entity: tone.value for tone in tones(one.text, (one.entity, *one.others))}
    return told.get(one.entity.name, 0.0)


def whole(one: Asked) -> float:
    return overall(one.text).value


def count(one: Asked) -> float:
    said = telling(words(one.text))
    return float(sum((word.subject > 0) - (word.subject < 0) for word in said))


def asked(data: Path) -> list[list[Asked]]:
    with gzip.open(data / "finance_sentfin" / "sentfin_dev.csv.gz", "rt", encoding="utf-8") as file:
        rows = [(row["Title"], TONED.findall(row["Decisions"])) for row in csv.DictReader(file)]
    return [[*headline(title, named)] for title, named in rows]


def headline(title: str, named: Sequence[tuple[str, str]]) -> list[Asked]:
    entities = {name: Entity(name) for name, _ in named if name.lower() in title.lower()}
    differ = len({tone for name, tone in named if name in entities}) > 1
    return [
        Asked(
            title,
            entities[name],
            tuple(e for e in entities.values() if e.name != name),
            tone,
            differ,
        )
        for name, tone in named
        if name in entities
    ]


def said(value: float, margin: float) -> str:
    return "positive" if value > margin else "negative" if value < -margin else "neutral"


def right(values: Sequence[float], some: Sequence[Asked], margin: float) -> float:
    hits = sum(said(value, margin) == one.tone for value, one in zip(values, some, strict=True))
    return hits / len(some)


def macro_f1(told: Sequence[str], some: Sequence[Asked]) -> float:
    pairs = Counter((tone, one.tone) for tone, one in zip(told, some, strict=True))
    scores = []
    for tone in TONES:
        given = sum(n for (a, _), n in pairs.items() if a == tone)
        true = sum(n for (_, b), n in pairs.items() if b == tone)
        scores.append(2 * pairs[tone, tone] / max(given + true, 1))
    return sum(scores) / len(scores)


def place(one: Asked) -> tuple[str, int, int]:
    start = one.text.lower().find(one.entity.name.lower())
    return one.text, start, start + len(one.entity.name)


def by_head(head: ToneHead, some: Sequence[Asked]) -> list[str]:
    return [head.tone(said) for said in head.read([place(one) for one in some])]


def value(said: Sequence[Said]) -> float:
    return sum(one.share * one.says for one in said)


def without(one: tuple[str, int, int], word: Said) -> tuple[str, int, int]:
    text, start, end = one
    less = word.end - word.start
    back = less if word.end <= start else 0
    return text[: word.start] + text[word.end :], start - back, end - back


def moved(head: ToneHead, some: Sequence[Asked]) -> tuple[float, float]:
    """Mean change of the tone without the word that told most, and without another one."""
    rng = np.random.default_rng(0)
    asked = [place(one) for one in some]
    said = head.read(asked)
    pairs = [(n, sorted(one, key=lambda w: -abs(w.share * w.says))) for n, one in enumerate(said)]
    pairs = [(n, ordered) for n, ordered in pairs if len(ordered) > 2]
    tops = head.read([without(asked[n], ordered[0]) for n, ordered in pairs])
    others = [ordered[int(rng.integers(1, len(ordered)))] for _, ordered in pairs]
    rest = head.read([without(asked[n], o) for (n, _), o in zip(pairs, others, strict=True)])
    before = [value(said[n]) for n, _ in pairs]
    by_top = [abs(value(a) - b) for a, b in zip(tops, before, strict=True)]
    by_other = [abs(value(a) - b) for a, b in zip(rest, before, strict=True)]
    return float(np.mean(by_top)), float(np.mean(by_other))


def line(name: str, told: Sequence[str], some: Sequence[Asked], margin: str) -> str:
    right = [tone == one.tone for tone, one in zip(told, some, strict=True)]
    hard = [hit for hit, one in zip(right, some, strict=True) if one.differ]
    scores = np.mean(right), macro_f1(told, some), np.mean(hard)
    return f"{name:<26}" + "".join(f"{s:>10.3f}" for s in scores) + f"{margin:>10}"


def reviews(data: Path, name: str) -> str:
    path = data / "zh_reviews" / f"{name}_dev80.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["review"]]
    some = [rows[n] for n in np.random.default_rng(0).permutation(len(rows))[:2000]]
    told = [(overall(row["review"]).value, row["label"] == "1") for row in some]
    spoke = [(value > 0, good) for value, good in told if value]
    by_class = [np.mean([a == b for a, b in spoke if b is good]) for good in (True, False)]
    return (f"{name}: says something of {len(spoke) / len(told):.2f}, then right of the good "
            f"{by_class[0]:.2f}, of the bad {by_class[1]:.2f}")  # fmt: skip


def main() -> None:
    groups = asked(Path(os.environ["HEED_DATA"]))
    order = np.random.default_rng(7).permutation(len(groups))
    fifth = 2 * (len(groups) // 10)
    first = [one for n in order[fifth:] for one in groups[n]]
    last = [one for n in order[:fifth] for one in groups[n]]
    print(f"{platform.machine()}, SEntFiN: {len(last)} companies in {fifth} headlines held out,")
    print(f"{sum(one.differ for one in last)} of them where tones differ")
    print(f"{'':<26}{'accuracy':>10}{'macro F1':>10}{'differ':>10}{'margin':>10}")
    common = Counter(one.tone for one in first).most_common(1)[0][0]
    sign = float(TONES.index(common) - 1)
    rules: dict[str, Rule] = {
        f"always {common}": lambda one: sign,
        "words counted": count,
        "whole headline, no entity": whole,
        "lexicon, by distance": near,
    }
    for name, rule in rules.items():
        tried = [rule(one) for one in first]
        margin = max(MARGINS, key=lambda m: right(tried, first, m))
        print(line(name, [said(rule(one), margin) for one in last], last, f"{margin:.2f}"))
    head = load_tone(load_minilm(find_weights()))
    began = time.process_time()
    told = by_head(head, last)
    spent = time.process_time() - began
    print(line("trained head", told, last, "its own"))
    print(f"the head: {1000 * spent / len(last):.1f} CPU-ms a company")
    top, other = moved(head, last)
    print(f"moved by the word that told most {top:.3f}, by another one {other:.3f}")
    for name in ("chnsenticorp_htl", "online_shopping"):
        print(reviews(Path(os.environ["HEED_DATA"]), name))


if __name__ == "__main__":
    main()
