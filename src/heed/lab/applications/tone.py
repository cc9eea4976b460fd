"""The tone of a headline towards one company, where it names two (SEntFiN, Sinha et al. 2022).

`blind` reads the whole headline and does not know whom it is asked about; `mean` knows, and sees
the company beside the mean of all words; `attention` looks from the company at the words.
"""

import csv
import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import nn

from heed.attention import AuxRequest
from heed.attention.modules import CrossAttention
from heed.attention.picture import heat_svg
from heed.lab.baseline import by_words
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.texts import Frozen, spelled

TONES = ("negative", "neutral", "positive")
LONGEST = 28
ENCODED = 384  # numbers a row of the frozen encoder has
_TONED = re.compile(r"""['"]([^{,].*?)['"]: ['"](negative|neutral|positive)['"]""")
FAR = 10  # words further from the company than this count as this far


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline, the company asked about as characters from..to of it, and the tone (0, 1, 2)."""

    text: str
    start: int
    end: int
    tone: int


def load(data: Path | None, seed: int) -> Task:
    """SEntFiN's headlines, split by headline; or two made companies, one up and one down."""
    rng = np.random.default_rng(seed)
    if data is None:
        made_ = made(500, rng)
        return _task([made_[:350], made_[350:400], made_[400:]], None)
    groups = headlines(data / "finance_sentfin" / "sentfin_dev.csv.gz")
    order = np.random.default_rng(7).permutation(len(groups))  # one test set for every seed
    tenth = len(groups) // 10
    test, rest = order[: 2 * tenth], rng.permutation(order[2 * tenth :])
    parts = [
        [one for n in part for one in groups[n]] for part in (rest[tenth:], rest[:tenth], test)
    ]
    return _task(parts, Frozen())


def made(count: int, rng: np.random.Generator) -> list[Headline]:
    """`Arvo soars as Belz sinks`: the verb beside the company decides."""
    names = ("Arvo", "Belz", "Cino", "Dorr", "Elso")
    verbs = (("sinks", "slumps", "fails"), ("waits", "meets", "moves"), ("soars", "gains", "wins"))
    found = []
    for _ in range(count):
        one, other = rng.choice(names, 2, replace=False)
        tones = rng.integers(3, size=2)
        text = f"{one} {rng.choice(verbs[tones[0]])} as {other} {rng.choice(verbs[tones[1]])} today"
        asked = int(rng.integers(2))
        start = text.index((one, other)[asked])
        found.append(Headline(text, start, start + 4, int(tones[asked])))
    return found


def read(file: Path, task: Task) -> Examples:
    """A file like the data's: CSV, gzipped, columns Title and Decisions."""
    some = [one for group in headlines(file) for one in group]
    return examples(some, Frozen() if task.width == ENCODED else None)


def headlines(path: Path) -> list[list[Headline]]:
    """The companies of each headline that can be found in its text."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [_companies(row["Title"], row["Decisions"]) for row in rows]


def _companies(text: str, tones: str) -> list[Headline]:
    """`tones` is written as `{'Arvo': 'negative', 'Belz's': 'neutral'}`, quotes and all."""
    named = _TONED.findall(tones)
    places = ((text.lower().find(name.lower()), name, tone) for name, tone in named)
    return [
        Headline(text, start, start + len(name), TONES.index(tone))
        for start, name, tone in places
        if start >= 0
    ]


def _task(parts: Sequence[Sequence[Headline]], frozen: Frozen | None) -> Task:
    made_ = [examples(part, frozen) for part in parts]
    return Task.of(made_, classes=3, width=made_[0].inputs[0].shape[-1])


def examples(some: Sequence[Headline], frozen: Frozen | None) -> Examples:
    """Word rows, which of them count, and how far each lies from the company (0 inside it)."""
    texts = [one.text for one in some]
    if frozen is None:
        rows, mask = spelled([text.split() for text in texts], LONGEST)
        spans = [_word_spans(text) for text in texts]
    else:
        rows, mask = frozen.rows(texts, LONGEST)
        spans = [frozen.spans(text) for text in texts]
    away = torch.full(mask.shape, FAR)
    for row, (one, places) in enumerate(zip(some, spans, strict=True)):
        _measure(away[row], one, places[:LONGEST])
    return Examples((rows, mask, away), torch.tensor([one.tone for one in some]), tuple(some))


def _word_spans(text: str) -> Sequence[tuple[int, int]]:
    ends = np.cumsum([len(word) + 1 for word in text.split()])
    return [
        (int(end) - len(word) - 1, int(end) - 1)
        for word, end in zip(text.split(), ends, strict=True)
    ]


def _measure(away: Tensor, one: Headline, spans: Sequence[tuple[int, int]]) -> None:
    inside = [n for n, (a, b) in enumerate(spans) if a < one.end and b > one.start] or [0]
    for place in range(len(spans)):
        gap = max(inside[0] - place, 0, place - inside[-1])
        away[place] = min(gap, FAR) if place >= inside[0] else min(gap, FAR) + FAR


class Toned(nn.Module):  # type: ignore[misc]
    """The company's mean row beside what is made of all rows, told as one of three tones."""

    def __init__(self, task: Task, way: str, width: int = 96) -> None:
        super().__init__()
        self.way = way
        self.turn = nn.Linear(task.width, width)
        self.place = nn.Embedding(2 * FAR + 1, width)
        nn.init.normal_(self.place.weight, std=0.02)
        self.look_at = CrossAttention(width, 4, key_width=width) if way == "attention" else None
        self.head = nn.Sequential(
            nn.Dropout(0.3),
            nn.Linear(2 * width, width),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(width, 3),
        )

    def forward(self, rows: Tensor, mask: Tensor, away: Tensor) -> Tensor:
        """rows (B, S, width), mask and away (B, S)."""
        return self.look(rows, mask, away)[0]

    def look(self, rows: Tensor, mask: Tensor, away: Tensor) -> tuple[Tensor, Tensor]:
        """The tones and the weights (B, heads, 1, S), none without attention."""
        turned = torch.tanh(self.turn(rows.float()))
        whole = _mean(turned, mask)
        if self.way == "blind":
            return self.head(torch.cat((whole, whole), -1)), None
        company = _mean(turned, mask & (away == 0))
        if self.look_at is None:
            return self.head(torch.cat((company, whole), -1)), None
        found, aux = self.look_at(
            company[:, None],
            turned + self.place(away),
            mask[:, None, None],
            return_aux=AuxRequest(weights=True),
        )
        return self.head(torch.cat((company, found[:, 0]), -1)), aux.weights


def _mean(rows: Tensor, mask: Tensor) -> Tensor:
    kept = mask[..., None].float()
    return (rows * kept).sum(1) / kept.sum(1).clamp_min(1)


def baseline(task: Task, seed: int) -> Scores:
    """Words, with the company's name replaced, so that its neighbours count as pairs."""

    def texts(part: Examples) -> list[str]:
        return [f"{one.text[: one.start]} ASKED {one.text[one.end :]}" for one in part.known]

    return by_words(
        texts(task.train), task.train.target.tolist(), texts(task.test), task.test.target.tolist()
    )


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Four headlines that name two companies, seen from one of them."""
    frozen = Frozen() if given.inputs[0].shape[-1] == ENCODED else None
    shown = [n for n, one in enumerate(given.known) if " as " in one.text][:4]
    weights = net.look(*given.rows(torch.tensor(shown)).inputs)[1]
    drawn = []
    for one, heads in zip((given.known[n] for n in shown), weights, strict=True):
        spans = (frozen.spans(one.text) if frozen else _word_spans(one.text))[:LONGEST]
        words = [one.text[a:b] or "·" for a, b in spans]
        table = heads[:, 0, : len(words)].mean(0, keepdim=True).numpy()
        drawn.append(heat_svg(table, [one.text[one.start : one.end]], words))
    return drawn


APPLICATION = Application(
    name="tone",
    asks="Is a headline good or bad news for this company, and not for the other it names?",
    folder="finance_sentfin",
    measure="accuracy",
    load=load,
    nets={way: partial(Toned, way=way) for way in ("attention", "mean", "blind")},
    attention="attention",
    trivial="blind",
    baseline=baseline,
    read=read,
    plan=Plan(epochs=30, batch=64, rate=1e-3, patience=5, decay=1e-2),
    small=Plan(epochs=8, batch=32, rate=3e-3, patience=8),
    pictures=pictures,
)
