"""The English encoder: texts to centred unit vectors, and a look at what it attended to.

The layers are in transformer.py, the files in weights.py.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from heed.attention import AuxRequest
from heed.attention.masks import padding
from heed.models.encoder.transformer import run
from heed.models.encoder.vectors import centred, short_hash, unit
from heed.models.encoder.weights import SHA256, Floats, Weights, read_weights, verify
from heed.types import Matrix

MAX_TOKENS = 64  # a title and its first sentence or two: docs/reader-model.md has what more buys
LOOKED_AT = 128  # a text whose weights are asked for may be longer: nobody asks for a thousand
_UNKNOWN = 100
_BATCH_TOKENS = 256
CENTRE_FILE = "minilm_centre.npy"


NAME = "minilm"


@dataclass(frozen=True, slots=True, eq=False)
class Attended:
    """What the encoder looked at in one text.

    tokens (L,): word pieces, first [CLS] and last [SEP]; spans: where each lies in the text, in
    characters (from, to); weights (layers, heads, L, L): row i is where token i looked, sums to 1;
    received (L,): the share of all looking that went to each token, sums to 1.
    """

    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    weights: Floats
    received: Floats


@dataclass(frozen=True, slots=True, eq=False)
class MiniLM:
    """An `Embedder` for English; of a long text it reads the beginning."""

    weights: Weights
    tokenizer: Any
    centre: Floats
    threads: int
    max_tokens: int = MAX_TOKENS

    @property
    def id(self) -> str:
        """Name, weights, length read and centre: whatever changes the vectors changes it."""
        weights = SHA256["model.safetensors"][:8]
        return f"{NAME}-{weights}-{self.max_tokens}-{short_hash(self.centre)}"

    @property
    def dim(self) -> int:
        """Numbers a vector has."""
        return int(self.weights.words.shape[1])

    def coverage(self, text: str) -> float:
        """Share of the text's word pieces in the vocabulary; 0 for a text without words."""
        known = [number != _UNKNOWN for number in self.tokenizer.encode(text).ids[1:-1]]
        return sum(known) / len(known) if known else 0.0

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Centred unit rows, shape (len(texts), 384)."""
        return centred(self.encode_raw(texts), self.centre)

    def encode_raw(self, texts: Sequence[str]) -> Matrix:
        """Mean-pooled unit rows as the model's authors publish them, not centred."""
        read = self.tokenizer.encode_batch(list(texts))
        numbers = [_beginning(encoding.ids, self.max_tokens) for encoding in read]
        vectors = np.empty((len(texts), self.dim), dtype=np.float32)
        with ThreadPoolExecutor(self.threads) as pool:
            batches = list(_batches(numbers))
            pooled = pool.map(lambda rows: self._pool([numbers[row] for row in rows]), batches)
            for rows, part in zip(batches, pooled, strict=True):
                vectors[rows] = part
        return unit(vectors)

    def in_context(self, texts: Sequence[str]) -> list[Matrix]:
        """For each text the unit rows of its word pieces as they stand there, (pieces, 384)."""
        read = self.tokenizer.encode_batch(list(texts))
        numbers = [_beginning(encoding.ids, self.max_tokens) for encoding in read]
        rows = self._rows(numbers)
        return [unit(row[1 : len(one) - 1]) for row, one in zip(rows, numbers, strict=True)]

    def _pool(self, numbers: Sequence[Sequence[int]]) -> Matrix:
        rows = self._rows(numbers)
        lengths = np.array([len(one) for one in numbers], dtype=np.float32)
        pooled: Matrix = rows.sum(axis=1) / lengths[:, None]
        return pooled

    def _rows(self, numbers: Sequence[Sequence[int]]) -> Floats:
        """What the last layer says of each token (B, L, 384), zeros where a text has ended."""
        lengths = [len(one) for one in numbers]
        longest = max(lengths)
        tokens = np.zeros((len(numbers), longest), dtype=np.int64)
        for row, one in zip(tokens, numbers, strict=True):
            row[: len(one)] = one
        mask = None if min(lengths) == longest else padding(lengths, longest)
        rows = run(self.weights, tokens, mask, None).rows
        if mask is not None:
            rows *= mask[:, 0, 0, :, None]
        return rows

    def attend(self, text: str) -> Attended:
        """Every head's weights over the text's word pieces."""
        encoding = self.tokenizer.encode(text)
        tokens = np.array([encoding.ids], dtype=np.int64)
        aux = run(self.weights, tokens, None, AuxRequest(weights=True)).aux
        weights = np.concatenate([layer.weights for layer in aux])
        return Attended(
            tokens=tuple(encoding.tokens),
            spans=tuple(encoding.offsets),
            weights=weights,
            received=weights.mean(axis=(0, 1, 2)),
        )


def load_minilm(
    folder: Path,
    *,
    centre: Floats | None = None,
    max_tokens: int = MAX_TOKENS,
    threads: int | None = None,
) -> MiniLM:
    """Verify and read the weights in `folder`, in about 0.3 s; a second time they are shared.

    centre: another mean to subtract than the kept one. max_tokens: what `encode` reads of a text,
    at most 128 with [CLS] and [SEP]; threads: see `usual_threads`. Raises StoreError
    where a file is not the known one.
    """
    weights, tokenizer = _read(folder, _marks(folder))
    count = usual_threads(os.environ, os.cpu_count() or 1) if threads is None else threads
    mean = read_centre() if centre is None else centre
    return MiniLM(weights, tokenizer, mean, count, max_tokens)


@lru_cache(maxsize=1)
def _read(folder: Path, marks: tuple[int, ...]) -> tuple[Weights, Any]:
    """One copy a process, however many people's homes it serves; files that changed are new."""
    from tokenizers import Tokenizer  # late: importing heed stays cheap

    verify(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LOOKED_AT)
    return read_weights(folder), tokenizer


def _marks(folder: Path) -> tuple[int, ...]:
    held = (folder / name for name in SHA256)
    return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in held)


def usual_threads(environment: Mapping[str, str], cores: int) -> int:
    """Two where OPENBLAS_NUM_THREADS=1 holds BLAS to one thread each, else one.

    Two pools on the same cores wait for each other by spinning: docs/reader-model.md has figures.
    """
    return min(2, cores) if environment.get("OPENBLAS_NUM_THREADS") == "1" else 1


def read_centre() -> Floats:
    """The broad mean kept with the encoder, (384,): docs/reader-model.md says of what."""
    kept = files("heed.models.encoder").joinpath(CENTRE_FILE).read_bytes()
    centre: npt.NDArray[np.float32] = np.load(BytesIO(kept), allow_pickle=False)
    return centre


def _beginning(numbers: Sequence[int], longest: int) -> Sequence[int]:
    """The first tokens of a text, its last one ([SEP]) kept."""
    return numbers if len(numbers) <= longest else [*numbers[: longest - 1], numbers[-1]]


def _batches(numbers: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Rows in batches of like length, longest first, so no thread ends alone with a long one."""
    order = sorted(range(len(numbers)), key=lambda row: -len(numbers[row]))
    start = 0
    while start < len(order):
        count = min(16, max(4, _BATCH_TOKENS // len(numbers[order[start]])))
        yield order[start : start + count]
        start += count
