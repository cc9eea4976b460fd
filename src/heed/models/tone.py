"""The tone head: how an English headline speaks of a name in it, word by word, on NumPy.

The English encoder with low-rank changes, a mark on the name, and one attention from the name over
the other words, each of which says something in [-1, 1]; what comes out is exactly the sum of their
shares times what they say. How it was trained is in lab/tonehead.py, how well in tone.json.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from heed.attention import AuxRequest, attention
from heed.attention.masks import padding
from heed.models.encoder.minilm import MiniLM
from heed.models.encoder.transformer import run
from heed.models.encoder.weights import Floats, Layer, Linear

LONGEST = 48
"""Word pieces it was trained on; of a longer text it reads the beginning."""
AT_ONCE = 16
NEGATIVE = -0.2
"""Where the head's own border between neutral and negative is put, as it is for the lexicon."""
PARTS = ("mix", "out", "up", "down")
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Said:
    """A word: characters from..to, its share of the looking, and what it says in [-1, 1]."""

    start: int
    end: int
    share: float
    says: float


@dataclass(frozen=True, slots=True, eq=False)
class ToneHead:
    """Reads tones with an English encoder's tokens and turned layers; unit: see NEGATIVE."""

    encoder: MiniLM
    head: Mapping[str, Floats]
    unit: float

    def read(self, asked: Sequence[tuple[str, int, int]]) -> list[tuple[Said, ...]]:
        """What the words say of the name at characters from..to of each text."""
        found: list[tuple[Said, ...]] = [()] * len(asked)
        read = self.encoder.tokenizer.encode_batch([text for text, _, _ in asked])
        order = sorted(range(len(asked)), key=lambda n: len(read[n].ids))
        for first in range(0, len(order), AT_ONCE):
            some = order[first : first + AT_ONCE]
            offsets = [read[n].offsets[:LONGEST] for n in some]
            words = [read[n].word_ids[:LONGEST] for n in some]
            away = [places(o, *asked[n][1:]) for o, n in zip(offsets, some, strict=True)]
            shares, says = self._look([read[n].ids[:LONGEST] for n in some], away)
            for row, n in enumerate(some):
                found[n] = _words(offsets[row], words[row], shares[row], says[row] * self.unit)
        return found

    def tone(self, said: Sequence[Said]) -> str:
        """negative, neutral or positive, by the borders it was trained to."""
        value = sum(one.share * one.says for one in said) / self.unit
        low, high = self.head["bounds"] / self.head["scale"]
        return "negative" if value < -low else "positive" if value > high else "neutral"

    def _look(
        self, numbers: Sequence[Sequence[int]], away: Sequence[Sequence[int]]
    ) -> tuple[Floats, Floats]:
        """Shares and sayings, both (B, L)."""
        lengths = [len(one) for one in numbers]
        wide = max(lengths)
        tokens = np.zeros((len(numbers), wide), dtype=np.int64)
        place = np.full((len(numbers), wide), LONGEST + 1)
        for row, length in enumerate(lengths):
            tokens[row, :length], place[row, :length] = numbers[row], away[row]
        own = place == 0
        mask = None if min(lengths) == wide else padding(lengths, wide)
        marks = own[..., None] * self.head["mark"]
        rows = run(self.encoder.weights, tokens, mask, None, added=marks).rows
        return self._shares(rows, place, own), self._says(rows)

    def _shares(self, rows: Floats, place: Places, own: npt.NDArray[np.bool_]) -> Floats:
        head, batch = self.head, len(rows)
        count = np.maximum(own.sum(1), 1).astype(np.float32)
        name = (rows * own[..., None]).sum(1) / count[:, None]
        query = name @ head["query"] + head["query_bias"]
        keys = rows @ head["key"]
        nothing = np.zeros((batch, 1, keys.shape[2]), dtype=keys.dtype)
        far = (len(head["near"]) - 1) // 2
        bias = head["near"][np.clip(place, -far, far) + far]
        bias = np.where(own | (np.abs(place) > LONGEST), -np.inf, bias)
        bias = np.concatenate((bias, np.zeros((batch, 1))), 1)[:, None].astype(np.float32)
        keys = np.concatenate((keys, nothing), 1)
        _, seen = attention(query[:, None], keys, keys, bias, return_aux=AuxRequest(weights=True))
        shares: Floats = np.asarray(seen.weights)[:, 0, :-1]
        return shares

    def _says(self, rows: Floats) -> Floats:
        told: Floats = np.tanh(rows @ self.head["says"] + self.head["says_bias"])
        return told


def places(offsets: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """Word pieces to the name at characters start..end: 0 inside, negative before, positive after;
    far past LONGEST for what is no word ([CLS], [SEP]).
    """
    real = [a < b for a, b in offsets]
    inside = [n for n, (a, b) in enumerate(offsets) if a < end and b > start and real[n]] or [1]
    away = [min(n - inside[0], 0) + max(n - inside[-1], 0) for n in range(len(offsets))]
    return [gap if is_word else LONGEST + 1 for gap, is_word in zip(away, real, strict=True)]


def _words(
    offsets: Sequence[tuple[int, int]],
    words: Sequence[int | None],
    shares: Floats,
    says: Floats,
) -> tuple[Said, ...]:
    """The pieces of one word are one; a piece without a share is none."""
    found: dict[int, Said] = {}
    for (start, end), word, share, said in zip(
        offsets, words, shares.tolist(), says.tolist(), strict=False
    ):
        if word is None or not share:
            continue
        before = found.get(word, Said(start, end, 0.0, 0.0))
        both = before.share + share
        mean = (before.share * before.says + share * said) / both
        found[word] = Said(before.start, end, both, mean)
    return tuple(found.values())


def load_tone(encoder: MiniLM) -> ToneHead:
    """The head kept with heed on this encoder's weights, in about 0.2 s."""
    return tone_head(encoder, _kept())


def tone_head(encoder: MiniLM, head: Mapping[str, npt.NDArray[Any]]) -> ToneHead:
    """A head of these arrays: the encoder's layers with their low-rank changes added once."""
    full = {name: one.astype(np.float32) for name, one in head.items()}
    layers = tuple(_turned(layer, n, full) for n, layer in enumerate(encoder.weights.layers))
    turned = replace(encoder, weights=replace(encoder.weights, layers=layers))
    border = float(full["bounds"][0] / full["scale"])
    return ToneHead(turned, full, min(1.0, -NEGATIVE / border))


def card() -> dict[str, Any]:
    """What the kept head was trained on, under which licence, and how well it did."""
    read: dict[str, Any] = json.loads(files("heed.models").joinpath("tone.json").read_text("utf-8"))
    return read


@cache
def _kept() -> Mapping[str, npt.NDArray[Any]]:
    stored = files("heed.models").joinpath("tone.npz").read_bytes()
    with np.load(BytesIO(stored), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _turned(layer: Layer, n: int, head: Mapping[str, Floats]) -> Layer:
    changed: dict[str, Any] = {}
    for part in PARTS:
        old: Linear = getattr(layer, part)
        change = head[f"{n}.{part}.a"] @ head[f"{n}.{part}.b"]
        changed[part] = Linear(old.weight + change, old.bias)
    return replace(layer, **changed)
