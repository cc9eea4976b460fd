"""English into German, written word by word (Multi30k, Elliott et al. 2016).

`additive` looks at the source anew for every word it writes (Bahdanau et al. 2015); `without`
has the mean of the source instead; the state in which its reader ended, both have. `transformer`
looks in every layer.
"""

import gzip
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from heed.attention import AuxRequest
from heed.attention.picture import heat_svg
from heed.lab.bleu import bleu, counted
from heed.lab.dictionary import by_word, dictionary
from heed.lab.pieces import Pieces
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.translators import Recurrent, Transformer
from heed.lab.writing import greedy, sentences

PIECES = 4000  # of each language, at most
LONGEST = 60  # pieces of a sentence that are kept, and written at most
AT_ONCE = 250
Pairs = tuple[list[str], list[str]]
MADE = {
    "the": "da", "a": "en", "cat": "mirra", "dog": "wuff", "bird": "piep", "fish": "blub",
    "red": "rosso", "old": "alto", "small": "mini", "sees": "okul", "hears": "orel",
}  # fmt: skip


class Known:
    """What only the judge sees: the sentences, and the vocabularies to read numbers by."""

    def __init__(self, pairs: Pairs, read: Pieces, written: Pieces) -> None:
        self.sources, self.truth = pairs
        self.read, self.written = read, written


def load(data: Path | None, seed: int) -> Task:
    """Multi30k with its own split, test of 2016; or a made language that is written backwards."""
    if data is None:
        rng = np.random.default_rng(seed)
        return task([made(count, rng) for count in (600, 60, 100)], width=48)
    names = ("train", "val", "test_2016_flickr")
    return task([_read(data / "mt_multi30k", name) for name in names], width=256)


def made(count: int, rng: np.random.Generator) -> Pairs:
    """`the red cat sees a dog` in words of its own, last word first."""

    def some(*words: str) -> str:
        return str(rng.choice(words))

    def thing() -> list[str]:
        kind = [some("red", "old", "small") for _ in range(rng.integers(3))]
        return [some("the", "a"), *kind, some("cat", "dog", "bird", "fish")]

    told = [[*thing(), some("sees", "hears"), *thing()] for _ in range(count)]
    return (
        [" ".join(words) + "." for words in told],
        [" ".join(MADE[word] for word in reversed(words)) + "." for words in told],
    )


def _read(folder: Path, name: str) -> Pairs:
    def lines(language: str) -> list[str]:
        with gzip.open(folder / f"{name}.{language}.gz", "rt", encoding="utf-8") as file:
            return [line.strip() for line in file]

    return lines("en"), lines("de")


def task(parts: Sequence[Pairs], *, width: int, pieces: int = PIECES) -> Task:
    """Pairs of each part; pieces: of the language that is written, as few as its letters."""
    read, written = map(Pieces, parts[0], (PIECES, pieces))
    made_ = [
        sentences(
            [read.numbers(text) for text in pairs[0]],
            [written.numbers(text) for text in pairs[1]],
            longest=LONGEST,
            known=Known(pairs, read, written),
        )
        for pairs in parts
    ]
    return Task.of(made_, classes=max(len(read), len(written)), width=width)


def translated(net: Net, given: Examples) -> Tensor:
    """What the net writes of a batch, (B, T)."""
    return greedy(net, given.inputs[0], longest=LONGEST)


def said(net: Net, given: Examples) -> list[str]:
    """What the net writes of each sentence."""
    net.eval()
    return [
        given.known.written.text(row)
        for index in torch.arange(len(given)).split(AT_ONCE)
        for row in translated(net, given.rows(index)).tolist()
    ]


def scored(net: Net, given: Examples) -> Scores:
    """Counts for BLEU of each sentence, (N, 10)."""
    return counted(said(net, given), given.known.truth)


def baseline(task: Task, seed: int) -> Scores:
    """Word by word, by a dictionary found in the training pairs."""
    return counted([" ".join(one) for one in by_words(task, words)], task.test.known.truth)


def words(text: str) -> list[str]:
    """Words in small letters, and marks one by one."""
    return re.findall(r"\w+|[^\w\s]", text.lower())


def by_words(task: Task, cut: Callable[[str], Sequence[str]]) -> list[list[str]]:
    """Each test sentence's words, one by one in the other language; `cut` makes words of that."""
    train, test = task.train.known, task.test.known
    found = dictionary([words(text) for text in train.sources], [cut(text) for text in train.truth])
    return [by_word(words(text), found) for text in test.sources]


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Three sentences as the net wrote them, a row a piece, over the pieces that were read."""
    known = given.known
    shown = [n for n, text in enumerate(known.sources) if 6 <= len(text.split()) <= 12][:3]
    return [_picture(net, given.rows(torch.tensor([n])), known) for n in shown]


def _picture(net: Net, one: Examples, known: Known) -> str:
    source, written = one.inputs[0], translated(net, one)
    begun = torch.cat((one.inputs[1][:, :1], written[:, :-1]), 1)
    aux = net.look(net.read(source), begun, AuxRequest(weights=True))[2]
    names = known.written.names(written[0].tolist()), known.read.names(source[0].tolist())
    return heat_svg(aux.weights[0].numpy(), *names)


APPLICATION = Application(
    name="translate",
    asks="Which words of an English sentence does the next German one come from?",
    folder="mt_multi30k",
    measure="BLEU / 100",
    load=load,
    nets={
        "additive": partial(Recurrent, attends=True),
        "without": partial(Recurrent, attends=False),
        "transformer": Transformer,
    },
    attention="additive",
    trivial="without",
    baseline=baseline,
    plan=Plan(epochs=9, batch=64, rate=1.5e-3, patience=3, smoothing=0.1, falls=True),
    small=Plan(epochs=6, batch=32, rate=1.5e-2, patience=6, falls=True),
    use=translated,
    scored=scored,
    corpus=bleu,
    pictures=pictures,
)
