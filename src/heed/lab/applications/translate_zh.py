"""English into Chinese, written character by character (Tatoeba, CC BY 2.0 FR, by its members).

The nets are those of translate.py. No sentence of the test is read or written in training.
"""

import gzip
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from heed.lab.applications import translate
from heed.lab.applications.classify import characters
from heed.lab.applications.translate import Pairs, by_words, said, task
from heed.lab.bleu import bleu, counted
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task
from heed.lab.translators import Recurrent

LETTERS = 1  # pieces wanted of Chinese: no more than its characters
APART = 1000  # English sentences to stop by, and as many to test on
MADE = dict(zip(translate.MADE, "这一猫狗鸟鱼红老小看听", strict=True))


def load(data: Path | None, seed: int) -> Task:
    """24,000 pairs to learn from; or a made language that is written backwards."""
    if data is None:
        rng = np.random.default_rng(seed)
        parts = [_made(count, rng) for count in (600, 60, 100)]
        return task(parts, width=48, pieces=LETTERS)
    pairs = _read(data / "mt_tatoeba_enzh" / "cmn-eng_dev90.tsv.gz")
    return task(split(pairs), width=256, pieces=LETTERS)


def _made(count: int, rng: np.random.Generator) -> Pairs:
    """The sentences of translate.py, a character a word, the last first."""
    told, _ = translate.made(count, rng)
    return told, ["".join(MADE[word] for word in reversed(one[:-1].split())) for one in told]


def _read(path: Path) -> list[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [line.split("\t") for line in file]
    return [(row[0].strip(), row[1].strip()) for row in rows]


def split(pairs: Sequence[tuple[str, str]]) -> list[Pairs]:
    """Train, held and test, the same for every seed; of the last two one translation each.

    No sentence of theirs, in either language, is among those that are learned from.
    """
    first = dict(reversed(pairs))  # the first translation of each sentence
    known = list(dict.fromkeys(english for english, _ in pairs))
    apart = [known[n] for n in np.random.default_rng(7).permutation(len(known))[: 2 * APART]]
    english, chinese = set(apart), {first[one] for one in apart}
    train = [pair for pair in pairs if pair[0] not in english and pair[1] not in chinese]
    held, test = ([(one, first[one]) for one in part] for part in (apart[:APART], apart[APART:]))
    return [([a for a, _ in part], [b for _, b in part]) for part in (train, held, test)]


def scored(net: Net, given: Examples) -> Scores:
    """Counts for BLEU of each sentence by its characters, (N, 10)."""
    return counted(said(net, given), given.known.truth, "zh")


def baseline(task: Task, seed: int) -> Scores:
    """Word by word, by a dictionary of characters found in the training pairs."""
    found = ["".join(one) for one in by_words(task, characters)]
    return counted(found, task.test.known.truth, "zh")


APPLICATION = Application(
    name="translate_zh",
    asks="Which words of an English sentence does the next Chinese character come from?",
    folder="mt_tatoeba_enzh",
    measure="BLEU / 100",
    load=load,
    nets={
        "additive": partial(Recurrent, attends=True),
        "without": partial(Recurrent, attends=False),
    },
    attention="additive",
    trivial="without",
    baseline=baseline,
    plan=Plan(epochs=7, batch=64, rate=1.5e-3, patience=3, smoothing=0.1, falls=True),
    small=Plan(epochs=6, batch=32, rate=1.5e-2, patience=6, falls=True),
    use=translate.translated,
    scored=scored,
    corpus=bleu,
    pictures=translate.pictures,
)
