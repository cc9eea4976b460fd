"""How often the lexicon's tone towards a company is the annotator's, against dumb rules.

    HEED_DATA=... python benchmarks/tone.py

Data: `finance_sentfin`, English finance headlines with a tone for each company they name (SEntFiN,
Sinha et al. 2022). Where neutral ends is chosen on the first half of a fixed shuffle (seed 0) for
every rule alike; what is printed is the second half. "differ": headlines whose companies have
different tones, where one tone for the headline cannot be right.
"""

import csv
import gzip
import os
import platform
import random
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from heed.assist.watch import overall, tones
from heed.assist.watch.cues import telling, words
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


def macro_f1(values: Sequence[float], some: Sequence[Asked], margin: float) -> float:
    pairs = Counter((said(v, margin), one.tone) for v, one in zip(values, some, strict=True))
    scores = []
    for tone in TONES:
        given = sum(n for (a, _), n in pairs.items() if a == tone)
        true = sum(n for (_, b), n in pairs.items() if b == tone)
        scores.append(2 * pairs[tone, tone] / max(given + true, 1))
    return sum(scores) / len(scores)


def main() -> None:
    groups = asked(Path(os.environ["HEED_DATA"]))
    random.Random(0).shuffle(groups)
    half = len(groups) // 2
    first = [one for group in groups[:half] for one in group]
    last = [one for group in groups[half:] for one in group]
    hard = [one.differ for one in last]
    print(f"{platform.machine()}, seed 0, SEntFiN: {len(last)} companies in {len(groups) - half}")
    print(f"headlines held out, {sum(hard)} of them where tones differ")
    print(f"{'':<26}{'accuracy':>10}{'macro F1':>10}{'differ':>10}{'margin':>10}")
    common = Counter(one.tone for one in first).most_common(1)[0][0]
    sign = float(TONES.index(common) - 1)
    rules: dict[str, Rule] = {
        f"always {common}": lambda one: sign,
        "words counted": count,
        "whole headline, no entity": whole,
        "attention by distance": near,
    }
    for name, rule in rules.items():
        tried = [rule(one) for one in first]
        margin = max(MARGINS, key=lambda m: right(tried, first, m))
        values = [rule(one) for one in last]
        apart = [(v, one) for v, one, is_hard in zip(values, last, hard, strict=True) if is_hard]
        differ = right([v for v, _ in apart], [one for _, one in apart], margin)
        scores = right(values, last, margin), macro_f1(values, last, margin), differ
        print(f"{name:<26}" + "".join(f"{s:>10.3f}" for s in scores) + f"{margin:>10.2f}")


if __name__ == "__main__":
    main()
