"""English into German, written word by word (Multi30k, Elliott et al. 2016).

`additive` looks at the source anew for every word it writes (Bahdanau et al. 2015); `without` has the
mean of the source instead, and the state its reader ended in, as both have.
"""

import gzip
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from heed.attention import AuxOutput, AuxRequest, attention
from heed.attention.picture import heat_svg
from heed.attention.score import Additive
from heed.lab.bleu import bleu, counted
from heed.lab.dictionary import by_word, dictionary
from heed.lab.pieces import PAD, Pieces
from heed.lab.pool import Mean
from heed.lab.task import Application, Examples, Net, Plan, Scores, Task, Tensor
from heed.lab.writing import greedy, sentences

PIECES = 4000  # of each language, at most
LONGEST = 60  # pieces of a sentence that are kept, and written at most
AT_ONCE = 250
Pairs = tuple[list[str], list[str]]
NONE = AuxRequest()


class Known:
    """What only the judge sees: the sentences, and the vocabularies to read numbers by."""

    def __init__(self, pairs: Pairs, english: Pieces, german: Pieces) -> None:
        self.sources, self.truth = pairs
        self.english, self.german = english, german


def load(data: Path | None, seed: int) -> Task:
    """Multi30k with its own split, test of 2016; or a made language that is written backwards."""
    if data is None:
        rng = np.random.default_rng(seed)
        return _task([made(count, rng) for count in (1500, 100, 150)], width=64)
    names = ("train", "val", "test_2016_flickr")
    return _task([_read(data / "mt_multi30k", name) for name in names], width=256)


def made(count: int, rng: np.random.Generator) -> Pairs:
    """`the red cat sees a dog` in words of its own, last word first."""
    own = {"the": "da", "a": "en", "cat": "mirra", "dog": "wuff", "bird": "piep", "fish": "blub",
           "red": "rosso", "old": "alto", "small": "mini", "sees": "okul", "hears": "orel"}  # fmt: skip

    def some(*words: str) -> str:
        return str(rng.choice(words))

    def thing() -> list[str]:
        kind = [some("red", "old", "small") for _ in range(rng.integers(3))]
        return [some("the", "a"), *kind, some("cat", "dog", "bird", "fish")]

    told = [[*thing(), some("sees", "hears"), *thing()] for _ in range(count)]
    return (
        [" ".join(words) + "." for words in told],
        [" ".join(own[word] for word in reversed(words)) + "." for words in told],
    )


def _read(folder: Path, name: str) -> Pairs:
    def lines(language: str) -> list[str]:
        with gzip.open(folder / f"{name}.{language}.gz", "rt", encoding="utf-8") as file:
            return [line.strip() for line in file]

    return lines("en"), lines("de")


def _task(parts: Sequence[Pairs], *, width: int) -> Task:
    english, german = (Pieces(texts, PIECES) for texts in parts[0])
    made_ = [
        sentences(
            [english.numbers(text) for text in pairs[0]],
            [german.numbers(text) for text in pairs[1]],
            longest=LONGEST,
            known=Known(pairs, english, german),
        )
        for pairs in parts
    ]
    return Task.of(made_, classes=max(len(english), len(german)), width=width)


class Translator(nn.Module):  # type: ignore[misc]
    """A reader in both directions; a writer whose second layer sees what its first looked at.

    The first layer runs ahead of the looking, so whole sentences are trained at once (Wu et al.
    2016). The table of German words is also the last layer (Press and Wolf 2017).
    """

    def __init__(self, task: Task, *, attends: bool, dropout_p: float = 0.3) -> None:
        super().__init__()
        width = task.width
        self.attends = attends
        self.english, self.german = (
            nn.Embedding(task.classes, width, padding_idx=PAD) for _ in range(2)
        )
        self.reader = nn.GRU(width, width // 2, batch_first=True, bidirectional=True)
        self.asks = nn.GRU(width, width, batch_first=True)
        self.tells = nn.GRU(2 * width, width, batch_first=True)
        self.score = nn.ParameterList(
            (torch.empty(width // 2, width), torch.empty(width // 2, width), torch.zeros(width // 2))
        )
        self.last = nn.Linear(2 * width, width)
        self.bias = nn.Parameter(torch.zeros(task.classes))
        self.drop, self.mean = nn.Dropout(dropout_p), Mean()
        for weight in self.score[:2]:
            nn.init.xavier_uniform_(weight)
        for table in (self.english, self.german):
            nn.init.normal_(table.weight, std=width**-0.5)

    def forward(self, source: Tensor, said: Tensor) -> Tensor:
        """source (B, S), said (B, T) -> (B, T, classes): what follows each word said."""
        return self.write(self.read(source), said)[0]

    def read(self, source: Tensor) -> Any:
        """(rows (B, S, width), mask (B, S), states of the two layers, (1, B, width))."""
        mask = source != PAD
        packed = nn.utils.rnn.pack_padded_sequence(
            self.drop(self.english(source)), mask.sum(1), batch_first=True, enforce_sorted=False
        )
        rows, state = self.reader(packed)
        rows, _ = nn.utils.rnn.pad_packed_sequence(rows, batch_first=True)
        state = state.transpose(0, 1).flatten(1)[None]
        return self.drop(rows), mask[:, : rows.shape[1]], (state, state)

    def write(self, kept: Any, said: Tensor) -> tuple[Tensor, Any]:
        """Logits, and the same with the states gone on."""
        return self.look(kept, said, NONE)[:2]

    def look(self, kept: Any, said: Tensor, wanted: AuxRequest) -> tuple[Tensor, Any, AuxOutput]:
        """The same with what is asked of the weights, (B, T, S), none without attention."""
        rows, mask, (first, second) = kept
        asked, first = self.asks(self.drop(self.german(said)), first)
        found, aux = self._found(asked, rows, mask, wanted)
        told, second = self.tells(torch.cat((self.drop(asked), found), -1), second)
        last = torch.tanh(self.last(torch.cat((told, found), -1)))
        logits = nn.functional.linear(self.drop(last), self.german.weight, self.bias)
        return logits, (rows, mask, (first, second)), aux

    def _found(
        self, asked: Tensor, rows: Tensor, mask: Tensor, wanted: AuxRequest
    ) -> tuple[Tensor, AuxOutput]:
        if not self.attends:
            return self.mean(rows, mask)[:, None].expand_as(asked), AuxOutput()
        score = Additive(*self.score)
        return attention(asked, rows, rows, mask[:, None], score=score, return_aux=wanted)


def translated(net: Net, given: Examples) -> Tensor:
    """What the net writes of a batch, (B, T)."""
    return greedy(net, given.inputs[0], longest=LONGEST)


def scored(net: Net, given: Examples) -> Scores:
    """Counts for BLEU of each sentence, (N, 10)."""
    net.eval()
    said = [
        given.known.german.text(row)
        for index in torch.arange(len(given)).split(AT_ONCE)
        for row in translated(net, given.rows(index)).tolist()
    ]
    return counted(said, given.known.truth)


def baseline(task: Task, seed: int) -> Scores:
    """Word by word, by a dictionary found in the training pairs."""

    def words(text: str) -> list[str]:
        return re.findall(r"\w+|[^\w\s]", text.lower())

    train, test = task.train.known, task.test.known
    found = dictionary([words(text) for text in train.sources], [words(text) for text in train.truth])
    return counted([" ".join(by_word(words(text), found)) for text in test.sources], test.truth)


@torch.no_grad()  # type: ignore[untyped-decorator]
def pictures(net: Net, given: Examples) -> list[str]:
    """Three sentences as the net wrote them, a row a German piece, over the English ones."""
    known = given.known
    shown = [n for n, text in enumerate(known.sources) if 6 <= len(text.split()) <= 12][:3]
    return [_picture(net, given.rows(torch.tensor([n])), known) for n in shown]


def _picture(net: Net, one: Examples, known: Known) -> str:
    source, said = one.inputs[0], translated(net, one)
    begun = torch.cat((one.inputs[1][:, :1], said[:, :-1]), 1)
    aux = net.look(net.read(source), begun, AuxRequest(weights=True))[2]
    names = known.german.names(said[0].tolist()), known.english.names(source[0].tolist())
    return heat_svg(aux.weights[0].numpy(), *names)


APPLICATION = Application(
    name="translate",
    asks="Which words of an English sentence does the next German one come from?",
    folder="mt_multi30k",
    measure="BLEU / 100",
    load=load,
    nets={
        "additive": partial(Translator, attends=True),
        "without": partial(Translator, attends=False),
    },
    attention="additive",
    trivial="without",
    baseline=baseline,
    plan=Plan(epochs=9, batch=64, rate=1.5e-3, patience=3, smoothing=0.1, falls=True),
    small=Plan(epochs=6, batch=32, rate=5e-3, patience=6, falls=True),
    use=translated,
    scored=scored,
    corpus=bleu,
    pictures=pictures,
)
