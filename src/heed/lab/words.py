"""Words the net learns itself: texts as word numbers, and the net that pools them. Needs torch."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import torch
from torch import nn

from heed.attention import AuxRequest
from heed.attention.modules import AdditivePooling
from heed.attention.picture import heat_svg
from heed.lab.pool import Largest, Mean
from heed.lab.task import Net, Tensor

WIDTH = 64
SHOWN = 14  # words of a text that a picture holds
NONE, UNKNOWN = 0, 1
POOLS = {"attention": lambda: AdditivePooling(WIDTH, WIDTH // 2), "mean": Mean, "largest": Largest}

Words = Sequence[str]


def vocabulary(texts: Sequence[Words], most: int) -> Mapping[str, int]:
    """Numbers from 2 up of the `most` commonest words that occur at least twice."""
    counts = Counter(chain.from_iterable(texts)).most_common(most)
    return {word: n for n, (word, times) in enumerate(counts, UNKNOWN + 1) if times > 1}


def numbered(texts: Sequence[Words], known: Mapping[str, int], longest: int) -> Tensor:
    """(N, S) numbers: 0 where there is no word, 1 for one unknown; cut past `longest`."""
    wide = min(longest, max(map(len, texts)))
    rows = torch.zeros(len(texts), wide, dtype=torch.int32)
    for row, words in zip(rows, texts, strict=True):
        ids = [known.get(word, UNKNOWN) for word in words[:longest]]
        row[: len(ids)] = torch.tensor(ids, dtype=torch.int32)
    return rows


class Worded(nn.Module):  # type: ignore[misc]
    """A learned vector a word, pooled one of the ways of `POOLS`, and told as classes."""

    def __init__(self, words: int, classes: int, *, way: str, dropout_p: float = 0.3) -> None:
        super().__init__()
        self.table = nn.Embedding(words, WIDTH, padding_idx=NONE)
        nn.init.normal_(self.table.weight, std=0.1)
        self.pool: Net = POOLS[way]()
        self.drop = nn.Dropout(dropout_p)
        self.head = nn.Linear(WIDTH, classes)

    def forward(self, numbers: Tensor) -> Tensor:
        """numbers (B, S), 0 where there is no word; (B, classes)."""
        rows = self.drop(self.table(numbers))
        return self.head(self.pool(rows, numbers > NONE))

    def look(self, numbers: Tensor) -> Tensor:
        """The weight of every word, (B, S), of a net with attention."""
        request = AuxRequest(weights=True)
        return self.pool(self.table(numbers), numbers > NONE, return_aux=request)[1].weights[:, 0]


def heaviest(weights: Tensor, words: Words, name: str) -> str:
    """A text by the words that weigh most, in their order, as SVG; weights (S,)."""
    real = weights[: len(words)]
    places = real.topk(min(SHOWN, len(real))).indices.sort().values
    return heat_svg(real[places][None].numpy(), [name], [words[place] for place in places.tolist()])
